"""Two ranked lists to one: a weighted sum whose weight depends on the question. Pure functions over arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


class Weighting(NamedTuple):
    """How much BM25 counts beside the vectors: `low` when its list says little, `high` when it says much."""

    low: float = 0.15
    high: float = 0.6


WEIGHTING = Weighting()
"""From `python -m evals retrieval`; the sweep is in evals/results/fusion.json."""


def lexical_weight(bm25: Scores, coverage: float, weighting: Weighting = WEIGHTING) -> float:
    """Weight of the lexical list, between the two of `weighting`.

    Args:
        bm25: Scores of the candidates, at least 0.
        coverage: Share of the question's term weight (idf) that the best lexical document holds, 0 to 1.

    Returns:
        High when one document holds nearly all of the question's rare terms, low when none does.
    """
    if bm25.size == 0 or float(bm25.max()) <= 0:
        return 0.0
    certainty = min(1.0, max(0.0, (coverage - 0.3) / 0.6))
    return weighting.low + (weighting.high - weighting.low) * certainty


def fuse(cosine: Scores, bm25: Scores, weight: float) -> Scores:
    """A weighted sum of both lists, each divided by its best.

    Args:
        cosine: Best cosine per candidate, shape (n,).
        bm25: BM25 per candidate, shape (n,).
        weight: Of the lexical list, 0 to 1; the vectors get the rest.

    Returns:
        float32, shape (n,), at most 1.
    """
    if cosine.size == 0:
        return cosine
    dense = cosine / max(float(cosine.max()), 1e-6)
    top = float(bm25.max())
    lexical = bm25 / top if top > 0 else np.zeros_like(bm25)
    return np.asarray((1 - weight) * dense + weight * lexical, dtype=np.float32)
