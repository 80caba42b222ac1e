"""What a question itself sets side by side ("C, D, E or B6"; "is it smoking? or obesity?"), of which a later message means one by its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.asking import LEAD_IN
from bot.entities import TOPIC, Entities
from bot.swaps import without_lead_in

_ITEM = r"[\w-]{1,20}(?: [\w-]{1,20})?"
_LIST = re.compile(
    rf"(?P<items>{_ITEM}(?:, {_ITEM})+,? (?:or|and) {_ITEM}|(?<=: ){_ITEM} (?:or|and|vs\.?|versus) {_ITEM})\W*$", re.I
)
_BETWEEN = re.compile(r",? (?:or|and|vs\.?|versus) |, ", re.I)
_OF_KIND = re.compile(r"\b(?:which|what) (?P<kind>\w+?)s?\b", re.I)
_CAUSE = re.compile(r"\b(?:caus\w+|worse\w*|trigger\w*|provok\w+|to blame)\b", re.I)
_SENTENCE = re.compile(r"(?<=\?)\s+")
_SEVERAL = 2
_RECENT = 3
"""Questions back to which a place in a list is looked for. A guess."""
_USED = frozenset({"medicine", "form", "supplement", "remedy", "food"})


def listed(question: str, entities: Entities) -> list[str]:
    """The names that a question sets side by side, in its order; empty when it asks about one thing only."""
    for sort in ("medicine", "form", "supplement", "remedy", "food", "intake", "condition"):
        names = list(dict.fromkeys(e.text for e in entities.find(question) if e.sort == sort))
        if len(names) >= _SEVERAL and not _LIST.search(question):
            return names
    if found := _LIST.search(question):
        kind = _OF_KIND.search(question)
        return [_named(item, kind["kind"] if kind else "", entities) for item in _BETWEEN.split(found["items"])]
    asked = [piece for piece in _SENTENCE.split(question.strip()) if piece.endswith("?")]
    if len(asked) < _SEVERAL:
        return []
    return [without_lead_in(piece).rstrip("?") if LEAD_IN.match(piece) else piece for piece in asked]


def latest_listing(past: Sequence[str], entities: Entities) -> str:
    """The latest of a few questions, the latest first, that sets things side by side; empty when none does."""
    return next((text for text in past[:_RECENT] if listed(text, entities)), "")


def is_listed_in(earlier: Sequence[str], entities: Entities) -> bool:
    """Whether one of the last few messages, oldest first, does."""
    return bool(latest_listing(earlier[::-1], entities))


def as_question(name: str, question: str, entities: Entities) -> str:
    """What is asked of one of them alone: of what is taken or done, for the condition that the question named."""
    if name.endswith("?") or entities.conditions(name):
        return name
    is_used = any(e.sort in _USED for e in entities.find(name)) and not _CAUSE.search(question)
    condition = next((e.text for e in entities.conditions(question)), TOPIC)
    return f"{name} {'for' if is_used else 'and'} {condition}?"


def _named(item: str, kind: str, entities: Entities) -> str:
    """An item by its full name: "C" of "which vitamin" is vitamin C."""
    full = f"{kind} {item}"
    return full if kind and not entities.find(item) and entities.find(full) else item
