"""An emergency that two messages tell of only together is one; two harmless messages are not, and a thing that is over is over."""

from __future__ import annotations

import pytest
from bot_fixtures import guards

TOLD_IN_TWO = [
    ("my toddler just opened the bottle of iron", "he seems fine, ate maybe 5"),
    ("I have been taking magnesium for my legs", "feel weak and breathing slow today"),
    ("are iron tablets dangerous for kids?", "because my daughter got hold of mine and swallowed some"),
    ("I take magnesium citrate every evening", "now my breathing is slow and I am so weak"),
    ("how strong are these magnesium capsules?", "my son ate a handful of them"),
]
HARMLESS = [
    ("how many magnesium tablets are in a bottle?", "and for children?"),
    ("what happens when you take too much magnesium?", "ok. which foods have it?"),
    ("does iron upset the stomach?", "my daughter's ferritin is 30"),
    ("can magnesium be given by drip?", "how slow does it work"),
    ("my legs kick all night", "should I eat more spinach?"),
    ("my husband had chest pain last year, all clear since", "can he take magnesium?"),
]


@pytest.mark.parametrize("messages", TOLD_IN_TWO)
def test_an_emergency_told_in_two_messages_is_one(messages: tuple[str, str]) -> None:
    """And stays one when the visitor goes on."""
    assert guards().triage(messages).outcome == "emergency"
    assert guards().triage((*messages, "can I give milk meanwhile")).outcome == "emergency"


@pytest.mark.parametrize("messages", HARMLESS)
def test_two_harmless_messages_are_none(messages: tuple[str, str]) -> None:
    """What both name together is no danger."""
    assert not guards().triage(messages).is_latched


def test_what_is_over_is_not_begun_again_by_the_next_message() -> None:
    """The message after an emergency that has been dealt with is not read together with it."""
    told = (
        "my chest hurts and my arm is numb",
        "the ambulance came, it is all sorted now",
        "which foods have magnesium?",
    )
    assert guards().triage(told).outcome is None


@pytest.mark.parametrize(
    "question", ["should i make him throw up", "do I try to get her to vomit", "shall we make my son throw it back up"]
)
def test_asking_whether_to_make_somebody_sick_is_an_emergency(question: str) -> None:
    """Nobody asks who has not seen something swallowed."""
    assert guards().triage([question]).outcome == "emergency"


@pytest.mark.parametrize(
    "question", ["does magnesium make you throw up", "do iron tablets make her vomit", "should it make me feel sick"]
)
def test_a_side_effect_is_none(question: str) -> None:
    """The tablet makes sick, nobody wants to."""
    assert guards().triage([question]).outcome is None
