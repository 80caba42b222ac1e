"""A follow-up made to stand alone from the visitor's earlier turns, by rule, with no chat model.

A question keeps its own words; what it leans on ("it", "what about…", "and in pregnancy?") is filled in from the question
before. A statement ("the dentist gave me doxycycline") adds to what the conversation is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bot.asking import is_asking, without_opener
from bot.comparing import compared
from bot.entities import TOPIC, Entities
from bot.facets import Facets, Point
from bot.going_back import going_back
from bot.leaning import filled_in
from bot.swaps import bare_name
from bot.told import asked_for, of_someone, told_of, with_told
from bot.whom import kept, names_people, of_them, whom

_RETURNS = re.compile(r"\b(?:then|instead)\b", re.I)
"""Says that something else is asked about now, rather than one more of the same: "what about iron then"."""


def stand_alone(question: str, earlier: Sequence[str], entities: Entities, facets: Facets | None = None) -> str:
    """The question as it would be asked with nothing before it; see `understood`."""
    return understood(question, earlier, entities, facets).question


def understood(question: str, earlier: Sequence[str], entities: Entities, facets: Facets | None = None) -> Point:
    """The question as it would be asked with nothing before it, and what evidence for it must say.

    Args:
        question: The visitor's latest message.
        earlier: The visitor's messages before it, oldest first.
        entities: Finds what a text is about.
        facets: Knows short messages that ask one thing of whatever was talked about.

    Returns:
        `question` itself when it stands alone already.
    """
    said = _Said(entities, facets or Facets())
    for message in earlier:
        said.add(message)
    point, is_full, _ = said.read(question)
    if point.for_anyone:
        return point
    add = with_told if is_full else of_someone
    return replace(point, question=add(said.told, point.question))


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
    context: str = ""
    """What it is about: the latest question as it stands alone, and what was stated since."""
    told: str = ""
    """What somebody was said to have or to be."""
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
        self.context = f"{self.context.rstrip('.')}. {message}" if is_statement else point.question
        self.past.insert(0, self.context)
        self.latest, self.unasked = point, message if point.is_open else ""
        told = asked_for(message) if is_asking(message) else told_of(message, self.entities)
        self.told = told or self.told

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
        if back := going_back(message, self.past, self.entities):
            if back.is_lost:
                return _Read(Point(message, is_open=True, is_lost=True))
            self.people = whom(back.past[0])
            return self._behind(back.message, back.past) if back.message else _Read(Point(back.past[0]))
        if self.unasked and (point := self._completed(message)):
            return _Read(point, is_full=True)
        return self._behind(message, self.past)

    def _behind(self, message: str, past: Sequence[str]) -> _Read:
        """What a message asks behind these questions."""
        wanted = [text for text in past if text not in self.details] or past
        if both := compared(without_opener(message), wanted, self.entities):
            return _Read(Point(both))
        if point := self.facets.point(message, past, self.entities):
            return _Read(point, is_full=True)
        if self.latest and self._returns(message, self.latest):
            past = wanted
        context = past[0] if past else ""
        resolved = filled_in(message, context, self.entities)
        if self.latest and past is not wanted and self.facets.is_asked_again(message, self.latest, self.entities):
            return _Read(self._asked_again(self.latest, message, resolved))
        is_open = resolved == message and self.facets.is_open(message, self.entities)
        is_open = is_open and not any(map(self.entities.find, past))
        is_statement = bool(context) and resolved == f"{context} {without_opener(message)}"
        return _Read(Point(resolved, is_open=is_open), is_statement=is_statement)

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
