"""Two arms exchanged: a number of a statement that is, in its quote, the number of something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from bot.verify.binding import around, fit, told_apart
from bot.verify.numbers import Quantity, is_equal, share_of
from bot.verify.reading import Mark, Reading
from bot.verify.verdict import Failure

_YEAR = re.compile(r"(?:19|20)\d\d")
_IN_ORDER = 0.5
"""How much better another number's words must fit before a number counts as taken from it, in the quote's order. A guess."""
_OUT_OF_ORDER = 0.3
"""The same where the order is another. A guess."""
_EXCHANGED = 0.0
"""The same where both are said, the one in the other's turn: that they belong as they are must show."""
_AGAINST = frozenset("versus vs compared with to against".split())
_PEOPLE = frozenset("people adults patients participants persons".split())
_COUNTABLE = _PEOPLE | frozenset("studies trials women men children healthy matched pregnant older regions".split())
_JOINTS = frozenset("and but while whereas than versus vs ,".split())
_FAR = 20
"""Tokens that a joint counts for."""
_NEXT = 7
"""Tokens from a name to the number it is of, at most. A guess."""
_DATED = frozenset(
    "study trial report review survey guideline analysis paper january february march april may june july august september october"
    " november december beginning end start summer autumn winter spring".split()
)
_GLOSS = Fraction(1, 20)
"""Share of a figure by which a round share may be off; see `amounts`."""
_COUNTED = 6
"""Words behind a number of which one may be what it counts, at most. A guess."""


def check_reversed(statement: Reading, quote: Reading) -> list[Failure]:
    """ "1.9% versus 0.8%" where the quote has "0.8% versus 1.9%": which arm is which is told by nothing but the order."""
    there = _beside(quote)
    return [Failure("number", one.shown) for one, other in _beside(statement) if (other.key, one.key) in _keys(there)]


def _keys(pairs: list[tuple[Quantity, Quantity]]) -> set[tuple[tuple[str, str, str], tuple[str, str, str]]]:
    return {(one.key, other.key) for one, other in pairs}


def _beside(reading: Reading) -> list[tuple[Quantity, Quantity]]:
    """Different numbers with nothing but a "versus" between them."""
    return [
        (one, other)
        for one, other in pairwise(reading.quantities)
        if one.key != other.key
        and (between := [t.text for t in reading.tokens[one.end : other.start] if t.is_word])
        and not set(between) - _AGAINST
        and between != ["to"]
    ]


def of_another(
    quantity: Quantity, candidates: Sequence[Quantity], statement: Reading, quote: Reading
) -> Failure | None:
    """A number whose words fit another number of the quote better: two arms exchanged."""
    sort = _sort(quantity)
    bare = [q for q in quote.quantities if not q.unit and q not in candidates]
    is_dated = sort == "year" and not _counts_people(quantity, statement)
    if not quantity.unit and not is_dated and _counts_other(quantity, candidates, bare, statement, quote):
        return Failure("number", quantity.shown)
    rivals = [
        q for q in quote.quantities if _sort(q) == sort and q not in candidates and quantity.low not in (q.low, q.high)
    ]
    rivals = [q for q in rivals if q.unit == quantity.unit or not _is_gloss_or_said(q, quantity, statement)]
    if not rivals:
        return None
    if _nearest_is_of_rival(quantity, candidates, rivals, statement, quote):
        return Failure("number", quantity.shown)
    if _is_of_the_rest(quantity, candidates, rivals, statement, quote):
        return Failure("number", quantity.shown)
    if _is_of_its_people(quantity, candidates, rivals, statement, quote):
        return None
    is_in_order = _keeps_order(statement, quote, sort)
    own = [around(statement, quantity)]
    for rival in rivals:
        there, theirs = [around(quote, q) for q in candidates], [around(quote, rival)]
        others = [q for q in statement.quantities if q is not quantity]
        said = [around(statement, q) for q in others if is_equal(q, rival) and q.unit == rival.unit]
        if is_in_order and said:
            there, theirs = told_apart(there, theirs)
        gain = fit(own, theirs) - fit(own, there)
        if is_in_order and gain > _IN_ORDER:
            return Failure("number", quantity.shown)
        if is_in_order:
            continue
        if said:  # both are said: exchanged only if the other gains too, or loses less than this one gains
            gain += fit(said, there) - fit(said, theirs)
        if gain > (_EXCHANGED if said else _OUT_OF_ORDER):
            return Failure("number", quantity.shown)
    return None


