"""A corpus goes to bytes and comes back equal; its digest moves with anything that may be said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from ingest.corpus import build_corpus, read_corpus
from ingest.corpus_json import digest, from_bytes, to_bytes
from ingest.source import Claim, Contradiction, Corpus, Passage, Role, Source, Span

if TYPE_CHECKING:
    from tests.conftest import HashEmbedder

TEXT = st.text(max_size=20)
NUMBER = st.integers(0, 10**6)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
SPAN = st.builds(Span, NUMBER, NUMBER)
ROLE: st.SearchStrategy[Role] = st.sampled_from(["finding", "paragraph", "limitation", "observation"])
SOURCES = st.builds(
    Source, TEXT, TEXT, st.just("rct"), TEXT, year=st.none() | st.integers(1900, 2100), topics=TEXTS, doi=TEXT
)
PASSAGES = st.builds(
    Passage, TEXT, TEXT, ROLE, TEXT, NUMBER, NUMBER, TEXTS, st.lists(SPAN, max_size=3).map(tuple), TEXTS, TEXT
)
CLAIMS = st.builds(Claim, TEXT, TEXT, TEXT, st.just("contradicts"), TEXT, TEXTS, TEXTS, SPAN)
CORPORA = st.builds(
    Corpus,
    st.lists(SOURCES, max_size=3).map(tuple),
    st.lists(PASSAGES, max_size=3).map(tuple),
    st.lists(CLAIMS, max_size=3).map(tuple),
    st.lists(st.builds(Contradiction, TEXT, TEXT, TEXT, TEXT), max_size=2).map(tuple),
    st.lists(st.tuples(TEXT, TEXTS), max_size=2).map(tuple),
)


@given(CORPORA)
def test_any_corpus_comes_back_equal(corpus: Corpus) -> None:
    """from_bytes(to_bytes(c)) == c, and the bytes of the copy are the same bytes."""
    data = to_bytes(corpus)
    copy = from_bytes(data)
    assert copy == corpus
    assert to_bytes(copy) == data


def test_a_read_corpus_comes_back_equal(tiny_corpus: Path, hash_embedder: HashEmbedder) -> None:
    """A corpus read from files comes back with spans as spans and tuples as tuples."""
    corpus = build_corpus(read_corpus(tiny_corpus), hash_embedder.count_tokens, hash_embedder.window)
    copy = from_bytes(to_bytes(corpus))
    assert copy == corpus
    assert isinstance(copy.claims[0].sentence, Span)
    assert isinstance(copy.passages[0].sentences[0], Span)


@given(CORPORA.filter(lambda c: bool(c.passages)), TEXT)
def test_the_digest_moves_with_the_words_and_not_with_the_report(corpus: Corpus, line: str) -> None:
    """Another passage text gives another digest; another list of dropped things does not."""
    changed = replace(
        corpus, passages=(replace(corpus.passages[0], text=corpus.passages[0].text + "!"), *corpus.passages[1:])
    )
    assert digest(changed) != digest(corpus)
    assert digest(replace(corpus, dropped=(line,))) == digest(corpus)


@given(CORPORA.filter(lambda c: bool(c.passages)), TEXT)
def test_the_digest_does_not_move_with_a_plain_wording(corpus: Corpus, wording: str) -> None:
    """A plain wording says nothing new; the corpus it stands in keeps its version."""
    plainer = replace(corpus, passages=(replace(corpus.passages[0], plain=wording), *corpus.passages[1:]))
    assert digest(plainer) == digest(corpus)
