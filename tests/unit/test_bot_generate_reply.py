"""A model's reply is read strictly, line by line; whatever it is, it is read or refused in our words."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.generate.reply import Line, Nothing, Quoted, ReplyInvalid, ReplyReader, Said

GOOD = (
    '{"quote": 2, "words": "It is not clear whether magnesium relieves RLS."}\n'
    '{"say": "Nobody knows yet whether magnesium helps. [2]"}\n'
    '{"say": "Two trials were small [1][3]."}\n'
)
LINES: list[Line] = [
    Quoted(2, "It is not clear whether magnesium relieves RLS."),
    Said("Nobody knows yet whether magnesium helps.", (2,)),
    Said("Two trials were small.", (1, 3)),
]


def read(*pieces: str) -> list[Line]:
    """Every line of a reply that comes in these pieces."""
    reader = ReplyReader()
    found = [line for piece in pieces for line in reader.feed(piece)]
    return found + reader.close()


def refusal(text: str) -> str:
    """Why a reply is refused; nothing when it is not."""
    try:
        read(text)
    except ReplyInvalid as error:
        return str(error)
    return ""


@pytest.mark.parametrize("size", [1, 3, 50, 1000])
def test_pieces_of_any_size_make_the_same_lines(size: int) -> None:
    """Where the stream is cut means nothing."""
    assert read(*(GOOD[at : at + size] for at in range(0, len(GOOD), size))) == LINES


def test_a_line_is_given_out_when_it_is_whole_and_not_before() -> None:
    """Its line break completes it, not its last brace."""
    reader = ReplyReader()
    first, rest = GOOD.split("\n", 1)
    assert reader.feed(first) == []
    assert reader.feed("\n" + rest[:5]) == LINES[:1]


def test_the_last_line_needs_no_line_break() -> None:
    """A whole JSON object at the end of a reply that ended by itself is a line."""
    assert read(GOOD.rstrip("\n")) == LINES


def test_nothing_in_these_passages_is_a_legal_reply() -> None:
    """Alone."""
    assert read('{"none": true}') == [Nothing()]


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        ("", "neither"),
        ('{"quote": 1, "words": "a b"}', "neither"),
        ("Sure! Here it is:\n" + GOOD, "line 1 is not a JSON object"),
        ("```json\n" + GOOD, "line 1 is not a JSON object"),
        ('{"say": "No number."}', "does not end with its passage numbers"),
        ('{"say": "In [1] the middle."}', "does not end with its passage numbers"),
        ('{"say": "[1]"}', "does not end with its passage numbers"),
        ('{"say": ["a [1]"]}', '"say" line without words'),
        ('{"say": "a [1]", "lane": "research"}', "other keys"),
        ('{"quote": "1", "words": "a"}', "without a passage number"),
        ('{"quote": true, "words": "a"}', "without a passage number"),
        ('{"quote": 1, "words": " "}', "without a passage number and words"),
        ('{"none": false}', "other keys"),
        ('{"none": true}\n' + GOOD, "stands alone"),
        (GOOD + '{"none": true}', "stands alone"),
        (GOOD + '{"quote": 1, "words": "a"}', 'line 4 is a "quote" line after'),
        ("[" * 2500, "line 1 is not a JSON object"),
        ("x" * 4000, "longer than 3000"),
        ('{"say": "' + "a" * 600 + ' [1]"}', "more than 500"),
        ('{"quote": 1, "words": "a"}\n' * 41, "more than 40 lines"),
    ],
)
def test_anything_else_is_refused_with_what_is_wrong(reply: str, problem: str) -> None:
    """The message names the line and the fault."""
    with pytest.raises(ReplyInvalid, match=problem):
        read(reply)


@given(st.text())
def test_any_text_is_read_or_refused_and_the_refusal_repeats_nothing(text: str) -> None:
    """No other error, whatever a model says."""
    rare = "zzyzxia"
    assert rare not in refusal(text + rare)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.sampled_from(["quote", "words", "say", "none"]), x),
    )
)
def test_any_json_is_read_or_refused(value: object) -> None:
    """Right keys with wrong values raise nothing but the refusal."""
    text = json.dumps(value)
    assert refusal(text) or read(text)


@pytest.mark.parametrize("at", range(len(GOOD)))
def test_cut_off_anywhere_it_gives_a_beginning_of_the_lines_or_a_refusal(at: int) -> None:
    """No half line is ever taken for a whole one."""
    reader = ReplyReader()
    found = reader.feed(GOOD[:at])
    with contextlib.suppress(ReplyInvalid):
        found += reader.close()
    assert found == LINES[: len(found)]
