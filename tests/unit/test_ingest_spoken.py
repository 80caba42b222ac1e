"""A message as it is embedded: capitals and punctuation change nothing, and there is always something left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.spoken import spoken


@given(st.text(min_size=1))
def test_there_is_always_something_to_embed_on_one_line(text: str) -> None:
    """Never empty; unless nothing but symbols was written, single spaces only and nothing else but words."""
    said = spoken(text)
    assert said
    assert said == text or said == " ".join(said.split())


@given(st.text(alphabet="abcxyzÉÖ 019", min_size=1).filter(str.strip), st.sampled_from(["?", "!!", " …", ".", " :-)"]))
def test_capitals_and_punctuation_change_nothing(text: str, stop: str) -> None:
    """Shouted, with stops or without: the same words."""
    assert spoken(text.upper() + stop) == spoken(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Can’t I take Mg (400mg)?", "cant i take mg 400mg"),
        ("  RLS\n& sleep ", "rls sleep"),
        ("???", "???"),
        ("ﬁbre", "fibre"),
    ],
)
def test_words_stay_and_the_rest_goes(text: str, said: str) -> None:
    """Apostrophes close up, other marks part, compatibility forms are folded."""
    assert spoken(text) == said
