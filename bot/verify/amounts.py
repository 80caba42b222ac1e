"""The lock on numbers: each quantity of a statement is in its quote, with its unit, its bounds and what it is of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from bot.verify.binding import around, fit
from bot.verify.numbers import Quantity
from bot.verify.reading import Reading
from bot.verify.units import UNIT_OF
from bot.verify.verdict import Failure
from bot.verify.wordmatch import is_borne

_YEAR = re.compile(r"(?:19|20)\d\d")
_BOUNDS = ("atmost", "atleast", "over", "under")
_TIMES = ("minute", "hour", "day", "night", "week", "month", "year", "decade")
_SPANS = ("week", "month", "fortnight", "decade")
"""Those that are said of nothing but a length of time: a "day" may be the part of it, an "hour" an occasion."""
_IN_ORDER = 0.5
"""How much better another number's words must fit before a number counts as taken from it, in the quote's order. A guess."""
_OUT_OF_ORDER = 0.3
"""The same where the order is another. A guess."""
_BESIDES = frozenset("versus vs and to compared against".split())
_ARM = 4
"""Tokens between two numbers that share one unit, at most. A guess."""
_BESIDE = 6
"""Tokens between a round share and its figure."""
_GLOSS = 3
"""Percentage points a round share may be off the figure beside it. A guess."""


def check_amounts(statement: Reading, quote: Reading) -> list[Failure]:
    """Numbers, ranges, shares, years, doses, frequencies and durations that the quote does not bear."""
    failures = [f for q in statement.quantities if (f := _lacking(q, statement, quote))]
    have = Counter(q.key for q in quote.quantities)
    said = Counter(q.key for q in statement.quantities if not _is_pronoun(q, statement))
    for key, count in said.items():
        if have[key] and count > have[key]:
            failures.append(Failure("number", _shown(key)))
    return failures or _identifiers(statement, quote) or _spans(statement, quote)


def _is_pronoun(quantity: Quantity, reading: Reading) -> bool:
    """ "Between the two", "in both": a number word that points back and counts nothing anew."""
    words = [t.text for t in reading.tokens[max(0, quantity.start - 1) : quantity.end + 1]]
    return words[0] in ("the", "these", "those") and words[1] == "two" and not words[-1].isalpha()


def _lacking(quantity: Quantity, statement: Reading, quote: Reading) -> Failure | None:
    if _is_pronoun(quantity, statement) or _is_gloss(quantity, statement, quote):
        return None
    same_value = [q for q in quote.quantities if _is_equal(q, quantity)]
    if not same_value:
        return Failure("number", _shown(quantity.key))
    candidates = [q for q in same_value if _share(q) or quantity.unit in (q.unit, _unit(q, quote))]
    if not candidates:
        return Failure("unit", _shown(quantity.key))
    candidates = [q for q in candidates if quantity.rate in ("", q.rate, _rate(q, quote))]
    if not candidates:
        return Failure("unit", f"{_shown(quantity.key)} per {quantity.rate}")
    bound = _bounds(statement, quantity)
    kept = [q for q in candidates if _agrees(bound, _bounds(quote, q))]
    if not kept:
        is_about = "about" in _bounds(quote, candidates[0]) and "about" not in bound
        return Failure("hedge" if is_about else "comparator", _shown(quantity.key))
    return _of_another(quantity, kept, statement, quote)


def _is_equal(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers are one: the same figures, or the same share ("a fifth" and "20 per cent" are equal, not near)."""
    share = _share(one)
    return (one.low, one.high) == (other.low, other.high) or (share is not None and share == _share(other))


def _share(quantity: Quantity) -> Fraction | None:
    """The part of a whole that a quantity is; none for what is no part."""
    if quantity.high or quantity.unit not in ("%", "share"):
        return None
    return Fraction(quantity.low) / (100 if quantity.unit == "%" else 1)


def _unit(quantity: Quantity, reading: Reading) -> str:
    """The unit of a number: its own, or that of the number it is set beside ("7.2 points versus 3.8")."""
    if quantity.unit:
        return quantity.unit
    for other in reading.quantities:
        between = [t.text for t in reading.tokens[min(other.end, quantity.end) : max(other.start, quantity.start)]]
        if other.unit and 0 < len(between) <= _ARM and _BESIDES & set(between):
            return other.unit
    return ""


def _rate(quantity: Quantity, reading: Reading) -> str:
    """What a number is per; the other number of its unit says it for both ("300 mg a day for men, 250 mg for women")."""
    if quantity.rate:
        return quantity.rate
    rates = {q.rate for q in reading.quantities if q.unit == quantity.unit and q.rate}
    return rates.pop() if quantity.unit and len(rates) == 1 else ""


def _is_gloss(quantity: Quantity, statement: Reading, quote: Reading) -> bool:
    """ "About a third (32.5%)": a round share beside the quote's own figure, which it fits to two in a hundred."""
    if quantity.unit != "share" or "/" not in quantity.low:
        return False
    beside = [q for q in statement.quantities if q.unit == "%" and 0 < q.start - quantity.end <= _BESIDE]
    share = 100 * Fraction(quantity.low)
    return any(
        not q.high and abs(share - Fraction(q.low)) <= _GLOSS and q.key in {there.key for there in quote.quantities}
        for q in beside
    )


