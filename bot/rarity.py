"""How rare a word is in English at large: a rare word names something, an everyday word may be anybody's way of asking."""

from __future__ import annotations

import math

from bot.spelling import english
from ingest.lexical import STOPWORDS, stem, words

_RAREST, _COMMONEST = 5.5, 8.7
"""Powers of ten of the occurrences in symspellpy's English list between which a word goes from rare to everyday. Guesses; the
out-of-fold figures of `python -m evals answerability` moved little between neighbouring ones."""
_LEAST = 0.1


def rarity(word: str) -> float:
    """How rare a lower-case word is: 1 for one that is in no list, 0.1 for the commonest."""
    count = english().get(word)
    if count is None:
        return 1.0
    return max(_LEAST, min(1.0, (_COMMONEST - math.log10(count)) / (_COMMONEST - _RAREST)))


def rarities(text: str) -> dict[str, float]:
    """The rarity of each stem of a text, by its rarest word."""
    found: dict[str, float] = {}
    for word in words(text):
        if word not in STOPWORDS:
            found[stem(word)] = max(found.get(stem(word), 0.0), rarity(word))
    return found
