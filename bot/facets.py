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
from bot.facet import Facet, facet_of
from bot.risks import Risk
from bot.told import is_ours
from bot.whom import whom
from bot.yaml_file import read_yaml
from ingest.lexical import terms

_SIGNS = re.compile(r"[^\w\s.,%-]+|[.,](?!\d)|(?<=\s)-|-(?=\s)")
_BEFORE = re.compile(
    r"^(?:(?:ok|okay|k|lol|haha|fair|whatever|boring|lovely|literally|honestly|seriously|actually|and|but|so|well|oh|ah|hm+|um+|right|yes|yeah|no|nope|great|thanks|thank you|thx|fine|good|cool|also|then|now|hey|hi|sorry|please|plus|"
    r"erm|uh|i see|got it|fair enough|just wondering|any idea|do you know|can you tell me|could you tell me|tell me|i mean)\s+)+"
)
_BEHIND = re.compile(
    r"(?:\s+(?:then|though|tho|please|pls|anyway|btw|by the way|exactly|now|at all|lol|meanwhile|in the meantime|for now|thanks|mate|altogether|all together|in total|in all))+$"
)
_ABOUT = re.compile(r"^(?:(?:and|ok|so|then|what|how|about|if its|if it was|my|the|for|with) ?)+$")
"""What may be left of a message that only names something."""
_NAMING = r"\s*\b(?:(?:of|to|with|from|for|about|on|in)\s+)?(?:the\s+|taking\s+|my\s+)?{}(?:\s+(?:supplements?|tablets?|pills?))?"
_THINGS = ("medicine", "form", "supplement", "remedy", "intake", "food")
_OF_FORMS = "magnesium"
"""What forms are of: a question that names a form and this names one thing."""
_FOR_CONDITION = " for {condition}"
_PAIR = 2
_LITTLE = frozenset(terms("work help safe cost harm risk side effect use take buy price good bad dangerous addictive"))
"""Stems that can be asked of anything: a question of no others says of no condition what it is about."""
_FULL = 3
"""Content words, besides names, from which a question says more than that a thing helps. A guess."""
_MOST_WORDS = 16
"""A longer message says more than one thing of a topic. A guess."""


@dataclass(frozen=True)
class Point:
    """A question that a short message stands for, and what evidence for it must say."""

    question: str
    needs: re.Pattern[str] | None = None
    things: tuple[str, ...] = ()
    """What it asks about that is taken or done; evidence must name each."""
    for_anyone: bool = False
    """Whether it is asked of a study, which does not depend on who asks."""
    is_remote: bool = False
    """Whether it is asked of a detail of a study, and so two steps from what the visitor wants to know."""
    is_open: bool = False
    """Whether nobody can tell what it is asked of."""
    is_lost: bool = False
    """Whether it means something by its place in a list, which may be one of ours: we keep none."""
    name: str = ""
    """What it names that we do not know by name; evidence must name it, unless many sources do."""
    excepted: tuple[str, ...] = ()
    """Stems of foods that evidence must not name, because somebody does not eat them."""
    risks: tuple[Risk, ...] = ()
    """What somebody was said to have that bears on it; evidence on those who have it comes before any other."""


