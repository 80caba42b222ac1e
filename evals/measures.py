"""From scores to measures: each scorer over a run, with what was scored, unscored and failed, and a 95 % interval."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from evals.intervals import bootstrap, wilson
from evals.record import Kept, Run
from evals.score import Failed, Score, Unscored


class Measure(NamedTuple):
    """One scorer over a run. Unscored and failed cases are in no rate."""

    name: str
    value: float
    """Share met; for an amount, the median. Not a number when nothing was scored."""
    low: float
    high: float
    met: float
    of: int
    scored: int
    unscored: int
    failed: int
    unit: str = ""
    p95: float = math.nan
    """Of an amount."""

    def __str__(self) -> str:
        if not self.scored:
            return "not scored"
        if self.unit:
            return f"{self.value:.1f} [{self.low:.1f}, {self.high:.1f}] {self.unit}, p95 {self.p95:.1f}"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] ({self.met:g}/{self.of})"


def measures(run: Run, tag: str = "") -> tuple[Measure, ...]:
    """Every scorer over the run, or over its cases with one tag; cases that could not be run count as failed."""
    kept = [k for k in run.kept if not tag or tag in k.case.tags]
    broken = 0 if tag else len(run.broken)
    return tuple(measure(name, kept, run.units.get(name, ""), broken) for name in run.scorers)


def measure(name: str, kept: Sequence[Kept], unit: str = "", broken: int = 0) -> Measure:
    """One scorer over some cases."""
    results = [(k.case.family, k.results[name]) for k in kept if name in k.results]
    scores = [(family, r) for family, r in results if isinstance(r, Score)]
    unscored = sum(isinstance(r, Unscored) for _, r in results)
    failed = sum(isinstance(r, Failed) for _, r in results) + broken
    if not scores:
        return Measure(name, math.nan, math.nan, math.nan, 0, 0, 0, unscored, failed, unit)
    met, of = sum(s.met for _, s in scores), sum(s.of for _, s in scores)
    if unit:
        amounts = np.array([s.met for _, s in scores])
        low, high, _ = bootstrap(len(amounts), lambda drawn: np.median(amounts[drawn], axis=1))
        middle, top = float(np.median(amounts)), float(np.quantile(amounts, 0.95))
        return Measure(name, middle, low, high, met, of, len(scores), unscored, failed, unit, top)
    low, high = interval(scores)
    return Measure(name, met / of, low, high, met, of, len(scores), unscored, failed)


def interval(scores: Sequence[tuple[str, Score]]) -> tuple[float, float]:
    """The 95 % Wilson interval of a rate at its effective count (Korn and Graubard 1998).

    Rewordings of one question succeed and fail together, so a family counts for less than its cases: the effective
    count is the one that would give the variance seen between families (families of one case: all cases); where all or
    none is met, the number of families.

    Args:
        scores: Family and score of every scored case.
    """
    families: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for family, score in scores:
        families[family][0] += score.met
        families[family][1] += score.of
    met, of = (np.array(column) for column in zip(*families.values(), strict=True))
    total, count = float(of.sum()), len(families)
    p = float(met.sum()) / total
    if count < 2 or p in (0.0, 1.0):
        effective = float(count)
    else:
        variance = float(((met - p * of) ** 2).sum()) / total**2
        effective = min(total, p * (1 - p) / variance) if variance else total
    rate = wilson(p * effective, effective)
    return rate.low, rate.high


def measure_to(measure: Measure) -> dict[str, Any]:
    """A measure as JSON-ready values, rounded to four places; what is not a number or empty is left out."""
    rounded = {k: round(v, 4) if isinstance(v, float) else v for k, v in measure._asdict().items() if k != "name"}
    return {k: v for k, v in rounded.items() if not (isinstance(v, float) and math.isnan(v)) and v != ""}


def measure_from(name: str, kept: Mapping[str, Any]) -> Measure:
    """The measure that `measure_to` wrote."""
    return Measure(name, **{"value": math.nan, "low": math.nan, "high": math.nan, **kept})
