"""Which patterns can match a text at all: each needs certain letters, and most texts lack them. Knows no rules and no subjects.

The guards' rule book is two thousand patterns, and trying each costs more than all the rest of the guards. What a pattern cannot
match without is read off its parsed form, so nobody has to write it down. The parser is Python's own and not public, because
nothing public gives a pattern's parts. On a version that has moved it every pattern is tried on every text: slower, and the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from itertools import product
from typing import Any


def _private(name: str) -> Any:
    """A module of Python's that is not public; None on a version without it."""
    try:
        return import_module(name)
    except ImportError:
        return None


code, parser = _private("re._constants"), _private("re._parser")
_LONGEST = 6
"""Letters of a gram. Longer ones tell more and cost more to take from a text; a guess between the two."""
_MOST = 600
"""Spellings of one stretch of a pattern that are followed, as in `[ck]al[ck]`; beyond, the stretch ends there."""
_EDGE = "\x00"
"""Where a word begins or ends, in a spelling."""
_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT) if code else ()
_NO_WORD, _WORD = re.compile(r"\W"), re.compile("[^ ]+")
Spellings = frozenset[str]
Grams = frozenset[str]
_NOTHING: Spellings = frozenset({""})


class Prefilter:
    """Sorts out, of many groups of patterns, those of which every pattern may occur in a text."""

    def __init__(self, groups: Sequence[Sequence[re.Pattern[str]]]) -> None:
        """Read what each pattern needs; patterns that need no letters at all are always taken to be there."""
        numbers: dict[Grams, int] = {}
        known = {id(p): needed_grams(p) for p in {id(p): p for patterns in groups for p in patterns}.values()}
        for worked_out in (_gram, _grams):
            worked_out.cache_clear()
        self._needed: list[frozenset[int]] = []
        for patterns in groups:
            needs = frozenset[Grams]().union(*(known[id(p)] for p in patterns))
            self._needed.append(frozenset(numbers.setdefault(grams, len(numbers)) for grams in needs))
        self._always = [n for n, needs in enumerate(self._needed) if not needs]
        self._by_rarest = _by_rarest(self._needed)
        self._by_gram: defaultdict[str, list[int]] = defaultdict(list)
        for grams, number in numbers.items():
            for gram in grams:
                self._by_gram[gram].append(number)
        self._sizes = sorted({len(gram) for gram in self._by_gram})

    def possible(self, text: str) -> list[int]:
        """Numbers of the groups that may match `text`, in order; a group left out cannot match it."""
        text = f" {_NO_WORD.sub(' ', text)} "
        found = {text[at : at + size] for size in self._sizes for at in range(len(text) - size + 1)}
        there = {number for gram in self._by_gram.keys() & found for number in self._by_gram[gram]}
        near = (n for number in there for n in self._by_rarest.get(number, ()))
        return sorted((*self._always, *(n for n in near if self._needed[n] <= there)))


def _by_rarest(needed: Sequence[frozenset[int]]) -> dict[int, list[int]]:
    """The groups under one of their needs each, the one that the fewest have: only those found there are looked at."""
    counts = Counter(number for needs in needed for number in needs)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for n, needs in enumerate(needed):
        if needs:
            found[min(needs, key=lambda number: (counts[number], number))].append(n)
    return dict(found)


@cache
def needed_grams(pattern: re.Pattern[str]) -> frozenset[Grams]:
    """Sets of stretches of a text: every match of `pattern` holds or touches one of each set. None when nothing can be said.

    In a stretch, a space stands for anything that is no letter or digit, the ends of the text included.
    """
    if not (code and parser) or pattern.flags & (re.IGNORECASE | re.VERBOSE | re.ASCII):
        return frozenset()
    return frozenset(grams for grams in map(_grams, _needs(parser.parse(pattern.pattern))) if grams)


@cache
def _grams(spellings: Spellings) -> Grams:
    """A gram of each spelling; none when one of them has none."""
    grams = frozenset(map(_gram, spellings))
    return frozenset() if "" in grams else grams


