"""The lock on "not": what a statement denies its quote denies, and what the quote denies the statement does not assert."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.verify.binding import context, overlap
from bot.verify.reading import Mark, Reading, Token
from bot.verify.verdict import Failure
from bot.verify.wordmatch import is_borne

_CORE = 2
"""Content words after a "not" that it surely denies."""
_WIDE = 6
"""Content words after a "not" that it may deny."""
_WHOLE = frozenset(("neither", "nor", "none", "nobody", "nothing"))
"""Denials of a whole clause."""
_LISTED = frozenset(("no", "nor", "neither", "or"))
"""Denials that a list says again and again."""
_VERBAL = frozenset(("not", "n't", "never"))
"""Denials of the clause's verb, so of what stands before it too."""
_LIGHT_VERBS = frozenset(
    "use take taken took give given gave have had put puts eat drink get drive need needed".split()
)
_ASIDE = frozenset(("without", "unlike", "rather", "instead", "except", "non", "free", "absence"))
"""Denials of a thing beside the clause's own verb: what they deny may be said plainly of others."""
_NO_DENIAL = frozenset(("only",))
"""Words after a "not" that make it nothing."""
_WHOLLY = frozenset("always necessarily all every everyone just".split())
"""Light words after a "not" that are what it denies: "not always"."""
_NEGATIVE = ("against", "same", "unknown", "unsure", "weak", "insignificant", "rare", "less", "fall", "little")
_DENYING = ("against", "same", "unknown", "unsure", "insignificant")
"""Ways and hedges that deny something by themselves."""
_PREFIXES = ("un", "in", "im", "ir", "non", "dis")
_AS = 5
"""Tokens after a "not" in which an "as" makes it a "less": "not as well"."""
_CLAUSE, _BORNE = 3, 0.6
"""Content words of a clause that denies, and the share of them a statement must say to owe the denial. Guesses."""
_MOSTLY = 0.8
"""Share of the words of a "none" that the quote's denial must be about. A guess."""
_CLOSE = 0.4
"""How much better a plain saying of the quote must fit than its denial to excuse the statement. A guess."""
_REPORTING = frozenset("say find show report see state suggest".split())
_PRONOUNS = frozenset("it them this that these those one any so".split())
_POINTS_BACK = 3
"""Tokens after a "not" in which a pronoun or a stop makes it point back."""
_STOPS = frozenset((".", ";", ":", "?", ",", "(", ")", "but", "while", "whereas"))
"""Where a denial ends at the latest."""


@dataclass(frozen=True, slots=True)
class _Denial:
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


def check_negation(statement: Reading, quote: Reading) -> list[Failure]:
    """Denials that only one of the two makes."""
    said, there = _denials(statement, quote), _denials(quote, statement)
    paired, alone = _paired(said, statement, there, quote)
    failures = [
        Failure("negation", _first(denial, statement), True)
        for denial in alone
        if not _else_denied(denial, statement, quote)
    ]
    failures += [
        Failure("negation", _first(denial, quote), True)
        for denial in there
        if (
            _is_split(denial, quote, statement, said)
            if denial.mark in paired
            else _asserted(denial, quote, statement, said)
        )
    ]
    return failures or _dropped(there, said, statement, quote)


def _paired(
    said: Sequence[_Denial], statement: Reading, there: Sequence[_Denial], quote: Reading
) -> tuple[set[Mark], list[_Denial]]:
    """Denials of the quote that one of the statement stands for, and those of the statement that none is left for.

    One to one; only a "no ... and no ..." may share the quote's "no ... or ...".
    """
    taken: dict[Mark, _Denial] = {}
    alone = []
    for denial in sorted(said, key=lambda d: sum(_agree(d, statement, o, quote) for o in there)):
        partners = [other for other in there if _agree(denial, statement, other, quote)]
        free = [other.mark for other in partners if other.mark not in taken]
        if free:
            taken[free[0]] = denial
        elif not any(_may_share(denial, taken[other.mark], statement, other, quote) for other in partners):
            alone.append(denial)
    return set(taken), alone


def _may_share(denial: _Denial, first: _Denial, statement: Reading, other: _Denial, quote: Reading) -> bool:
    """Whether a second denial says again what the quote denies once: the same word, or the next of a list."""
    is_listed = statement.tokens[denial.mark.start].text in _LISTED
    if _is_twice(denial, statement):
        return False
    if not is_listed and not _said(denial.core[:1], statement) & _said(first.core[:1], statement):
        return False
    return bool(_said(denial.core[:1], statement) & _said(other.wide if is_listed else other.core, quote))


def _is_twice(denial: _Denial, reading: Reading) -> bool:
    """Whether a denial and another stand before the same word, so that one takes the other back: "did not find no difference"."""
    nots = [m for m in reading.marked("negation") if m != denial.mark]
    first = denial.core[0].at if denial.core else len(reading.tokens)
    is_over = any(denial.mark.end <= m.start < first for m in nots)
    return is_over or any(
        m.end <= denial.mark.start
        and not any(t in reading.content for t in reading.tokens[m.end : denial.mark.start])
        and m.start in denial.clause
        for m in nots
    )


