"""When something is said to be taken for granted that is not so, and which claim is named."""

from __future__ import annotations

import pytest

from bot.guards.premise import grants, is_premise


@pytest.mark.parametrize(
    "message",
    [
        "since zinc ends cramps, which brand",
        "it is a known fact that tea triggers it, why",
        "the trials proved it, name them",
        "ropinirole works by feeding magnesium to nerves, doesn't it",
    ],
)
def test_words_that_grant_something_are_seen(message: str) -> None:
    """So or not: "since", "proved", "doesn't it"."""
    assert grants(message)


@pytest.mark.parametrize(
    "message",
    [
        "how many people took part in the yoga trial",
        "why does magnesium citrate loosen the bowels",
        "which of the two worked better",
        "does the article say that it helps",
    ],
)
def test_an_open_question_grants_nothing(message: str) -> None:
    """What is asked is not taken for granted."""
    assert not grants(message)


@pytest.mark.parametrize(
    ("chance", "is_ruled", "is_granted", "is_one"),
    [
        (0.3, True, False, True),
        (0.002, True, True, False),
        (0.3, False, True, True),
        (0.1, False, True, False),
        (0.9, False, False, False),
        (0.99, False, False, True),
    ],
)
def test_rules_classifier_and_words_have_to_agree(
    chance: float, is_ruled: bool, is_granted: bool, is_one: bool
) -> None:
    """A rule is believed unless the classifier sees nothing; the classifier alone where words grant something, or when certain."""
    assert is_premise({"limit-premise": chance}, is_ruled, is_granted=is_granted) is is_one


def test_a_classifier_without_the_class_leaves_what_the_rules_found() -> None:
    """Nothing is ruled out by a label that it does not know."""
    assert is_premise({}, is_ruled=True, is_granted=False)
