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
        ("my doctor gave me ciprofloxacin, I also take magnesium, ok?", "antibiotics"),
        ("how many magnesium gummies is my 3 year old allowed", "65 mg"),
        ("thinking of dropping my sertraline, legs go mad on it", "keep taking it"),
        ("jadidi: results at month one, oxide against b6, after one month", "after one month"),
        ("what % of people on TOMAC improved", "45%"),
        ("latest gene count for rls", "164"),
        ("magnesium threonate: what does the latest trial say", "2026"),
        ("rls in pregnancy in Saudi women, how common", "Saudi"),
        ("magnesium oxide 250 mg tablet how much actual magnesium", "elemental"),
        ("can ferrous sulfate go with my thyroxine", "levothyroxine"),
    ],
)
def test_the_finding_that_says_what_is_asked_comes_first(question: str, said: str, real_bot: Bot) -> None:
    """Before a neighbour with asks as near, and before a stronger kind of study on something else."""
    first = next(s for s in real_bot.ask(question).statements if s.lane == "evidence")
    assert said in first.text


@pytest.mark.parametrize("pair", [("peanuts", "cashews"), ("chia", "pumpkin")])
def test_both_of_two_things_compared_are_shown(pair: tuple[str, str], real_bot: Bot) -> None:
    """Though the two findings differ in little but the name."""
    said = " ".join(s.text for s in real_bot.ask(f"what has more magnesium, {pair[0]} or {pair[1]}").statements)
    assert all(thing in said for thing in pair)


def test_our_note_comes_first_where_it_answers_so_much_better(real_bot: Bot) -> None:
    """Nobody who means to take more of a medicine reads three studies before the rule."""
    said = real_bot.ask("can i take two ropinirole instead of one when its bad").statements
    first = next(s for s in said if s.lane != "summary")
    assert first.lane == "safety"
    assert "extra doses" in first.text
