"""Text fragments: a browser finds the quote by its first and last words."""

from __future__ import annotations

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from bot.fragment import text_link


def test_a_short_quote_is_named_whole() -> None:
    """Spaces and commas are percent-encoded."""
    assert text_link("/article", "Magnesium, a mineral.") == "/article#:~:text=Magnesium%2C%20a%20mineral."


def test_a_long_quote_is_named_by_its_ends() -> None:
    """Five words each."""
    words = [f"w{n}" for n in range(20)]
    start, end = text_link("/article", " ".join(words)).split("text=")[1].split(",")
    assert unquote(start).split() == words[:5]
    assert unquote(end).split() == words[-5:]


def test_a_dash_has_no_meaning_of_its_own() -> None:
    """In a fragment a bare one marks words before or after."""
    assert text_link("/article", "over-the-counter").endswith("over%2Dthe%2Dcounter")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_quote_makes_one_fragment_with_at_most_one_comma(quote: str) -> None:
    """Nothing of a quote can end the fragment or begin another directive."""
    link = text_link("/article", quote)
    directive = link.partition(":~:text=")[2]
    assert directive.count(",") <= 1
    assert not set(directive) & set("&#- ")
