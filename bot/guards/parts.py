"""The parts of a long message, which are judged beside the whole, so that padding dilutes and excuses nothing.

Knows text and vectors, no classes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.guards.normalise import WORD, revealed
from ingest.everyday import Said
from ingest.spoken import spoken

LONG = 60
"""Words from which a message is judged in parts too. From the longest labelled examples, which have about as many."""
_LONG_CHARS = 400
"""The same for a message of few and endless words."""
_SENTENCE, _WINDOW, _STEP = 20, 12, 6
"""Words from which a sentence may hide something, so that windows over it are parts too; their words, and from one to
the next. Guesses; the padding tests hold for them."""
_RUN_ON = 36
"""Words from which a sentence is none, and only its windows count."""
_RUN = 4
"""Sentences that may say it only together."""
_ENDLESS = 40
"""Letters of a word that is none."""
_OFTEN = 3
"""Times from which a sentence said again is padding, also where it runs into another sentence."""
_MOST = 120
"""Parts looked at, half from either end; 2,000 characters have fewer. It bounds the time that a huge message takes."""
_END = re.compile(r"(?<=[.!?…。！？।؟])\s*|\n+")


def judged_texts(message: str, *, is_parted: bool = False) -> tuple[str, ...]:
    """The texts to judge, as they are to be embedded: the whole message without disguise, then its parts.

    Args:
        message: The visitor's.
        is_parted: Whether a short message has its parts judged too.
    """
    return tuple(dict.fromkeys((spoken(revealed(message)), *parts(message, is_parted=is_parted))))


def parts(message: str, *, is_parted: bool = False) -> tuple[str, ...]:
    """The sentences of a long message, as `spoken` gives them, each once; none for a short one unless `is_parted`."""
    clear = revealed(message)
    if not is_parted and len(clear) <= _LONG_CHARS and len(WORD.findall(clear)) <= LONG:
        return ()
    counted = Counter(spoken(sentence) for sentence in _END.split(clear) if re.search(r"\w", sentence))
    again = [sentence for sentence, count in counted.items() if count >= _OFTEN]
    found = [part for sentence in counted for part in _windows(_without(sentence, again))]
    kept = tuple(dict.fromkeys(filter(None, (*found, _core(counted, again)))))
    return kept if len(kept) <= _MOST else (*kept[: _MOST // 2], *kept[-_MOST // 2 :])


def stretches(message: str) -> list[str]:
    """Each part of a long message, and each run of a few parts; none for a short message."""
    found = parts(message)
    return [" ".join(found[first:last]) for first, last in _spans(0, len(found), 1)]


def _spans(start: int, end: int, shortest: int) -> list[tuple[int, int]]:
    return [(at, at + size) for size in range(shortest, _RUN + 1) for at in range(start, end - size + 1)]


class Runs(NamedTuple):
    """Texts to judge, with what is known of each."""

    texts: list[Said]
    vectors: NDArray[np.float32]
    """Unit length, shape (len(texts), dimension)."""
    noticed: NDArray[np.float32]
    """Shape (len(texts), numbers of the classifier)."""


def runs(
    texts: Sequence[Said],
    vectors: NDArray[np.float32],
    noticed: NDArray[np.float32],
    together: Callable[[NDArray[np.float32]], NDArray[np.float32]],
    wholes: int = 1,
) -> Runs:
    """The whole, each part, and each run of parts. A run's vector is the mean direction of its parts, which spares embedding it.

    Args:
        texts: From `judged_texts`, as the classifier reads them.
        vectors: Embeddings of their English, shape (len(texts), dimension), unit length.
        noticed: What the classifier notices in each, a row a text.
        together: What it notices in texts together, from their rows.
        wholes: How many texts, from the first, are the whole message.
    """
    spans = _spans(wholes, len(texts), 2)
    if not spans:
        return Runs(list(texts), vectors, noticed)
    means = np.stack([vectors[first:last].mean(axis=0) for first, last in spans])
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    joined = [Said(*map(" ".join, zip(*texts[first:last], strict=True))) for first, last in spans]
    finds = np.stack([together(noticed[first:last]) for first, last in spans])
    return Runs(
        [*texts, *joined], np.concatenate([vectors, means]).astype(np.float32), np.concatenate([noticed, finds])
    )


def _core(sentences: Iterable[str], again: Sequence[str]) -> str:
    """What is left of a message without its padding, when that is no longer long; else nothing."""
    left = [words for s in sentences if s not in again for words in [_plain_words(_without(s, again))]]
    core = " ".join(word for words in left if len(words) > 1 for word in words)
    return core if len(WORD.findall(core)) <= LONG else ""


def _plain_words(sentence: str) -> list[str]:
    """The words of a sentence; one said again and again counts once, and an endless one not at all."""
    return [word for word, _ in groupby(sentence.split()) if len(word) <= _ENDLESS or not word.isascii()]


def _without(sentence: str, again: Sequence[str]) -> str:
    """A sentence without those said again and again that run into it; such a one itself stays."""
    if sentence in again:
        return sentence
    for padding in again:
        sentence = sentence.replace(padding, " ")
    return " ".join(sentence.split())


def _windows(sentence: str) -> list[str]:
    """A sentence, and windows over a long one."""
    words = _plain_words(sentence)
    whole = [" ".join(words)] if len(words) <= _RUN_ON else []
    if len(words) <= _SENTENCE:
        return whole
    return whole + [" ".join(words[at : at + _WINDOW]) for at in range(0, len(words) - _STEP, _STEP)]
