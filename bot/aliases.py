"""What visitors call things, and what sources call them. Widens the lexical search; never shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

_SHORT = 3
"""Terms of up to this many characters in capitals (Mg, UL, ER, WED) match case-sensitively, as the corpus notes ask."""


class Widened(NamedTuple):
    """Terms found in a question, and what sources call them."""

    found: tuple[str, ...]
    means: tuple[str, ...]
    all_means: tuple[tuple[str, ...], ...] = ()
    """The meanings of each term of `found`, the usual one first."""

    def synonyms(self, analyse: Callable[[str], list[str]]) -> dict[str, list[str]]:
        """For each stem of the terms found, the stems of what sources call them.

        A longer form of the same name ("magnesium taurate" for "taurate") is no other name: its other words do not stand for it.
        """
        found: dict[str, list[str]] = {}
        for term, means in zip(self.found, self.all_means, strict=True):
            own = analyse(term)
            others = [stems for stems in map(analyse, means) if not set(own) <= set(stems)]
            other = [stem for stems in others for stem in stems if stem not in own]
            for stem in own if len(own) <= 2 else ():
                found.setdefault(stem, []).extend(other)
        return found


class Aliases:
    """Finds visitors' terms in a question, longest first, whole words only."""

    def __init__(self, entries: Sequence[tuple[str, Sequence[str]]]) -> None:
        self._means = {term: tuple(means) for term, means in entries}
        self._by_lower = {term.lower(): term for term in self._means}
        exact = [term for term in self._means if _is_exact(term)]
        loose = [term for term in self._means if not _is_exact(term)]
        self._exact = _pattern(exact, 0)
        self._loose = _pattern(loose, re.IGNORECASE)

    def widen(self, question: str) -> Widened:
        """The aliases that occur in `question`."""
        found: dict[str, None] = {}
        for match in self._loose.finditer(question.replace("’", "'")) if self._loose else ():
            found[self._by_lower[match.group().lower()]] = None
        for match in self._exact.finditer(question) if self._exact else ():
            found[match.group()] = None
        means = dict.fromkeys(m for term in found for m in self._means[term])
        return Widened(tuple(found), tuple(means), tuple(self._means[term] for term in found))


def _is_exact(term: str) -> bool:
    return len(term) <= _SHORT and any(c.isupper() for c in term)


def _pattern(terms: Sequence[str], flags: int) -> re.Pattern[str] | None:
    if not terms:
        return None
    longest_first = sorted(terms, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", flags)
