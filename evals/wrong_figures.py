"""One figure of a sentence made wrong: its number, or its unit. Knows English sentences and figures, not pairs or files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_NUMBER = re.compile(r"(?<![\w.,/:-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w/:]|[.,]\d|-[a-z])")
_WORD = "one|two|three|four|five|six|seven|eight|nine|ten|twelve"
_THRESHOLD = re.compile(
    r"(under|below|less than|fewer than|younger than|from|past|exceeds?|aged?|(?:up|down) to) $", re.I
)
_AT_LEAST = re.compile(r"(over|above|more than|at least|upwards of) $", re.I)
_AT_MOST = re.compile(r"(up to|within|as (?:many|long|much) as|at most) $", re.I)
_ABOUT = re.compile(
    r"(about|around|roughly|some|nearly|almost|close to|like|average of|approximately|one in|1 in) $", re.I
)
_OPEN_END = re.compile(r"[^.,;]{0,18} (or (more|over|older|longer|less|lower|under|below)|and over|up)\b", re.I)
_LOOSE = 0.25
"""How far, as a share, a figure said to be "about" must move before it is wrong. A guess; nearer ones are skipped."""
_ARM = re.compile(r"(?P<a>\d+(?:\.\d+)?)(?P<u>%| points| mg)(?P<mid>[^.;]*?[a-z][^.;]*?)(?P<b>\d+(?:\.\d+)?)(?P=u)")
_PLAIN_RANGE = re.compile(r"^ ?(to|and|or|-) ?$")

_LARGER = {
    "seconds": "minutes", "minutes": "hours", "hours": "days", "days": "weeks", "weeks": "months", "months": "years",
    "mg": "g", "micrograms": "mg", "micrograms/L": "mg/L", "ng/mL": "mg/mL", "cm": "metres", "mmol": "mol",
    "mmol/L": "mol/L", "mg/dL": "g/dL", "mEq/L": "Eq/L",
}  # fmt: skip
_SMALLER = {
    "minutes": "seconds", "hours": "minutes", "days": "hours", "weeks": "days", "months": "weeks", "years": "months",
    "g": "mg", "mg": "micrograms", "cm": "mm", "%": " in 1,000", "micrograms/L": "ng/L", "ng/mL": "ng/L",
    "mmol/L": "mg/dL", "mg/dL": "mmol/L", "mmol": "mg", "points": "%", "mmHg": "%", "micrograms": "ng",
}  # fmt: skip
_UNIT_RANGE = re.compile(r"(\d%|hour|seconds) (to|and|or) (about )?$")
_PERCENT = {"%": "percent", "points": "points"}
_RATES = {
    "a day": "a week",
    "a week": "a month",
    "an hour": "a night",
    "every week": "every day",
    "per hour": "per night",
}
_UNIT = re.compile(
    rf"(?<![\w.,/-])(?P<n>\d[\d.,]*|{_WORD})(?P<gap> ?)"
    r"(?P<u>micrograms/L|micrograms|ng/mL|mg/dL|mmol/L|mEq/L|mmHg|mmol|mg|cm|g|%"
    r"|points|seconds|minutes|hours|days|weeks|months|years)(?![\w/])(?! old| of age|-old|s? later, )",
    re.I,
)
_RATE = re.compile(
    rf"(?<![\w.,])(?P<n>\d[\d.,]*(?: mg| g)?|twice|times|{_WORD}) (?P<u>a day|a week|an hour|per hour|every week)(?!\w)"
)


class Figure(NamedTuple):
    """A sentence with one figure made wrong, and what was done to it."""

    way: str
    statement: str
    note: str


def _value(text: str) -> float:
    return float(text.replace(",", ""))


def _like(value: float, text: str) -> str:
    """`value` with as many decimals and thousands marks as `text` has."""
    decimals = len(text.partition(".")[2])
    return f"{value:,.{decimals}f}" if "," in text else f"{value:.{decimals}f}"


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(19|20)\d\d", text))


def _digits(text: str) -> Iterator[str]:
    for i in range(len(text) - 1):
        if text[i : i + 2].isdigit() and text[i] != text[i + 1]:
            yield text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def _proposals(text: str, before: str, after: str) -> Iterator[tuple[str, str]]:
    """(way, new number) for one number with what stands around it."""
    value = _value(text)
    if _is_year(text):
        yield from (("year", str(int(text) + step)) for step in (-6, -3, -1, 2) if int(text) + step < 2026)
        return
    is_range = bool(re.match(r"%?(?: mg| g)?(?: to |-)\d", after) or re.search(r"\d%?(?: to |-)$", before))
    if is_range:
        is_low = bool(re.match(r"%?(?: mg| g)?(?: to |-)\d", after))
        yield "range end", _like(value * (0.5 if is_low else 1.5 if value < 10 else 1.25), text)
        return
    yield from (("digit swap", new) for new in _digits(text))
    yield from (
        ("neighbour", _like(value + step * 10 ** -len(text.partition(".")[2]), text)) for step in (-2, -1, 1, 2)
    )
    if value >= 40:
        yield from (("neighbour", _like(value * factor, text)) for factor in (0.5, 1.5))
    if "." in text:
        whole, _, part = text.partition(".")
        yield "decimal", (whole + part[0]).lstrip("0") + (f".{part[1:]}" if part[1:] else "")
    elif value >= 100 and text.endswith("0") and "," not in text:
        yield "decimal", text[:-1]
    elif 10 <= value < 100 and after.startswith(("%", " mg", " points")):
        yield "decimal", _like(value / 10, "0.0")


def _is_wrong(old: str, new: str, before: str, after: str) -> bool:
    """Whether `new` contradicts `old`: far from what is said to be "about" it, on the wrong side of a bound.

    A threshold is left alone: what holds for all under 30 holds for all under 29 too.
    """
    if not new or new.startswith("00") or (new[0] == "0" and "." not in new):
        return False
    was, now = _value(old), _value(new)
    if now <= 0 or now == was or (after.startswith("%") and now > 100):
        return False
    if _ABOUT.search(before) or after.startswith(" or so"):
        return abs(now - was) >= _LOOSE * was
    if _AT_LEAST.search(before):
        return now > was
    if _AT_MOST.search(before):
        return now < was
    return not (_THRESHOLD.search(before) or _OPEN_END.match(after))


def wrong_numbers(statement: str, quotes: str) -> Iterator[Figure]:
    """`statement` with one number changed, or two of the same unit swapped; never to a number that `quotes` has."""
    known = {_value(n) for n in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", quotes)}
    for match in _NUMBER.finditer(statement):
        old, before, after = match[0], statement[: match.start()], statement[match.end() :]
        for way, new in _proposals(old, before, after):
            if _is_wrong(old, new, before, after) and _value(new) not in known:
                yield Figure(way, before + new + after, f"{old} -> {new} ({way})")
    for match in _ARM.finditer(statement):
        a, b = match["a"], match["b"]
        if a != b and not _PLAIN_RANGE.match(match["mid"]):
            swapped = b + match["u"] + match["mid"] + a + match["u"]
            changed = statement[: match.start()] + swapped + statement[match.end() :]
            yield Figure("swapped arms", changed, f"{a}{match['u']} and {b}{match['u']} changed places")


def _may_grow(before: str) -> bool:
    """Whether a larger unit is wrong: "within six days" still holds of six hours, and a cause above 400 mg is one above 400 g."""
    return not (_AT_MOST.search(before) or re.search(r"(over|above|more than) $", before, re.I))


def _may_shrink(before: str) -> bool:
    """Whether a smaller unit is wrong: after "at least" or "under" it would still hold."""
    return not (_AT_LEAST.search(before) or _THRESHOLD.search(before))


def wrong_units(statement: str, quotes: str) -> Iterator[Figure]:
    """`statement` with one unit changed and its number kept; never to a number and unit that `quotes` has."""
    for match in _UNIT.finditer(statement):
        before, after = statement[: match.start()], statement[match.end() :]
        if _OPEN_END.match(after) or _UNIT_RANGE.search(before) or re.match(r" (to|and|or) \d", after):
            continue
        for way, units, may in (("larger unit", _LARGER, _may_grow), ("smaller unit", _SMALLER, _may_shrink)):
            new = units.get(match["u"])
            if new is None or not may(before):
                continue
            figure = match["n"] + ("" if new[0] in " %" else match["gap"]) + new
            if figure not in quotes:
                rest = (
                    re.sub(r"^ of (?=[A-Za-z])(?!those|these|the |all |them)", " ", after)
                    if match["u"] == "%"
                    else after
                )
                yield Figure(_PERCENT.get(match["u"], way), before + figure + rest, f"{match[0]} -> {figure}")
    for match in _RATE.finditer(statement):
        before, after = statement[: match.start()], statement[match.end() :]
        figure = f"{match['n']} {_RATES[match['u']]}"
        if figure not in quotes and not _AT_LEAST.search(before) and not re.match(" (of|or) ", after):
            yield Figure("rate", before + figure + after, f"{match[0]} -> {figure}")
