"""Vectors kept on disk by the hash of their text, so that measuring a collection again embeds nothing."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.embedder import Embedder, Read

_SAVE_EVERY = 1024
"""New vectors between two writes: an interrupted run loses at most these."""


class CachedEmbedder:
    """An embedder that asks `inner` only for texts it has not seen. Of two processes that save at once, one may save in vain."""

    def __init__(self, inner: Embedder, folder: Path) -> None:
        self.name, self.window = inner.name, inner.window
        self._inner = inner
        self._path = folder / f"{hashlib.sha256(inner.fingerprint().encode()).hexdigest()[:16]}.npz"
        self._known = _read(self._path)
        self._unsaved = 0
        self.embedded = 0
        """Texts that went through the model."""

    def fingerprint(self) -> str:
        """See `Embedder.fingerprint`."""
        return self._inner.fingerprint()

    def count_tokens(self, text: str) -> int:
        """See `Embedder.count_tokens`."""
        return self._inner.count_tokens(text)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.embed`."""
        keys = [_key(text) for text in texts]
        unknown = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if unknown or not texts:
            made = self._inner.embed(list(unknown.values()))
            if not texts:
                return made
            self._known.update(zip(unknown, made, strict=True))
            self.embedded += len(unknown)
            self._unsaved += len(unknown)
            if self._unsaved >= _SAVE_EVERY:
                self.save()
        return np.stack([self._known[key] for key in keys])

    def read(self, texts: Sequence[str]) -> Read:
        """See `Embedder.read`; states are not kept."""
        return self._inner.read(texts)

    def save(self) -> None:
        """Write what is new; a reader sees the old file or the new one, never half of one."""
        if not self._unsaved:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._known = {**_read(self._path), **self._known}
        partial = self._path.with_suffix(".partial.npz")
        np.savez(partial, keys=np.array(list(self._known), dtype="S40"), vectors=np.stack(list(self._known.values())))
        partial.replace(self._path)
        self._unsaved = 0


def _key(text: str) -> bytes:
    return hashlib.sha1(text.encode("utf-8", "surrogatepass")).hexdigest().encode()


def _read(path: Path) -> dict[bytes, NDArray[np.float32]]:
    """What was kept; a file that cannot be read is as none, since every vector can be made again."""
    try:
        with np.load(path) as kept:
            return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
