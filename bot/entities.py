"""What a question is about: the subjects it names, by sort."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.prefilter import Prefilter

TOPIC = "restless legs"
"""The site's subject: what a question is about that names nothing, and what "it" means in a first message."""
_RANK = ("form", "medicine", "remedy", "food", "supplement", "intake", "test", "body", "condition", "people")
"""Which sort a pronoun most likely means when a question names several: what is taken, before what it is for."""


@dataclass(frozen=True)
class Entity:
    """A subject named in a text."""

    text: str
    sort: str
    start: int
    end: int


_SPECIFIC = ("medicine", "form", "food", "remedy", "intake")
"""Which sort narrows a question most: evidence on another medicine is off a question on this one."""


class Entities:
    """Finds subjects by patterns; where two overlap the longer wins."""

    def __init__(self, patterns: Mapping[str, Sequence[re.Pattern[str]]]) -> None:
        self._patterns = [(sort, pattern) for sort, alike in patterns.items() for pattern in alike]
        self._prefilter = Prefilter([[pattern] for _, pattern in self._patterns])

    def find(self, text: str) -> list[Entity]:
        """The subjects of `text`, in order, none overlapping."""
        lower = text.lower()
        found = [
            Entity(text[m.start() : m.end()], sort, m.start(), m.end())
            for sort, pattern in map(self._patterns.__getitem__, self._prefilter.possible(lower))
            for m in pattern.finditer(lower)
        ]
        kept: list[Entity] = []
        for entity in sorted(found, key=lambda e: (e.start - e.end, e.start)):
            if all(entity.end <= k.start or entity.start >= k.end for k in kept):
                kept.append(entity)
        return sorted(kept, key=lambda e: e.start)

    def topic(self, text: str) -> Entity | None:
        """The subject that a later "it" most likely means."""
        found = self.find(text)
        return min(found, key=lambda e: (_RANK.index(e.sort) if e.sort in _RANK else len(_RANK), e.start), default=None)

    def things(self, text: str) -> list[Entity]:
        """The subjects that are taken or done."""
        return [e for e in self.find(text) if e.sort in (*_SPECIFIC, "supplement")]

    def conditions(self, text: str) -> list[Entity]:
        """The conditions that somebody may have."""
        return [e for e in self.find(text) if e.sort == "condition"]

    def matters(self, text: str) -> list[Entity]:
        """What an answer must say, where a question names it."""
        return [e for e in self.find(text) if e.sort == "matter"]

    def main(self, text: str) -> list[Entity]:
        """What a question is mainly about, all of one sort: what narrows it most, else what else is taken, else the conditions."""
        found = self.find(text)
        for sort in (*_SPECIFIC, "supplement", "test", "condition"):
            if named := [e for e in found if e.sort == sort]:
                return named
        return []

    def narrowest(self, text: str) -> list[Entity]:
        """The subjects that narrow a question most, all of one sort; none when it names nothing that is taken or done."""
        found = self.find(text)
        sorts = [sort for sort in _SPECIFIC if any(e.sort == sort for e in found)]
        return [e for e in found if e.sort == sorts[0]] if sorts else []
