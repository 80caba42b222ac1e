"""What the classifier looks at: the whole of a message and, of a long one, its parts, so that padding dilutes nothing.

Knows text and vectors, no classes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from bot.guards.normalise import revealed
from ingest.spoken import spoken

LONG = 60
"""Words from which a message is judged in parts too. From the longest labelled examples, which have about as many."""
_LONG_CHARS = 400
"""The same for a message of few and endless words."""
_WINDOW, _STEP = 24, 12
"""Words of a part where no sentence ends, and from one part to the next. Guesses; the padding tests hold for them."""
_RUN = 4
"""Sentences that may say it only together."""
_ENDLESS = 40
"""Letters of a word that is none."""
_END = re.compile(r"(?<=[.!?…。！？।؟])\s*|\n+")
_WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]{2}|[^\s\u3040-\u30ff\u4e00-\u9fff]+|\S")
"""A word; two characters of Chinese count as one."""


def judged_texts(message: str) -> tuple[str, ...]:
    """The texts to judge, as they are to be embedded: the whole message without disguise, then the parts of a long one."""
    clear = revealed(message)
    whole = spoken(clear)
    if len(_WORD.findall(whole)) <= LONG and len(whole) <= _LONG_CHARS:
        return (whole,)
    parts = [part for sentence in _END.split(clear) for part in _windows(spoken(sentence))]
    return tuple(dict.fromkeys((whole, *filter(None, parts))))


def runs(texts: Sequence[str], vectors: NDArray[np.float32]) -> tuple[list[str], NDArray[np.float32]]:
    """The whole, each part, and each run of parts, with a vector for each.

    Args:
        texts: From `judged_texts`.
        vectors: Their embeddings, shape (len(texts), dimension), unit length.

    Returns:
        Texts and unit vectors; a run's vector is the mean direction of its parts, which spares embedding it.
    """
    parts = range(1, len(texts))
    spans = [(at, at + size) for size in range(2, _RUN + 1) for at in parts if at + size <= len(texts)]
    if not spans:
        return list(texts), vectors
    means = np.stack([vectors[first:last].mean(axis=0) for first, last in spans])
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    joined = [" ".join(texts[first:last]) for first, last in spans]
    return [*texts, *joined], np.concatenate([vectors, means]).astype(np.float32)


def _windows(sentence: str) -> list[str]:
    """A sentence, or windows over one that does not end; words said again and again count once."""
    words = [word for word, _ in groupby(sentence.split()) if len(word) <= _ENDLESS or not word.isascii()]
    if len(words) <= _WINDOW + _STEP:
        return [" ".join(words)]
    return [" ".join(words[at : at + _WINDOW]) for at in range(0, len(words) - _STEP, _STEP)]
