"""Personal questions in general terms: which limits have one, what fills their slots, and what they are not of."""

from __future__ import annotations

import pytest

import settings
from bot.general import GeneralQuestions
from bot.wiring import load_entities

GUARD = settings.ROOT / "corpus" / "guard"
GENERAL = GeneralQuestions.load(
    GUARD / "general.yaml", load_entities(settings.ROOT / "corpus" / "entities.yaml", GUARD)
)


@pytest.mark.parametrize(
    ("question", "is_of_supplements"),
    [
        ("how much magnesium should I look for in pumpkin seeds", False),
        ("how much magnesium do I get in a bowl of spinach", False),
        ("how much magnesium should I take if I eat nuts every day", True),
        ("how much magnesium should I take", True),
    ],
)
def test_only_a_question_of_supplements_is_put_in_terms_of_their_limits(question: str, is_of_supplements: bool) -> None:
    """The upper limit for supplements says nothing of what a food holds."""
    assert bool(GENERAL.questions(question, ["dose"])) is is_of_supplements


def test_slots_take_what_the_question_names() -> None:
    """The medicine named stands in the template; a template whose slot nothing fills is left out."""
    readings = GENERAL.questions("can I stop my pramipexole", ("stopping_medicine",))
    assert any("pramipexole" in reading for reading in readings[0])
    assert all("{" not in reading and "\x00" not in reading for reading in readings[0])


def test_the_weightiest_limit_comes_first() -> None:
    """Stopping a medicine is looked up before a dose, in whichever order the limits come."""
    both = GENERAL.questions("can I stop my pramipexole for magnesium", ("dose", "stopping_medicine"))
    alone = GENERAL.questions("can I stop my pramipexole for magnesium", ("stopping_medicine",))
    assert len(both) == 2
    assert both[0] == alone[0]


def test_no_limit_no_general_question() -> None:
    """A question that is not personal has none."""
    assert GENERAL.questions("does magnesium help", ()) == []


@pytest.mark.parametrize("question", ["how many mg of citrate for me", "my glycinate, 600 mg, ok?"])
def test_a_bare_form_is_held_against_the_limits_of_magnesium(question: str) -> None:
    """The limits are of magnesium in whatever form; no source has one for a form."""
    assert all("magnesium" in reading for readings in GENERAL.questions(question, ["dose"]) for reading in readings)


@pytest.mark.parametrize(
    ("question", "is_of_stopping"),
    [
        ("should I go up to 300 mg of gabapentin", False),
        ("can my pramipexole set off restless legs", False),
        ("my gabapentin does nothing, should I stop it", True),
        ("I want off my pramipexole", True),
    ],
)
def test_more_of_a_medicine_or_what_it_brings_about_is_not_put_in_terms_of_stopping(
    question: str, is_of_stopping: bool
) -> None:
    """Whoever asks about a higher dose is not told how to come off it."""
    assert bool(GENERAL.questions(question, ["stopping_medicine"])) is is_of_stopping


def test_what_a_product_holds_is_not_put_in_terms_of_limits() -> None:
    """ "How much of that is real magnesium" asks what is on the label."""
    assert not GENERAL.questions("my bottle has 400 mg oxide, how much of that is real magnesium", ["dose"])


def test_weak_kidneys_and_a_child_are_somebody_though_nobody_is_named() -> None:
    """Search words of another language have no "my"."""
    assert GENERAL.questions("how many tablets magnesium child 5 years", ["child"])
    assert GENERAL.questions("weak kidneys how much magnesium glycinate", ["kidney"])
    assert not GENERAL.questions("newborn rat brain magnesium dopamine surge", ["child"])
