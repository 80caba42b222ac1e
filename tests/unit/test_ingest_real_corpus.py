"""The corpus this repository ships: every quote it can give is exact, and every entry points somewhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import settings
from ingest.check import check
from ingest.corpus import ARTICLE, RawCorpus, build_corpus, read_corpus
from ingest.embedder import Embedder
from ingest.post import read_export
from ingest.readers import read_file
from ingest.source import EDITORS, Corpus

FOLDER = settings.ROOT / "corpus"
EXPORT = settings.ROOT.parent / "shared" / "corpus" / "article.txt"


@pytest.fixture(scope="module")
def raw() -> RawCorpus:
    """The shipped corpus as read."""
    return read_corpus(FOLDER)


@pytest.fixture(scope="module")
def corpus(raw: RawCorpus, real_embedder: Embedder) -> Corpus:
    """The shipped corpus cut for the packaged model."""
    return build_corpus(raw, real_embedder.count_tokens, real_embedder.window)


def test_check_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m ingest check` is clean on what we ship."""
    monkeypatch.chdir(settings.ROOT)
    assert [str(p) for p in check(Path("corpus"))] == []


def test_nothing_is_dropped(corpus: Corpus, raw: RawCorpus) -> None:
    """No file, entry, claim or pair of the shipped corpus is left out."""
    assert corpus.dropped == ()
    assert len(corpus.claims) == len(raw.claims.items)
    assert len(corpus.contradictions) == len(raw.contradictions.items)
    assert len(corpus.sources) == len(raw.documents)


def test_every_passage_is_an_exact_quote(corpus: Corpus) -> None:
    """canonical_text[start:end] == quote for every passage and every sentence of it."""
    texts = {s.id: s.text for s in corpus.sources}
    assert len(corpus.passages) > 800
    for p in corpus.passages:
        text = texts[p.source_id]
        assert text[p.start : p.end] == p.text
        sentences = [text[s.start : s.end] for s in p.sentences]
        assert "".join("".join(sentences).split()) == "".join(p.text.split())
        assert all(s == s.strip() and s for s in sentences)


def test_every_claim_is_located(corpus: Corpus, raw: RawCorpus) -> None:
    """Each claim's sentence in the post holds the start of its quote, and every finding it names is a passage."""
    post = next(s.text for s in corpus.sources if s.id == ARTICLE)
    by_id = {p.id: p for p in corpus.passages}
    for claim, (_, item) in zip(corpus.claims, raw.claims.items, strict=True):
        at = post.find(claim.quote)
        assert claim.sentence.start <= at < claim.sentence.end
        assert len(claim.passage_ids) >= len(item.findings)
        assert {by_id[name].source_id for name in claim.passage_ids} == {f.source for f in item.findings}


def test_passage_ids_are_unique(corpus: Corpus) -> None:
    """No two passages share an id."""
    assert len({p.id for p in corpus.passages}) == len(corpus.passages)


def test_the_editors_words_are_never_in_a_sources_mouth(corpus: Corpus) -> None:
    """Observations belong to the editors' notes, and the editors' notes hold nothing else."""
    assert {p.source_id for p in corpus.passages if p.role == "observation"} == {EDITORS}
    assert {p.role for p in corpus.passages if p.source_id == EDITORS} == {"observation"}


def test_every_finding_and_paragraph_has_three_asks_and_there_are_2800(corpus: Corpus) -> None:
    """At least three questions lead to each finding and paragraph of the post, at least 2,800 in all."""
    short = [p.id for p in corpus.passages if p.role in ("finding", "paragraph") and len(set(p.asks)) < 3]
    assert short == []
    assert sum(len(p.asks) for p in corpus.passages if p.role in ("finding", "paragraph")) >= 2800


def test_the_export_reads_as_the_shipped_article() -> None:
    """The raw export gives the same paragraphs under the same headings as corpus/article.md."""
    if not EXPORT.is_file():
        pytest.skip(f"no raw export at {os.fspath(EXPORT)}")
    post = read_export(EXPORT.read_text(encoding="utf-8"))
    (article,) = read_file(FOLDER / "article.md")
    assert [(b.heading_path, b.text) for b in post.blocks] == [(b.heading_path, b.text) for b in article.blocks]
    assert post.title == article.source.title
    assert post.dropped
