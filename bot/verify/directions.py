"""The lock on direction: up or down, better or worse, for or against, and which side of a comparison is which."""

from __future__ import annotations

from bot.verify.binding import context, overlap
from bot.verify.polarity import denied
from bot.verify.reading import Mark, Reading
from bot.verify.verdict import Failure
from bot.verify.wordmatch import is_borne

_COMPARE = frozenset({"than", "versus", "vs"})
_SEGMENT_ENDS = frozenset((".", ";", ":", "while", "whereas", "but", "although"))
_MARGIN = 0.0
_KIN = {"rise": "more", "more": "rise", "fall": "less", "less": "fall"}
"""Rise and more, fall and less: one says the other where a text has only one of them."""


_SAME_OR_NOT = frozenset({"same", "different"})
_ALWAYS = frozenset(
    {
        "rise",
        "fall",
        "more",
        "less",
        "better",
        "worse",
        "for",
        "against",
        "before",
        "after",
        "start",
        "stop",
        "common",
        "rare",
        "strong",
        "weak",
        "severe",
        "mild",
    }
)
"""Rise and fall, more and less, better and worse: never said where the quote does not speak of that scale."""


def check_direction(statement: Reading, quote: Reading) -> list[Failure]:
    """Directions that the quote does not take, or takes of something else, and comparisons turned round."""
    turned = _turned(statement, quote)
    failures = []
    for mark in statement.marked("direction"):
        keys = {m.key for m in statement.marks if m.family == "direction" and _same_place(m, mark)}
        verdict = max((_points(key, mark, statement, quote) for key in keys), default=1)
        if verdict == 0 and (not keys & _ALWAYS or _all_borne(mark, statement, quote)):
            continue
        if ((verdict < 0) != turned and verdict <= 0) or _of_another(mark, statement, quote):
            failures.append(Failure("direction", _text(statement, mark)))
    if turned and not failures and not _any_opposed(statement, quote):
        failures.append(Failure("direction", "than"))
    return failures


def _points(key: str, mark: Mark, statement: Reading, quote: Reading) -> int:
    """1 when the quote points the same way, -1 when the other way, 0 when it does not speak of that scale."""
    own = context(statement, mark.start, mark.end, _walls(mark, statement))
    opposite = statement.lexicon.opposite[key]
    if denied(mark, statement):
        key, opposite = _denied(key, opposite)
    there = [
        (_way(m, quote), overlap(own, context(quote, m.start, m.end, _walls(m, quote))))
        for m in quote.marked("direction")
    ]
    same = [fit for way, fit in there if way in (key, _KIN.get(key))]
    other = [fit for way, fit in there if way == opposite or (not same and way == _KIN.get(opposite))]
    if not same:
        return -1 if other else 0
    return -1 if other and max(other) > max(same) + _MARGIN else 1


def _walls(mark: Mark, reading: Reading) -> list[int]:
    """The other words of direction: what stands behind one belongs to it."""
    scale = {mark.key, reading.lexicon.opposite[mark.key]}
    return [m.start for m in reading.marked("direction") if m.key in scale and m.start != mark.start]


def _way(mark: Mark, reading: Reading) -> str:
    """The way a mark points once what is denied is turned round."""
    opposite = reading.lexicon.opposite[mark.key]
    return _denied(mark.key, opposite)[0] if denied(mark, reading) else mark.key


def _denied(key: str, opposite: str) -> tuple[str, str]:
    """ "Did not differ" is "the same"; "not better" is neither better nor worse, only the opposite of better."""
    return (opposite, key) if key in _SAME_OR_NOT else (f"not {key}", key)


def _of_another(mark: Mark, statement: Reading, quote: Reading) -> bool:
    """Whether what a direction is said of is, in the quote, what another direction is said of."""
    if not any(m.family == "cause" and _same_place(m, mark) for m in statement.marks):
        return False
    own = _subjects(mark, statement)
    same = [_subjects(m, quote) for m in quote.marked("direction") if m.key in (mark.key, _KIN.get(mark.key))]
    if not own or not all(same) or any(own & subjects for subjects in same):
        return False
    named = frozenset(m.key for m in quote.marked("name"))
    rivals = frozenset().union(*same)
    return any(key in named and _sort(key) in {_sort(r) for r in rivals} for key in own)


def _sort(key: str) -> str:
    return key.partition(":")[0]


def _subjects(mark: Mark, reading: Reading) -> frozenset[str]:
    """The names that stand before a word in its clause."""
    stops = [t.at for t in reading.tokens if t.text in _SEGMENT_ENDS and t.at < mark.start]
    start = max(stops, default=-1)
    return frozenset(m.key for m in reading.marked("name") if start < m.start and m.end <= mark.start)


def _turned(statement: Reading, quote: Reading) -> bool:
    """Whether what stands behind "than" in the statement stands before it in the quote."""
    said, there = _sides(statement), _sides(quote)
    if said is None or there is None:
        return False
    return bool(said[1] & there[0] - there[1]) and not said[1] & there[1]


def _any_opposed(statement: Reading, quote: Reading) -> bool:
    there = {m.key for m in quote.marked("direction")}
    return any(statement.lexicon.opposite[m.key] in there for m in statement.marked("direction"))


def _sides(reading: Reading) -> tuple[frozenset[str], frozenset[str]] | None:
    """Senses before and behind the first word of comparison; numbers do not count as what is compared."""
    at = next((t.at for t in reading.tokens if t.text in _COMPARE and not _before_number(t.at, reading)), None)
    if at is None:
        return None
    before = [t for t in reading.content if t.at < at]
    behind = [t for t in reading.content if t.at > at]
    return (
        frozenset().union(*(reading.senses[t.at] for t in before)),
        frozenset().union(*(reading.senses[t.at] for t in behind[:1])),
    )


def _before_number(at: int, reading: Reading) -> bool:
    return any(q.start == at + 1 for q in reading.quantities)


def _all_borne(mark: Mark, statement: Reading, quote: Reading) -> bool:
    return all(is_borne(at, statement, quote) for at in range(mark.start, mark.end))


def _same_place(one: Mark, other: Mark) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _text(reading: Reading, mark: Mark) -> str:
    return " ".join(t.text for t in reading.tokens[mark.start : mark.end])
