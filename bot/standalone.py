"""A follow-up made to stand alone from the visitor's earlier turns, by rule, with no chat model.

A question keeps its own words; what it leans on ("it", "what about…", "and in pregnancy?") is filled in from the question
before. A statement ("the dentist gave me doxycycline") adds to what the conversation is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bot.asking import is_asking, without_opener
from bot.comparing import compared
from bot.entities import TOPIC, Entities
from bot.excepted import excepted, excepted_for_good, only_excepts
from bot.facets import Facets, Point
from bot.going_back import going_back
from bot.leaning import filled_in
from bot.replaced import bare_unknown, of_score
from bot.risks import Risk, bears_on, kept_risks, of_child, risks_in, turns_to_others
from bot.swaps import bare_name
from bot.told import asked_for, of_someone, told_of, with_told
from bot.whom import kept, names_people, of_them, whom
from ingest.lexical import terms

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_INSTEAD_OF = re.compile(r" instead of taking [\w-]+(?: [\w-]+)?(?= (?:in|while|with|on|for)\b|\?)", re.I)
_MATTERS = re.compile(
    r"\b(?:matters?|(?:is|would|will) (?:that|it|this) (?:be )?(?:a problem|ok|okay|safe|fine|alright|an issue|bad|dangerous)|still (?:ok|okay|safe|fine|alright)|problem)\W*$",
    re.I,
)
"""Asks what difference it makes."""
_RETURNS = re.compile(r"\b(?:then|instead)\b", re.I)
"""Says that something else is asked about now, rather than one more of the same: "what about iron then"."""


Covers = Callable[[Risk, str], bool]
"""Whether any source says something on what a question names for those who have something."""
_MOST_RISKS = 2
Shown = Callable[[str], str]
"""What was most likely shown first for a question."""


def stand_alone(question: str, earlier: Sequence[str], entities: Entities, facets: Facets | None = None) -> str:
    """The question as it would be asked with nothing before it; see `understood`."""
    return understood(question, earlier, entities, facets).question


def understood(
    question: str,
    earlier: Sequence[str],
    entities: Entities,
    facets: Facets | None = None,
    covers: Covers = lambda risk, asked: False,
    shown: Shown = lambda asked: "",
) -> Point:
    """The question as it would be asked with nothing before it, and what evidence for it must say.

    Args:
        question: The visitor's latest message.
        earlier: The visitor's messages before it, oldest first.
        entities: Finds what a text is about.
        facets: Knows short messages that ask one thing of whatever was talked about.
        covers: Tells whether what somebody was said to have need be added, because a source speaks of it.
        shown: Finds again what a question is answered with, for "isn't that addictive" where the visitor named nothing.

    Returns:
        `question` itself when it stands alone already.
    """
    said = _Said(entities, facets or Facets(), shown)
    for message in earlier:
        said.add(message)
    point, is_full, _ = said.read(question)
    if point.for_anyone:
        return point
    add = with_told if is_full else of_someone
    if turns_to_others(question) or (whom(said.told) and whom(said.told) == whom(point.question)):
        add = _as_is
    return said.with_risks(question, replace(point, question=add(said.told, point.question)), covers)


def _as_is(told: str, question: str) -> str:
    return question


class _Read(NamedTuple):
    """What a message asks, whether in words of ours rather than its own, and whether it asks nothing new but adds to what was asked."""

    point: Point
    is_full: bool = False
    is_statement: bool = False


@dataclass
class _Said:
    """A conversation up to a message."""

    entities: Entities
    facets: Facets
    shown: Shown
    context: str = ""
    """What it is about: the latest question as it stands alone, and what was stated since."""
    told: str = ""
    """What somebody was said to have or to be."""
    risks: tuple[Risk, ...] = ()
    """What of that bears on what may be taken, the latest first."""
    excepted: tuple[str, ...] = ()
    """Stems of what somebody does not eat."""
    people: str = ""
    """Whom it is about, until the subject changes."""
    details: set[str] = field(default_factory=set)
    """Questions on studies behind an answer, which the visitor leaves again for what they want to know."""
    past: list[str] = field(default_factory=list)
    """`context` after each message, the latest first."""
    latest: Point | None = None
    """What the message before asked."""
    unasked: str = ""
    """A message that asked something of nothing, to be completed by a name."""

    def add(self, message: str) -> None:
        """Go on with one more message."""
        point, _, is_statement = self.read(message)
        if point.is_lost:
            return
        if point.for_anyone:
            self.details.add(point.question)
        self.people = self._people(message, point)
        self.context = self._with(message) if is_statement else self._bare(point.question)
        self.past.insert(0, self.context)
        self.latest, self.unasked = point, message if point.is_open else ""
        told = asked_for(message) if is_asking(message) else told_of(message, self.entities)
        self.told = told or self.told
        self.risks = kept_risks(self.risks, message, self.entities)
        self.excepted = (*self.excepted, *excepted_for_good(message, self.entities))

    def with_risks(self, message: str, point: Point, covers: Covers) -> Point:
        """What a message asks, with what bears on it of what somebody was said to have."""
        if not self.past:
            return point
        risks = kept_risks(self.risks, message, self.entities)
        added = [r for r in risks if bears_on(r, point.question, self.entities) and covers(r, point.question)]
        is_for_them = any(not r.is_medicine and (r in added or r.told.search(point.question)) for r in risks)
        question = of_child(risks, _INSTEAD_OF.sub("", point.question) if is_for_them else point.question)
        for risk in added[:_MOST_RISKS] if "a child aged" not in question else ():
            question = f"{question.rstrip(' ?.!')} {risk.phrase}?"
        named = tuple(r for r in risks if r in added or (not r.is_medicine and r.told.search(question)))
        others = set(terms(message)) if not excepted(message, self.entities) else set()
        spared = tuple(s for s in (*self.excepted, *excepted(message, self.entities)) if s not in others)
        return replace(point, question=question, risks=named, excepted=spared)

    def _with(self, message: str) -> str:
        """What the conversation is about with what was stated, which may be the name that the question lacked."""
        is_name = self._is_name(message) and not self.entities.things(self.context)
        return f"{self.context.rstrip(' ?.!')}{'' if is_name else '.'} {message}"

    def _bare(self, question: str) -> str:
        """A question without what tells of somebody before it, where that is kept as such: "im pregnant. is magnesium safe?"."""
        *before, asked = _SENTENCE.split(question)
        is_told = any(not risk.is_medicine for text in before for risk in risks_in(text, self.entities))
        if not is_told or not self.entities.things(asked) or any(map(is_asking, before)):
            return question
        return asked

    def read(self, message: str) -> _Read:
        """What a message asks after what was said, and of the same people where it leans on that."""
        full = of_them(message, self.people, self.context, self.entities)
        read = self._asked(full)
        point = read.point
        if self.people and point.question == message and self._is_name(message):
            condition = next((e.text for e in self.entities.conditions(self.context) if not whom(e.text)), TOPIC)
            return _Read(replace(point, question=f"{bare_name(message)} for {condition} {self.people}?"))
        if point.is_open or read.is_statement or point.question == message:
            return read
        return read._replace(point=replace(point, question=kept(point.question, self.people)))

    def _is_name(self, message: str) -> bool:
        things = self.entities.things(message)
        return len(things) == 1 and bare_name(message).lower() == things[0].text.lower()

    def _people(self, message: str, point: Point) -> str:
        """Whom the conversation is about after a message."""
        if names_people(message):
            return whom(message)
        return self.people if point.question != message else ""

    def _asked(self, message: str) -> _Read:
        if score := of_score(message, self.past):
            return _Read(Point(score))
        if self.past and only_excepts(message, self.entities):
            return _Read(Point(self.past[0]))
        if asked := self._whether_it_matters(message):
            return _Read(Point(asked))
        if back := going_back(message, self.past, self.entities):
            if back.is_lost:
                return _Read(Point(message, is_open=True, is_lost=True))
            self.people = whom(back.past[0])
            return self._behind(back.message, back.past) if back.message else _Read(Point(back.past[0]))
        if self.unasked and (point := self._completed(message)):
            return _Read(point, is_full=True)
        return self._behind(message, self.past)

    def _whether_it_matters(self, message: str) -> str:
        """The question in "i have bad kidneys, does that matter?": whether what was asked about is safe then."""
        topic = self.entities.main(self.context) if _MATTERS.search(message) else []
        risks = [risk for risk in risks_in(message, self.entities) if not risk.is_medicine]
        if not topic or not risks or topic[0].sort == "condition" or self.entities.things(message):
            return ""
        is_short = topic[0].sort == "form" and " " not in topic[0].text
        return f"is {'magnesium ' if is_short else ''}{topic[0].text} safe {risks[0].phrase}?"

    def _behind(self, message: str, past: Sequence[str]) -> _Read:
        """What a message asks behind these questions."""
        wanted = [text for text in past if text not in self.details] or past
        if both := compared(without_opener(message), wanted, self.entities):
            return _Read(Point(both))
        if point := self.facets.point(message, past, self.entities):
            return _Read(point, is_full=True)
        if point := self._of_shown(message, past):
            return _Read(point, is_full=True)
        if self.latest and self._returns(message, self.latest):
            past = wanted
        context = past[0] if past else ""
        resolved = filled_in(message, context, self.entities)
        if self.latest and past is not wanted and self.facets.is_asked_again(message, self.latest, self.entities):
            return _Read(self._asked_again(self.latest, message, resolved))
        name = bare_unknown(message, self.entities) if resolved != message else ""
        name = name if name.lower() in resolved.lower() else ""
        is_open = resolved == message and self.facets.is_open(message, self.entities)
        is_open = is_open and not any(map(self.entities.find, past))
        is_statement = bool(context) and resolved == f"{context} {without_opener(message)}"
        return _Read(Point(resolved, is_open=is_open, name=name), is_statement=is_statement)

    def _of_shown(self, message: str, past: Sequence[str]) -> Point | None:
        """What a short message asks of the first medicine that was shown, where nothing had been named."""
        if not past or any(map(self.entities.things, past)) or not self.facets.is_open(message, self.entities):
            return None
        taken = [e.text for e in self.entities.things(self.shown(past[0])) if e.sort == "medicine"]
        condition = next((e.text for e in self.entities.conditions(past[0])), TOPIC)
        return self.facets.point(message, [f"{taken[0]} for {condition}", *past], self.entities) if taken else None

    def _returns(self, message: str, latest: Point) -> bool:
        """Whether a message that names something else asks of it what the visitor wants to know, not a detail of its studies."""
        bare = _RETURNS.sub("", message)
        is_named = latest.for_anyone and self.facets.is_asked_again(bare, latest, self.entities)
        return is_named and (latest.is_remote or bare != message)

    def _asked_again(self, point: Point, message: str, resolved: str) -> Point:
        """The same as before, of what is named now."""
        named = self.entities.find(message if len(point.things) == 1 else resolved)
        return replace(point, question=resolved, things=tuple(e.text for e in named if e.sort != "condition"))

    def _completed(self, message: str) -> Point | None:
        """What was asked of nothing, of what is named now: "how long till it works?", "the magnesium"."""
        named = self.entities.find(message)
        if not named or is_asking(message):
            return None
        about = message if any(e.sort == "condition" for e in named) else f"{message} for {TOPIC}"
        return self.facets.point(self.unasked, [about], self.entities)
