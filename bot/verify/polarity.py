"""The lock on "not": what a statement denies its quote denies, and what the quote denies the statement does not assert."""

from __future__ import annotations

from bot.verify.binding import context, overlap
from bot.verify.reading import Mark, Reading, Token
from bot.verify.verdict import Failure
from bot.verify.wordmatch import is_borne

_CORE = 2
"""Content words after a "not" that it surely denies."""
_WHOLE = frozenset(("neither", "nor", "none", "nobody", "nothing"))
"""Denials of a whole clause."""
_LIGHT_VERBS = frozenset("use take taken took give given gave have had put puts eat drink get drive".split())
_ASIDE = frozenset(("without", "unlike", "rather", "instead", "except", "non", "free", "absence"))
"""Denials of a thing beside the clause's own verb: what they deny may be said plainly of others."""
_WIDE = 6
"""Content words after a "not" that it may deny."""


_NEGATIVE = ("against", "same", "unknown", "unsure", "weak", "insignificant", "rare", "less", "fall", "little")
"""Ways and hedges that deny something by themselves."""
_CLAUSE, _BORNE = 3, 0.6
"""Content words of a clause that denies, and the share of them a statement must say to owe the denial. Guesses."""
_CLOSE = 0.4
"""How much better a plain saying of the quote must fit than its denial to excuse the statement. A guess."""
_STOPS = frozenset((".", ";", ":", "?", ",", "(", ")", "but", "while", "whereas"))
"""Where a denial ends at the latest."""


def check_negation(statement: Reading, quote: Reading) -> list[Failure]:
    """Denials that only one of the two makes."""
    said = [_scope(m, statement) for m in _denials(statement, quote)]
    there = [_scope(m, quote) for m in _denials(quote, statement)]
    failures = []
    for core, _ in said:
        if core and not any(_share(core, statement, wide, quote) for _, wide in there):
            failures.append(Failure("negation", core[0].text))
    for mark, (core, wide) in zip(_denials(quote, statement), there, strict=True):
        is_aside = quote.tokens[mark.start].text in _ASIDE
        if core and _asserted(core, wide, quote, statement, [w for _, w in said], is_aside):
            failures.append(Failure("negation", core[0].text))
    return failures or _dropped(said, statement, quote)


def _dropped(said: list[tuple[list[Token], list[Token]]], statement: Reading, quote: Reading) -> list[Failure]:
    """A denial whose clause the statement says in other words, without denying anything."""
    if said or any(m.key in _NEGATIVE for m in statement.marks if m.family in ("direction", "hedge")):
        return []
    for mark in quote.marked("negation"):
        clause = quote.clause(mark.start)
        words = [t for t in quote.content if t.at in clause]
        borne = [t for t in words if is_borne(t.at, quote, statement)]
        is_aside = quote.tokens[mark.start].text in _ASIDE
        if not is_aside and len(words) >= _CLAUSE and len(borne) >= _BORNE * len(words):
            return [Failure("negation", quote.tokens[mark.start].text)]
    return []


def _denials(reading: Reading, other: Reading) -> list[Mark]:
    """Marks of negation; one inside a phrase that the other text has an equal of ("did not change") says nothing."""
    found = []
    for mark in reading.marked("negation"):
        following = reading.tokens[mark.end].text if mark.end < len(reading.tokens) else ""
        inside = [m for m in reading.marks if m.family == "same" and m.start <= mark.start and mark.end < m.end]
        is_either = [t.text for t in reading.tokens[max(0, mark.start - 2) : mark.start]] == ["with", "or"]
        if following != "only" and not is_either and not any(m.key in other.same for m in inside):
            found.append(mark)
    return found


def _scope(mark: Mark, reading: Reading) -> tuple[list[Token], list[Token]]:
    """The words that a "not" surely denies, and those it may."""
    if reading.tokens[mark.start].text in _WHOLE:
        start, stop = reading.clause(mark.start).start, reading.clause(mark.start).stop
        words = [t for t in reading.content if start <= t.at < stop]
        return words, words
    words = []
    for token in reading.tokens[mark.end :]:
        if token.text in _STOPS:
            break
        if token.is_word and (not token.is_light or (not words and token.stem in _LIGHT_VERBS)):
            words.append(token)
    if not words:  # "none did": what stands before is denied
        words = [t for t in reading.tokens[: mark.start] if t.is_word and not t.is_light][-_CORE:]
    return words[: 1 if words and words[0].is_light else _CORE], words[:_WIDE]


def denied(mark: Mark, reading: Reading) -> bool:
    """Whether the first word that a "not" denies is the marked one."""
    for negation in reading.marked("negation"):
        core, _ = _scope(negation, reading)
        if core and mark.covers(core[0].at) and not mark.covers(negation.start):
            return True
    return False


def _share(some: list[Token], of: Reading, others: list[Token], in_: Reading) -> bool:
    return bool(_said(some, of) & _said(others, in_))


def _said(words: list[Token], reading: Reading) -> frozenset[str]:
    """Senses of some words, and the ways they point."""
    places = {t.at for t in words}
    ways = (f"way {m.key}" for m in reading.marks if m.family == "direction" and places & set(range(m.start, m.end)))
    return frozenset(ways).union(*(reading.senses[at] for at in places))


def _turns(token: Token, reading: Reading) -> bool:
    """Whether a word points somewhere ("better"), so that denying it is what the sentence says."""
    return any(m.family == "direction" and m.covers(token.at) for m in reading.marks)


def _asserted(
    core: list[Token], wide: list[Token], quote: Reading, statement: Reading, denied: list[list[Token]], is_aside: bool
) -> bool:
    """Whether the statement says plainly what the quote denies, and the quote says it nowhere as plainly."""
    if any(_share(core[:1], quote, words, statement) for words in denied):
        return False
    own = {t.at for words in denied for t in words}
    covered = {t.at for t in wide}
    for token in core:
        senses = quote.senses[token.at]
        denying = context(quote, token.at, token.at + 1)
        plain = [
            context(quote, t.at, t.at + 1) for t in quote.content if t.at not in covered and quote.senses[t.at] & senses
        ]
        if is_aside and plain:
            continue
        for said in (t for t in statement.tokens if t.is_word and (not t.is_light or t.stem in _LIGHT_VERBS)):
            if said.at in own or not statement.senses[said.at] & senses:
                continue
            near = context(statement, said.at, said.at + 1)
            closest = max((overlap(near, other) for other in plain), default=-1.0)
            if closest < overlap(near, denying) + _CLOSE and (not plain or token is core[-1] or _turns(token, quote)):
                return True
        if not plain and not token.text.endswith("ly"):
            break
    return False