def denied(mark: Mark, reading: Reading) -> bool:
    """Whether the first word that a "not" denies is the marked one."""
    for denial in _all_denials(reading):
        if denial.core and mark.covers(denial.core[0].at) and not mark.covers(denial.mark.start):
            return True
    return False


def _first(denial: _Denial, reading: Reading) -> str:
    return denial.core[0].text if denial.core else reading.tokens[denial.mark.start].text


def _denials(reading: Reading, other: Reading) -> list[_Denial]:
    """What a text denies; a "not" inside a phrase that the other text has an equal of ("did not change") says nothing, nor does a
    "lack of" beside a "deficiency"."""
    is_short = any(m.family == "direction" and m.key == "lack" for m in other.marks)
    return [
        denial
        for denial in _all_denials(reading)
        if not (is_short and reading.tokens[denial.mark.start].stem == "lack")
        and not any(
            m.family == "same" and m.start <= denial.mark.start and denial.mark.end < m.end and m.key in other.same
            for m in reading.marks
        )
    ]


@lru_cache(maxsize=4096)
def _all_denials(reading: Reading) -> tuple[_Denial, ...]:
    found = []
    for mark in reading.marked("negation"):
        following = reading.tokens[mark.end].text if mark.end < len(reading.tokens) else ""
        before = [t.text for t in reading.tokens[max(0, mark.start - 2) : mark.start]]
        is_either = before == ["with", "or"]
        is_versus = before[-1:] in (["versus"], ["than"]) or before == ["compared", "with"]
        if following not in _NO_DENIAL and not is_either and not is_versus:
            core, wide = _scope(mark, reading)
            clause = reading.clause(mark.start)
            is_aside = reading.tokens[mark.start].text in _ASIDE
            found.append(_Denial(mark, core, wide, clause, is_aside, _is_bare(mark, reading)))
    return tuple(found)


def _is_bare(mark: Mark, reading: Reading) -> bool:
    if reading.tokens[mark.start].text in _WHOLE:
        return False
    following = [t.text for t in reading.tokens[mark.end : mark.end + _POINTS_BACK]]
    is_aside = reading.tokens[mark.start].text in _ASIDE
    stop = next((at for at, text in enumerate(following) if text in _PRONOUNS or (text in _STOPS and is_aside)), None)
    if stop is None:
        return is_aside and mark.end >= len(reading.tokens)
    return all(reading.tokens[mark.end + at].is_light for at in range(stop))


def _scope(mark: Mark, reading: Reading) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """The words that a "not" surely denies, and those it may."""
    if reading.tokens[mark.start].text in _WHOLE:
        clause = reading.clause(mark.start)
        whole = tuple(t for t in reading.content if t.at in clause)
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
            and (not token.is_light or (not words and token.stem in _LIGHT_VERBS))
        ):
            words = (*words, token)
    if not words:  # "none did", "is not 250": what stands before is denied
        words = tuple(t for t in reading.content if t.at < mark.start)[-_CORE:]
    return words[:_CORE], words[:_WIDE]


def _about(denial: _Denial, reading: Reading) -> list[Token]:
    """What a denial may be about: what it reaches, and what stands before it in its clause."""
    inside = [reading.tokens[at] for at in denial.clause if at < denial.mark.start]
    before = [t for t in inside if t.is_word and (not t.is_light or t.stem in _LIGHT_VERBS)]
    if reading.tokens[denial.mark.start].text not in _VERBAL:
        before = before[-_CORE:]
    return [*before, *denial.wide]


def _agree(one: _Denial, reading: Reading, other: _Denial, in_: Reading) -> bool:
    """Whether two denials are of the same thing: the core of either is what the other is about."""
    if reading.tokens[one.mark.start].text in _WHOLE:
        shared = [t for t in one.core if reading.senses[t.at] & _said(_about(other, in_), in_)]
        return len(shared) >= _MOSTLY * len(one.core)
    if _is_reported(one, reading) and other.is_aside:
        return False
    if one.is_bare or other.is_bare:
        return (one.is_bare or one.is_aside) and (other.is_bare or other.is_aside)
    return bool(
        _said(one.core, reading) & _said(_about(other, in_), in_) or _said(other.core, in_) & _said(one.wide, reading)
    )


def _is_reported(denial: _Denial, reading: Reading) -> bool:
    """ "Did not find", "failed to show": what is denied is that somebody says something."""
    following = reading.tokens[denial.mark.end].stem if denial.mark.end < len(reading.tokens) else ""
    return following in _REPORTING


