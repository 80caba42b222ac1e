"""An entailment model in a local folder. The only module that knows sentence-transformers' CrossEncoder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from bot.errors import BotError
from ingest.errors import EmbeddingFailed

_LOCAL = "local:"


class CrossEncoderEntails:
    """A sequence-pair classifier: one score, or one per label of which one is named "entailment". Loaded on first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._model: Any = None
        self._column = 0
        self._loading = Lock()
        self.name = f"cross-encoder:{folder.name}@{_digest(folder)}"

    def entails(self, premise: str, hypothesis: str) -> float:
        """See `Entails.entails`."""
        self._load()
        try:
            scores = np.asarray(self._model.predict([(premise, hypothesis)], show_progress_bar=False), dtype=np.float64)
        except Exception as error:  # the vendor's message may quote the texts: only its type leaves
            raise EmbeddingFailed(f"{self.name!r} failed: {type(error).__name__}") from None
        row = np.atleast_1d(scores[0])
        if len(row) == 1:  # one label: the model's own sigmoid has been applied
            return float(np.clip(row[0], 0.0, 1.0))
        odds = np.exp(row - row.max())
        return float(odds[self._column] / odds.sum())

    def _load(self) -> None:
        with self._loading:
            if self._model is not None:
                return
            try:
                from sentence_transformers import CrossEncoder

                model = CrossEncoder(str(self._folder), device="cpu", local_files_only=True)
                labels = {str(v).lower(): int(k) for k, v in model.config.id2label.items()}
            except Exception as error:
                raise EmbeddingFailed(f"{self.name!r} could not be loaded: {type(error).__name__}") from error
            if len(labels) > 1 and "entailment" not in labels:
                raise EmbeddingFailed(f"{self.name!r} has labels {sorted(labels)!r}; name one of them 'entailment'")
            self._column = labels.get("entailment", 0)
            self._model = model


def make_entails(name: str) -> CrossEncoderEntails | None:
    """The entailment model that a setting names; none when it is empty.

    Raises:
        BotError: The name is not `local:` and a folder that holds a model.
    """
    if not name:
        return None
    folder = Path(name.removeprefix(_LOCAL))
    if not name.startswith(_LOCAL) or not (folder / "config.json").is_file():
        raise BotError(
            f"RESTWELL_VERIFY__ENTAILMENT is {name!r}: no model there. "
            "Give `local:` and the folder of a saved CrossEncoder, or unset it"
        )
    return CrossEncoderEntails(folder)


def _digest(folder: Path) -> str:
    """First eight characters of the weights' sha256: figures hold for one set of weights."""
    weights = folder / "model.safetensors"
    if not weights.is_file():
        return "unknown"
    with weights.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:8]
