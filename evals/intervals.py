"""Intervals for rates: every share that is printed carries its count and a 95 % interval."""

from __future__ import annotations

import math
from typing import NamedTuple

_Z = 1.959964
"""Normal quantile of a two-sided 95 % interval."""


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
