"""What is said when a guard ends the turn: the instruction first, then the numbers. Fixed texts, no model, no index."""

from __future__ import annotations

from typing import NamedTuple

from bot.answer import Notice, ordered
from bot.guards.ruling import Ruling
from bot.helplines import Helplines
from bot.texts import Texts

_OWN_WORDS = ("emergency-spine",)
"""Emergencies of the body whose first instruction differs from "call now"."""


class Reply(NamedTuple):
    """A guard's text and notices."""

    text: str
    notices: tuple[Notice, ...]


class Replies:
    """Words for every outcome a guard can give."""

    def __init__(self, helplines: Helplines) -> None:
        self._helplines = helplines

    def reply(self, ruling: Ruling, texts: Texts, country: str | None) -> Reply:
        """The reply for a ruling with an outcome."""
        if ruling.outcome == "declined":
            key = "shop" if ruling.guard_class == "declined-shop" else ruling.reason or "off_topic"
            return Reply(texts.say(f"declined.{key}"), ())
        number = self._helplines.emergency_words(country, texts)
        text = "\n\n".join(texts.say(key, emergency=number) for key in _keys(ruling))
        notices = self._helplines.notices(
            country,
            texts,
            poison=ruling.is_poisoning or ruling.bodily == "emergency",  # of that one nobody knows what kind it is
            crisis=ruling.outcome == "crisis",
        )
        return Reply(text, ordered(notices))

    def doubt(self, texts: Texts, country: str | None, *, may_be_crisis: bool = False) -> Notice:
        """What goes with an answer when the guards could not tell; a crisis line too when it may be a crisis."""
        (*_, emergency) = self._helplines.notices(country, texts)
        number = self._helplines.emergency_words(country, texts)
        words, english = texts.say("care.unsure", emergency=number), emergency.english
        if may_be_crisis and (lines := self._helplines.first_crisis_lines(country, texts)):
            words += " " + texts.say("care.unsure_crisis", line="; ".join(line.text for line in lines))
            english += tuple(part for line in lines for part in line.english)
        return Notice("emergency", words, english)


def _keys(ruling: Ruling) -> list[str]:
    """The texts of a reply: what to do for the body first, then for what was swallowed, then for despair."""
    if ruling.is_repeated:
        return [f"care.still_{ruling.outcome}"]
    if ruling.outcome == "urgent":
        return ["care.urgent"]
    poisoning = ["care.emergency-overdose"] if ruling.is_poisoning else []
    despair = ["care.crisis"] if ruling.outcome == "crisis" else []
    if ruling.bodily or not (poisoning or despair):
        return [f"care.{ruling.bodily if ruling.bodily in _OWN_WORDS else 'emergency'}", *poisoning, *despair]
    return [*poisoning, *despair]
