"""How a thing is given takes the place of how it was given before."""

from __future__ import annotations

import pytest

from bot.given import given_otherwise


@pytest.mark.parametrize(
    ("message", "context", "asked"),
    [
        ("and by drip?", "are iron tablets any good for RLS", "are iron drips any good for RLS"),
        ("what about as a spray", "does a magnesium tablet help sleep?", "does a magnesium spray help sleep?"),
        ("via the vein", "do iron pills raise ferritin?", "do iron drips raise ferritin?"),
        ("or in capsules instead", "is magnesium powder absorbed well?", "is magnesium capsules absorbed well?"),
    ],
)
def test_the_form_named_now_is_asked_about(message: str, context: str, asked: str) -> None:
    """The rest of the question stays."""
    assert given_otherwise(message, context) == asked


@pytest.mark.parametrize(
    ("message", "context"),
    [
        ("and by drip?", "does iron help RLS?"),
        ("by how much?", "do iron tablets raise ferritin?"),
        ("in children?", "do iron tablets raise ferritin?"),
        ("as in my case", "are iron tablets safe?"),
    ],
)
def test_other_words_are_left_to_others(message: str, context: str) -> None:
    """No form is named, or none was."""
    assert given_otherwise(message, context) == ""
