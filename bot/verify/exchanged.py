"""The lock on exchanged names: what is said of one is not what the quote says of another of its sort."""

from __future__ import annotations

import re
from itertools import combinations, product

from bot.verify.binding import Context, context, fit
from bot.verify.compared import confirmed
from bot.verify.naming import all_names, chooses
from bot.verify.reading import Mark, Reading
from bot.verify.verdict import Failure

_YEAR = re.compile(r"(?:19|20)\d\d")
_DATED = 1
"""Words between a year and the kind of study it is of, at most. A guess."""
_ANYBODY = "population:adult"
_ITEM = 5
"""Words between two commas of a list of names, at most. A guess."""
_TAKEN = 0.3
"""How much better a name must fit the place of another of the quote. A guess; `python -m evals verifier` shows what it costs."""
_SWAPPED = 0.3
"""How much better two names must fit each other's places. A guess; `python -m evals verifier` shows what it costs."""


def check_swapped(statement: Reading, quote: Reading) -> list[Failure]:
    """Names that have taken the place of another: what is said of one is what the quote says of another of its sort."""
    said, there = _places(statement), _places(quote)
    settled = [c.front | c.back for c in confirmed(statement, quote)]
    failures = []
    for key, rival in product(sorted(said.keys() & there.keys()), sorted(there.keys() - said.keys())):
        is_taken = fit(said[key], there[rival]) > fit(said[key], there[key]) + _TAKEN
        if (
            is_taken
            and _are_alike(key, rival)
            and not _are_kin(key, rival, quote)
            and not _are_listed(key, rival, quote)
        ):
            failures.append(Failure("entity", key.partition(":")[2]))
    failures += _chosen_by_another(statement, quote)
    for one, other in combinations(sorted(said.keys() & there.keys()), 2):
        kept = fit(said[one], there[one]) + fit(said[other], there[other])
        swapped = fit(said[one], there[other]) + fit(said[other], there[one])
        is_settled = any({one, other} <= names for names in settled)
        if (
            swapped > kept + _SWAPPED
            and _are_alike(one, other)
            and not is_settled
            and not _are_listed(one, other, quote)
        ):
            failures.append(Failure("entity", one.partition(":")[2]))
    return failures


def _chosen_by_another(statement: Reading, quote: Reading) -> list[Failure]:
    """ "People with gout who had RLS" of which the quote says "people with RLS who had gout"."""
    said, there = ({m.key for m in r.marked("name") if chooses(m, r)} for r in (statement, quote))
    beside = {m.key for m in quote.marked("name")} - there
    if said & there or not there & {m.key for m in statement.marked("name")}:
        return []
    return [Failure("entity", key.partition(":")[2]) for key in sorted(said & beside)[:1]]


def check_kind(statement: Reading, quote: Reading) -> list[Failure]:
    """ "A 2015 survey" of which the quote says "a 2015 review": a kind of study with another one's year."""
    failures = []
    for year, key in _dated(statement):
        there = {k for y, k in _dated(quote) if y == year}
        implied = frozenset().union(*(quote.lexicon.implied.get(k, frozenset()) for k in there))
        wider = quote.lexicon.implied.get(key, frozenset())
        if there and key not in there | implied and not wider & there:
            failures.append(Failure("study", key.partition(":")[2]))
    return failures


def _dated(reading: Reading) -> list[tuple[str, str]]:
    """Each year with the kind of study that stands right behind it."""
    marks = [m for m in reading.marked("name") if m.key.startswith("study:")]
    return [
        (quantity.low, mark.key)
        for quantity in reading.quantities
        if _YEAR.fullmatch(quantity.low)
        for mark in marks[:]
        if 0 <= mark.start - quantity.end <= _DATED
    ]


def _are_alike(one: str, other: str) -> bool:
    return one.partition(":")[0] == other.partition(":")[0]


def _are_kin(one: str, other: str, quote: Reading) -> bool:
    """Whether one name says the other as well; who is an adult is said of nearly everybody."""
    implied = quote.lexicon.implied
    return other == _ANYBODY or other in implied.get(one, ()) or one in implied.get(other, ())


def _are_listed(one: str, other: str, quote: Reading) -> bool:
    marks = [m for m in quote.marks if m.family == "name"]
    pairs = [(m, o) for m in marks if m.key == one for o in marks if o.key == other]
    return any(_is_list(min(p, key=_start), max(p, key=_start), quote) for p in pairs)


def _start(mark: Mark) -> int:
    return mark.start


def _is_list(first: Mark, second: Mark, reading: Reading) -> bool:
    """Whether two names overlap or stand in one list, so that each is said what the other is said."""
    if first.end > second.start:
        return True
    items: list[int] = [0]
    for token in reading.tokens[first.end : second.start]:
        if token.text in (",", "and", "or", "nor"):
            items.append(0)
        else:
            items[-1] += 1
    return len(items) > 1 and items[0] <= 1 and max(items) <= _ITEM


def _places(reading: Reading) -> dict[str, list[Context]]:
    """What stands near each name, wherever it stands."""
    found: dict[str, list[Context]] = {}
    for mark in all_names(reading):
        found.setdefault(mark.key, []).append(context(reading, mark.start, mark.end))
    return found