def _is_gloss_or_said(rival: Quantity, quantity: Quantity, statement: Reading) -> bool:
    """Whether a share in words is a percentage in round figures, or said by the statement too, so that it is no rival of it."""
    one, other = share_of(rival), share_of(quantity)
    is_near = one is not None and other is not None and abs(one - other) <= _GLOSS * other
    return is_near or any(is_equal(q, rival) for q in statement.quantities)


def is_misdated(quantity: Quantity, candidates: Sequence[Quantity], statement: Reading, quote: Reading) -> bool:
    """Whether a year of the quote stands in the statement where a count does: "10% of 2022 people", "2011 of 32 children"."""
    if quantity.unit or not _YEAR.fullmatch(quantity.low) or not _is_counting(quantity, statement):
        return False
    return not any(_is_counting(q, quote) for q in candidates)


def _is_counting(quantity: Quantity, reading: Reading) -> bool:
    """Whether what stands beside a number makes it no year."""
    before = [t.text for t in reading.tokens[max(0, quantity.start - 2) : quantity.start]]
    behind = [t.text for t in reading.tokens[quantity.end : quantity.end + 1]]
    if behind == ["of"] or _counts_people(quantity, reading):
        return True
    is_amount = before[-1:] in (["than"], ["to"]) or (before[-1:] == ["of"] and before[0] not in _DATED)
    return is_amount and not any(q.end == quantity.start - 1 and _YEAR.fullmatch(q.low) for q in reading.quantities)


def _counts_other(
    quantity: Quantity, candidates: Sequence[Quantity], rivals: Sequence[Quantity], statement: Reading, quote: Reading
) -> bool:
    """Whether what a bare number counts is what the quote counts by another: "18 reviews of 2018 studies"."""
    counted = _counted(quantity, statement, 1)
    there = [_counted(q, quote, _COUNTED) for q in candidates]
    if not counted or not all(there) or any(counted & one for one in there):
        return False
    return any(counted & _counted(q, quote, 2) for q in rivals)


def _counts_people(quantity: Quantity, reading: Reading) -> bool:
    """ "2016 people": no year."""
    is_place = (any(sense.startswith("place:") for sense in senses) for senses in reading.senses[quantity.end :])
    behind = next((t.text for t, place in zip(reading.tokens[quantity.end :], is_place, strict=True) if not place), "")
    return behind in _COUNTABLE


def _counted(quantity: Quantity, reading: Reading, words: int) -> frozenset[str]:
    """Senses of the words right behind a number, up to the next stop or number."""
    found: list[frozenset[str]] = []
    for token in reading.tokens[quantity.end :]:
        if not token.is_word or token.text in ("in", "with", "versus") or len(found) == words:
            break
        is_place = any(sense.startswith("place:") for sense in reading.senses[token.at])
        if not is_place and (not token.is_light or token.text in _COUNTABLE | _DATED):
            found.append(frozenset({"people"}) if token.text in _PEOPLE else reading.senses[token.at])
    return frozenset().union(*found)


def _nearest_is_of_rival(
    quantity: Quantity, candidates: Sequence[Quantity], rivals: Sequence[Quantity], statement: Reading, quote: Reading
) -> bool:
    """Whether the people nearest to a number are, in the quote, nearest to another number and not to this one."""
    own, there = _nearest(quantity, statement), [_with_wider(_nearest(q, quote), quote) for q in candidates]
    if not own or not all(there):
        return False
    return any(
        own & _of_one(theirs, there) and not own & _of_all(there, theirs)
        for theirs in (_nearest(q, quote) for q in rivals)
    )