@cache
def _gram(spelling: str) -> str:
    """The stretch that is kept: the longest word, or how it begins, since " my " is in every text."""
    edged = _opened(_opened(spelling)[::-1])[::-1].replace(_EDGE, "")
    if " " not in edged[1:-1]:
        return _NO_WORD.sub(" ", edged.strip() and edged[:_LONGEST])
    words = (edged[max(0, found.start() - 1) : found.end() + 1] for found in _WORD.finditer(edged))
    return _NO_WORD.sub(" ", max(words, key=len, default="")[:_LONGEST])


def _opened(spelling: str) -> str:
    """A word's edge at the start of a spelling as the gap that it means."""
    bare = spelling.lstrip(_EDGE)
    return f" {bare}" if bare != spelling and bare[:1].isalnum() else bare


def _needs(sequence: Iterable[tuple[Any, Any]]) -> list[Spellings]:
    """What the parts of a sequence need, each with every way to spell it."""
    needs: list[Spellings] = []
    run = _NOTHING
    for operator, argument in sequence:
        spelled = _spelled(operator, argument)
        if spelled and len(run) * len(spelled) <= _MOST:
            run = _joined(run, spelled)
            continue
        needs += [run, *_inside(operator, argument)]
        run = spelled or _NOTHING
    return [*needs, run]


def _joined(first: Spellings, second: Spellings) -> Spellings:
    if first == _NOTHING:
        return second
    return first if second == _NOTHING else frozenset(a + b for a, b in product(first, second))


def _spelled(operator: Any, argument: Any) -> Spellings:
    """Everything one part of a pattern can be spelled as; empty when that is too much, or not to be told."""
    if operator is code.LITERAL:
        return frozenset({chr(argument)})
    if operator is code.IN and all(kind is code.LITERAL for kind, _ in argument):
        return frozenset(chr(value) for _, value in argument)
    if operator in (code.ASSERT, code.ASSERT_NOT):
        return _NOTHING
    if operator is code.AT:
        return frozenset({_EDGE if argument is code.AT_BOUNDARY else ""})
    if operator is code.SUBPATTERN:
        return _all_spelled(argument[-1])
    if operator is code.BRANCH:
        choices = [_all_spelled(choice) for choice in argument[1]]
        together = frozenset().union(*choices)
        return together if all(choices) and len(together) <= _MOST else frozenset()
    if operator in _REPEATS and argument[1] == 1:
        once = _all_spelled(argument[2])
        return once | {""} if once and argument[0] == 0 else once
    return frozenset()


def _all_spelled(sequence: Sequence[tuple[Any, Any]]) -> Spellings:
    if all(operator is code.LITERAL for operator, _ in sequence):
        return frozenset({"".join(chr(letter) for _, letter in sequence)})
    made: Spellings = _NOTHING
    for operator, argument in sequence:
        spelled = _spelled(operator, argument)
        if not spelled or len(made) * len(spelled) > _MOST:
            return frozenset()
        made = _joined(made, spelled)
    return made


def _inside(operator: Any, argument: Any) -> list[Spellings]:
    """What a group, a choice or a repetition needs of which not every spelling can be followed."""
    if operator is code.SUBPATTERN:
        return _needs(argument[-1])
    if operator is code.ATOMIC_GROUP:
        return _needs(argument)
    if operator in _REPEATS and argument[0] > 0:
        return _needs(argument[2])
    if operator is code.BRANCH:
        choices = [min(_needs(choice), key=_commonness) for choice in argument[1]]
        return [frozenset().union(*choices)] if all(map(_grams, choices)) else []
    return []


def _commonness(spellings: Spellings) -> float:
    """About how likely it is that a text holds one of the grams: short ones occur anywhere, and so do many."""
    grams = _grams(spellings)
    return sum(8.0 ** -len(gram) for gram in grams) if grams else float("inf")
