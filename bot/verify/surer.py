"""Certainty that a statement adds to its quote: "always", "proves", "only", and "usually" for "some"."""

from __future__ import annotations

from bot.verify.denials import denied
from bot.verify.naming import text_of
from bot.verify.reading import Mark, Reading
from bot.verify.units import UNIT_OF
from bot.verify.verdict import Failure
from bot.verify.wordmatch import is_borne

_AUXILIARIES = frozenset("of can have has had are were is was may might could will should".split())
_DEGREES = frozenset("a an slightly weakly rarely if when some".split())
"""Words after an "only" that make it a "merely": "only a small link"."""
_RELATIVE = ("that", "who", "which")
"""Words before an "only" that say what a thing does: "studies that only watch people"."""
_EXCLUSIVE = ("only", "solely")
_SURER = ("rare", "often")
"""Hedges that say more than some others do."""


def added(statement: Reading, quote: Reading) -> list[Failure]:
    """Words of a statement that make it surer than its quote, or that limit it to one thing where the quote does not."""
    certain = {m.key for m in quote.marks if m.family == "certain"}
    is_limited = any(m.key in ("only", "condition") for m in quote.marks if m.family == "hedge")
    failures = [] if is_limited else [Failure("hedge", "only") for mark in _limits(statement)[:1]]
    hedged = {m.key for m in quote.marks if m.family == "hedge"}
    for mark in statement.marked("certain", "hedge"):
        is_new = mark.key not in certain if mark.family == "certain" else _is_surer(mark.key, hedged)
        is_borne_out = all(_is_backed(at, mark, statement, quote) for at in range(mark.start, mark.end))
        is_asked = mark.start > 0 and statement.tokens[mark.start - 1].text == "how"
        if (
            is_new
            and not is_borne_out
            and not is_asked
            and not _floats(mark, statement)
            and not denied(mark, statement)
        ):
            failures.append(Failure("hedge", text_of(statement, mark)))
    return failures


def _limits(reading: Reading) -> list[Mark]:
    """Words that say that something is so of nothing else: "only people with RLS"."""
    only = [m for m in reading.marked("hedge") if m.key == "only" and not is_not_only(m, reading)]
    behind = {m.start: [t.text for t in reading.tokens[m.end : m.end + 1]] for m in only}
    return [
        m
        for m in only
        if reading.tokens[m.start].text in _EXCLUSIVE
        and not is_of_amount(m, reading)
        and not set(behind[m.start]) & _DEGREES
        and not (m.start and reading.tokens[m.start - 1].text in _RELATIVE)
    ]


def _is_backed(at: int, mark: Mark, statement: Reading, quote: Reading) -> bool:
    """Whether the quote has a word; "all" is backed by no "every night"."""
    if mark.key == "all":
        return statement.tokens[at].stem in quote.stems
    return is_borne(at, statement, quote)


def _is_surer(key: str, hedged: set[str]) -> bool:
    """ "Usually" where the quote says "some" or "may"; beside a plain quote it only weakens."""
    return key in _SURER and key not in hedged and bool(hedged & {"some", "rare", "possible"})


def _floats(mark: Mark, reading: Reading) -> bool:
    """ "Have all been linked", "in all", "all at once": an "all" that is about the list, not about everybody."""
    if reading.tokens[mark.start].text != "all":
        return False
    before = reading.tokens[mark.start - 1].text if mark.start else ""
    behind = [t.text for t in reading.tokens[mark.end : mark.end + 2]] or ["."]
    is_back = behind in (["of", "them"], ["of", "these"], ["of", "those"])
    return before in _AUXILIARIES or is_back or behind[0] in ("in", "at", ".", ",", ")")


def is_of_amount(mark: Mark, reading: Reading) -> bool:
    """ "Only four studies", "after only weeks", "the only medicine": it makes an amount small, or one of a kind."""
    before = reading.tokens[mark.start - 1].text if mark.start else ""
    behind = reading.tokens[mark.end].text if mark.end < len(reading.tokens) else ""
    is_amount = behind in UNIT_OF or any(q.start == mark.end for q in reading.quantities)
    return mark.key == "only" and (is_amount or before == "the")


def is_not_only(mark: Mark, reading: Reading) -> bool:
    """ "Not only" limits nothing."""
    return mark.start > 0 and reading.tokens[mark.start - 1].text == "not"
