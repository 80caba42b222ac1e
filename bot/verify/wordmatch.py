"""Whether a word of a statement is borne by a quote: the same stem, or a word or phrase of one line of equals."""

from __future__ import annotations

from bot.verify.lexicon import stems
from bot.verify.reading import Reading

_JUDGED = ("direction", "hedge", "certain", "cause", "negation", "name")


def is_borne(at: int, statement: Reading, quote: Reading) -> bool:
    """Whether the statement's token at `at` has an equal in the quote."""
    token = statement.tokens[at]
    if token.stem in quote.stems:
        return True
    keys = {m.key for m in statement.marks if m.family == "same" and m.covers(at)}
    return bool(keys & quote.same)


def is_covered(at: int, statement: Reading, quote: Reading) -> bool:
    """The same, and words of direction, hedges and causes too: whether they agree, their own checks have said."""
    if is_borne(at, statement, quote):
        return True
    there = {(m.family, m.key) for m in quote.marks}
    implied = quote.lexicon.implied
    there |= {("name", key) for m in quote.marks if m.family == "name" for key in implied.get(m.key, ())}
    return any(
        m.family == "hedge" or (m.family, m.key) in there
        for m in statement.marks
        if m.family in _JUDGED and m.covers(at)
    )


def share_of_words(text: str, quote: Reading) -> float:
    """Share of the words of `text` whose stems are in the quote, 0 to 1."""
    wanted = stems(text)
    return sum(stem in quote.stems for stem in wanted) / len(wanted) if wanted else 1.0
