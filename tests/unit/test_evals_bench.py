"""The corpus that is repeated to time a large index: what is in it, and what gives way when time is short."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import HashEmbedder

import settings
from evals.bench_scale import Scaled, build_scaled
from ingest.build import build
from ingest.corpus import build_corpus, read_corpus
from ingest.index import IndexReader
from ingest.manifest import Layout
from ingest.store import ChromaStore


@pytest.fixture
def loaded(tiny_corpus: Path, tmp_path: Path, hash_embedder: HashEmbedder) -> settings.Settings:
    """Settings over a small index that serves."""
    layout = Layout(tmp_path / "index")
    corpus = build_corpus(read_corpus(tiny_corpus), hash_embedder.count_tokens, hash_embedder.window)
    build(corpus, hash_embedder, ChromaStore(layout.vectors), layout)
    return settings.Settings(corpus=tiny_corpus, index=settings.IndexSettings(path=layout.root))


def made(loaded: settings.Settings, embedder: HashEmbedder, folder: Path, limit_s: float) -> Scaled:
    """Five times the corpus, at 10 vectors a second."""
    return build_scaled(loaded, embedder, 5, folder, limit_s, speed=10)


def test_every_copy_has_its_passages_vectors_and_words(
    loaded: settings.Settings, hash_embedder: HashEmbedder, tmp_path: Path
) -> None:
    """Only originals are embedded; a copy is found beside its original, a little apart, and stands in BM25 too."""
    hash_embedder.seen.clear()
    found = made(loaded, hash_embedder, tmp_path / "large", 1000)
    assert not [text for text in hash_embedder.seen if " copy " in text]
    assert found.vectors == found.whole
    index = IndexReader(tmp_path / "large", hash_embedder).current()
    assert found.passages == len(index.searched)
    copied = next(p for p in index.searched if p.id.endswith("-5"))
    original = index.passages[copied.id.removesuffix("-5")]
    assert copied.text == original.text
    near = {hit.passage.id: hit.own for hit in index.nearest(hash_embedder.embed([original.text])[0], 40)}
    assert 0.9 < near[copied.id] < 1
    scores = index.lexical.scores(["magnesium"])
    assert np.isclose(scores[index.row(copied.id)], scores[index.row(original.id)], rtol=0.2)


def test_copies_give_up_asks_before_passages_when_time_is_short(
    loaded: settings.Settings, hash_embedder: HashEmbedder, tmp_path: Path
) -> None:
    """No time at all: every passage is there five times, with vectors of its own; only the originals have asks."""
    found = made(loaded, hash_embedder, tmp_path / "large", 0)
    index = IndexReader(tmp_path / "large", hash_embedder).current()
    assert found.vectors < found.whole
    assert found.passages == len(index.searched)
    assert not [p for p in index.searched if p.id.endswith("-5") and p.asks]
