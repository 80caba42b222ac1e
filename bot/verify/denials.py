"""What a text denies: each "not" with the words it surely denies, those it may, and its clause. Judges nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.verify.reading import Mark, Reading, Token
from ingest.lexical import stem

CORE = 2
"""Content words after a "not" that it surely denies."""
WIDE = 6
"""Content words after a "not" that it may deny."""
WHOLE = frozenset(("neither", "nor", "none", "nobody", "nothing"))
"""Denials of a whole clause."""
_VERBAL = frozenset(("not", "never"))
"""Denials of the clause's verb, so of what stands before it too."""
_ASIDE = frozenset(("without", "unlike", "rather", "instead", "except", "non", "free", "absence"))
"""Denials of a thing beside the clause's own verb: what they deny may be said plainly of others."""
_WHOLLY = frozenset("always necessarily all every everyone just".split())
"""Light words after a "not" that are what it denies: "not always"."""
REPORTING = frozenset("say find show report see state suggest".split())
_SHOWING = REPORTING | {"evid", "proof", "sign", "indic"}
"""Stems of words that are denied together with what they show."""
RELATIONS = frozenset(stem(word) for word in "linked associated related connected tied due".split())
"""Words that join two things: what is denied of them is said of the thing behind them ("not linked to a higher risk")."""
_NO_ADVERBS = ("likely", "unlikely")
_PRONOUNS = frozenset("it them this that these those one any so".split())
_STOPS = frozenset((".", ";", ":", "?", ",", "(", ")", "but", "while", "whereas"))
"""Where a denial ends at the latest."""
_MAKE = frozenset("made make become became any been".split())
_ARM = 5
"""Tokens from a "than" to the "not" of an arm that had nothing, at most. A guess."""
_BE = frozenset("is are was were".split())
_ENDS = frozenset(("", ".", ",", ";", ")", "("))
"""What stands behind an "or not"."""
LIGHT_VERBS = frozenset("use take taken took give given gave have had put puts eat drink get drive need needed".split())
_BOUNDS = ("atmost", "atleast")
"""Hedges that deny nothing: "no more than"."""
_NO_DENIAL = frozenset(("only", "merely", "simply", "solely"))
"""Words after a "not" that make it nothing."""
AS = 5
"""Tokens after a "not" in which an "as" makes it a "less": "not as well"."""
_DEGREES = frozenset("well much often many good strongly easily quickly fast".split())
_SIZES = frozenset("meaningful real big great important added overall such marked".split())
"""Words of size before a thing that is denied: "no meaningful drop"."""
_POINTS_BACK = 3
"""Tokens after a "not" in which a pronoun or a stop makes it point back."""


@dataclass(frozen=True, slots=True)
class Denial:
    """A "not" and what it is about."""

    mark: Mark
    core: tuple[Token, ...]
    """What it surely denies."""
    wide: tuple[Token, ...]
    """What it may deny."""
    clause: range
    is_aside: bool
    is_bare: bool
    """Whether it denies something named before: "without it", "did not"."""


def denied(mark: Mark, reading: Reading) -> bool:
    """Whether the first word that a "not" denies is the marked one, adverbs apart; "not as well" is a "less", and "without it" denies no verb."""
    return (
        _is_unproven(mark, reading)
        or _is_no_less(mark, reading)
        or _is_unlinked(mark, reading)
        or any(
            mark.covers(_head(denial).at)
            and not mark.covers(denial.mark.start)
            and not (denial.is_aside and mark.start < denial.mark.start)
            and not _is_as(denial, reading)
            for denial in all_denials(reading)
            if denial.core
        )
    )


def _is_no_less(mark: Mark, reading: Reading) -> bool:
    """ "Woke no less": the "no" is of the way, though its word is light."""
    before = reading.tokens[mark.start - 1].text if mark.start else ""
    first = reading.tokens[mark.start - 2].text if mark.start > 1 else ""
    return (before == "no" or (first == "not" and before in _MAKE)) and reading.tokens[mark.start].text in (
        "less",
        "more",
        "fewer",
        "better",
        "worse",
    )


def _is_unlinked(mark: Mark, reading: Reading) -> bool:
    """ "A higher risk was not linked to RLS": the other side of a link that is denied."""
    return any(
        d.core
        and d.core[0].stem in RELATIONS
        and mark.end < d.mark.start
        and mark.start in d.clause
        and reading.tokens[d.mark.start - 1].text in _BE
        for d in all_denials(reading)
    )


def _is_unproven(mark: Mark, reading: Reading) -> bool:
    """ "No evidence that pregnant women have a higher need"."""
    texts = [t.text for t in reading.tokens]
    clause = reading.clause(mark.start)
    return any(texts[at : at + 3] == ["no", "evidence", "that"] for at in range(clause.start, mark.start))


