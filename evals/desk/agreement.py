"""How far reviewers agree: Krippendorff's alpha with a bootstrap interval over items. The one user of the krippendorff package."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import krippendorff
import numpy as np
from numpy.typing import NDArray

from evals.intervals import bootstrap
from evals.score import Unscored

RESAMPLES = 1000
"""Each is computed by itself, and a page waits for them: a tenth of a second."""
MIN_ITEMS = 2
"""Of one item every resample is the same, and the interval would claim to be exact."""
Level = Literal["nominal", "ordinal"]
Unit = Sequence[str]
"""What each reviewer said of one thing."""


class Alpha(NamedTuple):
    """1: they always agree; 0: no more than chance."""

    value: float
    low: float
    high: float
    """95 % interval: percentiles over resampled items, whose statements stay together."""
    units: int
    """Statements, or answers, that two or more people judged."""
    items: int
    undefined: int
    """Resamples in which everybody said the same one thing, so that alpha is not defined; they are left out."""

    def __str__(self) -> str:
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


def alpha(items: Sequence[Sequence[Unit]], domain: Sequence[str], level: Level) -> Alpha | Unscored:
    """Alpha over the units of each item.

    Args:
        items: For each item, what was said of each of its units. A unit with fewer than two opinions does not count.
        domain: Every value there is; in order, where `level` is ordinal.
        level: Whether values are only different, or also more or less far apart.
    """
    counted = [table for units in items if len(table := _counts(units, domain))]
    if len(counted) < MIN_ITEMS:
        return Unscored(f"items judged by two people: {len(counted)}; an interval needs {MIN_ITEMS}")
    value = _alpha(np.concatenate(counted), level)
    if value is None:
        return Unscored("everybody said the same one thing, so chance cannot be told from agreement")

    def of_drawn(drawn: NDArray[np.int64]) -> NDArray[np.float64]:
        found = (_alpha(np.concatenate([counted[at] for at in row]), level) for row in drawn)
        return np.array([math.nan if v is None else v for v in found])

    low, high, undefined = bootstrap(len(counted), of_drawn, RESAMPLES)
    return Alpha(value, low, high, sum(map(len, counted)), len(counted), undefined)


def _counts(units: Sequence[Unit], domain: Sequence[str]) -> NDArray[np.int64]:
    paired = [unit for unit in units if len(unit) > 1]
    rows = [[sum(said == value for said in unit) for value in domain] for unit in paired]
    return np.array(rows, dtype=np.int64).reshape(len(rows), len(domain))


def _alpha(counts: NDArray[np.int64], level: Level) -> float | None:
    if np.count_nonzero(counts.sum(axis=0)) < 2:
        return None
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement=level))
