"""Intervals: every figure that is printed carries its count and a 95 % interval, by Wilson or by a seeded bootstrap."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_Z = 1.959964
"""Normal quantile of a two-sided 95 % interval."""

RESAMPLES, SEED = 2000, 7
"""Of a bootstrap. A convention; the interval's ends move by less than what is printed."""


class Rate(NamedTuple):
    """A share with its count and its 95 % Wilson interval."""

    hits: float
    total: float
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share; not a number when nothing was counted."""
        return self.hits / self.total if self.total else math.nan

    def __str__(self) -> str:
        if not self.total:
            return "not scored (0)"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] ({self.hits:g}/{self.total:g})"


def wilson(hits: float, total: float) -> Rate:
    """The Wilson score interval of `hits` in `total`, which need not be whole; (0, 1) when nothing was counted."""
    if total == 0:
        return Rate(0, 0, 0.0, 1.0)
    p = hits / total
    middle = p + _Z**2 / (2 * total)
    spread = _Z * math.sqrt(p * (1 - p) / total + _Z**2 / (4 * total**2))
    scale = 1 + _Z**2 / total
    return Rate(hits, total, max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))


class Spread(NamedTuple):
    """A 95 % interval of something that was drawn again and again; not a number when it was never defined."""

    low: float
    high: float
    undefined: int
    """Resamples left out because the statistic is not defined on them."""


def bootstrap(
    count: int, statistic: Callable[[NDArray[np.int64]], NDArray[np.float64]], resamples: int = RESAMPLES
) -> Spread:
    """The percentile interval of a statistic over things drawn with replacement, the same each time.

    Args:
        count: Things there are, such as families or items; one or more.
        statistic: From the rows drawn, (resamples, count) numbers below `count`, to (resamples,) values, NaN where it
            is not defined.
        resamples: How often all are drawn.
    """
    values = statistic(np.random.default_rng(SEED).integers(0, count, (resamples, count)))
    known = values[~np.isnan(values)]
    low, high = np.quantile(known, [0.025, 0.975]) if len(known) else (math.nan, math.nan)
    return Spread(float(low), float(high), len(values) - len(known))


def ratios(table: NDArray[np.float64], met: int = 0, of: int = 1) -> Callable[[NDArray[np.int64]], NDArray[np.float64]]:
    """The statistic "sum of one column by sum of another" of a table whose rows are drawn."""

    def of_drawn(drawn: NDArray[np.int64]) -> NDArray[np.float64]:
        sums = table[drawn].sum(axis=1)
        return np.asarray(sums[:, met] / sums[:, of])

    return of_drawn