def _head(denial: Denial) -> Token:
    """The first word of a denial that is no adverb and no word of showing: "did not meaningfully reduce", "no evidence of a higher need"."""
    return next(
        (t for t in denial.wide if not _is_adverb(t) and t.stem not in _SHOWING | RELATIONS and t.text not in _SIZES),
        denial.core[0],
    )


def _is_adverb(token: Token) -> bool:
    return token.text.endswith("ly") and token.text not in _NO_ADVERBS


def _is_as(denial: Denial, reading: Reading) -> bool:
    """Whether an "as" of degree follows: "not absorbed as well"."""
    following = [t.text for t in reading.tokens[denial.mark.end : denial.mark.end + AS]]
    return any(one == "as" and other in _DEGREES for one, other in pairwise(following))


@lru_cache(maxsize=4096)
def all_denials(reading: Reading) -> tuple[Denial, ...]:
    """Every denial of a text, in order; "not only", "with or without" and "than without" deny nothing."""
    found = []
    for mark in reading.marked("negation"):
        following = reading.tokens[mark.end].text if mark.end < len(reading.tokens) else ""
        before = [t.text for t in reading.tokens[max(0, mark.start - 2) : mark.start]]
        is_either = before in (["with", "or"], ["or", "may"]) or (
            before[-1:] == ["or"] and reading.tokens[mark.start].text == "not" and following in _ENDS
        )
        is_versus = (
            _is_other_arm(mark, reading) or before[-1:] in (["versus"], ["than"]) or before == ["compared", "with"]
        )
        is_bound = any(m.covers(mark.start) for m in reading.marks if m.family == "hedge" and m.key in _BOUNDS)
        if following not in _NO_DENIAL and not is_either and not is_versus and not is_bound:
            core, wide = _scope(mark, reading)
            clause = reading.clause(mark.start)
            is_aside = reading.tokens[mark.start].text in _ASIDE
            found.append(Denial(mark, core, wide, clause, is_aside, _is_bare(mark, reading)))
    return tuple(found)


def _is_other_arm(mark: Mark, reading: Reading) -> bool:
    """ "Than when they did not": the arm of a comparison that had nothing."""
    following = reading.tokens[mark.end].text if mark.end < len(reading.tokens) else ""
    near = reading.tokens[max(0, mark.start - _ARM) : mark.start]
    than = next((t.at for t in near if t.text == "than"), None)
    return than is not None and following in _ENDS and all(t.is_light for t in near if t.at > than)


def _is_bare(mark: Mark, reading: Reading) -> bool:
    if reading.tokens[mark.start].text in WHOLE:
        return False
    following = [t.text for t in reading.tokens[mark.end : mark.end + _POINTS_BACK]]
    is_aside = reading.tokens[mark.start].text in _ASIDE
    if _is_said_of(mark, reading):
        return False
    stop = next((at for at, text in enumerate(following) if text in _PRONOUNS or (text in _STOPS and is_aside)), None)
    if stop is None:
        return is_aside and mark.end >= len(reading.tokens)
    return all(reading.tokens[mark.end + at].is_light for at in range(stop))


def _is_said_of(mark: Mark, reading: Reading) -> bool:
    """ "Did not show that": this "that" points to nothing named before."""
    following = reading.tokens[mark.end : mark.end + 2]
    return len(following) == 2 and following[0].stem in REPORTING and following[1].text == "that"


def _scope(mark: Mark, reading: Reading) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """The words that a "not" surely denies, and those it may."""
    if reading.tokens[mark.start].text in WHOLE:
        clause = reading.clause(mark.start)
        whole = tuple(t for t in reading.content if t.at in clause)
        if reading.tokens[mark.start].text in ("neither", "nor"):
            whole = tuple(t for t in whole if t.at > mark.start)[:WIDE] or whole
        return whole, whole
    words: tuple[Token, ...] = ()
    figures = {q.start for q in reading.quantities}
    counted = {at for q in reading.quantities for at in range(q.start, q.end)}
    for token in reading.tokens[mark.end :]:
        if token.text in _STOPS:
            break
        if token.at in figures:
            words = (*words, token)
        elif not words and token.text in _WHOLLY and token.at == mark.end:
            words = (token,)
        elif (
            token.at not in counted
            and token.is_word
            and (not token.is_light or (not words and token.stem in LIGHT_VERBS))
        ):
            words = (*words, token)
    if not words:  # "none did", "is not 250": what stands before is denied
        words = tuple(t for t in reading.content if t.at < mark.start)[-CORE:]
    return words[:CORE], words[: CORE if reading.tokens[mark.start].text in _ASIDE else WIDE]


def about(denial: Denial, reading: Reading) -> list[Token]:
    """What a denial may be about: what it reaches, and what stands before it in its clause."""
    inside = [reading.tokens[at] for at in denial.clause if at < denial.mark.start]
    before = [t for t in inside if t.is_word and (not t.is_light or t.stem in LIGHT_VERBS)]
    if reading.tokens[denial.mark.start].text not in _VERBAL:
        before = before[-CORE:]
    return [*before, *denial.wide]
