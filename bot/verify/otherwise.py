"""A "not" that the other text says by a word of its own: "inactive", "avoid", "unclear". Knows how texts deny, judges nothing."""

from __future__ import annotations

from bot.verify.denials import AS, LIGHT_VERBS, WIDE, Denial, about
from bot.verify.reading import Reading, Token

_DENYING = ("against", "same", "unknown", "unsure", "insignificant")
"""Ways and hedges that deny something by themselves."""
_PREFIXES = ("un", "in", "im", "ir", "non", "dis")


def else_denied(denial: Denial, statement: Reading, quote: Reading) -> bool:
    """Whether the quote says the same "not" by a word of its own: "inactive" for "not active", "avoid", "unclear"."""
    is_light = bool(denial.core) and denial.core[0].stem in LIGHT_VERBS
    core = said_by(about(denial, statement) if is_light else denial.core[:1], statement)
    first = denial.core[0].text if denial.core else ""
    if any(f"{prefix}{first}" in {t.text for t in quote.content} for prefix in _PREFIXES):
        return True
    mirrored = _mirrored(statement)
    is_as = "as" in [t.text for t in statement.tokens[denial.mark.end : denial.mark.end + AS]]
    denying = (*_DENYING, "less", "worse", "fall") if is_as else _DENYING
    for mark in quote.marks:
        if mark.family in ("direction", "hedge") and mark.key in denying and mark.key not in mirrored:
            near = [t for t in quote.content if mark.start - WIDE <= t.at < mark.end + WIDE]
            if core & said_by(near, quote):
                return True
    return False


def is_advised_against(denial: Denial, quote: Reading, statement: Reading) -> bool:
    """Whether the statement denies by another word than "not" what a denial is of: "advises against taking" for "not to take"."""
    senses = said_by(denial.core[:1], quote)
    words = [t for t in statement.tokens if t.is_word and statement.senses[t.at] & senses]
    return bool(words) and all(otherwise_denied(t, statement, quote) for t in words)


def otherwise_denied(word: Token, statement: Reading, quote: Reading) -> bool:
    """Whether the statement denies a word by another word than "not": "inactive", "few", "little", "unclear"."""
    mirrored = _mirrored(quote)
    return any(
        m.key in _DENYING
        and m.key not in mirrored
        and m.family in ("direction", "hedge")
        and abs(m.start - word.at) <= WIDE
        for m in statement.marks
    )


def _mirrored(reading: Reading) -> set[str]:
    """Ways and hedges that a text has; an "against" that is its "not" ("not to") is none beside it."""
    nots = reading.marked("negation")
    own = [m for m in reading.marks if m.family in ("direction", "hedge")]
    return {m.key for m in own if m.key != "against" or not any(m.start <= n.start < m.end for n in nots)}


def said_by(words: list[Token] | tuple[Token, ...], reading: Reading) -> frozenset[str]:
    """Senses of some words, and the ways they point."""
    places = {t.at for t in words}
    ways = (f"way {m.key}" for m in reading.marks if m.family == "direction" and places & set(range(m.start, m.end)))
    return frozenset(ways).union(*(reading.senses[at] for at in places))
