"""The lock on prefixes that deny: "impossible" for "possible", "disproven" for "proven", in either direction."""

from __future__ import annotations

from bot.verify.denials import all_denials
from bot.verify.reading import Reading
from bot.verify.verdict import Failure
from bot.verify.wordmatch import is_borne
from ingest.lexical import stem

_PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis", "mis", "anti", "de")
_LEAST = 4
"""Letters of what a prefix stands before, at least: "ill" is no "in" before "ll"."""
_WHOLE = frozenset(
    "disease disorder increase important include inform indeed intake insight instance invite mission design depend degree demand".split()
)
"""Words that begin so and deny nothing."""


def check_prefixed(statement: Reading, quote: Reading) -> list[Failure]:
    """Words that are another text's word but for a prefix that denies it, where neither text has a "not" to make up for it."""
    if all_denials(statement) or all_denials(quote):
        return []
    failures = []
    for one, other in ((statement, quote), (quote, statement)):
        bare = {t.stem for t in other.content}
        failures += [
            Failure("negation", token.text)
            for token in one.content
            if token.text not in _WHOLE and not is_borne(token.at, one, other) and _stems(token.text) & bare
        ]
    return failures[:1]


def _stems(word: str) -> frozenset[str]:
    """What is left of a word without its prefix, as a stem."""
    rests = (word.removeprefix(p) for p in _PREFIXES if word.startswith(p))
    return frozenset(stem(rest) for rest in rests if len(rest) >= _LEAST)
