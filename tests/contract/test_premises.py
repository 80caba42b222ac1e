"""Notices on what a question takes for granted, with the real index."""

from __future__ import annotations

import pytest

from bot.turn import Bot


def _premises(bot: Bot, question: str) -> list[str]:
    return [notice.text for notice in bot.ask(question).notices if notice.kind == "premise"]


@pytest.mark.parametrize(
    "question",
    [
        "why does iron make me constipated",
        "how many people were in the valerian study of sleep and restless legs",
        "my friend says plenty of women get it when pregnant. How many, and does it stop afterwards?",
        "in the trial of magnesium and vitamin B6, which did better",
        "why are my legs always worse at night",
        "wats bettr 4 rls gabapntin or ropinrole n why",
    ],
)
def test_nothing_is_said_to_be_granted_where_something_is_only_asked(question: str, real_bot: Bot) -> None:
    """Why, how many and which are no premises, whatever they remind the classifier of."""
    assert not _premises(real_bot, question)


def test_the_claim_named_is_one_that_the_question_is_on(real_bot: Bot) -> None:
    """A claim on dopamine is not held against a question that does not name dopamine."""
    (other,) = _premises(real_bot, "everyone knows that magnesium oil works faster than tablets, so why take tablets")
    (same,) = _premises(real_bot, "since magnesium raises dopamine in the brain, how soon does it work")
    assert "dopamine" not in other
    assert "dopamine" in same


def test_a_claim_taken_for_granted_is_named_where_nothing_answers(real_bot: Bot) -> None:
    """The sources know no such ranking; that the question rests on a claim which is not shown is said all the same."""
    question = "A tenth of mankind has RLS due to poor magnesium diets. In which country is diet the worst?"
    assert real_bot.ask(question).outcome == "not_covered"
    assert len(_premises(real_bot, question)) == 1
