"""The lock on numbers: each quantity of a statement is in its quote, with its unit, its bounds and what it is of."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from bot.verify.arms import check_reversed, is_misdated, of_another
from bot.verify.numbers import Quantity, is_equal, is_same_share, share_of
from bot.verify.reading import Mark, Reading
from bot.verify.units import UNIT_OF
from bot.verify.verdict import Failure
from bot.verify.wordmatch import is_borne

_BOUNDS = ("atmost", "atleast", "over", "under")
_TIMES = ("minute", "hour", "day", "night", "week", "month", "year", "decade")
_SPANS = ("week", "month", "fortnight", "decade")
"""Those that are said of nothing but a length of time: a "day" may be the part of it, an "hour" an occasion."""
_PLURAL_SPANS = frozenset("seconds minutes hours days nights years hourly".split())
"""Of the others those words that are a length of time, or how often."""
_BESIDES = frozenset("versus vs and to compared against".split())
_ARM = 8
"""Tokens between two numbers that share one unit, at most. A guess."""
_AGED = frozenset("age ages aged".split())
_BEHIND = ("or", "and")
"""First words of a bound behind its number: "or more"."""
_BESIDE = 6
"""Tokens between a round share and its figure."""
_BACK = frozenset("these those them".split())
_SOME = frozenset("with who affected such".split())
"""Words that say of whom a share is."""
_GLOSS = Fraction(1, 20)
"""Share of the figure beside it by which a round share may be off. A guess."""
_GLOSS_ABOUT = Fraction(1, 10)
"""The same where an "about" is said."""
_BEYOND = Fraction(1, 5)
"""How far a figure may lie beyond a round share that is said to be less, or more, than it. A guess."""


def check_amounts(statement: Reading, quote: Reading) -> list[Failure]:
    """Numbers, ranges, shares, years, doses, frequencies and durations that the quote does not bear."""
    failures = [f for q in statement.quantities if (f := _lacking(q, statement, quote))]
    have = Counter(q.key for q in quote.quantities)
    counted = [q for q in statement.quantities if not _is_pronoun(q, statement)]
    said = Counter(q.key for q in counted)
    shown = {q.key: q.shown for q in counted}
    failures += [Failure("number", shown[key]) for key, count in said.items() if 0 < have[key] < count]
    return failures or check_reversed(statement, quote) or _identifiers(statement, quote) or _spans(statement, quote)


def _is_pronoun(quantity: Quantity, reading: Reading) -> bool:
    """ "Between the two", "in both": a number word that points back and counts nothing anew."""
    words = [t.text for t in reading.tokens[max(0, quantity.start - 1) : quantity.end + 1]]
    return words[0] in ("the", "these", "those") and words[1] == "two" and not words[-1].isalpha()


def _lacking(quantity: Quantity, statement: Reading, quote: Reading) -> Failure | None:
    if _is_pronoun(quantity, statement) or _is_gloss(quantity, statement, quote):
        return None
    same_value = [q for q in quote.quantities if is_equal(q, quantity)]
    if not same_value:
        return Failure("number", quantity.shown)
    candidates = [q for q in same_value if is_same_share(q, quantity) or quantity.unit in (q.unit, _unit(q, quote))]
    if not candidates:
        return Failure("unit", quantity.shown)
    candidates = [q for q in candidates if quantity.rate in ("", q.rate, _rate(q, quote))]
    if not candidates:
        return Failure("unit", f"{quantity.shown} per {quantity.rate}")
    bound = _bounds(statement, quantity)
    kept = [q for q in candidates if _agrees(bound, _bounds(quote, q))]
    if not kept:
        is_about = "about" in _bounds(quote, candidates[0]) and "about" not in bound
        return Failure("hedge" if is_about else "comparator", quantity.shown)
    if is_misdated(quantity, kept, statement, quote):
        return Failure("number", quantity.shown)
    if _of_part(quantity, kept, statement, quote):
        return Failure("number", quantity.shown)
    return of_another(quantity, kept, statement, quote)


def _unit(quantity: Quantity, reading: Reading) -> str:
    """The unit of a number: its own, or that of the number it is set beside ("7.2 points versus 3.8")."""
    if quantity.unit:
        return quantity.unit
    if quantity.high and any(t.text in _AGED for t in reading.tokens[: quantity.start]):
        return "year"  # "170 mg at ages 1-3, 230 mg at 3-9"
    for other in reading.quantities:
        between = [t.text for t in reading.tokens[min(other.end, quantity.end) : max(other.start, quantity.start)]]
        if other.unit and 0 < len(between) <= _ARM and _BESIDES & set(between):
            return other.unit
    return ""


def _rate(quantity: Quantity, reading: Reading) -> str:
    """What a number is per; the other number of its unit says it for both ("300 mg a day for men, 250 mg for women")."""
    if quantity.rate:
        return quantity.rate
    rates = {q.rate for q in reading.quantities if quantity.unit and q.unit == quantity.unit and q.rate}
    rates |= {q.rate for q in reading.quantities if q.start == quantity.end + 1 and _joint(quantity, reading) == "to"}
    return rates.pop() if len(rates) == 1 else ""


def _joint(quantity: Quantity, reading: Reading) -> str:
    """The token right behind a quantity."""
    return reading.tokens[quantity.end].text if quantity.end < len(reading.tokens) else ""


def _is_gloss(quantity: Quantity, statement: Reading, quote: Reading) -> bool:
    """ "About a third (32.5%)": a round share beside the quote's own figure, which it fits to one part in twenty."""
    if quantity.unit != "share" or "/" not in quantity.low:
        return False
    beside = [q for q in statement.quantities if q.unit == "%" and 0 < q.start - quantity.end <= _BESIDE]
    share = 100 * Fraction(quantity.low)
    bounds = _bounds(statement, quantity)
    return any(
        not q.high and _rounds(share, Fraction(q.low), bounds) and q.key in {there.key for there in quote.quantities}
        for q in beside
    )


