"""Two lists to one: what the lexical list adds to the cosines depends on the question, and on how well any passage meets its words.

Pure functions over arrays; nothing here knows where the scores come from. The order of passages (`fuse`) and the strength of
evidence (`strength`) are kept apart: thresholds rest on the second, whose scale is the same for every question.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


class Weights(NamedTuple):
    """What is added to a cosine of 1 by a full lexical match."""

    bm25: float
    """For BM25 as a share of what the question could score at most."""
    coverage: float
    """For holding all of the question's term weight (idf)."""
    power: float = 1.0
    """To which coverage is raised: above 1, holding half of a question is worth less than half."""


EVIDENCE = Weights(bm25=0.6, coverage=0.4)
"""The scale of evidence, on which answerability and the composer's thresholds were fitted; not the order of passages."""
WEIGHTS = Weights(bm25=0.3, coverage=0.5, power=2.0)
"""From `python -m evals retrieval` on five collections; docs/decisions/0003 has the figures beside the other ways tried."""


class Match(NamedTuple):
    """How well the passage that meets a question's words best does so."""

    share: float
    """The share that it holds of the question's term weight that the collection knows at all, 0 to 1. A word in no passage, a slip of
    the keyboard among them, says nothing against the match of the others."""
    mass: float
    """The idf that it holds, in units of the collection's ln N. Of N passages, one is expected to hold idf of ln N by chance
    alone, so that a match at or below 1 says little."""


class Ramp(NamedTuple):
    """From 0 at `start` to 1 at `end`, straight."""

    start: float
    end: float

    def at(self, value: float) -> float:
        """Where `value` stands, 0 to 1."""
        return min(1.0, max(0.0, (value - self.start) / (self.end - self.start)))


BY_MASS, BY_SHARE = Ramp(1.1, 1.6), Ramp(0.4, 1.0)
"""More than chance, or most of what can be held. From `python -m evals retrieval` on five collections; docs/decisions/0003 has each
left out in turn."""
FEEDBACK_PASSAGES = 2
"""How many of the best passages a question's vectors are moved towards; 3 does as well, 4 is worse on `lay`. docs/decisions/0003."""
FEEDBACK = 0.3
"""How far, as a share of the way to their sum, when the question's words are trusted in full. docs/decisions/0003."""


def match(coverage: Scores, term_weight: float, known: float, passages: int) -> Match:
    """The best match of a question's words.

    Args:
        coverage: Share of the question's term weight that each passage holds, 0 to 1, shape (n,).
        term_weight: The summed idf of the question's terms.
        known: Share of it that is of terms that some passage holds, 0 to 1.
        passages: How many there are in the collection.
    """
    best = float(coverage.max(initial=0.0))
    share = min(1.0, best / known) if known > 0 else 0.0
    return Match(share, best * term_weight / math.log(max(passages, 3)))


def lexical_weight(matches: Iterable[Match]) -> float:
    """How far the lexical list of a question is to be trusted, 0 to 1, by the reading that is met best.

    It counts when a passage holds more of the question than chance would give it, or most of what any passage holds. A question
    whose words the collection uses otherwise has neither, and the cosines stand alone.
    """
    return max((max(BY_MASS.at(m.mass), BY_SHARE.at(m.share)) for m in matches), default=0.0)


def fuse(cosine: Scores, bm25: Scores, coverage: Scores, weight: float, weights: Weights = WEIGHTS) -> Scores:
    """The mean of cosine and lexical match, the latter weighted for this question; a perfect match has 1.

    Args:
        cosine: Best cosine per candidate, shape (n,).
        bm25: BM25 per candidate as a share of the question's ceiling, 0 to 1, shape (n,).
        coverage: Share of the question's term weight each candidate holds, 0 to 1, shape (n,).
        weight: Of the lexical part, 0 to 1, from `lexical_weight`.
        weights: What each part of it adds.

    Returns:
        float32, shape (n,), at most 1. Comparable within one question only.
    """
    lexical = weights.bm25 * bm25 + weights.coverage * coverage**weights.power
    total = 1 + weight * (weights.bm25 + weights.coverage)
    return np.asarray((cosine + weight * lexical) / total, dtype=np.float32)


def moved(queries: Scores, best: Scores, weight: float) -> Scores:
    """A question's vectors moved towards the passages that were ranked first: what these say in other words is looked for too.

    Args:
        queries: Unit vectors, shape (q, dimension).
        best: Vectors of the best passages, shape (n, dimension).
        weight: How far the question's words are trusted, 0 to 1, from `lexical_weight`: where they are not, nothing confirms that
            the first passages are right, and the vectors stay where they are.
    """
    if not best.size or not weight:
        return queries
    towards = queries + np.float32(FEEDBACK * weight) * best.mean(axis=0)
    return np.asarray(towards / np.linalg.norm(towards, axis=1, keepdims=True), dtype=np.float32)


def strength(cosine: Scores, bm25: Scores, coverage: Scores) -> Scores:
    """How strong each candidate is as evidence, on one scale for all questions; a perfect match has 1. Arguments as of `fuse`."""
    return fuse(cosine, bm25, coverage, 1.0, EVIDENCE)
