"""Misspelt words are mended towards the sources' words; what somebody could have meant stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.spelling import Spelling, english

TEXTS = ["Restless legs and magnesium citrate", "ropinirole and gabapentin ease restless legs", "fosamax", "quinine"]


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    """Over a few sentences, with two names that are right as they stand."""
    return Spelling(TEXTS, ["topamax", "moringa"])


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("restles legs", "restless legs"),
        ("magnesum citrat", "magnesium citrate"),
        ("gabbapentin or ropinerole?", "gabapentin or ropinirole?"),
        ("waht abuot", "what about"),
        ("Qinine", "quinine"),
    ],
)
def test_a_slip_is_mended(spelling: Spelling, slip: str, meant: str) -> None:
    """One letter in a short word, two in a long one; the corpus's own word wins over common English."""
    assert spelling.mended(slip) == meant


@pytest.mark.parametrize(
    "text",
    [
        "topamax and moringa",  # names of the list, one letter from a word of the corpus or of English
        "rosuvastatin",  # another medicine, by its ending
        "soda, weekend, folk",  # English that no source has
        "RLS IRLSSG",  # abbreviations
        "400 mg b12 q10",  # figures
        "zz qxv",  # too short to guess from
    ],
)
def test_what_could_be_meant_stays(spelling: Spelling, text: str) -> None:
    """Nothing is read as something else."""
    assert spelling.mended(text) == text


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_given_and_mending_twice_changes_nothing_more(text: str) -> None:
    """Mended words are known words."""
    spelling = Spelling(TEXTS)
    once = spelling.mended(text)
    assert spelling.mended(once) == once


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(sorted(english())[::400]), max_size=8))
def test_english_stays_english(found: list[str]) -> None:
    """No word of the English list is touched."""
    text = " ".join(found)
    assert Spelling(TEXTS).mended(text) == text
