"""Which rules can match a text at all: each needs certain letters, and most texts lack them. Knows patterns, no classes.

A rule book is a thousand patterns, and trying each costs more than all the rest of the guards. What a pattern cannot
match without is read off its parsed form, so nobody has to write it down. The parser is Python's own and not public: a
version that moves it fails at the start, and in tests/unit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_LONGEST = 4
"""Letters of a gram. Longer ones tell more and cost more to take from a text; a guess between the two."""
_MOST = 24
"""Spellings of one stretch of letters that are followed, as in `[ck]al[ck]`; beyond, the stretch ends there."""
_ZERO_WIDTH = (code.AT, code.ASSERT, code.ASSERT_NOT)
_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)


class Prefilter:
    """Sorts out, of many groups of patterns, those of which every pattern may occur in a text."""

    def __init__(self, groups: Sequence[Sequence[re.Pattern[str]]]) -> None:
        """Read what each pattern needs; patterns that need no letters at all are always taken to be there."""
        bits: dict[frozenset[str], int] = {}
        known = {id(p): needed_grams(p) for p in {id(p): p for patterns in groups for p in patterns}.values()}
        self._needed: list[int] = []
        for patterns in groups:
            needs = {known[id(p)] for p in patterns if known[id(p)]}
            self._needed.append(sum(bits.setdefault(grams, 1 << len(bits)) for grams in needs))
        self._by_gram: dict[str, int] = defaultdict(int)
        for grams, bit in bits.items():
            for gram in grams:
                self._by_gram[gram] |= bit
        self._sizes = sorted({len(gram) for gram in self._by_gram})

    def possible(self, text: str) -> list[int]:
        """Numbers of the groups that may match `text`, in order; a group left out cannot match it."""
        found = {text[at : at + size] for size in self._sizes for at in range(len(text) - size + 1)}
        there = 0
        for gram in self._by_gram.keys() & found:
            there |= self._by_gram[gram]
        return [n for n, needed in enumerate(self._needed) if needed & there == needed]


def needed_grams(pattern: re.Pattern[str]) -> frozenset[str]:
    """Stretches of letters of which every match of `pattern` holds at least one; none when nothing can be said."""
    if pattern.flags & (re.IGNORECASE | re.VERBOSE):
        return frozenset()
    return frozenset(map(_gram, _needed(parser.parse(pattern.pattern))))


def _gram(letters: str) -> str:
    """The stretch of a word that is kept: inside one word where it can be, since "my " is in every text."""
    words = [word for word in letters.split() if len(word) >= _LONGEST] or [letters.strip() or letters]
    return words[0][:_LONGEST]


def _needed(sequence: Iterable[Any]) -> frozenset[str]:
    """The most telling of what the parts of a sequence need."""
    runs: list[frozenset[str]] = []
    run = {""}
    for operator, argument in sequence:
        letters = _letters(operator, argument)
        if operator in _ZERO_WIDTH:
            continue
        if letters and len(run) * len(letters) <= _MOST:
            run = {begun + letter for begun in run for letter in letters}
            continue
        runs += [frozenset(run), _inside(operator, argument)]
        run = {""}
    return max([*runs, frozenset(run)], key=_tells)


def _letters(operator: Any, argument: Any) -> str:
    """The characters one place can hold; empty when they are many, or it is no single place."""
    if operator is code.LITERAL:
        return chr(argument)
    if operator is code.IN and all(kind is code.LITERAL for kind, _ in argument):
        return "".join(chr(value) for _, value in argument)
    return ""


def _inside(operator: Any, argument: Any) -> frozenset[str]:
    """What a group, a choice or a repetition needs."""
    if operator is code.SUBPATTERN:
        return _needed(argument[-1])
    if operator is code.ATOMIC_GROUP:
        return _needed(argument)
    if operator in _REPEATS and argument[0] > 0:
        return _needed(argument[2])
    if operator is code.BRANCH:
        choices = [_needed(choice) for choice in argument[1]]
        return frozenset().union(*choices) if all(choices) else frozenset()
    return frozenset()


def _tells(letters: frozenset[str]) -> tuple[int, int]:
    """How much it says that one of `letters` occurs: short ones occur anywhere, and so do many."""
    return min((min(len(gram), _LONGEST) for gram in map(_gram, letters)), default=0), -len(letters)
