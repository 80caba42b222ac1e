"""How a text names things: which names it has, what they stand for, who its people are. Judges nothing."""

from __future__ import annotations

from bot.verify.numbers import Quantity
from bot.verify.reading import Mark, Reading

_PEOPLE = frozenset("people adults women men children patients participants veterans americans those".split())
_CHILD = "population:child"
_GROWN = 18
"""Years from which a person is no child."""
_QUALIFIED = 6
"""Tokens from the people to the illness they have ("adults with moderate to severe RLS"), at most. A guess."""
_PARTED = frozenset("who that which had have has were was or and than without in".split())


def of_age(reading: Reading) -> frozenset[str]:
    """Who a text is about by age: "8- to 11-year-olds" are children."""
    ages = [q for q in reading.quantities if q.unit == "year" and _is_of_people(q, reading)]
    years = [float(end) for q in ages for end in (q.low, q.high) if end and "/" not in end]
    return frozenset({_CHILD}) if years and max(years) < _GROWN else frozenset()


def _is_of_people(quantity: Quantity, reading: Reading) -> bool:
    before = [t.text for t in reading.tokens[max(0, quantity.start - 2) : quantity.start]]
    behind = [t.text for t in reading.tokens[quantity.end : quantity.end + 1]]
    return bool({"aged", "age", "ages"} & set(before)) or behind in (["old"], ["olds"])


def chooses(mark: Mark, reading: Reading) -> bool:
    """Whether a name of a condition follows "people with"."""
    before = [t.text for t in reading.tokens[max(0, mark.start - _QUALIFIED) : mark.start]]
    with_ = max((at for at, text in enumerate(before) if text == "with"), default=0)
    is_near = all(word.isalpha() and word not in _PARTED for word in before[with_ + 1 :])
    return mark.key.startswith("condition:") and with_ > 0 and before[with_ - 1] in _PEOPLE and is_near


def all_names(reading: Reading) -> list[Mark]:
    """Names, those inside a longer name of the same sort left out: "gabapentin" is not in "gabapentin enacarbil"."""
    marks = [m for m in reading.marks if m.family == "name"]
    return [m for m in marks if not any(_holds(o, m) for o in marks)]


def with_implied(keys: frozenset[str], reading: Reading) -> frozenset[str]:
    """Some names, and those they stand for as well."""
    return keys.union(*(reading.lexicon.implied.get(key, frozenset()) for key in keys))


def _holds(outer: Mark, inner: Mark) -> bool:
    return (
        outer.start <= inner.start
        and inner.end <= outer.end
        and outer.end - outer.start > inner.end - inner.start
        and outer.key.partition(":")[0] == inner.key.partition(":")[0]
        and outer.key != inner.key
    )


def text_of(reading: Reading, mark: Mark) -> str:
    """The words of a mark."""
    return " ".join(t.text for t in reading.tokens[mark.start : mark.end])
