"""The lock on exchanged words: where a statement follows its quote word for word, what stands in a word's place is its equal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.verify.compared import settled
from bot.verify.numbers import Quantity, share_of
from bot.verify.reading import Mark, Reading, Token
from bot.verify.units import UNIT_OF
from bot.verify.verdict import Check, Failure

_ANCHOR = 4
"""Words that must be the same on both sides of a change together, at least one on each. A guess."""
_END = 2
"""What the end of both texts counts for as a side."""
_CLOSE = 8
"""Words the same on both sides from which every word of the change must have its equal, at least `_END` on each. A guess."""
_MOST = 3
"""Words of a change on either side, at most: longer ones are another wording. A guess."""
_ANYBODY = "population:adult"
_TURNS = ("direction", "hedge", "certain")


@dataclass(frozen=True, slots=True)
class _Change:
    """Words of the statement that stand where the quote has others."""

    said: tuple[Token, ...]
    there: tuple[Token, ...]
    anchor: int
    """How many words are the same on both sides."""
    is_between: bool
    """Whether at least `_END` of them are on either side."""


def check_replaced(statement: Reading, quote: Reading) -> list[Failure]:
    """Words that took the place of others that say something else: an arm, a name, a way, a "not" put in or left out."""
    failures = []
    judged = settled(statement, quote)
    for change in _changes(statement, quote):
        is_settled = bool(judged & {t.at for t in change.said}) and all(
            t.is_light or t.at in judged for t in change.said
        )
        if is_settled or _is_moved(change, statement, quote):
            continue
        found = (
            _denied(change, statement, quote)
            or _number(change, statement, quote)
            or _unit(change)
            or _rival(change, statement, quote)
            or _way(change, statement, quote)
            or _name(change, statement, quote)
            or _stranger(change, statement, quote)
        )
        if found:
            failures.append(found)
    return failures


def _changes(statement: Reading, quote: Reading) -> Iterator[_Change]:
    """The changes that have the same words on both sides."""
    said, there = _words(statement), _words(quote)
    codes = SequenceMatcher(None, [t.stem for t in there], [t.stem for t in said], autojunk=False).get_opcodes()
    for at, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal" or max(b - a, d - c) > _MOST:
            continue
        before = codes[at - 1][2] - codes[at - 1][1] if at else 0
        behind = codes[at + 1][2] - codes[at + 1][1] if at + 1 < len(codes) else 0
        is_between = (before >= _END or at == 0) and (behind >= _END or at + 1 == len(codes))
        if (before or _END) + (behind or _END) >= _ANCHOR:
            yield _Change(tuple(said[c:d]), tuple(there[a:b]), before + behind, is_between)


def _is_moved(change: _Change, statement: Reading, quote: Reading) -> bool:
    """Whether the words that lost their place are said as often elsewhere, so that other locks must judge the change."""
    lost = [t for t in change.there if not t.is_light and t.is_word]
    return bool(lost) and all(_count(quote.senses[t.at], statement) >= _count(quote.senses[t.at], quote) for t in lost)


def _count(senses: frozenset[str], reading: Reading) -> int:
    return sum(bool(reading.senses[t.at] & senses) for t in reading.tokens)


def _is_new(token: Token, statement: Reading, quote: Reading) -> bool:
    """Whether the statement says a word, or another of its sense, more often than the quote does."""
    own = frozenset({f"={token.stem}"})
    return all(_count(s, statement) > _count(s, quote) for s in (own, statement.senses[token.at]))


def _words(reading: Reading) -> list[Token]:
    return [t for t in reading.tokens if t.text[0].isalnum() or t.text == "%"]


def _marks(tokens: tuple[Token, ...], reading: Reading, family: str) -> list[Mark]:
    places = {t.at for t in tokens}
    return [m for m in reading.marked(family) if places & set(range(m.start, m.end))]


def _denied(change: _Change, statement: Reading, quote: Reading) -> Failure | None:
    """A "not" in one text only, with no word of another way beside it that could make up for it."""
    said, there = _marks(change.said, statement, "negation"), _marks(change.there, quote, "negation")
    is_moved = len(statement.marked("negation")) == len(quote.marked("negation"))
    if bool(said) == bool(there) or is_moved:
        return None
    if change.said and change.there and (_turns(change.said, statement) or _turns(change.there, quote)):
        return None
    mark, reading = (said[0], statement) if said else (there[0], quote)
    return Failure("negation", reading.tokens[mark.start].text)


def _turns(tokens: tuple[Token, ...], reading: Reading) -> bool:
    """Whether words point somewhere, or a "not" among them is part of a phrase that has equals ("not known")."""
    phrases = [m for m in _marks(tokens, reading, "same") if m.end - m.start > 1]
    nots = _marks(tokens, reading, "negation")
    in_phrase = any(p.covers(n.start) for p in phrases for n in nots)
    return in_phrase or any(_marks(tokens, reading, family) for family in _TURNS)


def _number(change: _Change, statement: Reading, quote: Reading) -> Failure | None:
    said, there = _quantities(change.said, statement), _quantities(change.there, quote)
    values = {_value(q) for q in there}
    if values and not values & {"1", "share 1"} and not said and "one" in {t.text for t in change.said}:
        return Failure("number", "1")
    wrong = [q for q in said if _stands_for(q, there) and _value(q) not in values and _is_more(q, statement, quote)]
    return Failure("number", wrong[0].low) if wrong else None


def _stands_for(quantity: Quantity, others: list[Quantity]) -> bool:
    """Whether a number stands where another of its sort stood: a share for a share, a count for a count."""
    return any((share_of(quantity) is None) == (share_of(other) is None) for other in others)


def _value(quantity: Quantity) -> str:
    """A number as text, the same for equal shares."""
    share = share_of(quantity)
    return f"{quantity.low} {quantity.high}".strip() if share is None else f"share {share}"


def _is_more(quantity: Quantity, statement: Reading, quote: Reading) -> bool:
    """Whether the statement has a number more often than the quote does."""
    said, there = (sum(_value(q) == _value(quantity) for q in r.quantities) for r in (statement, quote))
    return said > there


def _quantities(tokens: tuple[Token, ...], reading: Reading) -> list[Quantity]:
    places = {t.at for t in tokens}
    return [q for q in reading.quantities if places & set(range(q.start, q.end))]


def _unit(change: _Change) -> Failure | None:
    said = {UNIT_OF[t.text] for t in change.said if t.text in UNIT_OF}
    there = {UNIT_OF[t.text] for t in change.there if t.text in UNIT_OF}
    return Failure("unit", min(said)) if said and there and not said & there else None


def _rival(change: _Change, statement: Reading, quote: Reading) -> Failure | None:
    """One word of a line of which none says what another says: "first" for "last", "for" for "against"."""
    for mark in _marks(change.said, statement, "rival"):
        line = mark.key.partition(" ")[0]
        others = {m.key for m in _marks(change.there, quote, "rival") if m.key.partition(" ")[0] == line}
        if others and mark.key not in others:
            return Failure("direction", statement.tokens[mark.start].text)
    return None


def _way(change: _Change, statement: Reading, quote: Reading) -> Failure | None:
    said = {m.key for m in _marks(change.said, statement, "direction")}
    there = {m.key for m in _marks(change.there, quote, "direction")}
    opposite = statement.lexicon.opposite
    is_turned = any(opposite[key] in there for key in said) and not said & there
    denied = _marks(change.said, statement, "negation") or _marks(change.there, quote, "negation")
    return Failure("direction", change.said[0].text) if is_turned and not denied else None


def _name(change: _Change, statement: Reading, quote: Reading) -> Failure | None:
    """A name where the quote has another of its sort that does not say it as well."""
    said, there = _marks(change.said, statement, "name"), _marks(change.there, quote, "name")
    implied = quote.lexicon.implied
    for mark in said:
        sort = mark.key.partition(":")[0]
        others = {m.key for m in there if m.key.partition(":")[0] == sort} - {_ANYBODY}
        is_said = any(mark.key == o or mark.key in implied.get(o, ()) or o in implied.get(mark.key, ()) for o in others)
        is_new = _is_new(statement.tokens[mark.start], statement, quote)
        if others and is_new and not is_said and not _is_equal(change.said, change.there, statement, quote):
            return Failure(_check(sort), mark.key.partition(":")[2])
    return None


def _check(sort: str) -> Check:
    return "population" if sort == "population" else "study" if sort == "study" else "entity"


def _stranger(change: _Change, statement: Reading, quote: Reading) -> Failure | None:
    """A word without an equal among those it replaces, in a sentence that is else the quote's own."""
    if change.anchor < _CLOSE or not change.is_between or not any(not t.is_light for t in change.there):
        return None
    if _is_equal(change.said, change.there, statement, quote):
        return None
    words = [t for t in change.said if not t.is_light and t.is_word and _is_new(t, statement, quote)]
    return Failure("entity", words[0].text) if words else None


def _is_equal(said: tuple[Token, ...], there: tuple[Token, ...], statement: Reading, quote: Reading) -> bool:
    """Whether each word that tells something has an equal, or points the same way, among those it replaces."""
    equals = frozenset().union(*(quote.senses[t.at] for t in there)) | _judged(there, quote)
    return all(
        t.is_light or not t.is_word or (statement.senses[t.at] | _judged((t,), statement)) & equals for t in said
    )


def _judged(tokens: tuple[Token, ...], reading: Reading) -> frozenset[str]:
    """The ways, hedges and causes that words are part of, which have locks of their own."""
    places = {t.at for t in tokens}
    return frozenset(
        f"{m.family} {m.key}"
        for m in reading.marks
        if m.family in ("direction", "hedge", "cause") and places & set(range(m.start, m.end))
    )
