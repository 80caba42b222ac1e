"""The report's plots as SVG text: rates with their intervals, amounts as small multiples. Knows measures, no page."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot
from matplotlib.figure import Figure

from evals.measures import Measure

_DOT, _LINE, _AIM = "#0b5a7a", "#6b6b6b", "#b45309"
"""Told apart by people with colour blindness and in print; the aim is also a mark of another shape."""


def rates(measures: Sequence[Measure], aims: Mapping[str, float]) -> str:
    """One row a measure: the rate, its 95 % interval, its value in figures, and the aim where there is one."""
    shown = [m for m in measures if m.scored and not m.unit][::-1]
    figure, axes = pyplot.subplots(figsize=(8.5, 0.36 * len(shown) + 0.9))
    for row, m in enumerate(shown):
        axes.plot([m.low, m.high], [row, row], color=_LINE, linewidth=2, zorder=1)
        axes.plot(m.value, row, "o", color=_DOT, zorder=2)
        axes.text(1.03, row, f"{m.value:.3f}  ({m.met:g}/{m.of})", va="center", fontsize=9)
        if m.name in aims:
            axes.plot(aims[m.name], row, "|", color=_AIM, markersize=16, markeredgewidth=2, zorder=3)
    axes.set_yticks(range(len(shown)), [m.name.replace("_", " ") for m in shown], fontsize=9)
    axes.set_xlim(0, 1.02)
    axes.set_xlabel("share met; line: 95 % interval; upright mark: aim", fontsize=9)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="x", color="#e0e0e0", linewidth=0.8)
    return _svg(figure, "Rates with 95 % intervals")


def by_sort(outcomes: Mapping[str, Measure]) -> str:
    """Outcome accuracy of each sort of case."""
    return rates([m._replace(name=sort) for sort, m in outcomes.items()], {})


def amounts(values: Mapping[str, tuple[str, Sequence[float]]]) -> str:
    """Small multiples: how each amount is spread over the cases; the median is labelled.

    Args:
        values: Unit and amounts by measure.
    """
    figure, all_axes = pyplot.subplots(1, len(values), figsize=(8.5, 2.2), squeeze=False)
    for axes, (name, (unit, found)) in zip(all_axes[0], values.items(), strict=True):
        axes.hist(found, bins=24, color=_DOT)
        middle = sorted(found)[len(found) // 2]
        axes.axvline(middle, color=_AIM, linewidth=2)
        axes.set_title(f"{name}: median {middle:.1f} {unit}", fontsize=9)
        axes.tick_params(labelsize=8)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
    return _svg(figure, "How readability, length and latency are spread over the cases")


def _svg(figure: Figure, label: str) -> str:
    with matplotlib.rc_context({"svg.hashsalt": "restwell", "svg.fonttype": "none"}):
        written = io.StringIO()
        figure.savefig(written, format="svg", bbox_inches="tight", transparent=True, metadata={"Date": None})
    pyplot.close(figure)
    bare = written.getvalue()[written.getvalue().index("<svg") :]
    return re.sub("<svg", f'<svg role="img" aria-label="{label}"', bare, count=1)
