"""The lock on whom a share is of: "5% of women" is not borne by "5% of people, most often women". Knows shares and names of people only."""

from __future__ import annotations

from bot.verify.numbers import Quantity, is_equal, share_of
from bot.verify.reading import Reading
from bot.verify.verdict import Failure

_ENDS = frozenset(".;:,()?!") | frozenset(
    "had have has were was are is did do and but while whereas versus than compared who which that".split()
)
_HAD = frozenset("had have developed got reported improved died".split())
_PEOPLE = frozenset("people adults women men children patients participants veterans".split())
_NEAR = 3
"""Tokens from a number to the people it counts, at most."""
_FAR = 12
"""Tokens behind a share that may say whom it is of, at most. A guess."""
_ANYBODY = "population:adult"


def check_whom(statement: Reading, quote: Reading) -> list[Failure]:
    """Shares that are said of other people than in the quote, where both say "of whom" right behind the share."""
    failures = []
    for quantity in (q for q in statement.quantities if share_of(q) is not None or q.unit == "%"):
        people = _whom(quantity, statement)
        there = [(q, _whom(q, quote)) for q in quote.quantities if is_equal(q, quantity)]
        others = [
            people - _known(q, theirs, quote) if people and theirs is not None else frozenset() for q, theirs in there
        ]
        if others and all(others):
            failures.append(Failure("population", sorted(others[0])[0].partition(":")[2]))
    return failures or _turned_to_result(statement, quote)


def _turned_to_result(statement: Reading, quote: Reading) -> list[Failure]:
    """ "1,008 had symptoms" of a study of 1,008 people: how many were asked is not how many had it."""
    for quantity in (q for q in statement.quantities if not q.unit and _follows(q, statement, _HAD)):
        there = [q for q in quote.quantities if is_equal(q, quantity)]
        if there and all(_follows(q, quote, _PEOPLE) and not _follows(q, quote, _HAD) for q in there):
            others = [q for q in quote.quantities if q not in there and _follows(q, quote, _HAD)]
            if others:
                return [Failure("number", quantity.shown)]
    return []


def _follows(quantity: Quantity, reading: Reading, words: frozenset[str]) -> bool:
    reach = _NEAR if words is _PEOPLE else 1
    return any(t.text in words for t in reading.tokens[quantity.end : quantity.end + reach])


def _whom(quantity: Quantity, reading: Reading) -> frozenset[str] | None:
    """Names of the people right behind an "of"; none where no "of" follows."""
    if [t.text for t in reading.tokens[quantity.end : quantity.end + 1]] != ["of"]:
        return None
    following = reading.tokens[quantity.end + 1 : quantity.end + _FAR]
    stop = next((t.at for t in following if t.text in _ENDS), min(len(reading.tokens), quantity.end + _FAR))
    return frozenset(
        m.key
        for m in reading.marked("name")
        if quantity.end < m.start and m.end <= stop and m.key.startswith("population:")
    )


def _known(quantity: Quantity, people: frozenset[str], quote: Reading) -> frozenset[str]:
    """Those a share is of, what their names stand for as well, and those named before it: "in a group of veterans ... 2%"."""
    before = {m.key for m in quote.marked("name") if m.end <= quantity.start}
    return people.union(before, *(quote.lexicon.implied.get(key, frozenset()) for key in people)) | {_ANYBODY}
