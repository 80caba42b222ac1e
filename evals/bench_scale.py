"""A corpus many times as large, built quickly: copies with other ids and the originals' vectors, moved a little."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import settings
from ingest.build import build
from ingest.corpus import build_corpus, read_corpus
from ingest.embedder import Embedder, Read
from ingest.guard_model import FILE as GUARD_FILE
from ingest.manifest import Layout
from ingest.source import Corpus, Passage
from ingest.spoken import spoken
from ingest.store import ChromaStore

SPEED = 1200.0
"""Vectors a second that the store takes in, before anything was measured: 24,000 took 12 s of one core."""


@dataclass(frozen=True)
class Scaled:
    """What was built, and how long it took."""

    passages: int
    vectors: int
    whole: int
    """Vectors that the whole corpus would have at this scale; more than `vectors` when copies had to go without asks."""
    seconds: float


def build_scaled(
    loaded: settings.Settings, embedder: Embedder, scale: int, folder: Path, limit_s: float, speed: float
) -> Scaled:
    """Build the corpus repeated `scale` times.

    Every copy has all its passages, in vectors and in BM25. Copies have as many of their asks as can be written in time.

    Args:
        loaded: All settings; the corpus and the guards' classifier come from where they say.
        embedder: Asked for the originals only.
        scale: How often.
        folder: Where the index goes.
        limit_s: Seconds that writing vectors may take.
        speed: Vectors a second the store takes in.
    """
    started = time.monotonic()
    corpus = build_corpus(read_corpus(loaded.corpus), embedder.count_tokens, embedder.window)
    copied = [p for p in corpus.passages if _is_copied(corpus, p) and p.is_searched]
    asks = sum(len(p.asks) for p in copied)
    own = sum(1 + len(p.asks) for p in corpus.passages if p.is_searched)
    bare = own + (scale - 1) * len(copied)
    share = min(1.0, max(0.0, (limit_s * speed - bare) / max(1, (scale - 1) * asks)))
    scaled = _scaled(corpus, scale, share)
    layout = Layout(folder)
    build(scaled, _Copies(embedder), ChromaStore(layout.vectors), layout)
    serving = Layout(loaded.index.path)
    classifier = serving.build(serving.current()) / GUARD_FILE
    if classifier.is_file():  # an index may be built without labelled messages
        shutil.copy(classifier, layout.build(layout.current()) / GUARD_FILE)
    made = layout.read(layout.current())
    return Scaled(made.searched, made.vectors, bare + (scale - 1) * asks, time.monotonic() - started)


def _is_copied(corpus: Corpus, passage: Passage) -> bool:
    kinds = {s.id: s.kind for s in corpus.sources}
    return kinds[passage.source_id] not in ("article", "editor-note")


def _scaled(corpus: Corpus, scale: int, share: float) -> Corpus:
    """The corpus with `scale` - 1 more copies of every source, each with that share of its asks."""
    sources, passages = list(corpus.sources), list(corpus.passages)
    copied = {s.id for s in corpus.sources if s.kind not in ("article", "editor-note")}
    for n in range(2, scale + 1):
        sources += [replace(s, id=f"{s.id}-{n}") for s in corpus.sources if s.id in copied]
        passages += [_copied(p, n, share) for p in corpus.passages if p.source_id in copied]
    return replace(corpus, sources=tuple(sources), passages=tuple(passages))


def _copied(passage: Passage, n: int, share: float) -> Passage:
    kept = passage.asks[: round(share * len(passage.asks))] if share < 1 else passage.asks
    asks = tuple(f"{spoken(ask)} copy {n}" for ask in kept)
    return replace(passage, id=f"{passage.id}-{n}", source_id=f"{passage.source_id}-{n}", asks=asks)


class _Copies:
    """An embedder that gives a copied text its original's vector, moved a little: speed is measured, not meaning."""

    def __init__(self, inner: Embedder) -> None:
        self.name, self.window = inner.name, inner.window
        self._inner = inner
        self._known: dict[str, NDArray[np.float32]] = {}
        self._noise = np.random.default_rng(1)

    def fingerprint(self) -> str:
        return self._inner.fingerprint()

    def count_tokens(self, text: str) -> int:
        return self._inner.count_tokens(text)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        originals = [text.rsplit(" copy ", 1)[0] for text in texts]
        unknown = list(dict.fromkeys(o for o in originals if o not in self._known))
        if unknown:
            self._known.update(zip(unknown, self._inner.embed(unknown), strict=True))
        rows = np.stack([self._known[original] for original in originals])
        moved = rows + self._noise.normal(0, 0.02, rows.shape).astype(np.float32)
        return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)

    def read(self, texts: Sequence[str]) -> Read:
        return self._inner.read(texts)._replace(vectors=self.embed(texts))
