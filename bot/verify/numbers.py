"""Quantities in a text: digits and words, decimals, thousands, shares, ranges, each with its unit and its "per day"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from bot.verify.units import CARDINALS, FOLDS, FRACTIONS, MULTIPLIERS, PER, RATES, UNIT_OF

_SHARE_OF = 20
"""The largest number, round ones aside, that "one in" makes a share of. A guess."""
_WORDS_APART = 4
"""Words between "one" and its "in five", "in" itself included, at most. A guess."""
_AGE_BOUNDS = frozenset("up to over under from at least between about".split())
_AWAY = 6
"""Words between a dose and how often ("of oral magnesium each evening"), at most. A guess."""
_COMPARED = ("more", "fewer", "less")
_BOUND_BEHIND = [["or", word] for word in ("more", "fewer", "less", "over", "under", "above", "below")]
_EVERY_OTHER = (["every", "other"], ["every", "second"])
_ARTICLES = ("a", "an", "per", "each", "every", "the")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range. `low` and `high` are decimals or fractions as text, written one way only."""

    low: str
    high: str
    unit: str
    rate: str
    """What it is per: `day`, `week`, `l`; empty when nothing is said."""
    start: int
    end: int

    @property
    def key(self) -> tuple[str, str, str]:
        """What must be equal for two quantities to be one: both ends and the unit."""
        return self.low, self.high, self.unit

    @property
    def shown(self) -> str:
        """For a failure's detail."""
        return f"{self.low}{' to ' + self.high if self.high else ''} {self.unit}".strip()


def quantities(words: Sequence[str]) -> tuple[Quantity, ...]:
    """The quantities of a text, in order.

    Args:
        words: Its lower-case tokens, as `reading` cuts them.
    """
    found: list[Quantity] = []
    at = 0
    while at < len(words):
        read = _one(words, at)
        if read is None:
            at += 1
        else:
            found.append(read)
            at = read.end
    return tuple(_ranges(found, words))


def share_of(quantity: Quantity) -> Fraction | None:
    """The part of a whole that a quantity is; none for what is no part."""
    if quantity.high or quantity.unit not in ("%", "share"):
        return None
    return Fraction(quantity.low) / (100 if quantity.unit == "%" else 1)


