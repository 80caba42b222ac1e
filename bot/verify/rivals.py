"""The lock on rivals: of words that never say the same ("first", "last") a statement has none that its quote lacks in another's place."""

from __future__ import annotations

from collections import Counter

from bot.verify.compared import settled
from bot.verify.denials import denied
from bot.verify.reading import Mark, Reading
from bot.verify.verdict import Failure
from bot.verify.wordmatch import is_borne

_PLACES = frozenset(("in",))
"""Words too common to say by themselves that they stand in another's place."""


def check_rivals(statement: Reading, quote: Reading) -> list[Failure]:
    """Words of a line that the quote has not, where it has another of the line that the statement has not."""
    said, there = statement.marked("rival"), quote.marked("rival")
    keys, others = Counter(m.key for m in said), Counter(m.key for m in there)
    failures = []
    judged = settled(statement, quote)
    for mark in said:
        if mark.start in judged or statement.tokens[mark.start].text in _PLACES or _is_in_idiom(mark, statement):
            continue
        is_excused = _is_remedy(mark, statement) or _is_before_number(mark, statement) or _has_against(quote)
        if statement.tokens[mark.start].text == "against" and not is_excused:
            failures.append(Failure("direction", "against"))
        if _is_before_number(mark, statement) and statement.tokens[mark.start].text == "against":
            continue
        lost = {key for key in others - keys if key.partition(" ")[0] == mark.key.partition(" ")[0]}
        if mark.key in others and statement.tokens[mark.start].is_light:
            continue
        is_borne_out = mark.key not in others and all(
            _is_there(at, statement, quote) for at in range(mark.start, mark.end)
        )
        if lost and keys[mark.key] > others[mark.key] and not is_borne_out and not denied(mark, statement):
            failures.append(Failure("direction", _text(mark, statement)))
    return failures


def _is_in_idiom(mark: Mark, reading: Reading) -> bool:
    """ "Effective against RLS": this "against" stands for no other word's opposite."""
    return reading.tokens[mark.start].text == "against" and any(
        m.family == "idiom" and m.covers(mark.start) for m in reading.marks
    )


def _is_there(at: int, statement: Reading, quote: Reading) -> bool:
    """Whether the quote has the very word; of a light one an equal will do."""
    token = statement.tokens[at]
    return token.stem in quote.stems or (token.is_light and is_borne(at, statement, quote))


def _is_remedy(mark: Mark, reading: Reading) -> bool:
    """ "Against RLS" is what is for people with RLS."""
    return any(
        m.family == "name"
        and m.key.partition(":")[0] in ("condition", "symptom")
        and mark.end <= m.start <= mark.end + 1
        for m in reading.marks
    )


def _is_before_number(mark: Mark, reading: Reading) -> bool:
    """ "17.7%, against 5.5%": a "versus"."""
    return any(0 <= q.start - mark.end <= 1 for q in reading.quantities)


def _has_against(quote: Reading) -> bool:
    """Whether the quote sets something against another, or is against it."""
    ways = {m.key for m in quote.marks if m.family == "direction"}
    texts = {t.text for t in quote.tokens}
    return "against" in ways or bool(texts & {"against", "than", "versus", "compared", "control", "placebo", "anti"})


def _text(mark: Mark, reading: Reading) -> str:
    return " ".join(t.text for t in reading.tokens[mark.start : mark.end])