def _else_denied(denial: _Denial, statement: Reading, quote: Reading) -> bool:
    """Whether the quote says the same "not" by a word of its own: "inactive" for "not active", "avoid", "unclear"."""
    core = _said(denial.core[:1], statement)
    first = denial.core[0].text if denial.core else ""
    if any(f"{prefix}{first}" in {t.text for t in quote.content} for prefix in _PREFIXES):
        return True
    mirrored = {m.key for m in statement.marks if m.family in ("direction", "hedge")}
    is_as = "as" in [t.text for t in statement.tokens[denial.mark.end : denial.mark.end + _AS]]
    denying = (*_DENYING, "less", "worse", "fall") if is_as else _DENYING
    for mark in quote.marks:
        if mark.family in ("direction", "hedge") and mark.key in denying and mark.key not in mirrored:
            near = [t for t in quote.content if mark.start - _WIDE <= t.at < mark.end + _WIDE]
            if core & _said(near, quote):
                return True
    return False


def _said(words: list[Token] | tuple[Token, ...], reading: Reading) -> frozenset[str]:
    """Senses of some words, and the ways they point."""
    places = {t.at for t in words}
    ways = (f"way {m.key}" for m in reading.marks if m.family == "direction" and places & set(range(m.start, m.end)))
    return frozenset(ways).union(*(reading.senses[at] for at in places))


def _turns(token: Token, reading: Reading) -> bool:
    """Whether a word points somewhere ("better"), so that denying it is what the sentence says."""
    return any(m.family == "direction" and m.covers(token.at) for m in reading.marks)


def _asserted(denial: _Denial, quote: Reading, statement: Reading, said: list[_Denial]) -> bool:
    """Whether the statement says plainly what the quote denies, and the quote says it nowhere as plainly."""
    core = denial.core
    if any(_said(core[:1], quote) & _said(own.wide, statement) for own in said):
        return False
    if _is_told(denial, quote, statement):
        return True
    covered = {t.at for t in denial.wide}
    for token in core:
        senses = quote.senses[token.at]
        denying = context(quote, token.at, token.at + 1)
        plain = [
            context(quote, t.at, t.at + 1) for t in quote.content if t.at not in covered and quote.senses[t.at] & senses
        ]
        if denial.is_aside and plain:
            continue
        for word in (t for t in statement.tokens if t.is_word and (not t.is_light or t.stem in _LIGHT_VERBS)):
            if not statement.senses[word.at] & senses or _otherwise_denied(word, statement, quote):
                continue
            near = context(statement, word.at, word.at + 1)
            closest = max((overlap(near, other) for other in plain), default=-1.0)
            if closest < overlap(near, denying) + _CLOSE and (not plain or token is core[-1] or _turns(token, quote)):
                return True
        if not plain and not token.text.endswith("ly") and not token.is_light:
            break
    return False


def _is_split(denial: _Denial, quote: Reading, statement: Reading, said: list[_Denial]) -> bool:
    """Whether the statement denies a part of a list only, and says what is denied first where nothing denies it."""
    if denial.is_aside or not denial.core:
        return False
    first = _said(denial.core[:1], quote)
    places = [t for t in statement.content if statement.senses[t.at] & first]
    denied_here = {t.at for own in said for t in (*_about(own, statement), *own.core)}
    plain = [t for t in quote.content if t.at not in {o.at for o in denial.wide} and quote.senses[t.at] & first]
    return bool(places) and not plain and all(t.at not in denied_here for t in places)


def _is_told(denial: _Denial, quote: Reading, statement: Reading) -> bool:
    """Whether the statement has the words a denial is of and those it follows, so that it tells the denied part too."""
    if denial.is_aside or len(denial.core) < _CORE or not all(is_borne(t.at, quote, statement) for t in denial.core):
        return False
    before = [t for t in quote.content if t.at < denial.mark.start][-_CORE:]
    return any(is_borne(t.at, quote, statement) for t in before)


def _otherwise_denied(word: Token, statement: Reading, quote: Reading) -> bool:
    """Whether the statement denies a word by another word than "not": "inactive", "few", "little", "unclear"."""
    mirrored = {m.key for m in quote.marks if m.family in ("direction", "hedge")}
    return any(
        m.key in _DENYING
        and m.key not in mirrored
        and m.family in ("direction", "hedge")
        and abs(m.start - word.at) <= _WIDE
        for m in statement.marks
    )


def _dropped(there: list[_Denial], said: list[_Denial], statement: Reading, quote: Reading) -> list[Failure]:
    """A denial whose clause the statement says in other words, without denying anything."""
    if said or any(m.key in _NEGATIVE for m in statement.marks if m.family in ("direction", "hedge")):
        return []
    for denial in there:
        words = [t for t in quote.content if t.at in denial.clause]
        borne = [t for t in words if is_borne(t.at, quote, statement)]
        if not denial.is_aside and len(words) >= _CLAUSE and len(borne) >= _BORNE * len(words):
            return [Failure("negation", quote.tokens[denial.mark.start].text, True)]
    return []
