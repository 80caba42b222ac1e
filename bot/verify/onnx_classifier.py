"""An entailment model in a local folder, as one ONNX file. The only module that knows onnxruntime."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from bot.verify.entailment import column_of, digest, labels, probability
from ingest.errors import EmbeddingFailed

_TOKENIZER = "tokenizer.json"
_WINDOW_TOKENS = 512
"""Tokens of a pair, where the file takes any number: what most models of this kind were trained on."""
_THREADS = 1
"""Threads of one pair: turns run side by side already, and sums come out the same on every machine."""


def weights_of(folder: Path) -> Path | None:
    """The folder's ONNX file: `model.onnx`, or the only one there is; None where there is none to choose."""
    named, found = folder / "model.onnx", sorted(folder.glob("*.onnx"))
    if named in found:
        return named
    return found[0] if len(found) == 1 else None


class OnnxEntails:
    """A sequence-pair classifier: `weights_of(folder)`, `tokenizer.json`, and `config.json` with `id2label`. Loaded on first use.

    Its inputs are token ids and attention mask (and token types, if it takes them), shape (1, tokens); its first output is raw
    scores, shape (1, labels). A pair too long for it loses the end of its premise, never of its hypothesis.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = weights_of(folder) or folder / "model.onnx"
        self._tokenizer: Any = None
        self._session: Any = None
        self._column = 0
        self._loading = Lock()
        self.weights = digest(self._file)
        self.name = f"onnx:{folder.name}@{self.weights[:8]}"

    def entails(self, premise: str, hypothesis: str) -> float:
        """See `Entails.entails`."""
        self._load()
        try:
            pair = self._tokenizer.encode(premise, hypothesis)
            read = {"input_ids": pair.ids, "attention_mask": pair.attention_mask, "token_type_ids": pair.type_ids}
            given = {i.name: np.array([read[i.name]], dtype=np.int64) for i in self._session.get_inputs()}
            row = np.asarray(self._session.run(None, given)[0], dtype=np.float64)[0]
        except Exception as error:  # the vendor's message may quote the texts: only its type leaves
            raise EmbeddingFailed(f"{self.name!r} failed: {type(error).__name__}") from None
        if len(row) == 1:
            return float(1 / (1 + np.exp(-row[0])))
        return probability(row, self._column)

    def _load(self) -> None:
        with self._loading:
            if self._session is not None:
                return
            column = column_of(labels(self._folder), self.name)
            try:
                from onnxruntime import InferenceSession, SessionOptions
                from tokenizers import Tokenizer

                options = SessionOptions()
                options.intra_op_num_threads = _THREADS
                options.log_severity_level = 4  # its log may hold what it was given
                session = InferenceSession(str(self._file), options, providers=["CPUExecutionProvider"])
                tokenizer = Tokenizer.from_file(str(self._folder / _TOKENIZER))
                _fit(tokenizer, session.get_inputs()[0].shape[1])
            except Exception as error:
                raise EmbeddingFailed(f"{self.name!r} could not be loaded: {type(error).__name__}") from error
            self._column, self._tokenizer, self._session = column, tokenizer, session


def _fit(tokenizer: Any, length: object) -> None:
    """Cut pairs to what the file takes; where it takes one length only, fill them up to it."""
    is_fixed = isinstance(length, int)
    tokenizer.enable_truncation(length if is_fixed else _WINDOW_TOKENS, strategy="only_first")
    tokenizer.no_padding()
    if is_fixed:
        padding = tokenizer.token_to_id("[PAD]")
        tokenizer.enable_padding(length=length, pad_id=0 if padding is None else padding)
