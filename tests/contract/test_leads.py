"""Which finding an answer begins with, with the real index."""

from __future__ import annotations

import pytest

from bot.turn import Bot


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how common is RLS in children", "1.9%"),
        ("how many people with RLS on dopamine tablets develop gambling, percentage", "%"),
        ("is it common for older people to be short of magnesium", "older people"),
        ("which water tablets drain magnesium", "thiazide"),
        ("meaning of augmentation", "Augmentation means"),
        ("are bath salts any good for restless legs", "not supported"),
        ("was magnesium in the blood lower in people with RLS than in others", "HIGHER"),
    ],
)
def test_the_finding_that_says_what_is_asked_comes_first(question: str, said: str, real_bot: Bot) -> None:
    """Before a neighbour with asks as near, and before a stronger kind of study on something else."""
    first = next(s for s in real_bot.ask(question).statements if s.lane == "evidence")
    assert said in first.text
