"""Vectors that are compared in memory, not searched: the post's sentences, claims, pairs, guard examples. Keyed by text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.errors import IndexMissing


def text_id(text: str) -> str:
    """A key that changes when, and only when, the words do."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class SideVectors:
    """A table from text to unit vector."""

    def __init__(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self._rows = {name: n for n, name in enumerate(ids)}
        self._vectors = vectors

    @classmethod
    def empty(cls) -> SideVectors:
        """A table of nothing."""
        return cls((), np.zeros((0, 0), dtype=np.float32))

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and text_id(text) in self._rows

    def matrix(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, shape (len(texts), dimension).

        Raises:
            IndexMissing: The table does not hold a text: an earlier version made the index.
        """
        try:
            rows = [self._rows[text_id(text)] for text in texts]
        except KeyError:
            raise IndexMissing("The index was made by an earlier version. Run `python -m ingest`") from None
        return self._vectors[rows] if rows else np.zeros((0, self._vectors.shape[1]), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write the table."""
        np.savez(path, ids=np.array(list(self._rows), dtype="U24"), vectors=self._vectors)

    @classmethod
    def load(cls, path: Path) -> SideVectors:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls([str(name) for name in stored["ids"]], stored["vectors"])


def unique(texts: Iterable[str]) -> list[str]:
    """`texts` without repetitions, in order."""
    return list(dict.fromkeys(texts))
