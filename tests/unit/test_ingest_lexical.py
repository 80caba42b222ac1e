"""BM25 beside the vectors: stems, scores worked by hand, idf and coverage."""

from __future__ import annotations

from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lexical import K1, STOPWORDS, SYNONYM, B, LexicalIndex, lexical_text, terms, words
from ingest.source import Passage

DOCS = ("Magnesium calms restless legs", "Iron helps restless legs; iron matters", "Sleep well tonight")


@pytest.fixture
def index() -> LexicalIndex:
    """Three documents of 4, 5 and 2 terms."""
    return LexicalIndex.build(DOCS)


def test_words_are_folded_and_terms_are_stems_without_stopwords() -> None:
    """Case, accents and apostrophes are folded, decimals kept whole, function words left out."""
    assert words("Ménière’s 3.5 mg, don't!") == ["menieres", "3.5", "mg", "dont"]
    assert terms("Are supplements helping the restless leg?") == terms("supplement helping restless legs")
    assert terms("what is the") == []
    assert all(word == word.lower() for word in STOPWORDS)


def test_idf_is_lucenes(index: LexicalIndex) -> None:
    """ln(1 + (N - n + 0.5) / (n + 0.5)); a term of no document has the largest."""
    assert index.document_frequency("leg") == 2
    assert index.idf("leg") == pytest.approx(log(1 + 1.5 / 2.5))
    assert index.document_frequency("iron") == 1
    assert index.idf("iron") == pytest.approx(log(1 + 2.5 / 1.5))
    assert index.document_frequency("zinc") == 0
    assert index.idf("zinc") == pytest.approx(log(1 + 3.5 / 0.5))


def test_scores_are_bm25_worked_by_hand(index: LexicalIndex) -> None:
    """`iron` occurs twice in the second document only; lengths come from the terms."""
    lengths = [len(terms(doc)) for doc in DOCS]
    norm = K1 * (1 - B + B * lengths[1] / (sum(lengths) / 3))
    assert terms(DOCS[1]).count("iron") == 2
    scores = index.scores(["iron"])
    assert scores.dtype == np.float32
    assert scores == pytest.approx([0, index.idf("iron") * 2 / (2 + norm), 0], rel=1e-5)
    assert index.scores(["iron", "iron"]) == pytest.approx(2 * scores, rel=1e-5)


def test_unknown_terms_score_nothing(index: LexicalIndex) -> None:
    """All zero when no term is known, and for no terms; an unknown one beside a known one changes nothing."""
    for query in ([], ["zinc"]):
        assert index.scores(query).tolist() == [0, 0, 0]
    assert index.scores(["iron", "zinc"]).tolist() == index.scores(["iron"]).tolist()


def test_coverage_is_the_share_of_the_querys_weight(index: LexicalIndex) -> None:
    """Holding all is 1, holding some is their idf over the total, and an unknown term counts in the total."""
    leg, iron, zinc = index.idf("leg"), index.idf("iron"), index.idf("zinc")
    assert index.coverage(["leg", "iron"]) == pytest.approx([leg / (leg + iron), 1, 0])
    assert index.coverage(["leg", "leg", "iron"]) == pytest.approx([leg / (leg + iron), 1, 0])
    assert index.coverage(["iron", "zinc"]) == pytest.approx([0, iron / (iron + zinc), 0])
    assert index.coverage([]).tolist() == [0, 0, 0]


def test_a_synonym_counts_less_than_the_term(index: LexicalIndex) -> None:
    """Holding a synonym counts `SYNONYM` of the term; holding both counts once."""
    assert index.coverage(["leg"], {"leg": ["sleep"]}) == pytest.approx([1, 1, SYNONYM])
    assert index.coverage(["iron"], {"iron": ["leg", "nowhere"]}) == pytest.approx([SYNONYM, 1, 0])


@given(st.lists(st.sampled_from(["leg", "iron", "restless", "sleep", "zinc", "magnesium"]), max_size=6))
def test_coverage_lies_between_nothing_and_all(query: list[str]) -> None:
    """Whatever is asked, 0 to 1; 1 exactly where a document holds every term."""
    coverage = LexicalIndex.build(DOCS).coverage(query)
    assert np.all((coverage >= 0) & (coverage <= 1 + 1e-6))
    for row, doc in enumerate(DOCS):
        assert (coverage[row] > 1 - 1e-6) == (bool(query) and set(query) <= set(terms(doc)))


def test_a_saved_index_answers_as_before(index: LexicalIndex, tmp_path: Path) -> None:
    """Scores, idf and coverage survive being written and mapped back."""
    index.save(tmp_path / "bm25")
    loaded = LexicalIndex.load(tmp_path / "bm25", 3)
    query = ["leg", "iron", "zinc"]
    assert loaded.scores(query).tolist() == index.scores(query).tolist()
    assert loaded.coverage(query).tolist() == index.coverage(query).tolist()
    assert loaded.idf("leg") == index.idf("leg")


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["…", "magnesium"],
        ["the and of"],
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_documents_without_terms_are_no_trouble(texts: list[str]) -> None:
    """Nothing at all, only stopwords or only punctuation: scores have one zero a document."""
    index = LexicalIndex.build(texts)
    assert index.scores(["iron"]).tolist() == [0] * len(texts)
    assert index.coverage(["iron"]).tolist() == [0] * len(texts)


def test_bm25_sees_the_title_and_the_asks() -> None:
    """A passage is found by its source's title and its asks too."""
    passage = Passage("p", "s", "finding", "Own words.", 0, 10, asks=("why?", "how?"))
    assert lexical_text(passage, "Title") == "Title Own words. why? how?"
