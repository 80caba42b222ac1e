"""A message that goes back to a subject of the visitor's own: "back to iron, …", "the first one", "the other one". Knows no facets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.entities import Entities

_BACK = re.compile(
    r"^(?:(?:ok(?:ay)?|sorry|so|right|anyway|but|and|wait|now|actually|can we|let'?s|i want to|can i|no)\b[\s,.!-]*)*(?:(?:go(?:ing)?|get(?:ting)?|com(?:e|ing)|switch(?:ing)?) )?"
    r"back to (?P<what>[^,.;:!?]{2,40}?)(?:\s*[,.;:!?-]+\s*|\s+(?=(?:how|what|which|why|who|when|where|is|are|was|were|does|do|did|can|could|should|has|have)\b)|$)",
    re.I,
)
_ORDINAL = re.compile(
    r"\b(?:the|that|your|my) (?P<which>first|1st|second|2nd|third|3rd|other|previous|last|former|latter|earlier) ones?\b"
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
_PLACES = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "last": -1, "latter": -1}
_BEFORE = -2
"""Where "the other one" stands: before the one talked about."""
_COMMA = re.compile(r"^\s*[,:;-]\s*")


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
    ordinal = _ORDINAL.search(message) if past and len(message.split()) <= _MOST_WORDS else None
    if ordinal is None:
        return None
    if ordinal.start() == 0 and (comma := _COMMA.match(message[ordinal.end() :])):
        return _to(_place(ordinal["which"]), message[ordinal.end() + comma.end() :], past, entities)
    named = _subject(_place(ordinal["which"]), past, entities)
    if named is None:
        return None if _COUNTED.search(past[0]) else Return(message, tuple(past), is_lost=True)
    return Return(message[: ordinal.start()] + named[0] + message[ordinal.end() :], tuple(past))


def _place(which: str) -> int:
    return _PLACES.get(which.lower(), _BEFORE)


def _to(place: int, rest: str, past: Sequence[str], entities: Entities) -> Return:
    named = _subject(place, past, entities)
    if named is None:
        return Return(rest, tuple(past), is_lost=True)
    return Return(rest, (named[1], *past))


def _to_named(what: str, rest: str, past: Sequence[str], entities: Entities) -> Return:
    """Back to what is named, as it was last asked about; by its name alone where it never was."""
    named = {e.text.lower() for e in entities.find(what)}
    asked = next((text for text in past if named & {e.text.lower() for e in entities.find(text)}), what)
    return Return(rest, (asked, *past))


def _subject(place: int, past: Sequence[str], entities: Entities) -> tuple[str, str] | None:
    """The name of the visitor's subject at a place of the conversation, and the latest question about it."""
    found: dict[str, tuple[str, str]] = {}
    for text in reversed(past):
        for name in [e.text for e in entities.main(text)] or [text]:
            found[name.lower()] = (name, text)
    subjects = list(found.values())
    return subjects[place] if -len(subjects) <= place < len(subjects) and len(subjects) > 1 else None
