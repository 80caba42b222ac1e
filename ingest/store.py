"""Vectors on disk, one collection a build. The only module that knows chromadb."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import IndexGone, IngestError

_BATCH = 2000
"""Rows per call; chromadb refuses more than SQLite's parameter limit, about 5,400."""


_COLONS_OF_ASK = 2


class Row(NamedTuple):
    """One vector to keep, by its content-hash id."""

    id: str
    """A passage's, `<source>:<words>`, for its own words; `<source>:<words>:<ask>` for one of its asks. What it leads to is
    read off it: the store takes longer to fetch that for each row found than to find the rows."""

    @property
    def passage_id(self) -> str:
        """The passage that it leads to."""
        return self.id.rpartition(":")[0] if self.is_ask else self.id

    @property
    def is_ask(self) -> bool:
        """Whether it is of a question that the passage answers, not of its words."""
        return self.id.count(":") == _COLONS_OF_ASK


class Near(NamedTuple):
    """One vector found, and its cosine."""

    row: Row
    cosine: float


class VectorStore(Protocol):
    """Named collections of vectors. One writer, many readers; a collection is never changed once it serves."""

    def names(self) -> set[str]:
        """Collections that exist."""
        ...

    def write(self, name: str, rows: Sequence[Row], vectors: NDArray[np.float32]) -> None:
        """Make collection `name`, replacing a half-written one.

        Args:
            name: 3 to 512 of `a-z A-Z 0-9 . _ -`.
            rows: One a vector.
            vectors: float32, shape (len(rows), dimension), unit length.
        """
        ...

    def vectors(self, name: str, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors that `name` has among `ids`; {} when there is no such collection."""
        ...

    def nearest(self, name: str, vector: NDArray[np.float32], k: int) -> list[Near]:
        """The `k` rows closest by cosine, best first.

        Raises:
            IndexGone: The collection has been deleted.
        """
        ...

    def delete(self, name: str) -> None:
        """Remove a collection; nothing happens when there is none."""
        ...


class ChromaStore:
    """Collections in a local Chroma folder."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        import chromadb
        from chromadb.config import Settings

        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._client: Any = chromadb.PersistentClient(
                path=str(folder), settings=Settings(anonymized_telemetry=False)
            )
        except Exception as error:
            raise IngestError(
                f"The vector store {str(folder)!r} cannot be opened ({type(error).__name__}). "
                "Delete that folder and run `python -m ingest`"
            ) from error
        self._open: dict[str, Any] = {}

    def names(self) -> set[str]:
        """See `VectorStore.names`."""
        return {collection.name for collection in self._client.list_collections()}

    def write(self, name: str, rows: Sequence[Row], vectors: NDArray[np.float32]) -> None:
        """See `VectorStore.write`."""
        self.delete(name)
        collection = self._client.create_collection(
            name, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}, embedding_function=None
        )
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            collection.add(
                ids=[row.id for row in batch],
                embeddings=vectors[start : start + _BATCH],
            )

    def vectors(self, name: str, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """See `VectorStore.vectors`."""
        if name not in self.names():
            return {}
        found: dict[str, NDArray[np.float32]] = {}
        for batch in _batches(ids):
            got = self._collection(name).get(ids=batch, include=["embeddings"])
            found.update(zip(got["ids"], np.asarray(got["embeddings"], dtype=np.float32), strict=True))
        return found

    def nearest(self, name: str, vector: NDArray[np.float32], k: int) -> list[Near]:
        """See `VectorStore.nearest`."""
        import chromadb.errors

        try:
            collection = self._collection(name)
            found = collection.query(query_embeddings=[vector], n_results=k, include=["distances"])
        except (chromadb.errors.NotFoundError, ValueError) as error:
            self._open.pop(name, None)
            raise IndexGone(f"Collection {name!r} is gone; open the current build") from error
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [Near(Row(name), 1.0 - float(distance)) for name, distance in pairs]

    def delete(self, name: str) -> None:
        """See `VectorStore.delete`."""
        self._open.pop(name, None)
        if name in self.names():
            self._client.delete_collection(name)

    def _collection(self, name: str) -> Any:
        if name not in self._open:
            self._open[name] = self._client.get_collection(name, embedding_function=None)
        return self._open[name]


def _batches(ids: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _BATCH):
        yield list(ids[start : start + _BATCH])
