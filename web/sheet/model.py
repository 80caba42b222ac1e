"""A conversation as a sheet: what was asked, what the sources say to it, and what to ask. Knows no HTML and no PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.helplines import Helplines
from bot.personal import without_personal
from bot.texts import Texts
from web.answers import Build
from web.sheet.told import Place, Told, ToldTurn

_LANES = {"article": "article", "editor-note": "safety"}
_ASKED = ("answered", "not_covered")
_ALWAYS = ("about", "watch")
_DIFFER = ("disagreement", "premise")
QUESTIONS = ("interaction", "kidney", "pregnancy", "child", "dose", "stopping_medicine", "diagnosis")
"""Notices that bring a question of their own, in the sheet's order."""


@dataclass(frozen=True)
class Quoted:
    """Words of a source, and the source they are of."""

    words: str
    source: Any
    lane: str
    is_limitation: bool


@dataclass(frozen=True)
class Asked:
    """One question and the quotes that answered it."""

    question: str
    quotes: tuple[Quoted, ...]
    is_covered: bool
    differs: bool
    """Whether our article and the research were said to differ."""
    lost: int
    """Quotes that the index no longer holds."""


class Call(NamedTuple):
    """A line with a number to call, and the English words in it."""

    text: str
    english: tuple[str, ...] = ()


@dataclass(frozen=True)
class VisitSheet:
    """Everything on the sheet but its fixed words."""

    asked: tuple[Asked, ...]
    calls: tuple[Call, ...]
    """Numbers to call, when a turn of the conversation needed help; nothing else is said of such a turn."""
    questions: tuple[str, ...]
    """Keys of the questions to ask, under `sheet.questions`."""


def visit_sheet(given: Told, build: Build, texts: Texts, helplines: Helplines | None) -> VisitSheet:
    """The sheet of a conversation. Quotes come from the index; what it does not hold is left out and counted."""
    asked = tuple(_asked(turn, build) for turn in given.turns if turn.outcome in _ASKED and turn.question.strip())
    return VisitSheet(asked, tuple(_calls(given, texts, helplines)), tuple(_questions(given.turns)))


def _asked(turn: ToldTurn, build: Build) -> Asked:
    found = [quoted for place in turn.quotes if (quoted := _quoted(place, build))]
    return Asked(
        question=without_personal(turn.question).text.strip(),
        quotes=tuple(dict.fromkeys(found)),
        is_covered=turn.outcome == "answered",
        differs=any(kind in turn.notices for kind in _DIFFER),
        lost=len(turn.quotes) - len(found),
    )


def _quoted(place: Place, build: Build) -> Quoted | None:
    passage = build.passages.get(place.passage)
    if passage is None or not passage.start <= place.start < place.end <= passage.end:
        return None
    source = build.sources[passage.source_id]
    words = source.text[place.start : place.end]
    return Quoted(words, source, _LANES.get(source.kind, "evidence"), passage.role == "limitation")


def _calls(given: Told, texts: Texts, helplines: Helplines | None) -> Iterator[Call]:
    outcomes = {turn.outcome for turn in given.turns}
    if not outcomes & {"emergency", "urgent", "crisis"}:
        return
    if helplines is None:
        yield Call(texts.say("sheet.call", emergency=texts.say("care.elsewhere")))
        return
    country = given.country or None
    notices = helplines.notices(country, texts, poison="emergency" in outcomes, crisis="crisis" in outcomes)
    words = tuple(word for notice in notices for word in notice.english)
    yield Call(texts.say("sheet.call", emergency=helplines.emergency_words(country, texts)), words)
    yield from (Call(notice.text, notice.english) for notice in notices)


def _questions(turns: Sequence[ToldTurn]) -> Iterator[str]:
    """Questions that follow from the notices, then those that always fit."""
    raised = {kind for turn in turns for kind in turn.notices}
    yield from (kind for kind in QUESTIONS if kind in raised)
    if raised & set(_DIFFER):
        yield "differ"
    yield from _ALWAYS
