"""What is off a question is not quoted for it, on the real corpus: another treatment, or a grave subject nobody asked about."""

from __future__ import annotations

import pytest

from bot.turn import Bot


def _quoted(bot: Bot, question: str) -> list[str]:
    """Ids of the sources quoted, in order."""
    return [citation.source_id for citation in bot.ask(question).citations]


@pytest.mark.parametrize("question", ["pregabalin side effects", "is pregabalin safe, what are the side effects"])
def test_a_medicine_is_not_answered_with_a_device(question: str, real_bot: Bot) -> None:
    """Passages name pregabalin, so one that only names a nerve stimulator is off the question."""
    quoted = _quoted(real_bot, question)
    assert quoted
    assert "bogan-2023-tomac" not in quoted


def test_a_device_is_answered_with_the_device(real_bot: Bot) -> None:
    """Asked about itself it is quoted."""
    assert "bogan-2023-tomac" in _quoted(real_bot, "side effects of the nerve stimulator device")


def test_a_class_stands_for_its_medicine(real_bot: Bot) -> None:
    """What is said of dopamine agonists is on a question about pramipexole."""
    assert "leeds-dopamine-agonists" in _quoted(real_bot, "gambling urges from pramipexole - real?")


@pytest.mark.parametrize(
    "question", ["Can supplements do any harm?", "Supplements are natural so they can't do any harm, right?"]
)
def test_harm_is_no_question_about_suicide(question: str, real_bot: Bot) -> None:
    """A source on self-harm has only a word in common with it."""
    assert "zhuang-2019" not in _quoted(real_bot, question)


def test_a_question_about_the_link_with_self_harm_is_answered(real_bot: Bot) -> None:
    """Where that is what is asked, it is quoted."""
    assert "zhuang-2019" in _quoted(real_bot, "For an essay: what did the 2019 study conclude about RLS and self-harm?")


@pytest.mark.parametrize(
    "question",
    [
        "will a garmin watch show my leg kicks at night",
        "does a water filter remove magnesium",
        "legs restless since the covid vaccine",
        "iron tablets past their use by date, safe?",
        "Hilft Ketamin bei Restless Legs?",
        "should i go up to 300 mg of gabapentin from 100",
    ],
)
def test_what_no_source_says_is_not_answered_with_what_is_near(question: str, real_bot: Bot) -> None:
    """An answer hinges on the device, the vaccine or the date that a question names."""
    assert real_bot.ask(question).outcome == "not_covered"


def test_what_was_named_to_be_left_out_is_not_the_answer(real_bot: Bot) -> None:
    """ "What else" behind spinach asks for other foods."""
    said = real_bot.ask("no spinach left in the shop. what else has magnesium").statements
    assert said
    assert not any("spinach" in s.text for s in said if s.lane == "evidence")
