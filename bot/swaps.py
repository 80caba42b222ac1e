"""A question asked again of something else: what is named now in the place of what was named before."""

from __future__ import annotations

import re

from bot.entities import Entities, Entity

_SALT = "magnesium "
_FILLER = re.compile(r"(?<=\w)(?:,?\s+(?:ones?|kind|type|sort|form|version|then|instead|though))+$", re.I)
"""Ends what is named only by its kind: "the glycinate one then"."""
_ALIKE = frozenset({"supplement", "form", "medicine", "remedy", "test"})
_ABOUT = re.compile(
    r"^(?:(?:and|but|or|so)\s+)?(?:(?:what|how) about|and|or|also|what if it'?s|versus|vs\.?)?\s*(?:for|in|the)?\s*(?:the\s+)?",
    re.I,
)


def both(words: str, context: str, entities: Entities) -> str:
    """Words like "which one" with the two things that the question before named."""
    names = list(dict.fromkeys(e.text for e in entities.find(context)))[:2]
    return f"{words}, {' or '.join(names)}," if len(names) == 2 else words


def swapped(context: str, new: Entity, bare: str, entities: Entities) -> str:
    """The earlier question with the new subject in the place of its subject of the same sort; else with it added."""
    same = [e for e in entities.find(context) if are_alike(e.sort, new.sort)]
    if not same:
        return f"{context.rstrip(' ?.!')}, {bare}?"
    last = same[0]
    if new.sort == last.sort == "form" and last.text.lower().startswith(_SALT) and " " not in new.text:
        bare = f"{_SALT}{bare}"  # "glycinate" after "magnesium oxide"
    for entity in same[1:]:
        if re.fullmatch(r"\s*(?:,|or|and|vs\.?|versus)\s*", context[last.end : entity.start]):
            last = entity
    return context[: same[0].start] + bare + context[last.end :]


def are_alike(one: str, other: str) -> bool:
    """Whether a subject of one sort can stand where one of the other stood."""
    return one == other or {one, other} <= _ALIKE


def bare_name(message: str) -> str:
    """What is left of a message that only names something: "the glycinate one then" names glycinate."""
    return _FILLER.sub("", without_lead_in(message).strip(" ?.!"))


def without_lead_in(message: str) -> str:
    """A message without "and", "what about" and the like before it."""
    return _ABOUT.sub("", message)
