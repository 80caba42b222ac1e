"""What a text compares: which way, what with what, in words ("more often than") or by two figures ("47% ... and 10%"). Judges nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.verify.numbers import share_of
from bot.verify.reading import Mark, Reading
from bot.verify.ways import way_of, ways_marked

_THAN = frozenset(("than", "versus", "vs"))
_COMPARED = (["compared", "with"], ["compared", "to"], ["relative", "to"])
_WORDS = _THAN | frozenset(
    "compared comparison against as control controls other others without difference differences differ differed same similar placebo sham".split()
)
"""Words by which a text sets one thing beside another at all."""
_STOPS = frozenset(".;:(),?!")
_CLAUSE_ENDS = _STOPS | frozenset("but while whereas although though which".split())
_REST = frozenset("without other others".split())
_WHERE = frozenset("in after during at among over within under".split())
_REST_OF, _THE_ONES = frozenset({"the rest"}), frozenset({"the ones"})
_SIZES = frozenset("clear significant real meaningful marked obvious great large big major important apparent".split())
_FAVOUR = frozenset("favour favours favoured favouring favor favored favoring prefer prefers preferred".split())
"""Verbs that put what follows over something else."""
_ABOUT = ("about", "a", "an")
_DEGREES = frozenset("more less better worse most least".split())
_AGES = ("young", "old")
_NO_DEGREE = frozenset("long soon much many far high low little few".split())
_FAR = 40
"""Tokens from a way to its "than", at most. A guess."""
_BACK = 9
"""Tokens behind a "than" that may name what is compared with. A guess."""
_BETWEEN = 14
"""Tokens between two figures that are set beside each other, at most. A guess."""
UP = frozenset("rise more many common above much".split())
DOWN = frozenset("fall less few rare below little".split())


@dataclass(frozen=True, slots=True)
class Comparison:
    """Something is more or less than something else."""

    ways: frozenset[str]
    """The ways of its word; empty where none is near."""
    at: int
    """Where that word is; -1 where there is none."""
    front: frozenset[str]
    """Senses of what stands before, without those behind."""
    back: frozenset[str]
    """Senses of what stands behind, without those before."""
    span: range
    """The tokens of both sides."""
    behind: range
    """Those of what stands behind."""
    is_itself: bool
    """Whether both sides are the same thing."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Two shares side by side, and what tells their arms apart."""

    first: frozenset[str]
    second: frozenset[str]
    is_first_more: bool


@lru_cache(maxsize=4096)
def comparisons(reading: Reading) -> tuple[Comparison, ...]:
    """What a text compares in words, in order; "more than 20" is none."""
    numbers = {q.start for q in reading.quantities}
    found = []
    for token in reading.tokens:
        end = token.at + 1
        if [t.text for t in reading.tokens[token.at : token.at + 2]] in _COMPARED:
            end += 1
        elif token.text not in _THAN and not _is_over(token.at, reading):
            continue
        behind = [t.text for t in reading.tokens[end : end + 1]]
        if end not in numbers and not (behind and behind[0] in _ABOUT and end + 1 in numbers):
            found.append(_comparison(reading, token.at, end))
    return (*found, *_folds(reading))


def _comparison(reading: Reading, at: int, end: int) -> Comparison:
    start = _start(reading, at)
    marks = [m for m in ways_marked(reading) if start <= m.start and m.end <= at and at - m.end <= _FAR]
    marks = [m for m in marks if m.key not in _AGES]
    degrees = [m.start for m in marks if _is_degree(reading.tokens[m.start].text)] or [m.start for m in marks]
    place = max(degrees, default=-1)
    place = _graded(place, marks, reading)
    ways = _ways(place, reading)
    if reading.tokens[at].text == "over":
        verb = max(t.at for t in reading.tokens[:at] if t.text in _FAVOUR)
        ways, place, start = frozenset({"for"}), verb, verb
    return _held(reading, ways, place, range(start, at), range(end, _stop(reading, end)))


def _graded(place: int, marks: Sequence[Mark], reading: Reading) -> int:
    """Of "less rare" and "more severe" the word that is graded."""
    is_grade = place >= 0 and reading.tokens[place].text in ("more", "less")
    return place + 1 if is_grade and any(m.start == place + 1 for m in marks) else place


def _ways(place: int, reading: Reading) -> frozenset[str]:
    """The ways of the word at a place; a "more" or "less" before it counts where it does not turn the word round."""
    ways = frozenset(way_of(m, reading) for m in reading.marks if m.family == "direction" and m.start == place)
    before = reading.tokens[place - 1].text if place > 0 else ""
    if before == "more" and not ways & DOWN:
        ways |= {"more"}
    return ways


def _is_over(at: int, reading: Reading) -> bool:
    """ "Favouring the supplements over placebo"."""
    return reading.tokens[at].text == "over" and any(t.text in _FAVOUR for t in reading.tokens[max(0, at - _FAR) : at])


def _is_degree(word: str) -> bool:
    return word in _DEGREES or word.endswith("er")