def _agrees(said: frozenset[str], there: frozenset[str]) -> bool:
    """Whether the bounds are the same; "about" may be added, never dropped. "Over two years" may be "for two years"."""
    hard = frozenset(_BOUNDS) - ({"over"} if "during" in said | there else frozenset())
    return said & hard == there & hard and ("about" in said or "about" not in there)


def _bounds(reading: Reading, quantity: Quantity) -> frozenset[str]:
    """ "about", "up to", "at least", "more than", "under" where they stand by a number."""
    found = set()
    for mark in reading.marks:
        if mark.family == "hedge" and mark.key in ("about", *_BOUNDS):
            gap = [t.text for t in reading.tokens[mark.end : quantity.start]]
            before = mark.end <= quantity.start and len(gap) <= 2 and not set(gap) - {"a", "an", "the", "of", "in"}
            within = quantity.start < mark.start and mark.end <= quantity.end
            if before or within or (mark.start == quantity.end and reading.tokens[mark.start].text in ("or", "and")):
                found.add(mark.key)
                if reading.tokens[mark.start].text == "over" and quantity.unit in _TIMES:
                    found.add("during")
    return frozenset(found)


def _of_another(
    quantity: Quantity, candidates: Sequence[Quantity], statement: Reading, quote: Reading
) -> Failure | None:
    """A number whose words fit another number of the quote better: two arms exchanged."""
    sort = _sort(quantity)
    rivals = [q for q in quote.quantities if _sort(q) == sort and q not in candidates]
    if not rivals:
        return None
    if _nearest_is_of_rival(quantity, candidates, rivals, statement, quote):
        return Failure("number", _shown(quantity.key))
    is_in_order = _keeps_order(statement, quote, sort)
    own, there = [around(statement, quantity)], [around(quote, q) for q in candidates]
    for rival in rivals:
        gain = fit(own, [around(quote, rival)]) - fit(own, there)
        if is_in_order and gain > _IN_ORDER:
            return Failure("number", _shown(quantity.key))
        others = [q for q in statement.quantities if q is not quantity]
        said = [around(statement, q) for q in others if _is_equal(q, rival) and q.unit == rival.unit]
        if said:  # both are said: exchanged only if the other gains too, or loses less than this one gains
            gain += fit(said, there) - fit(said, [around(quote, rival)])
        if gain > _OUT_OF_ORDER:
            return Failure("number", _shown(quantity.key))
    return None


def _nearest_is_of_rival(
    quantity: Quantity, candidates: Sequence[Quantity], rivals: Sequence[Quantity], statement: Reading, quote: Reading
) -> bool:
    """Whether the people nearest to a number are, in the quote, nearest to another number and not to this one."""
    own = _nearest(quantity, statement)
    if not own or any(own & _nearest(q, quote) for q in candidates) or not all(_nearest(q, quote) for q in candidates):
        return False
    return any(own & _nearest(q, quote) for q in rivals)


def _nearest(quantity: Quantity, reading: Reading) -> frozenset[str]:
    """The names of people nearest to a number in its sentence part."""
    stops = [t.at for t in reading.tokens if t.text in ".;"]
    start = max((at for at in stops if at < quantity.start), default=-1)
    stop = min((at for at in stops if at >= quantity.end), default=len(reading.tokens))
    near = [
        (min(abs(m.start - quantity.end), abs(quantity.start - m.end)), m.key)
        for m in reading.marked("name")
        if m.key.startswith("population:") and start < m.start < stop
    ]
    closest = min((distance for distance, _ in near), default=0)
    return frozenset(key for distance, key in near if distance <= closest + 1)


def _keeps_order(statement: Reading, quote: Reading, sort: str) -> bool:
    """Whether the statement gives its numbers of a sort in the quote's order."""
    there = iter([q.key for q in quote.quantities if _sort(q) == sort])
    return all(key in there for key in [q.key for q in statement.quantities if _sort(q) == sort])


def _sort(quantity: Quantity) -> str:
    """What a number can be taken for: another of its unit, a year only for a year."""
    if quantity.unit or quantity.high:
        return quantity.unit
    return "year" if _YEAR.fullmatch(quantity.low) else "count"


def _identifiers(statement: Reading, quote: Reading) -> list[Failure]:
    """Words with digits in them, such as B12 or HbA1c."""
    wanted = {t.text for t in statement.tokens if t.is_word and any(c.isdigit() for c in t.text)}
    return [Failure("entity", word) for word in sorted(wanted - {t.text for t in quote.tokens})]


def _spans(statement: Reading, quote: Reading) -> list[Failure]:
    """Times without a number ("within a week") of which the quote says nothing in any form."""
    there = {q.unit for q in quote.quantities} | {q.rate for q in quote.quantities}
    there |= {UNIT_OF.get(t.text, t.text) for t in quote.tokens}
    counted = {at for q in statement.quantities for at in range(q.start, q.end)}
    return [
        Failure("unit", t.text)
        for t in statement.tokens
        if t.at not in counted
        and UNIT_OF.get(t.text) in _SPANS
        and UNIT_OF[t.text] not in there
        and not is_borne(t.at, statement, quote)
    ]


def _shown(key: tuple[str, str, str]) -> str:
    low, high, unit = key
    return f"{low}{' to ' + high if high else ''} {unit}".strip()
