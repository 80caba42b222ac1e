"""What the page offers to ask first, asked of the real bot over the real index in every language."""

from __future__ import annotations

import pytest

from bot.language import SUPPORTED
from bot.texts import texts
from bot.turn import Bot

STARTERS = [(code, at) for code in SUPPORTED for at in range(len(texts(code).get("starters")))]


def cited(bot: Bot, language: str, at: int) -> set[str]:
    """Sources of the answer to a starter; none where it is not answered."""
    answer = bot.ask(texts(language).get("starters")[at], language=language)
    return {c.source_id for c in answer.citations} if answer.outcome == "answered" else set()


def test_every_language_offers_as_many_as_english() -> None:
    """They are the same questions in the same order."""
    assert {len(texts(code).get("starters")) for code in SUPPORTED} == {6}


@pytest.mark.parametrize(("language", "at"), STARTERS)
def test_a_starter_is_answered_from_what_answers_it_in_english(real_bot: Bot, language: str, at: int) -> None:
    """With at least one source in common."""
    assert cited(real_bot, language, at) & cited(real_bot, "en", at)