def is_equal(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers are one: the same figures, or the same share ("a fifth" and "20 per cent" are equal, not near)."""
    return (one.low, one.high) == (other.low, other.high) or is_same_share(one, other)


def is_same_share(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are the same part of a whole."""
    share = share_of(one)
    return share is not None and share == share_of(other)


def _one(words: Sequence[str], at: int) -> Quantity | None:
    value = _value(words, at)
    if value is None:
        return _every_other(words, at)
    number, end, unit = value
    if not unit:
        unit, end = _unit(words, end)
    if _is_pronoun(words, at, end, unit):
        return None
    rate, end = _rate(words, end)
    return Quantity(number, "", unit, rate, at, end)


def _every_other(words: Sequence[str], at: int) -> Quantity | None:
    """ "Every other day", "on alternate days": half a time a day."""
    start = at + 2 if list(words[at : at + 2]) in _EVERY_OTHER else at + 1 if words[at] == "alternate" else 0
    rate = UNIT_OF.get(words[start], words[start]) if 0 < start < len(words) else ""
    return Quantity("1/2", "", "times", rate, at, start + 1) if rate in RATES else None


def _value(words: Sequence[str], at: int) -> tuple[str, int, str] | None:
    """The number at a place, where it ends, and its unit when the word says it itself ("twice")."""
    word = words[at]
    if word in FOLDS and (word != "once" or _is_frequency(words, at)):
        return FOLDS[word], at + 1, "times"
    if word[0].isdigit() and not word[-1].isalpha():
        return _digits(words, at)
    fraction = _fraction(words, at)
    if fraction:
        return fraction
    if word in CARDINALS or (word in MULTIPLIERS and at and words[at - 1] == "a"):
        return _worded(words, at)
    return None


def _is_frequency(words: Sequence[str], at: int) -> bool:
    """ "once a day", not "once it is found"."""
    following, then = (*words[at + 1 : at + 3], "", "")[:2]
    return following in PER or (following in _ARTICLES and following != "the" and UNIT_OF.get(then, then) in RATES)


def _digits(words: Sequence[str], at: int) -> tuple[str, int, str]:
    word = words[at]
    if "/" in word:
        return word, at + 1, ""
    value, end = Decimal(word.replace(",", "")), at + 1
    if end < len(words) and words[end] in MULTIPLIERS:
        value, end = value * MULTIPLIERS[words[end]], end + 1
    return _written(value), end, ""


def _fraction(words: Sequence[str], at: int) -> tuple[str, int, str] | None:
    """ "half", "a third", "two thirds", "three quarters"."""
    word = words[at]
    before = words[at - 1] if at else ""
    if word in FRACTIONS and (word.startswith("hal") or before in ("a", "one")):
        following = [w for w in words[at + 1 : at + 4] if w not in ("a", "an", "of")]
        unit = UNIT_OF.get(following[0]) if following and words[at + 1] in ("a", "an", "of") else None
        end = at + 1 + words[at + 1 :].index(following[0]) + 1 if unit else at + 1
        return FRACTIONS[word], end, unit or "share"
    if word in CARDINALS and at + 1 < len(words):
        part = words[at + 1]
        if part in ("thirds", "quarters", "fifths", "tenths"):
            return str(CARDINALS[word] * Fraction(FRACTIONS[part])), at + 2, "share"
        if word == "one" and part in FRACTIONS:
            return FRACTIONS[part], at + 2, "share"
    return None


def _worded(words: Sequence[str], at: int) -> tuple[str, int, str]:
    total, current, end = 0, 0, at
    while end < len(words):
        word = words[end]
        if word in CARDINALS and (current == 0 or (current % 100 >= 20 and CARDINALS[word] < 10) or current % 100 == 0):
            if current and current % 10:
                break
            current += CARDINALS[word]
        elif word in MULTIPLIERS:
            current = max(current, 1) * MULTIPLIERS[word]
            if MULTIPLIERS[word] >= 1000:
                total, current = total + current, 0
        else:
            break
        end += 1
    return str(total + current), end, ""


def _share(part: str, of: str) -> str:
    """ "1 in 4" and "a quarter" are one share."""
    try:
        return str(Fraction(part) / Fraction(of))
    except (ValueError, ZeroDivisionError):
        return f"{part}/{of}"


def _written(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _unit(words: Sequence[str], at: int) -> tuple[str, int]:
    if at >= len(words):
        return "", at
    if words[at] == "per" and at + 1 < len(words) and words[at + 1] == "cent":
        return "%", at + 2
    if words[at] == "or" and at + 2 < len(words) and words[at + 1] in ("more", "fewer", "less"):
        unit = UNIT_OF.get(words[at + 2])
        return (unit, at + 3) if unit else ("", at)
    unit = UNIT_OF.get(words[at])
    if words[at] == "second" and at + 1 < len(words) and words[at + 1] not in ("trimester",):
        unit = "second"
    if unit == "%" and at + 1 < len(words) and words[at + 1] in ("point", "points"):
        return "%point", at + 2
    return (unit, at + 1) if unit else ("", at)


def _rate(words: Sequence[str], at: int) -> tuple[str, int]:
    """ "a day", "per litre", "/dl", "daily", with what stands between ("of magnesium") left out."""
    if at >= len(words):
        return "", at
    if (
        words[at : at + 2] in _BOUND_BEHIND
        and at + 2 < len(words)
        and (_is_per(words, at + 2) or words[at + 2] == "of")
    ):
        rate, end = _rate(words, at + 2)  # "17 mg or less of iron a day"
        return (rate, end) if rate else ("", at)
    if words[at] in _COMPARED and at + 1 < len(words) - 1 and _is_per(words, at + 1):
        return _rate(words, at + 1)[0], at  # "0.18 fewer per week"
    if words[at] == "of":  # "7 hours of sleep a night"
        at = next((n for n in range(at + 1, min(at + _AWAY, len(words) - 1)) if _is_per(words, n)), at)
    word = words[at]
    if word in PER:
        return PER[word], at + 1
    if word in (*_ARTICLES, "/") and at + 1 < len(words):
        unit = UNIT_OF.get(words[at + 1], words[at + 1])
        if (word != "the" and unit in RATES) or word == "/":
            return unit, at + 2
    return "", at


def _is_per(words: Sequence[str], at: int) -> bool:
    if at + 1 >= len(words):
        return False
    return words[at] in ("a", "an", "per", "each", "every") and UNIT_OF.get(words[at + 1], words[at + 1]) in RATES


def _is_pronoun(words: Sequence[str], at: int, end: int, unit: str) -> bool:
    """ "one" that counts nothing: "one of them", "in one study"."""
    if words[at] != "one" or end - at > 1 or unit:
        return False
    following = words[end] if end < len(words) else ""
    then = words[end + 1] if end + 1 < len(words) else ""
    counts = then in CARDINALS or then[:1].isdigit()
    if _is_one_in(words, end):
        return False
    return not (following in ("in", "out", "to", "or") and (counts or then == "of"))


def _is_one_in(words: Sequence[str], end: int) -> bool:
    """ "One pregnant woman in five": a share, with what it is of between."""
    for at in range(end + 1, min(end + _WORDS_APART, len(words) - 1)):
        if words[at] == "in":
            return words[at + 1] in CARDINALS and all(word.isalpha() for word in words[end:at])
    return False


def _ranges(found: Sequence[Quantity], words: Sequence[str]) -> list[Quantity]:
    """Join "3 to 12", "3-12", "between 3 and 12"; a number before "or" takes the unit after it."""
    made: list[Quantity] = []
    for quantity in found:
        last = made[-1] if made else None
        if last is not None and not last.high and last.unit in ("", quantity.unit):
            between = list(words[last.end : quantity.start])
            is_part = _is_less(last.low, quantity.low)
            if is_part and _is_apart(last, between) and not quantity.unit and _is_whole(quantity.low):
                made[-1] = replace(last, low=_share(last.low, quantity.low), unit="share")  # "one woman in five"
                continue
            if between in (["in"], ["out", "of"]) and not last.unit and not quantity.unit and _is_whole(quantity.low):
                share = _share(last.low, quantity.low)
                made[-1] = replace(last, low=share, unit="share", rate=quantity.rate, end=quantity.end)
                continue
            if between in (["versus"], ["vs"]) and last.unit not in ("", "share") and not quantity.unit:
                quantity = replace(quantity, unit=last.unit)
            is_between = "between" in words[max(0, last.start - 2) : last.start]
            if between in ([], ["to"], ["up", "to"], ["down", "to"]) or (between == ["and"] and is_between):
                if quantity.unit != "share" and not _is_less(quantity.low, last.low):
                    made[-1] = replace(
                        last, high=quantity.low, unit=quantity.unit, rate=quantity.rate, end=quantity.end
                    )
                    continue
            elif between in (["or"], ["and"]) and not last.unit and quantity.unit not in ("share",):
                made[-1] = replace(last, unit=quantity.unit)
        made.append(quantity)
    return [replace(q, unit="year") if _is_age(q, words) else q for q in made]


def _is_apart(quantity: Quantity, between: Sequence[str]) -> bool:
    """Whether a few words and "in" follow a small number: it is a share of the number behind."""
    few = quantity.low.isdigit() and int(quantity.low) < _SHARE_OF and not quantity.unit
    return few and 2 <= len(between) <= _WORDS_APART and between[-1] == "in" and all(w.isalpha() for w in between)


def _is_less(one: str, other: str) -> bool:
    return "/" not in one + other and Decimal(one) < Decimal(other)


def _is_whole(number: str) -> bool:
    """Whether "in" before a number makes a share of it: "1 in 4", "3 in 1,000", but not "in 235 people"."""
    return number.isdigit() and (int(number) <= _SHARE_OF or set(number[1:]) == {"0"})


def _is_age(quantity: Quantity, words: Sequence[str]) -> bool:
    before = [word for word in words[max(0, quantity.start - 4) : quantity.start] if word not in _AGE_BOUNDS]
    return not quantity.unit and before[-1:] in (["aged"], ["age"], ["ages"])
