"""Sentence spans: exact, ordered, apart, and together everything visible."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentence_spans

PROSE = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "Dr.",
                "e.g.",
                "J.",
                "Sleep",
                "falls.",
                "Is",
                "it?",
                "(Yes.)",
                "“No.”",
                "3.5",
                "mg…",
                "\n",
                " ",
                "é.",
                "U.S.",
            ]
        ),
        st.text(max_size=8),
    ),
    max_size=30,
).map(" ".join)


@given(PROSE, st.integers(0, 10_000))
def test_spans_are_ordered_apart_and_hold_everything_visible(text: str, offset: int) -> None:
    """Whatever the text: spans come in order, never overlap, are never blank, and only white space lies between."""
    spans = sentence_spans(text, offset)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    pieces = [text[s.start - offset : s.end - offset] for s in spans]
    assert all(piece and piece == piece.strip() for piece in pieces)
    edges = [offset, *(edge for span in spans for edge in span), offset + len(text)]
    gaps = [text[a - offset : b - offset] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    assert "".join(gaps).strip() == ""


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        (
            "Dr. Smith et al. 2019 found it. Then J. Brown agreed.",
            ["Dr. Smith et al. 2019 found it.", "Then J. Brown agreed."],
        ),
        ("Take 3.5 mg, e.g. Magnesium. Stop.", ["Take 3.5 mg, e.g. Magnesium.", "Stop."]),
        ("He said “stop.” She did.", ["He said “stop.”", "She did."]),
        ("one. two", ["one. two"]),
        ("First line\nsecond line", ["First line", "second line"]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, sentences: list[str]) -> None:
    """Abbreviations, initials and decimals do not end a sentence; stops before a capital and line breaks do."""
    assert [text[s.start : s.end] for s in sentence_spans(text)] == sentences
