"""A measure over runs as a small plot: coordinates for a template, so that the page's own style colours it. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evals.history import Past
from evals.measures import Measure

WIDTH, HEIGHT = 260, 90
"""Of the drawing, in its own units."""
LEFT, RIGHT, TOP, BOTTOM = 34, 250, 8, 82
_STEP = 0.05
"""A rate's axis begins at a multiple of this."""


class Point(NamedTuple):
    """One run's figure in the drawing, with the ends of its interval."""

    x: float
    y: float
    low: float
    high: float
    said: str
    """The figure in words, and whose it is."""
    passed: bool | None
    """What the gate said of the run; None when it was not asked."""


@dataclass(frozen=True)
class Trend:
    """One measure over the runs of a suite, oldest first."""

    measure: str
    title: str
    """Its name in words."""
    said: str
    """The newest figure with its interval and count."""
    label: str
    """What the drawing shows, for whoever does not see it."""
    points: tuple[Point, ...]
    axis: tuple[str, str]
    """Its lower and upper end."""
    floor: float | None
    """Height of the gate's floor in the drawing; None without one, or where it is off the axis."""

    @property
    def line(self) -> str:
        """The points of the line."""
        return " ".join(f"{p.x:g},{p.y:g}" for p in self.points)

    @property
    def band(self) -> str:
        """The outline of the intervals."""
        up = [f"{p.x:g},{p.high:g}" for p in self.points]
        return " ".join([*up, *(f"{p.x:g},{p.low:g}" for p in reversed(self.points))])


def trends(runs: Sequence[Past], floors: Mapping[str, float]) -> tuple[Trend, ...]:
    """Every measure that the newest run scored, in its order.

    Args:
        runs: Of one suite, oldest first; one or more.
        floors: What the gate asks for at least, by measure.
    """
    return tuple(
        _trend(name, [(r, r.measures[name]) for r in runs if name in r.measures and r.measures[name].scored], floors)
        for name, newest in runs[-1].measures.items()
        if newest.scored
    )


def _trend(name: str, found: Sequence[tuple[Past, Measure]], floors: Mapping[str, float]) -> Trend:
    figures = [m for _, m in found]
    newest, floor = figures[-1], floors.get(name)
    bottom, top = _axis(figures, floor)
    scale = (BOTTOM - TOP) / (top - bottom)

    def height(value: float) -> float:
        return round(BOTTOM - (min(max(value, bottom), top) - bottom) * scale, 1)

    gap = (RIGHT - LEFT - 8) / max(1, len(found) - 1)
    first = LEFT + 4 if len(found) > 1 else (LEFT + RIGHT) / 2
    points = tuple(
        Point(
            round(first + gap * n, 1),
            height(m.value),
            height(m.low),
            height(m.high),
            f"{run.date[:10] or 'no date'}, {run.commit}: {m}",
            run.gate.passed if run.gate else None,
        )
        for n, (run, m) in enumerate(found)
    )
    title = name.replace("_", " ")
    label = f"{title}, newest of {len(found)} runs: {newest}" if len(found) > 1 else f"{title}: {newest}"
    shown = (f"{bottom:g}", f"{top:g}") if newest.unit else (f"{bottom:.2f}", f"{top:.2f}")
    return Trend(name, title, str(newest), label, points, shown, None if floor is None else height(floor))


def _axis(figures: Sequence[Measure], floor: float | None) -> tuple[float, float]:
    """An amount's begins at 0, a rate's ends at 1; both hold every interval and the floor."""
    if figures[-1].unit:
        highest = max(m.high for m in figures)
        step = 10 ** math.floor(math.log10(highest)) if highest > 0 else 1.0
        return 0.0, math.ceil(highest / step) * step if highest > 0 else 1.0
    lowest = min([m.low for m in figures] + ([floor] if floor is not None else []))
    return max(0.0, math.floor(round(lowest / _STEP, 6)) * _STEP), 1.0