def _held(reading: Reading, ways: frozenset[str], place: int, front: range, back: range) -> Comparison:
    one, other = _senses(reading, front.start, front.stop, place), _senses(reading, back.start, back.stop, place)
    named, all_ = other, one
    if _REST_OF & one ^ _REST_OF & other:  # "with" is told from "without"
        one, other = (one, other | _THE_ONES) if _REST_OF & one else (one | _THE_ONES, other)
    return Comparison(
        ways,
        place,
        one - other,
        other - one,
        range(front.start, back.stop),
        back,
        bool(named) and not named - all_ and not _is_alone(back, reading),
    )


def _is_alone(back: range, reading: Reading) -> bool:
    """ "Than people with only fibromyalgia": one of the two has something besides."""
    return any(reading.tokens[at].text in ("only", "alone", "just") for at in back)


def _folds(reading: Reading) -> list[Comparison]:
    """ "Twice as frequent among nurses as cooks", "half as likely as"."""
    found = []
    for at in (q.end for q in reading.quantities if q.end < len(reading.tokens) and reading.tokens[q.end].text == "as"):
        other = next((t.at for t in reading.tokens[at + 2 : at + _FAR] if t.text == "as"), None)
        fold = next(q for q in reading.quantities if q.end == at)
        if other is not None and fold.unit in ("times", "share") and not fold.high:
            ways = frozenset({"less", "rare"} if fold.unit == "share" else {"more", "common"})
            front, back = range(_start(reading, at), other), range(other + 1, _stop(reading, other + 1))
            found.append(_held(reading, ways, at + 1, front, back))
    return found


def evens(reading: Reading) -> bool:
    """Whether a text says that two things are alike: "no difference", "as well as", "the same"."""
    marks = ways_marked(reading)
    same = any(way_of(m, reading) == "same" or (m.key == "different" and _is_none(m.start, reading)) for m in marks)
    return same or levels(reading)


def levels(reading: Reading) -> bool:
    """Whether a text has an "as well as", with no "twice" before it."""
    folds = {q.end for q in reading.quantities}
    texts = [t.text for t in reading.tokens]
    return any(
        texts[at] == "as" and texts[at + 2] == "as" and at not in folds and texts[at + 1] not in _NO_DEGREE
        for at in range(len(texts) - 2)
    )


def _is_none(at: int, reading: Reading) -> bool:
    """ "No clear difference"."""
    before = [t.text for t in reading.tokens[max(0, at - 2) : at]]
    return len(before) == 2 and before[0] == "no" and before[1] in _SIZES


def _stop(reading: Reading, end: int) -> int:
    """Where what stands behind a "than" ends: at a stop, or at an "in" once something has been named."""
    named = False
    for token in reading.tokens[end : end + _BACK]:
        if token.at > end and (token.text in _CLAUSE_ENDS or (named and token.text in _WHERE)):
            return token.at
        named = named or (token.is_word and not token.is_light)
    return min(end + _BACK, len(reading.tokens))


def _start(reading: Reading, at: int) -> int:
    return max(
        (t.at + 1 for t in reading.tokens[:at] if t.text in ".;:" or t.text in ("but", "while", "whereas", "although")),
        default=0,
    )


def _senses(reading: Reading, start: int, stop: int, but: int) -> frozenset[str]:
    """What some tokens are of; "with" and "without" count, a number is itself, the way's own word is left out."""
    found: set[str] = set()
    for token in reading.tokens[start:stop]:
        if token.text in _REST:
            found.add("the rest")
        elif token.text[0].isdigit():
            found.add(f"#{token.text}")
        elif token.is_word and not token.is_light and token.at != but:
            found |= reading.senses[token.at]
    found |= {m.key for m in reading.marked("name") if start <= m.start and m.end <= stop}
    return frozenset(found)


def compares(reading: Reading) -> bool:
    """Whether a text sets anything beside anything."""
    return any(t.text in _WORDS for t in reading.tokens) or bool(figures(reading))


@lru_cache(maxsize=4096)
def figures(reading: Reading) -> tuple[Figures, ...]:
    """Two shares of one sentence part, each with its arm behind it: "47% of 102 people with RLS and 10% of 80 healthy people"."""
    found = []
    shares = [q for q in reading.quantities if share_of(q) is not None]
    for one, other in pairwise(shares):
        between = reading.tokens[one.end : other.start]
        if not between or len(between) > _BETWEEN or any(t.text in ".;:" for t in between):
            continue
        stop = next((t.at for t in reading.tokens[other.end :] if t.text in _CLAUSE_ENDS), len(reading.tokens))
        first, second = (
            _senses(reading, one.end, other.start, -1),
            _senses(reading, other.end, min(stop, other.end + _BETWEEN), -1),
        )
        low, high = share_of(one), share_of(other)
        if first - second and second - first and low is not None and high is not None and low != high:
            found.append(Figures(first - second, second - first, low > high))
    return tuple(found)
