"""Conversations with the real bot that ask nothing of health: courtesies, and questions on the bot, its sources and its article."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.texts import texts
from bot.turn import Bot


@pytest.mark.parametrize(
    "message", ["hello", "thanks!", "are you a doctor?", "what can you do?", "who wrote this article?"]
)
def test_small_talk_is_answered_in_the_bots_words(message: str, real_bot: Bot) -> None:
    """No source is quoted for it."""
    answer = real_bot.ask(message)
    assert (answer.outcome, answer.citations) == ("clarify", ())


@pytest.mark.parametrize(
    ("message", "key"),
    [("ok sorry for being rude", "sorry"), ("thats depressing", "pity"), ("what was the second one", "listed")],
)
def test_talk_within_a_conversation_gets_its_own_reply(message: str, key: str, real_bot: Bot) -> None:
    """Whatever came before; nothing is looked up for it."""
    answer = real_bot.ask(message, ["does magnesium help restless legs?"])
    assert (answer.outcome, answer.text) == ("clarify", texts().say(f"clarify.{key}"))


def test_one_foreign_word_of_thanks_is_answered_in_its_language(real_bot: Bot) -> None:
    """And one of two languages in that of the message before."""
    assert real_bot.ask("gracias").text == texts("es").say("clarify.thanks")
    assert real_bot.ask("que pena", ["¿el magnesio ayuda?"]).text == texts("es").say("clarify.pity")


def test_who_says_that_shows_the_answer_again_with_its_sources(real_bot: Bot) -> None:
    """Of the last message that asked something."""
    question = "does magnesium help restless legs?"
    first = real_bot.ask(question)
    again = real_bot.ask("who says that", [question, "thanks"])
    assert again.statements[0].text == texts().say("summary.again")
    assert again.citations == first.citations


def test_talk_in_between_is_no_part_of_a_later_question(real_bot: Bot) -> None:
    """A follow-up leans on what was asked, not on thanks."""
    earlier = ["does pramipexole cause augmentation?", "who says", "thank you very helpful"]
    assert real_bot.ask("and ropinirole?", earlier).standalone_question == "does ropinirole cause augmentation?"


@pytest.mark.parametrize("language", ["en", "de", "ar", "zh"])
def test_whether_the_article_can_be_trusted_is_told_by_its_claim_check(language: str, real_bot: Bot) -> None:
    """Claims by verdict, as the build that serves has them; then its plainest faults, the research beside them, and a notice each."""
    answer = real_bot.ask("Can I trust this article?", language=language)
    claims = real_bot.index().claims
    counted = Counter(claim.verdict for claim in claims)
    assert {str(len(claims)), *map(str, counted.values())} <= set(re.findall(r"\d+", answer.statements[0].text))
    shown = {claim.verdict for claim in claims for c in answer.citations if claim.sentence == (c.start, c.end)}
    assert "contradicts" in shown
    assert answer.notice("disagreement") is not None
    assert {s.lane for s in answer.statements} == {"summary", "article", "evidence"}


def test_what_the_article_gets_right_is_what_the_research_bears_out(real_bot: Bot) -> None:
    """No doubtful sentence is among them."""
    answer = real_bot.ask("which parts of the article are true?")
    bad = [claim.sentence for claim in real_bot.index().claims if claim.verdict == "contradicts"]
    quoted = [(c.start, c.end) for c in answer.citations if c.kind == "article"]
    assert quoted
    assert not set(quoted) & set(bad)


def test_which_sources_it_has_is_told_by_their_kinds(real_bot: Bot) -> None:
    """How many, of the build that serves, the article and the editors' notes left out."""
    others = [s for s in real_bot.index().sources.values() if s.kind not in ("article", "editor-note")]
    answer = real_bot.ask("what sources do you use?")
    assert f"{len(others)} sources" in answer.text
    assert f"{sum(s.kind == 'guideline' for s in others)} guidelines" in answer.text


class TestPlacesInAList:
    def test_a_place_in_the_visitors_own_list_is_looked_up(self, real_bot: Bot) -> None:
        """ "The first one" of four vitamins is vitamin C, and what follows goes on from it."""
        asked = "which vitamin works best for restless legs: C, D, E or B6"
        assert "vitamin C" in real_bot.ask("the first one", [asked]).standalone_question
        assert "vitamin C" in real_bot.ask("any side effects", [asked, "the first one"]).standalone_question

    def test_a_place_in_a_list_of_ours_is_asked_back(self, real_bot: Bot) -> None:
        """In a message that says hardly more; the bot keeps no list of its own."""
        answer = real_bot.ask("nah number 3 in plain english", ["which foods have the most magnesium"])
        assert answer.outcome == "clarify"
        assert answer.text == texts("en").say("clarify.listed")
