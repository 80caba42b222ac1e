"""Words that point somewhere, and which way they point once a "not" or a "less" is heard. Judges nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.verify.denials import denied
from bot.verify.reading import Mark, Reading, Token
from bot.verify.units import RATES, UNIT_OF

_BOUNDS = ("atleast", "atmost", "over", "under")
_PLACES = frozenset("above over below under beneath".split())
_DEGREES = frozenset("well far much just way".split())
_THINGS = ("rest", "moving", "morning", "evening", "day", "night")
"""Ways that are things: "how rest brings on" asks for no degree."""
_GAP = 2
"""Tokens between a bound and its number, at most."""
_BINARY = frozenset("same different rest moving known unknown include exclude agree disagree full empty".split())
"""Ways of which not one is the other."""


@lru_cache(maxsize=4096)
def ways_marked(reading: Reading) -> tuple[Mark, ...]:
    """Words that point somewhere; those that bound a number ("3 or more") or name a place ("under the skin"), and "how severe", do not."""
    bounds = [m for m in reading.marks if m.family == "hedge" and m.key in _BOUNDS]
    counted = {at for q in reading.quantities for at in range(q.start, q.end)}
    return tuple(
        m
        for m in reading.marked("direction")
        if (m.start == 0 or reading.tokens[m.start - 1].text != "how" or m.key in _THINGS)
        and (m.start not in counted or reading.tokens[m.start].text in RATES)
        and not any(_holds(b, m) and _bounds_number(b, reading) for b in bounds)
        and not (reading.tokens[m.start].text in _PLACES and not _is_before_amount(m, reading))
    )


def _holds(outer: Mark, inner: Mark) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _bounds_number(mark: Mark, reading: Reading) -> bool:
    is_behind = reading.tokens[mark.start].text in ("or", "and")
    before = [t.text for t in reading.tokens[max(0, mark.start - 2) : mark.start]]
    if is_behind and before[:1] == ["a"] and before[-1] in UNIT_OF:
        return True  # "for a year or longer"
    return any(
        (mark.end <= q.start <= mark.end + _GAP and not _tells(reading.tokens[mark.end : q.start]))
        or (is_behind and mark.start == q.end)
        for q in reading.quantities
    )


def _tells(tokens: Sequence[Token]) -> bool:
    """Whether words between a bound and a number say what the bound is of: "more than control (95% CI"."""
    return any(not t.is_light and t.text != "about" for t in tokens)


def _is_before_amount(mark: Mark, reading: Reading) -> bool:
    following = [t.text for t in reading.tokens[mark.end : mark.end + 2]]
    if mark.start and reading.tokens[mark.start - 1].text in _DEGREES:
        return True
    return any(mark.end == q.start or mark.start == q.end for q in reading.quantities) or (
        following[:1] in (["a"], ["an"]) and following[-1] in UNIT_OF
    )


def way_of(mark: Mark, reading: Reading) -> str:
    """The way a mark points once what is denied is turned round."""
    key, opposite = _pointed(mark, reading)
    return turned_by_not(key, opposite)[0] if denied(mark, reading) else key


def _pointed(mark: Mark, reading: Reading) -> tuple[str, str]:
    """A mark's way and the other end; "less rare" is turned round."""
    opposite = reading.lexicon.opposite[mark.key]
    before = reading.tokens[mark.start - 1].text if mark.start else ""
    return (opposite, mark.key) if before in ("less", "least") else (mark.key, opposite)


def turned_by_not(key: str, opposite: str) -> tuple[str, str]:
    """ "Did not differ" is "the same"; "not better" is neither better nor worse, only the opposite of better."""
    return (opposite, key) if key in _BINARY else (f"not {key}", key)


def same_place(one: Mark, other: Mark) -> bool:
    """Whether two marks are on the same words."""
    return (one.start, one.end) == (other.start, other.end)
