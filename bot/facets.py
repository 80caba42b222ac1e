"""Short messages that ask one thing of whatever a conversation is about ("any downsides?"), as full questions.

The words come from `corpus/facets.yaml`. Knows subjects; nothing of sources and of what an answer looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.entities import TOPIC, Entities, Entity
from bot.errors import TextsInvalid
from bot.yaml_file import read_yaml

_IT = r"(?:it|this|that|them|these|those|they|this stuff|the stuff|that stuff|that one|this one|taking it|taking them|doing it)"
_SIGNS = re.compile(r"[^\w\s.,%-]+|[.,](?!\d)|(?<=\s)-|-(?=\s)")
_BEFORE = re.compile(
    r"^(?:(?:ok|okay|k|and|but|so|well|oh|ah|hm+|um+|right|yes|yeah|no|nope|great|thanks|thank you|thx|fine|good|cool|also|then|now|hey|hi|sorry|please|plus|"
    r"erm|uh|i see|got it|fair enough|just wondering|any idea|do you know|can you tell me|could you tell me|tell me|i mean)\s+)+"
)
_BEHIND = re.compile(
    r"(?:\s+(?:then|though|tho|please|pls|anyway|btw|by the way|exactly|now|at all|lol|thanks|mate))+$"
)
_NAMING = r"\s*\b(?:(?:of|to|with|from|for|about|on|in)\s+)?(?:the\s+|taking\s+|my\s+)?{}(?:\s+(?:supplements?|tablets?|pills?))?"
_THINGS = ("medicine", "form", "supplement", "remedy", "intake", "food")
_OF_FORMS = "magnesium"
"""What forms are of: a question that names a form and this names one thing."""
_FOR_CONDITION = " for {condition}"
_MOST_WORDS = 16
"""A longer message says more than one thing of a topic. A guess."""


@dataclass(frozen=True)
class Point:
    """A question that a short message stands for, and what evidence for it must say."""

    question: str
    needs: re.Pattern[str] | None = None
    thing: str = ""
    """What it asks about that is taken or done; evidence must name it."""


@dataclass(frozen=True)
class _Facet:
    said: tuple[re.Pattern[str], ...]
    lay: tuple[re.Pattern[str], ...]
    asks: Mapping[str, str]
    needs: re.Pattern[str] | None
    follows: bool
    again: bool

    def match(self, core: str, names: bool) -> re.Match[str] | None:
        """How the words of a message, which may itself name what it asks about, are those of this facet."""
        patterns = self.lay if names and not self.is_of_condition else (*self.lay, *self.said)
        return next((found for pattern in patterns if (found := pattern.fullmatch(core))), None)

    @property
    def is_of_condition(self) -> bool:
        """Whether it is asked of the condition rather than of what is taken for it."""
        return "condition" in self.asks


class Facets:
    """Recognises such messages. Safe to call from several threads."""

    def __init__(self, facets: Sequence[_Facet] = (), measures: Mapping[str, str] | None = None) -> None:
        self._facets = facets
        self._measures = measures or {}

    @classmethod
    def load(cls, path: Path) -> Facets:
        """Read the list; see its first lines for what is in it.

        Raises:
            TextsInvalid: It cannot be read, or a pattern in it does not compile.
        """
        try:
            data = read_yaml(path)
            facets = [_facet(entry) for entry in data["facets"]]
            return cls(facets, {str(k): str(v) for k, v in data["measures"].items()})
        except (AttributeError, KeyError, TypeError, re.error) as error:
            raise TextsInvalid(f"{str(path)!r} cannot be used ({type(error).__name__}); restore or mend it") from None

    def point(self, message: str, past: Sequence[str], entities: Entities) -> Point | None:
        """What a short message asks in full; None when it is no such message, or there is nothing that it could be asked of.

        Args:
            message: The visitor's message.
            past: What was asked before it, each standing alone, the latest first.
            entities: Finds what a text is about.
        """
        core, own = _core(message, entities)
        for facet in self._facets if core else ():
            if (found := facet.match(core, bool(own))) and (
                made := self._asked(facet, found, own, message, past, entities)
            ):
                return made
        return None

    def is_open(self, message: str, entities: Entities) -> bool:
        """Whether it is such a message and names nothing itself: with nothing before it, nobody can tell what it asks about."""
        core, own = _core(message, entities)
        return bool(core) and not own and any(facet.match(core, names=False) for facet in self._facets)

    def _asked(
        self,
        facet: _Facet,
        found: re.Match[str],
        own: Sequence[Entity],
        message: str,
        past: Sequence[str],
        entities: Entities,
    ) -> Point | None:
        if facet.follows and not past:
            return None
        if facet.is_of_condition and own and not _is_left(own[0], message):
            return None
        if facet.again and past and not entities.conditions(past[0]) and not own:
            return Point(past[0])
        condition = _condition((*own, *_found(past, entities)))
        name, sort = self._thing(own, past, entities) or ("", "")
        asked = facet.asks.get(sort) or facet.asks.get("condition") or (facet.asks.get("thing") if name else None)
        if asked is None:
            return None
        if past and not condition and not facet.is_of_condition:
            asked = asked.replace(_FOR_CONDITION, "")
        filled = asked.format(x=name, condition=condition or TOPIC, **found.groupdict(""))
        return Point(filled, facet.needs, "" if facet.is_of_condition else name)

    def _thing(self, own: Sequence[Entity], past: Sequence[str], entities: Entities) -> tuple[str, str] | None:
        """What is asked about: named in the message, or in the latest question that named something; None where that named several."""
        for named in ([*own], *(entities.find(text) for text in past)):
            things = {name.lower(): (name, sort) for name, sort in map(self._taken, named) if sort in _THINGS}
            if any(sort == "form" for _, sort in things.values()):
                things.pop(_OF_FORMS, None)
            if things:
                return next(iter(things.values())) if len(things) == 1 else None
        return None

    def _taken(self, entity: Entity) -> tuple[str, str]:
        measured = self._measures.get(entity.text.lower())
        return (measured, "supplement") if measured else (entity.text, entity.sort)


def _core(message: str, entities: Entities) -> tuple[str, list[Entity]]:
    """The message's bare words without what it names itself, and that; no words where it names more than one thing."""
    plain = _SIGNS.sub(" ", message.lower().replace("’", "'").replace("'", "")).strip()
    own = [e for e in entities.find(plain) if e.sort != "people"]
    if len(own) > 1 or len(plain.split()) > _MOST_WORDS:
        return "", []
    for entity in own:
        plain = re.sub(_NAMING.format(re.escape(entity.text)), "", plain, count=1)
    plain = _BEFORE.sub("", " ".join(plain.split()))
    return _BEHIND.sub("", plain).strip(), own


def _is_left(named: Entity, message: str) -> bool:
    """Whether a message asks for what there is instead of what it names: "alternatives to ropinirole"."""
    return bool(
        re.search(rf"\b(?:to|of|than|besides|from)\s+(?:taking\s+|using\s+)?{re.escape(named.text)}", message, re.I)
    )


def _found(past: Iterable[str], entities: Entities) -> list[Entity]:
    return [entity for text in past for entity in entities.find(text)]


def _condition(named: Iterable[Entity]) -> str:
    return next((e.text for e in named if e.sort == "condition"), "")


def _facet(entry: Mapping[str, object]) -> _Facet:
    said, lay, asks, needs = entry.get("said", []), entry.get("lay", []), entry["asks"], entry.get("needs")
    if not isinstance(said, list) or not isinstance(lay, list) or not isinstance(asks, Mapping):
        raise TypeError
    patterns, others = (tuple(re.compile(str(p).replace("{it}", _IT)) for p in given) for given in (said, lay))
    questions = {str(sort): str(question) for sort, question in asks.items()}
    needed = re.compile(str(needs), re.I) if needs else None
    return _Facet(patterns, others, questions, needed, bool(entry.get("follows")), bool(entry.get("again")))
