"""The lock on cause and effect: "is linked with" never becomes "leads to", and no "because" joins what the quote does not."""

from __future__ import annotations

from collections.abc import Sequence

from bot.verify.binding import context, overlap
from bot.verify.numbers import share_of
from bot.verify.reading import Mark, Reading
from bot.verify.verdict import Failure
from bot.verify.wordmatch import is_borne

_LADDER = {"together": 1, "contributes": 2, "changes": 2, "causes": 3}
_ABOUT_AS_CLOSE = 0.25
"""How much less another causal word of the quote may fit and still count. A guess."""
_CONNECTORS = ("so that",)
"""Causal words that join clauses, and say of no thing that it acts on another."""
_MODALS = frozenset("can may might could will".split())
_EFFECTS = frozenset({"effect", "reaction"})
_ADVERSE = frozenset("side adverse unwanted".split())
_OBJECT = 5
"""Tokens behind a causal word in which what is caused stands, at most. A guess."""
_NOUN_ENDS = frozenset(". , ; ) should must may might can could are were have".split())
"""What stands behind "causes" where it is a noun."""
_REPORTED = 6
"""Tokens from a "not" to what is said not to be so, at most. A guess."""
_TRIED_OUT = ("study:trial", "study:randomised trial", "study:placebo-controlled", "study:crossover")
_TRIAL_WORDS = frozenset({"placebo", "sham", "took", "given", "dummi", "receiv", "use", "used"})


def check_causes(statement: Reading, quote: Reading) -> list[Failure]:
    """Causal wording that is stronger than the quote's."""
    there = [m for m in quote.marks if m.family == "cause" and _text(quote, m) not in _CONNECTORS]
    failures = [
        Failure("causality", _text(statement, mark))
        for mark in statement.marked("cause")
        if _is_stronger(mark, statement, there, quote)
    ]
    joins = any(m.family == "reason" for m in quote.marks)
    failures += [
        Failure("causality", _text(statement, mark))
        for mark in statement.marked("reason")
        if not joins and not _is_date(mark, statement) and _joins(mark, statement)
    ]
    return failures


def _is_stronger(mark: Mark, statement: Reading, there: Sequence[Mark], quote: Reading) -> bool:
    """Whether a causal word says more than the quote's causal word that speaks of the same things."""
    level = _LADDER[mark.key]
    if level == 1 or _brings_effects(mark, statement, quote) or _is_noun(mark, statement, quote):
        return False
    keys = {m.key for m in there}
    if mark.key == "changes" and "together" not in keys:
        is_difference = any(m.key in ("rise", "fall", "more", "less") for m in quote.marked("direction"))
        is_difference = is_difference or (not keys and any(share_of(q) is not None for q in quote.quantities))
        is_there = keys & {"changes", "causes"} or _acts(statement.tokens[mark.start].stem, quote)
        return is_difference and not is_there and not _is_trial(quote)
    fits = [(_fit(mark, statement, m, quote), _LADDER[m.key]) for m in there]
    closest = max((fit for fit, _ in fits), default=0.0)
    allowed = max((rank for fit, rank in fits if fit >= closest - _ABOUT_AS_CLOSE), default=1)
    said = [statement.tokens[at].stem in quote.stems for at in range(mark.start, mark.end)]
    borne = all(said) or (len(said) > 1 and all(is_borne(at, statement, quote) for at in range(mark.start, mark.end)))
    if all(said) and (_is_effect(mark, statement) or _is_denied_in(mark, statement, there, quote)):
        return False
    return level > allowed and not (borne and not any(m.key == "together" for m in there))


def _brings_effects(mark: Mark, statement: Reading, quote: Reading) -> bool:
    """ "Caused no side effects": an effect is what is caused, where the quote speaks of such effects too."""
    behind = statement.tokens[mark.end : mark.end + _OBJECT]
    return any(t.stem in _EFFECTS and t.at and statement.tokens[t.at - 1].text in _ADVERSE for t in behind) and any(
        t.stem in _EFFECTS for t in quote.tokens
    )


def _is_noun(mark: Mark, statement: Reading, quote: Reading) -> bool:
    """ "Other treatable causes should be dealt with" of a quote that calls them reasons."""
    behind = [t.text for t in statement.tokens[mark.end : mark.end + 1]] or ["."]
    is_cause = statement.tokens[mark.start].stem == "caus" and mark.end - mark.start == 1
    return is_cause and behind[0] in _NOUN_ENDS and is_borne(mark.start, statement, quote)


def _acts(stem: str, quote: Reading) -> bool:
    """Whether the quote has a verb of a stem behind a "can" or "may": "can lower" bears "is lowered", "a lower level" does not."""
    return any(t.stem == stem and t.at and quote.tokens[t.at - 1].text in _MODALS for t in quote.tokens)


def _is_effect(mark: Mark, reading: Reading) -> bool:
    """ "Side effects": a name for what a treatment does, which joins nothing."""
    return reading.tokens[mark.end - 1].stem in _EFFECTS


def _is_denied_in(mark: Mark, statement: Reading, there: Sequence[Mark], quote: Reading) -> bool:
    """Whether both texts say of the same words that they are not so: "does not show that it turns into"."""
    words = _text(statement, mark)
    nots = [t.at for t in quote.tokens if t.text == "not"]
    is_own = any(t.text == "not" and 0 < mark.start - t.at <= _REPORTED for t in statement.tokens)
    return is_own and any(
        _text(quote, other) == words and any(0 < other.start - at <= _REPORTED for at in nots) for other in there
    )


def _fit(mark: Mark, statement: Reading, other: Mark, quote: Reading) -> float:
    """How much two causal words are of the same things; what is caused counts double."""
    ahead = overlap(
        context(statement, mark.start, mark.end, sides=(1,)), context(quote, other.start, other.end, sides=(1,))
    )
    return ahead + overlap(context(statement, mark.start, mark.end), context(quote, other.start, other.end))


def _is_trial(quote: Reading) -> bool:
    """Whether the quote tells of something that was tried out on people, so that what followed is its effect."""
    return any(m.key in _TRIED_OUT for m in quote.marks) or bool(_TRIAL_WORDS & quote.stems)


def _joins(mark: Mark, reading: Reading) -> bool:
    """Whether a "so" stands between two clauses: not "or so", not "so says"."""
    if reading.tokens[mark.start].text != "so" or mark.end - mark.start > 1:
        return True
    return mark.start > 0 and reading.tokens[mark.start - 1].text in (",", ";", "and")


def _is_date(mark: Mark, reading: Reading) -> bool:
    """ "since 2010" gives no reason."""
    return reading.tokens[mark.start].text == "since" and any(q.start == mark.end for q in reading.quantities)


def _text(reading: Reading, mark: Mark) -> str:
    return " ".join(t.text for t in reading.tokens[mark.start : mark.end])
