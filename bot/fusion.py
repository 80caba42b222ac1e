"""Two lists to one. What BM25 adds depends on the question: how good its match is, and how much of the question it holds.

Pure functions over arrays; nothing here knows where the scores come from.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


class Weights(NamedTuple):
    """What is added to a cosine of 1 by a full lexical match."""

    bm25: float = 0.6
    """For BM25 as a share of what the question could score at most. A question whose words the corpus uses otherwise
    reaches little of that anywhere, so its lexical list weighs little."""
    coverage: float = 0.4
    """For holding all of the question's term weight (idf). A question of common words adds little anywhere."""


WEIGHTS = Weights()
"""From `python -m evals retrieval`; docs/decisions/0003 has the figures beside the other ways tried."""


def fuse(cosine: Scores, bm25: Scores, coverage: Scores, weights: Weights = WEIGHTS) -> Scores:
    """Cosine plus lexical evidence, scaled so that a perfect match has 1.

    Args:
        cosine: Best cosine per candidate, shape (n,).
        bm25: BM25 per candidate as a share of the question's ceiling, 0 to 1, shape (n,).
        coverage: Share of the question's term weight each candidate holds, 0 to 1, shape (n,).
        weights: What each list adds.

    Returns:
        float32, shape (n,), at most 1.
    """
    total = 1 + weights.bm25 + weights.coverage
    return np.asarray((cosine + weights.bm25 * bm25 + weights.coverage * coverage) / total, dtype=np.float32)
