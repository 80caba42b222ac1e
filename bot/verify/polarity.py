"""The lock on "not": what a statement denies its quote denies, and what the quote denies the statement does not assert."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.verify.binding import context, overlap
from bot.verify.denials import CORE, LIGHT_VERBS, RELATIONS, REPORTING, WHOLE, Denial, about, all_denials
from bot.verify.otherwise import else_denied, is_advised_against, otherwise_denied, said_by
from bot.verify.reading import Mark, Reading, Token
from bot.verify.verdict import Failure
from bot.verify.wordmatch import is_borne

_LISTED = frozenset(("no", "nor", "neither", "or"))
"""Denials that a list says again and again."""
_NEGATIVE = ("against", "same", "unknown", "unsure", "weak", "insignificant", "rare", "less", "fall", "little")
_OPEN = {"weak", "unsure", "insignificant"}
"""Hedges that say with or without a "not" that little is known: "not enough evidence", "evidence is lacking"."""
_TWICE = 0
"""Tokens between two denials of which the one takes the other back."""
_CLAUSE, _BORNE = 3, 0.6
"""Content words of a clause that denies, and the share of them a statement must say to owe the denial. Guesses."""
_LIST_ENDS = frozenset(".;:?()") | frozenset("but while whereas although compared according".split())
_MOSTLY = 0.8
"""Share of the words of a "none" that the quote's denial must be about. A guess."""
_CLOSE = 0.4
"""How much better a plain saying of the quote must fit than its denial to excuse the statement. A guess."""


