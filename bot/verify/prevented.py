"""The lock on prevention: what the quote says is prevented or held down the statement does not say is brought about."""

from __future__ import annotations

from bot.verify.denials import CORE
from bot.verify.reading import Mark, Reading
from bot.verify.verdict import Failure

_FAMILY = "prevention"
_LESS = ("fall", "less", "rare", "little", "few", "against", "stop", "block", "mild", "weak")
"""Ways that may stand for "prevent"."""
_NEAR = 6
"""Tokens from what is prevented to the word that says so, at most. A guess."""


def check_prevented(statement: Reading, quote: Reading) -> list[Failure]:
    """A thing said without the "prevent" that the quote has before it, or with one that the quote has not."""
    said, there = statement.marked(_FAMILY), quote.marked(_FAMILY)
    if said and not there and not _has_less(quote):
        return [Failure("direction", statement.tokens[said[0].start].text)]
    if said or not there or _has_less(statement):
        return []
    return [Failure("direction", quote.tokens[mark.start].text) for mark in there if _is_told(mark, quote, statement)][
        :1
    ]


def _has_less(reading: Reading) -> bool:
    return bool(reading.marked("negation")) or any(m.family == "direction" and m.key in _LESS for m in reading.marks)


def _is_told(mark: Mark, quote: Reading, statement: Reading) -> bool:
    """Whether the statement has the words that a prevention is of."""
    names = {at for m in quote.marked("name") for at in range(m.start, m.end) if at >= mark.end}
    behind = [t for t in quote.content if t.at >= mark.end][:CORE]
    senses = frozenset().union(*(statement.senses[t.at] for t in statement.content))
    return bool(behind) and all(quote.senses[t.at] & senses for t in behind if t.at not in names or len(behind) < CORE)