def _with_wider(keys: frozenset[str], reading: Reading) -> frozenset[str]:
    """Names of people, and who they are as well: who is pregnant is a woman."""
    return keys.union(*(reading.lexicon.implied.get(key, frozenset()) for key in keys))


def _of_one(keys: frozenset[str], others: Sequence[frozenset[str]]) -> frozenset[str]:
    return keys.difference(*others)


def _of_all(some: Sequence[frozenset[str]], but: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*some) - but


def _is_of_the_rest(
    quantity: Quantity, candidates: Sequence[Quantity], rivals: Sequence[Quantity], statement: Reading, quote: Reading
) -> bool:
    """Whether a number is of "those without" in one text only, and another number is so in the other text."""
    own, there = _has_rest(quantity, statement), {_has_rest(q, quote) for q in candidates}
    if there != {not own} or not any(_has_rest(q, quote) == own for q in rivals):
        return False
    others = [q for q in statement.quantities if _sort(q) == _sort(quantity) and q is not quantity]
    return any(_has_rest(q, statement) != own for q in others)


def _has_rest(quantity: Quantity, reading: Reading) -> bool:
    """Whether "without" or "others" follows a number before the next number or stop."""
    following = reading.tokens[quantity.end :]
    end = next((t.at for t in following if t.text in ".;" or t.text[0].isdigit()), len(reading.tokens))
    return any(t.text in ("without", "others") for t in following if t.at < end)


def _is_of_its_people(
    quantity: Quantity, candidates: Sequence[Quantity], rivals: Sequence[Quantity], statement: Reading, quote: Reading
) -> bool:
    """Whether the people nearest to a number are nearest to it in the quote too, and to no other number there."""
    own = _nearest(quantity, statement)
    kept = any(own & _nearest(q, quote) for q in candidates)
    return kept and all(_nearest(q, quote) and not own & _nearest(q, quote) for q in rivals)


def _nearest(quantity: Quantity, reading: Reading) -> frozenset[str]:
    """The names of people nearest to a number in its sentence part."""
    stops = [t.at for t in reading.tokens if t.text in ".;"]
    start = max((at for at in stops if at < quantity.start), default=-1)
    stop = min((at for at in stops if at >= quantity.end), default=len(reading.tokens))
    near = [
        (min(abs(m.start - quantity.end), abs(quantity.start - m.end)) + _FAR * _is_joined(quantity, m, reading), m.key)
        for m in reading.marked("name")
        if m.key.startswith("population:") and start < m.start < stop
    ]
    closest = min((distance for distance, _ in near), default=0)
    return frozenset(key for distance, key in near if distance <= closest + 1)


def _is_joined(quantity: Quantity, mark: Mark, reading: Reading) -> bool:
    """Whether an "and" parts a name from a number, with another number on the name's side: it is that one's."""
    start, stop = sorted((quantity.start, mark.start))
    has_joint = any(t.text in _JOINTS for t in reading.tokens[start:stop])
    other = range(mark.end, mark.end + _NEXT) if mark.start > quantity.start else range(mark.start - _NEXT, mark.start)
    return has_joint and any(q.start in other for q in reading.quantities if q is not quantity)


def _keeps_order(statement: Reading, quote: Reading, sort: str) -> bool:
    """Whether the statement gives its numbers of a sort in the quote's order."""
    there = iter([q.key for q in quote.quantities if _sort(q) == sort])
    return all(key in there for key in [q.key for q in statement.quantities if _sort(q) == sort])


def _sort(quantity: Quantity) -> str:
    """What a number can be taken for: another of its unit, a year only for a year."""
    if quantity.unit or quantity.high:
        return "%" if quantity.unit == "share" else quantity.unit
    return "year" if _YEAR.fullmatch(quantity.low) else "count"