def check_negation(statement: Reading, quote: Reading) -> list[Failure]:
    """Denials that only one of the two makes."""
    said, there = _denials(statement, quote), _denials(quote, statement)
    paired, alone = _paired(said, statement, there, quote)
    failures = [
        Failure("negation", _first(denial, statement), True)
        for denial in alone
        if not else_denied(denial, statement, quote)
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
    return (
        failures
        or _doubled(statement, quote)
        or _dropped(there, said, statement, quote)
        or _told_of_list(there, said, statement, quote)
    )


def _told_of_list(there: list[Denial], said: list[Denial], statement: Reading, quote: Reading) -> list[Failure]:
    """ "Improved A and C" of "improved A but not B, C or D": words that the quote has only behind a "not" that reaches over a list."""
    if said or any(m.key in _NEGATIVE for m in statement.marks if m.family in ("direction", "hedge")):
        return []
    for denial in there:
        zone = _list_of(denial, quote)
        outside = frozenset().union(*(quote.senses[t.at] for t in quote.content if t.at not in zone))
        only = [quote.senses[t.at] for t in quote.content if t.at in zone and not quote.senses[t.at] & outside]
        if sum(any(statement.senses[t.at] & senses for t in statement.content) for senses in only) >= CORE:
            return [Failure("negation", quote.tokens[denial.mark.start].text, True)]
    return []


def _list_of(denial: Denial, reading: Reading) -> range:
    """From a "not" to the end of its list; nothing where no "or" closes one."""
    stops = [t.at for t in reading.tokens[denial.mark.end :] if t.text in _LIST_ENDS]
    end = min(stops, default=len(reading.tokens))
    texts = [t.text for t in reading.tokens[denial.mark.end : end]]
    return range(denial.mark.end, end if "or" in texts or "nor" in texts else denial.mark.end)


def _doubled(statement: Reading, quote: Reading) -> list[Failure]:
    """ "Not no evidence", "without no treatment": the one takes the other back."""
    pairs, others = (
        [(a, b) for a, b in pairwise(r.marked("negation")) if 0 <= b.start - a.end <= _TWICE]
        for r in (statement, quote)
    )
    return [Failure("negation", statement.tokens[a.start].text) for a, _ in pairs[:1]] if not others else []


def _paired(
    said: Sequence[Denial], statement: Reading, there: Sequence[Denial], quote: Reading
) -> tuple[set[Mark], list[Denial]]:
    """Denials of the quote that one of the statement stands for, and those of the statement that none is left for.

    One to one; only a "no ... and no ..." may share the quote's "no ... or ...".
    """
    taken: dict[Mark, Denial] = {}
    alone = []
    for denial in sorted(said, key=lambda d: sum(_agree(d, statement, o, quote) for o in there)):
        partners = [other for other in there if _agree(denial, statement, other, quote)]
        free = [other.mark for other in partners if other.mark not in taken]
        if free:
            taken[free[0]] = denial
        elif not any(_may_share(denial, taken[other.mark], statement, other, quote) for other in partners):
            alone.append(denial)
    return set(taken), alone


def _may_share(denial: Denial, first: Denial, statement: Reading, other: Denial, quote: Reading) -> bool:
    """Whether a second denial says again what the quote denies once: the same word, or the next of a list."""
    is_listed = statement.tokens[denial.mark.start].text in _LISTED
    if _is_twice(denial, statement):
        return False
    if not is_listed and not said_by(denial.core[:1], statement) & said_by(first.core[:1], statement):
        return False
    reach: Sequence[Token] = other.wide if is_listed else other.core
    if statement.tokens[denial.mark.start].text == "nor":
        reach = about(other, quote)
    return bool(said_by(denial.core[:1], statement) & said_by(tuple(reach), quote))


def _is_twice(denial: Denial, reading: Reading) -> bool:
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


def _first(denial: Denial, reading: Reading) -> str:
    return denial.core[0].text if denial.core else reading.tokens[denial.mark.start].text


def _denials(reading: Reading, other: Reading) -> list[Denial]:
    """What a text denies; a "not" inside a phrase that the other text has an equal of ("did not change") says nothing, nor does a
    "lack of" beside a "deficiency"."""
    hedged = {m.key for m in other.marks if m.family == "hedge"} & _OPEN
    is_short = any(m.family == "direction" and m.key == "lack" for m in other.marks)
    return [
        denial
        for denial in all_denials(reading)
        if not (is_short and reading.tokens[denial.mark.start].stem == "lack")
        and not any(
            ((m.family == "same" and m.key in other.same) or (m.family == "hedge" and m.key in hedged))
            and m.start <= denial.mark.start
            and denial.mark.end < m.end
            for m in reading.marks
        )
    ]


def _agree(one: Denial, reading: Reading, other: Denial, in_: Reading) -> bool:
    """Whether two denials are of the same thing: the core of either is what the other is about."""
    if reading.tokens[one.mark.start].text in WHOLE:
        shared = [t for t in one.core if reading.senses[t.at] & said_by(about(other, in_), in_)]
        return len(shared) >= _MOSTLY * len(one.core)
    named = _names(one.core[:1], reading)
    if named and not other.is_bare and not named & _names((*about(other, in_), *other.core), in_):
        return False
    if _is_reported(one, reading) and other.is_aside:
        return False
    if (one.is_bare or other.is_bare) and (one.is_bare or one.is_aside) and (other.is_bare or other.is_aside):
        return True
    if (one.is_bare and not _has_verb(one)) or (other.is_bare and not _has_verb(other)):
        return False
    return bool(
        said_by(one.core, reading) & said_by(about(other, in_), in_)
        or said_by(other.core, in_) & said_by(one.wide, reading)
    )


def _has_verb(denial: Denial) -> bool:
    """ "Don't use it" points back, and says what is not to be done."""
    return bool(denial.core) and denial.core[0].stem in LIGHT_VERBS and denial.core[0].at >= denial.mark.end


def _names(words: Sequence[Token], reading: Reading) -> frozenset[str]:
    """Names among some words, and what they stand for as well."""
    places = {t.at for t in words}
    keys = {m.key for m in reading.marks if m.family == "name" and places & set(range(m.start, m.end))}
    return frozenset(keys).union(*(reading.lexicon.implied.get(key, frozenset()) for key in keys))


def _is_reported(denial: Denial, reading: Reading) -> bool:
    """ "Did not find", "failed to show": what is denied is that somebody says something."""
    following = reading.tokens[denial.mark.end].stem if denial.mark.end < len(reading.tokens) else ""
    return following in REPORTING


def _turns(token: Token, reading: Reading) -> bool:
    """Whether a word points somewhere ("better"), so that denying it is what the sentence says."""
    return any(m.family == "direction" and m.covers(token.at) for m in reading.marks)


def _asserted(denial: Denial, quote: Reading, statement: Reading, said: list[Denial]) -> bool:
    """Whether the statement says plainly what the quote denies, and the quote says it nowhere as plainly."""
    core = denial.core
    if any(said_by(core[:1], quote) & said_by(own.wide, statement) for own in said):
        return False
    if _is_told(denial, quote, statement) and not is_advised_against(denial, quote, statement):
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
        for word in (t for t in statement.tokens if t.is_word and (not t.is_light or t.stem in LIGHT_VERBS)):
            if not statement.senses[word.at] & senses or otherwise_denied(word, statement, quote):
                continue
            near = context(statement, word.at, word.at + 1)
            closest = max((overlap(near, other) for other in plain), default=-1.0)
            if closest < overlap(near, denying) + _CLOSE and (not plain or token is core[-1] or _turns(token, quote)):
                return True
        if not plain and not token.text.endswith("ly") and not token.is_light and token.stem not in RELATIONS:
            break
    return False


def _is_split(denial: Denial, quote: Reading, statement: Reading, said: list[Denial]) -> bool:
    """Whether the statement denies a part of a list only, and says what is denied first where nothing denies it."""
    if denial.is_aside or not denial.core:
        return False
    first = said_by(denial.core[:1], quote)
    places = [t for t in statement.content if statement.senses[t.at] & first]
    denied_here = {t.at for own in said for t in (*about(own, statement), *own.core)}
    plain = [t for t in quote.content if t.at not in {o.at for o in denial.wide} and quote.senses[t.at] & first]
    return bool(places) and not plain and all(t.at not in denied_here for t in places)


def _is_told(denial: Denial, quote: Reading, statement: Reading) -> bool:
    """Whether the statement has the words a denial is of and those it follows, so that it tells the denied part too."""
    if denial.is_aside or len(denial.core) < CORE or not all(is_borne(t.at, quote, statement) for t in denial.core):
        return False
    before = [t for t in quote.content if t.at < denial.mark.start][-CORE:]
    return any(is_borne(t.at, quote, statement) for t in before)


def _dropped(there: list[Denial], said: list[Denial], statement: Reading, quote: Reading) -> list[Failure]:
    """A denial whose clause the statement says in other words, without denying anything."""
    if said or any(m.key in _NEGATIVE for m in statement.marks if m.family in ("direction", "hedge")):
        return []
    for denial in there:
        words = [t for t in quote.content if t.at in denial.clause]
        borne = [t for t in words if is_borne(t.at, quote, statement)]
        if not denial.is_aside and len(words) >= _CLAUSE and len(borne) >= _BORNE * len(words):
            return [Failure("negation", quote.tokens[denial.mark.start].text, True)]
    return []
