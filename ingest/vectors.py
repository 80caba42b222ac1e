"""The vectors that lead to passages, as one table beside a build: its rows are read from the file, not kept in memory.

The store finds what is near; the table says how near any passage is. Knows no vector database.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.errors import IndexGone
from ingest.side import text_id
from ingest.source import Passage
from ingest.spoken import spoken
from ingest.store import Row, VectorStore

_VECTORS, _STARTS = "vectors.npy", "vector-starts.npy"


class Vector(NamedTuple):
    """One text to embed and the row that keeps it."""

    text: str
    row: Row


def vectors_of(passages: Sequence[Passage]) -> list[Vector]:
    """The texts that lead to each searched passage: its own words, then its asks; one passage after the other."""
    found: dict[str, Vector] = {}
    for passage in passages:
        if not passage.is_searched:
            continue
        own = Row(passage.id)
        found.setdefault(own.id, Vector(passage.text, own))
        for ask in passage.asks:
            row = Row(f"{passage.id}:{text_id(spoken(ask))}")
            found.setdefault(row.id, Vector(spoken(ask), row))
    return list(found.values())


class Cosines(NamedTuple):
    """How near passages are: by their own words, and by the nearest of their asks (-1 without asks). Each of shape (n,)."""

    own: NDArray[np.float32]
    ask: NDArray[np.float32]

    @property
    def best(self) -> NDArray[np.float32]:
        """The better of the two ways."""
        return np.maximum(self.own, self.ask)


class PassageVectors:
    """The unit vectors of some passages, in their order: own words, then asks."""

    def __init__(self, vectors: NDArray[np.float32], counts: NDArray[np.int64]) -> None:
        """Args: `vectors`, shape (rows, dimension); `counts`, how many of them each passage has, at least 1."""
        self._vectors = vectors
        self._first = np.cumsum(counts) - counts

    def cosines(self, queries: NDArray[np.float32]) -> Cosines:
        """How near each passage is to the nearest of some queries.

        Args:
            queries: Unit vectors, shape (q, dimension), q at least 1.
        """
        if not self._first.size:
            none = np.zeros(0, dtype=np.float32)
            return Cosines(none, none)
        near = (self._vectors @ queries.T).max(axis=1)
        own = near[self._first]
        near[self._first] = -1.0
        return Cosines(own, np.maximum.reduceat(near, self._first))

    def own(self, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of the words of passages at some places, shape (len(places), dimension)."""
        found: NDArray[np.float32] = self._vectors[self._first[places]]
        return found


class VectorTable:
    """Unit vectors of the searched passages, in their order."""

    def __init__(self, vectors: NDArray[np.float32], starts: NDArray[np.int64]) -> None:
        """Args: `vectors` as of `vectors_of`, shape (rows, dimension); `starts`, where each passage's begin, and their end."""
        self._vectors, self._starts = vectors, starts

    def of_passages(self, places: Sequence[int]) -> PassageVectors:
        """The vectors of the passages at `places` in the order of the searched ones."""
        at = np.asarray(places, dtype=np.int64)
        counts = self._starts[at + 1] - self._starts[at]
        offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        return PassageVectors(self._vectors[np.repeat(self._starts[at], counts) + offsets], counts)

    @classmethod
    def load(cls, folder: Path) -> VectorTable:
        """Open what `save` wrote, mapped rather than read."""
        return cls(np.load(folder / _VECTORS, mmap_mode="r"), np.load(folder / _STARTS))

    @classmethod
    def is_in(cls, folder: Path) -> bool:
        """Whether a build has a table; those of earlier versions have none."""
        return (folder / _VECTORS).is_file()

    @classmethod
    def out_of(cls, store: VectorStore, name: str, passages: Sequence[Passage]) -> VectorTable:
        """The table of a build that has no file of it, out of the store; all in memory.

        Raises:
            IndexGone: The build has been pruned.
        """
        rows = [v.row for v in vectors_of(passages)]
        found = store.vectors(name, [row.id for row in rows])
        if len(found) < len(rows):
            raise IndexGone(f"Collection {name!r} is gone; open the current build")
        return cls(np.stack([found[row.id] for row in rows]), _starts(rows))


def save(rows: Sequence[Row], vectors: NDArray[np.float32], folder: Path) -> None:
    """Write the table of a build.

    Args:
        rows: Of the vectors, in the order of `vectors_of`.
        vectors: float32, shape (len(rows), dimension), unit length.
        folder: The build's.
    """
    np.save(folder / _VECTORS, vectors)
    np.save(folder / _STARTS, _starts(rows))


def _starts(rows: Sequence[Row]) -> NDArray[np.int64]:
    own = [n for n, row in enumerate(rows) if not row.is_ask]
    return np.array([*own, len(rows)], dtype=np.int64)