def _rounds(share: Fraction, figure: Fraction, bounds: frozenset[str]) -> bool:
    """Whether a round share says a figure: "about one in ten" 10.6%, "more than half" 55%."""
    if "over" in bounds or "under" in bounds:
        off = figure - share if "over" in bounds else share - figure
        return 0 < off <= _BEYOND * share
    return abs(share - figure) <= (_GLOSS_ABOUT if "about" in bounds else _GLOSS) * figure


def _agrees(said: frozenset[str], there: frozenset[str]) -> bool:
    """Whether the bounds are the same; "about" may be added, never dropped. "Over two years" may be "for two years"."""
    hard = frozenset(_BOUNDS) - ({"over"} if "during" in said | there else frozenset())
    return said & hard == there & hard and ("about" in said or "about" not in there)


def _bounds(reading: Reading, quantity: Quantity) -> frozenset[str]:
    """ "about", "up to", "at least", "more than", "under" where they stand by a number."""
    found = set()
    near = [m for m in reading.marks if m.family == "hedge" and _stands_by(m, quantity, reading)]
    for mark in near:
        is_part = any(
            m.start <= mark.start and mark.end <= m.end and m.end - m.start > mark.end - mark.start for m in near
        )
        if mark.key in ("about", *_BOUNDS) and not is_part:  # "more than" in "no more than" is none
            found.add(mark.key)
            if reading.tokens[mark.start].text == "over" and quantity.unit in _TIMES:
                found.add("during")
    return frozenset(found)


def _stands_by(mark: Mark, quantity: Quantity, reading: Reading) -> bool:
    """Whether a mark is before a number, inside it, or, as an "or more", behind it; the "and above" before one is a joint and a bound."""
    if mark.end <= quantity.start:
        gap = {t.text for t in reading.tokens[mark.end : quantity.start]}
        is_near = quantity.start - mark.end <= 2 and not gap - {"a", "an", "the", "of", "in"}
        return is_near and reading.tokens[mark.start].text not in _BEHIND
    is_within = quantity.start < mark.start and mark.end <= quantity.end
    return is_within or (mark.start == quantity.end and reading.tokens[mark.start].text in _BEHIND)


def _is_span(at: int, reading: Reading) -> bool:
    """ "Within a day", "within an hour": one of a unit of time, with no number."""
    before = [t.text for t in reading.tokens[max(0, at - 2) : at]]
    return UNIT_OF.get(reading.tokens[at].text) in _TIMES and before in (["within", "a"], ["within", "an"])


def _of_part(quantity: Quantity, candidates: list[Quantity], statement: Reading, quote: Reading) -> bool:
    """Whether a share of some of the people ("half of these") is given as a share of all: "half of the women"."""
    points_back = [_is_back(q, quote) for q in candidates]
    following = _followed(quantity, statement)
    return share_of(quantity) is not None and all(points_back) and "of" in following and not following & (_BACK | _SOME)


def _is_back(quantity: Quantity, reading: Reading) -> bool:
    """ "Half of these", but not "2% of those aged 12"."""
    of, back, then = (*(t.text for t in reading.tokens[quantity.end : quantity.end + 3]), "", "", "")[:3]
    return of == "of" and back in _BACK and then not in _SOME | {"aged", "without", "in", "on"}


def _followed(quantity: Quantity, reading: Reading) -> set[str]:
    return {t.text for t in reading.tokens[quantity.end : quantity.end + _ARM // 2]}


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
        and (UNIT_OF.get(t.text) in _SPANS or t.text in _PLURAL_SPANS or _is_span(t.at, statement))
        and UNIT_OF.get(t.text, t.text) not in there
        and not is_borne(t.at, statement, quote)
    ]
