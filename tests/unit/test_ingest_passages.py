"""Passages: exact offsets whatever the blocks, and splitting only past the window."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.passages import canonical, cut, passage_id
from ingest.source import Block, Document, Role, Source

ROLES: list[Role] = ["finding", "paragraph", "limitation", "observation"]
NAMES = st.text(min_size=1, max_size=12).filter(lambda s: bool(s.strip()))
TEXTS = st.one_of(
    st.lists(
        st.sampled_from(["Legs", "ache.", "Dr.", "é", "Ünlaut?", "\n", "  ", "longestwordofall", "3.5", "A"]),
        min_size=1,
    ).map(" ".join),
    st.text(min_size=1, max_size=60),
).filter(lambda s: bool(s.strip()))
BLOCKS = st.lists(
    st.builds(Block, TEXTS, st.sampled_from(ROLES), st.lists(NAMES, max_size=3).map(tuple)), min_size=1, max_size=6
)


def words(text: str) -> int:
    """A token counter with one token a word."""
    return len(text.split())


def visible(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def document(*texts: str, path: tuple[str, ...] = ("Title", "Part")) -> Document:
    """A document of paragraphs under one heading."""
    return Document(Source("s", "Title", "rct"), tuple(Block(t, "paragraph", path, asks=("why?",)) for t in texts))


@given(BLOCKS, NAMES, st.integers(1, 12))
def test_every_offset_is_exact(blocks: list[Block], title: str, window: int) -> None:
    """For arbitrary blocks and any window, source.text[start:end] is the passage, and its sentences tile it."""
    source, passages = cut(Document(Source("s", title, "rct"), tuple(blocks)), words, window)
    for p in passages:
        assert source.text[p.start : p.end] == p.text
        assert visible("".join(source.text[s.start : s.end] for s in p.sentences)) == visible(p.text)
        assert (p.sentences[0].start, p.sentences[-1].end) == (p.start, p.end)
        assert all(a.end <= b.start for a, b in pairwise(p.sentences))


@given(st.lists(st.sampled_from([".", "?", ",", "", "\n"]), min_size=1, max_size=40), st.integers(1, 12))
def test_splitting_loses_nothing_and_keeps_the_order(stops: list[str], window: int) -> None:
    """Every word of a block stands in exactly one passage, in order, however small the window."""
    text = " ".join(f"Word{n}{stop}" for n, stop in enumerate(stops))
    _, passages = cut(document(text), words, window)
    assert visible("".join(p.text for p in passages)) == visible(text)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=12), st.integers(5, 12))
def test_passages_of_short_sentences_fit_the_window(lengths: list[int], window: int) -> None:
    """When each sentence fits, each passage does, and none is smaller than it need be."""
    sentences = [" ".join(f"S{i}w{n}" for n in range(length)) + "." for i, length in enumerate(lengths)]
    passages = cut(document(" ".join(sentences)), words, window)[1]
    assert all(words(p.text) <= window for p in passages)
    for left, right in pairwise(passages):
        first_of_right = right.sentences[0].end - right.sentences[0].start
        assert words(left.text) + words(right.text[:first_of_right]) > window


def test_pieces_of_a_long_sentence_fit_the_window() -> None:
    """A sentence whose words get longer is still cut into pieces that fit; the embedder would not read the rest."""
    text = "1 2 3 4 5 6 7 8 hydroxychloroquine antihypertensives bisphosphonates"
    assert [words(p.text) for p in cut(document(text), words, 4)[1] if words(p.text) > 4] == []


@given(BLOCKS)
def test_blocks_stand_in_the_canonical_text_in_order(blocks: list[Block]) -> None:
    """The canonical text begins with the title and holds each block exactly, in reading order."""
    text, spans = canonical(blocks, "Title")
    assert text.startswith("Title")
    assert [text[s.start : s.end] for s in spans] == [b.text for b in blocks]
    assert all(a.end < b.start for a, b in pairwise(spans))


def test_a_block_that_fits_is_never_split() -> None:
    """Three sentences of ten words in all are one passage at a window of ten, two at nine."""
    text = "One two three. Four five six seven. Eight nine ten."
    assert [p.text for p in cut(document(text), words, 10)[1]] == [text]
    assert [p.text for p in cut(document(text), words, 9)[1]] == [
        "One two three. Four five six seven.",
        "Eight nine ten.",
    ]


def test_a_sentence_longer_than_the_window_is_cut_between_words() -> None:
    """A sentence of six words at a window of four is cut at a space, with no word broken or lost."""
    pieces = [p.text for p in cut(document("alpha beta gamma delta epsilon zeta"), words, 4)[1]]
    assert len(pieces) > 1
    assert " ".join(pieces).split() == ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]


def test_every_part_of_a_split_block_keeps_its_heading_role_and_asks() -> None:
    """A paragraph split in two is found by its asks in both parts."""
    parts = cut(document("One two three. Four five six."), words, 3)[1]
    assert len(parts) == 2
    assert {(p.heading_path, p.role, p.asks) for p in parts} == {(("Title", "Part"), "paragraph", ("why?",))}


def test_headings_are_laid_out_once_between_the_paragraphs() -> None:
    """The title stands once, a heading once above all its paragraphs, blank lines between."""
    text, _ = canonical(document("One.", "Two.").blocks, "Title")
    assert text == "Title\n\nPart\n\nOne.\n\nTwo."


def test_a_passage_id_changes_with_its_words_and_its_place_only() -> None:
    """Same words under the same heading: same id, whatever stands before; other words or heading: another id."""
    (_, first), (one,) = cut(document("Before.", "Same."), words, 9)[1], cut(document("Same."), words, 9)[1]
    assert first.id == one.id
    assert first.start != one.start
    other_place = cut(document("Same.", path=("Title", "Else")), words, 9)[1][0]
    assert len({one.id, other_place.id, passage_id("s", ("Title", "Part"), "Same!")}) == 3


def test_a_repeated_block_is_one_passage() -> None:
    """The same paragraph twice under one heading is searched once."""
    assert len(cut(document("Same.", "Same."), words, 9)[1]) == 1
