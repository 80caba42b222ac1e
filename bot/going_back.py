"""A message that goes back to a subject of the visitor's own: "back to iron, …", "the first one", "the other one". Knows no facets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.asking import LEAD_IN
from bot.entities import Entities
from bot.own_list import as_question, latest_listing, listed
from ingest.lexical import terms

_BACK = re.compile(
    r"^(?:(?:ok(?:ay)?|sorry|so|right|anyway|but|and|wait|now|actually|can we|let'?s|i want to|can i|no|hold on|hang on)\b[\s,.!-]*)*(?:(?:go(?:ing)?|get(?:ting)?|com(?:e|ing)|switch(?:ing)?) )?"
    r"back(?: to|,| a (?:bit|step),?) (?P<what>[^,.;:!?]{2,40}?)(?:\s*[,.;:!?-]+\s*|\s+(?=(?:hows?|whats?|which|why|whos?|when|wheres?|is|are|was|were|does|do|did|can|could|should|has|have)\b)|$)",
    re.I,
)
_ORDINAL = re.compile(
    r"(?:\b(?:(?:the|that|your|my) )?(?P<which>first|1st|second|2nd|third|3rd|4th|fourth|other|previous|last|former|latter|earlier) ones?\b"
    r"|^(?:(?:and|but|so|ok|no|nah|what about|how about)\b[\s,]*)*the (?P<bare>first|1st|second|2nd|third|3rd|4th|fourth|last|former|latter)\b(?=\W*$|\s*[:,]))"
    r"(?! (?:to|i should|you should|in the|of (?:my|our|the))\b)(?: (?:you |we |i )(?:mentioned|said|named|asked(?: about)?|told me(?: about)?|talked about|gave))?",
    re.I,
)
_FIRST = re.compile(
    r"^(?:the |my |your )?(?P<which>first|second|third|other|previous|last|former|latter|earlier)(?: (?:one|thing|question|subject|topic|study|trial|review|bit|part|point)s?)?(?: (?:you|we|i) \w+(?: about)?)?$",
    re.I,
)
"""Names by its place what is gone back to."""
_COUNTED = re.compile(r"\b(?:first|second|third|one|two|three|left|right)\b", re.I)
"""Says of something that there are several of it: "the other one" may be another baby or leg."""
_MOST_WORDS = 12
"""A longer message tells a story, in which "the other one" may be a leg. A guess."""
_WORDS = ("first", "second", "third", "fourth")
_PLACES = {
    **{word: place for place, word in enumerate(_WORDS)},
    **{f"{n}{end}": n - 1 for n, end in zip(range(1, 10), ("st", "nd", "rd", *["th"] * 6), strict=True)},
    **{str(n): n - 1 for n in range(1, 10)},
    "former": 0,
    "last": -1,
    "latter": -1,
}
_BEFORE = -2
"""Where "the other one" stands: before the one talked about."""
_ALONE = re.compile(r"^\s*(?:[,:;-]\s*|\W*$)")
_IT = re.compile(r"\b(?:it|they|them)\b", re.I)
_LEAD = re.compile(r"\b(?:and|but|so|ok|no|nah|what about|how about|sorry|i meant?|then)\b|[\s,]+", re.I)
_NUMBERED = re.compile(
    r"^(?:(?:ok|and|so|no|nah|nope|but|now|then|sorry|please|i meant?|(?:what|how) about|(?:can|could) you)\b[\s,]*)*"
    r"(?:(?:elaborate|expand|explain|say more|(?:tell me )?more|(?:more|go into) detail)(?: (?:on|about|of))? )?(?:the )?(?:(?:number|no\.?|nr\.?|point|item|option|#) ?)?"
    r"(?P<which>[1-9]|1st|2nd|3rd|[4-9]th)(?: one)?(?!(?:st|nd|rd|th)\b)(?=\W*$|[,:]| (?:please|pls|again|in (?:plain|simple)|why|what|how|who)\b)(?:[\s,:?!.]|please\b|pls\b)*",
    re.I,
)
"""Names something by its number, and says little more: "elaborate on 2", "nah, 3", "number 3 in plain english"."""


@dataclass(frozen=True)
class Return:
    """A message without the words that go back, and what they go back to."""

    message: str
    past: tuple[str, ...]
    """The questions before, the one gone back to as the latest."""
    is_lost: bool = False
    """Whether the visitor named no such subject."""


def going_back(message: str, past: Sequence[str], entities: Entities) -> Return | None:
    """Where a message goes back to; None when it does not.

    Args:
        message: The visitor's message.
        past: What was asked before it, each standing alone, the latest first.
        entities: Finds what a text is about.
    """
    if back := _BACK.match(message):
        rest = message[back.end() :].strip()
        if ordinal := _FIRST.match(back["what"].strip()):
            return _to(_place(ordinal["which"]), rest, past, entities)
        return _to_named(back["what"], rest, past, entities)
    if not past or len(message.split()) > _MOST_WORDS:
        return None
    if numbered := _NUMBERED.match(message):
        place, rest = _PLACES[numbered["which"].lower()], message[numbered.end() :].strip()
        return (
            _to(place, rest, past, entities)
            if latest_listing(past, entities)
            else Return(rest, tuple(past), is_lost=True)
        )
    ordinal = _ORDINAL.search(message)
    if ordinal is None:
        return None
    place = _place(ordinal["which"] or ordinal["bare"])
    if comma := _ALONE.match(message[ordinal.end() :]) if not _LEAD.sub("", message[: ordinal.start()]) else None:
        return _to(place, message[ordinal.end() + comma.end() :], past, entities)
    named = _subject(place, past, entities)
    if named is None:
        return None if _COUNTED.search(past[0]) else Return(message, tuple(past), is_lost=True)
    before = LEAD_IN.sub("", message[: ordinal.start()]).lstrip()
    return Return(before + named[0] + message[ordinal.end() :], tuple(past))


def _place(which: str) -> int:
    return _PLACES.get(which.lower(), _BEFORE)


def _to(place: int, rest: str, past: Sequence[str], entities: Entities) -> Return:
    named = _subject(place, past, entities)
    if named is None:
        return Return(rest, tuple(past), is_lost=True)
    return Return(rest, (named[1], *past))


def _to_named(what: str, rest: str, past: Sequence[str], entities: Entities) -> Return:
    """Back to what is named, as it was last asked about by itself; by its name alone where it never was."""
    named = {e.text.lower() for e in entities.find(what)}
    asked = [text for text in past if named & {e.text.lower() for e in entities.find(text)}]
    alone = [text for text in asked if {e.text.lower() for e in entities.main(text)} <= named]
    worded = [] if named else _worded(what, past)
    back = (*alone, *asked, *worded, what)[0]
    return Return(_IT.sub(what, rest) if worded else rest, (back if worded else _without_detail(back, past), *past))


def _without_detail(question: str, past: Sequence[str]) -> str:
    """A question without what was asked of it in turn: "migraine and magnesium: my tinnitus?"."""
    root = question.split(": ", 1)[0]
    return next((text for text in past if text.rstrip(" ?.!") == root.rstrip(" ?.!")), root)


def _worded(what: str, past: Sequence[str]) -> list[str]:
    """Questions with the words of what is gone back to, where it is no subject we know: "that gene"."""
    words = set(terms(what))
    return [text for text in past if words and all(any(t.startswith(w) for t in terms(text)) for w in words)]


def _subject(place: int, past: Sequence[str], entities: Entities) -> tuple[str, str] | None:
    """The name of the visitor's subject at a place of the question before or else of the conversation, and the latest question about it."""
    listing = "" if place == _BEFORE else latest_listing(past, entities)
    if listing:
        names = listed(listing, entities)
        return (names[place], as_question(names[place], listing, entities)) if place < len(names) else None
    found: dict[str, tuple[str, str]] = {}
    for text in reversed(past):
        for name in [e.text for e in entities.main(text)] or [text.split(": ", 1)[0]]:
            if place == _BEFORE:
                found.pop(name.lower(), None)
            found[name.lower()] = (name, text)
    subjects = list(found.values())
    return subjects[place] if -len(subjects) <= place < len(subjects) and len(subjects) > 1 else None
