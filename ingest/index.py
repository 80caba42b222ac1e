"""The reading half: one finished build, opened. The only part of `ingest` that `bot` needs while it answers.

An `Index` never changes; a bot takes the current one at the start of a turn and keeps it to the turn's end.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest import corpus_json
from ingest.embedder import Embedder
from ingest.errors import IndexOutdated
from ingest.guard_model import FILE as GUARD_FILE
from ingest.guard_model import GuardModel
from ingest.lexical import LexicalIndex
from ingest.manifest import Layout, Manifest, damaged, require_embedder
from ingest.side import SideVectors
from ingest.source import EDITORS, Claim, Contradiction, Passage, Source
from ingest.store import ChromaStore, Near, VectorStore
from ingest.vectors import PassageVectors, VectorTable


class Hit(NamedTuple):
    """A passage reached by vectors: the best cosine of its own words, of its asks, and of both."""

    passage: Passage
    own: float
    ask: float

    @property
    def cosine(self) -> float:
        """The better of the two ways to reach it."""
        return max(self.own, self.ask)


class Index:
    """One build: passages by id and in BM25's order, vectors, the claim check and the pairs."""

    def __init__(self, manifest: Manifest, folder: Path, store: VectorStore) -> None:
        self.manifest = manifest
        self._store = store
        corpus = corpus_json.from_bytes((folder / "corpus.json").read_bytes())
        self.sources: dict[str, Source] = {source.id: source for source in corpus.sources}
        self.passages: dict[str, Passage] = {passage.id: passage for passage in corpus.passages}
        self.searched: tuple[Passage, ...] = tuple(p for p in corpus.passages if p.is_searched)
        self.claims: tuple[Claim, ...] = corpus.claims
        self.contradictions: tuple[Contradiction, ...] = corpus.contradictions
        self.aliases = corpus.aliases
        self._rows = {passage.id: row for row, passage in enumerate(self.searched)}
        self.lexical = LexicalIndex.load(folder / "bm25", len(self.searched))
        self._table = VectorTable.load(folder) if VectorTable.is_in(folder) else None
        self.side = SideVectors.load(folder / "side.npz")
        guard = folder / GUARD_FILE  # the last to open: what is only outdated has nothing damaged
        self.guard = GuardModel.load(guard) if guard.is_file() else None

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """Passages reached by the `k` closest vectors, best first.

        Args:
            vector: float32, shape (dimension,), unit length.
            k: Vectors looked at; several may lead to one passage.

        Raises:
            IndexGone: This build has been pruned.
        """
        best: dict[str, list[float]] = {}
        for near in self._store.nearest(self.manifest.name, vector, k):
            _keep_best(best, near)
        hits = [Hit(self.passages[name], own, ask) for name, (own, ask) in best.items()]
        return sorted(hits, key=lambda hit: -hit.cosine)

    def vectors(self, rows: Sequence[int]) -> PassageVectors:
        """The vectors of searched passages, found by `nearest` or not.

        Args:
            rows: Of the passages, see `row`.

        Raises:
            IndexGone: This build has been pruned.
        """
        if self._table is None:
            self._table = VectorTable.out_of(self._store, self.manifest.name, self.searched)
        return self._table.of_passages(rows)

    def row(self, passage_id: str) -> int:
        """Where a searched passage stands in BM25's order."""
        return self._rows[passage_id]

    def source(self, passage: Passage) -> Source:
        """The source a passage belongs to."""
        return self.sources[passage.source_id]

    def quote(self, passage: Passage, start: int, end: int) -> str:
        """The characters of the passage's source between two offsets."""
        return self.sources[passage.source_id].text[start:end]

    @cached_property
    def limitations(self) -> dict[str, tuple[Passage, ...]]:
        """Each source's limitations, in its order."""
        found: dict[str, tuple[Passage, ...]] = {}
        for passage in self.passages.values():
            if passage.role == "limitation":
                found[passage.source_id] = (*found.get(passage.source_id, ()), passage)
        return found

    def says(self, phrase: str) -> bool:
        """Whether a searched passage or an ask has these words, in any case."""
        return phrase.lower() in self._said

    @cached_property
    def _said(self) -> str:
        return "\n".join(text for passage in self.searched for text in (passage.text, *passage.asks)).lower()

    @property
    def related_sources(self) -> int:
        """Sources beside the post and the editors' notes."""
        return sum(s.kind != "article" and s.id != EDITORS for s in self.sources.values())


def _keep_best(best: dict[str, list[float]], near: Near) -> None:
    scores = best.setdefault(near.row.passage_id, [-1.0, -1.0])
    at = 1 if near.row.is_ask else 0
    scores[at] = max(scores[at], near.cosine)


def open_build(built: Manifest, layout: Layout, store: VectorStore) -> Index:
    """Open one finished build.

    Raises:
        IndexMissing: A file of it is missing or damaged, or of an earlier version.
    """
    try:
        return Index(built, layout.build(built.name), store)
    except IndexOutdated:
        raise
    except Exception as error:  # four libraries read the files, each with errors of its own; the mend is the same
        raise damaged(built.name, error) from error


class IndexReader:
    """Hands out the build that serves, and notices when there is a new one."""

    def __init__(self, root: Path, embedder: Embedder, build: str | None = None) -> None:
        """Args: `build` names the one build to hand out, whichever serves; for receipts."""
        self._build = build
        self._layout = Layout(root)
        self._embedder = embedder
        self._store: VectorStore | None = None
        self._index: Index | None = None
        self._lock = Lock()

    def current(self) -> Index:
        """The build that serves now; opened once, then kept until another one serves.

        Raises:
            IndexMissing: Nothing has been built, or it is damaged.
            IndexMismatch: It was built with another embedder.
        """
        name = self._build or self._layout.current()
        with self._lock:
            if self._index is None or self._index.manifest.name != name:
                self._index = self._open(name)
            return self._index

    def _open(self, name: str) -> Index:
        manifest = self._layout.read(name)
        require_embedder(manifest, self._embedder.name, self._embedder.fingerprint())
        if self._store is None:
            self._store = ChromaStore(self._layout.vectors)
        return open_build(manifest, self._layout, self._store)