class Facets:
    """Recognises such messages. Safe to call from several threads."""

    def __init__(
        self,
        facets: Sequence[Facet] = (),
        measures: Mapping[str, str] | None = None,
        called: Mapping[str, str] | None = None,
    ) -> None:
        self._facets = facets
        self._measures = measures or {}
        self._called = called or {}

    @classmethod
    def load(cls, path: Path) -> Facets:
        """Read the list; see its first lines for what is in it.

        Raises:
            TextsInvalid: It cannot be read, or a pattern in it does not compile.
        """
        try:
            data = read_yaml(path)
            words = {f"{{{name}}}": str(pattern) for name, pattern in data["words"].items()}
            facets = [facet_of(entry, words) for entry in data["facets"]]
            measures, called = ({str(k): str(v) for k, v in data[name].items()} for name in ("measures", "called"))
            return cls(facets, measures, called)
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

    def is_asked_again(self, message: str, point: Point, entities: Entities) -> bool:
        """Whether a message only names what `point`, asked before it, should be asked of now: "and iron?"."""
        core, own = _core(message, entities)
        return bool(point.things) and len(own) == 1 and _ABOUT.sub("", core) == "" and own[0].sort in _THINGS

    def is_open(self, message: str, entities: Entities) -> bool:
        """Whether it is such a message and names nothing itself: with nothing before it, nobody can tell what it asks about."""
        core, own = _core(message, entities)
        return bool(core) and not own and any(facet.match(core, names=False) for facet in self._facets)

    def _asked(
        self,
        facet: Facet,
        found: re.Match[str],
        own: Sequence[Entity],
        message: str,
        past: Sequence[str],
        entities: Entities,
    ) -> Point | None:
        if not facet.fits(past) or (facet.is_of_condition and own and not _is_left(own[0], message)):
            return None
        if facet.again and past and not own and (not entities.conditions(past[0]) or _is_full(past[0], entities)):
            return Point(past[0])
        if "pair" in facet.asks:
            return self._of_two(facet, own, past, entities)
        return (self._of_study if facet.is_of_question else self._of_thing)(facet, found, own, past, entities)

    def _of_thing(
        self, facet: Facet, found: re.Match[str], own: Sequence[Entity], past: Sequence[str], entities: Entities
    ) -> Point | None:
        """What is asked of what was talked about, however far back it was named."""
        condition = _condition((*own, *_found(past, entities)))
        name, sort = self._thing(own, past, entities) or ("", "")
        elsewhere = facet.asks.get("elsewhere") if name and condition and not is_ours(condition) else None
        asked = (
            elsewhere
            or facet.asks.get(sort)
            or facet.asks.get("condition")
            or (facet.asks.get("thing") if name else None)
        )
        if asked is None:
            return None
        if past and not condition and not facet.is_of_condition:
            asked = asked.replace(_FOR_CONDITION, "")
        filled = asked.format(x=name, condition=condition or TOPIC, **found.groupdict(""))
        return Point(filled, facet.needs, () if facet.is_of_condition or facet.general else _must_name(asked, name))

    def _of_study(
        self, facet: Facet, found: re.Match[str], own: Sequence[Entity], past: Sequence[str], entities: Entities
    ) -> Point | None:
        """What is asked of the studies of a thing for a condition; or of those behind the question before, where that was another."""
        says_little = _says_little(past, entities)
        near = past if says_little else past[:1]
        name, sort = self._thing(own, near, entities) or ("", "")
        condition = _condition((*own, *_found(near, entities))) or (TOPIC if own or says_little else "")
        asked = facet.asks.get(sort) or facet.asks.get("thing") if name else None
        if asked and condition and (own or not _says_more(past[0], entities)):
            filled = asked.format(x=name, condition=condition, **found.groupdict(""))
            return Point(filled, facet.needs, (name,), for_anyone=True, is_remote=facet.after is not None)
        if not past:
            return None
        filled = facet.asks["before"].format(before=_bare(past[0]), context=past[0].rstrip(" ?.!"))
        is_remote = facet.after is not None or "{context}" in facet.asks["before"]
        return Point(filled, facet.needs, (name,) if name else (), for_anyone=True, is_remote=is_remote)

    def _of_two(self, facet: Facet, own: Sequence[Entity], past: Sequence[str], entities: Entities) -> Point | None:
        """What is asked of the two things named last, of different sorts where there are more; or of one and anything else."""
        found: dict[str, str] = {}
        for named in ([*own], *(entities.find(text) for text in (past[:1] if facet.after else past))):
            new = {n: s for n, s in map(self._taken, named) if s in _THINGS and n not in found}
            fitting = sorted(new, key=lambda n: new[n] in found.values())[: _PAIR - len(found)]
            found = {n: s for n, s in new.items() if n in fitting} | found
        if len(found) == _PAIR:
            one, other = found
            return Point(facet.asks["pair"].format(x=one, y=other), facet.needs, (one, other))
        if not found or "thing" not in facet.asks:
            return None
        (one,) = found
        return Point(facet.asks["thing"].format(x=one), facet.needs, (one,))

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
        called = self._called.get(entity.text.lower(), entity.text)
        return (measured, "supplement") if measured else (called, entity.sort)


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


def _says_little(past: Sequence[str], entities: Entities) -> bool:
    """Whether the question before names a thing and hardly more ("is it safe"), so that it is about what was talked about all along."""
    things = entities.things(past[0]) if past else []
    named = {term for thing in things for term in terms(thing.text)}
    return bool(things) and set(terms(past[0])) - named <= _LITTLE


def _is_full(question: str, entities: Entities) -> bool:
    """Whether a question says more than that a thing helps a condition: doubt is then about what it says."""
    named = {term for e in entities.find(question) for term in terms(e.text)}
    return len(set(terms(question)) - named - _LITTLE) >= _FULL


def _says_more(question: str, entities: Entities) -> bool:
    """Whether a question is on some people only, or on one condition in another: more than a thing for a condition."""
    found = entities.find(question)
    return any(e.sort == "people" for e in found) or len({e.text for e in found if e.sort == "condition"}) > 1


def _must_name(asked: str, name: str) -> tuple[str, ...]:
    """What evidence must name: the thing, or, of its forms, what they are forms of; nothing where no thing is in the question."""
    if "{x}" in asked:
        return (name,)
    return (_OF_FORMS,) if name and _OF_FORMS in asked else ()


def _bare(question: str) -> str:
    """A question without what was asked of it in turn."""
    return question.split(": ", 1)[0].rstrip(" ?.!")


def _is_left(named: Entity, message: str) -> bool:
    """Whether a message asks for what there is instead of what it names: "alternatives to ropinirole"."""
    return bool(
        re.search(rf"\b(?:to|of|than|besides|from)\s+(?:taking\s+|using\s+)?{re.escape(named.text)}", message, re.I)
    )


def _found(past: Iterable[str], entities: Entities) -> list[Entity]:
    return [entity for text in past for entity in entities.find(text)]


def _condition(named: Iterable[Entity]) -> str:
    """The condition asked about; one that only says whom it is about (dialysis) where there is no other."""
    found = [e.text for e in named if e.sort == "condition"]
    return min(found, key=lambda text: bool(whom(text)), default="")
