"""What was timed as rows of a table and as the kept record: each figure as it is and as a ratio. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from evals.bench import Timing
from evals.bench_http import Load, Served

BASE = "forward pass"
COLUMNS = ("corpus", "step", "p50", "p95", "ratio of p50", "ratio of p95")
"""Ratios are to the median forward pass of the same run and scale; where a row says otherwise, to that."""
Row = tuple[str, str, str, str, str, str]


def rows(scale: int, timings: Mapping[str, Timing], outside: Served, first_mb: float) -> list[Row]:
    """Everything timed at one scale.

    Args:
        scale: How often the corpus was repeated.
        timings: Milliseconds of each step; the forward pass among them.
        outside: The server.
        first_mb: Its memory after the first answer at the first scale of this run.
    """
    base, name = timings[BASE].p50, f"{scale}x"
    found: list[Row] = [
        (name, step, f"{t.p50:.1f} ms", f"{t.p95:.1f} ms", f"{t.p50 / base:.2f}", f"{t.p95 / base:.2f}")
        for step, t in timings.items()
    ]
    for load in outside.loads:
        ms = (f"{load.p50:.0f} ms", f"{load.p95:.0f} ms", f"{load.p50 / base:.2f}", f"{load.p95 / base:.2f}")
        found.append((name, _asked(load), *ms))
        per_pass = f"{_per_pass(load, base):.3f} a pass"
        found.append((name, f"answers a second, {load.clients} at once", f"{load.per_second:.1f}", "", per_pass, ""))
    cold = outside.cold_start_s
    found.append((name, "cold start to the first answer", f"{cold:.1f} s", "", f"{cold * 1000 / base:.0f}", ""))
    for what, mb in (("after the first answer", outside.memory_mb), ("after the load", outside.memory_after_mb)):
        found.append(
            (name, f"memory of the server {what}", f"{mb:.0f} MB", "", f"{mb / first_mb:.2f} of the first", "")
        )
    return found


def _asked(load: Load) -> str:
    failed = ", ".join(f"{number} failed: {kind}" for kind, number in load.failed.items())
    return f"answer over HTTP, {load.clients} at once" + (f" ({failed})" if failed else "")


def _per_pass(load: Load, base: float) -> float:
    """Answers in the time of one forward pass."""
    return load.per_second * base / 1000


def record(timings: Mapping[str, Timing], outside: Served, first_mb: float) -> dict[str, Any]:
    """The same as JSON-ready values."""
    base = timings[BASE].p50
    steps = {name: asdict(t) | {"ratio": t.p50 / base, "ratio_p95": t.p95 / base} for name, t in timings.items()}
    loads = [
        asdict(load)
        | {
            "failed": dict(load.failed),
            "ratio": load.p50 / base,
            "ratio_p95": load.p95 / base,
            "per_pass": _per_pass(load, base),
        }
        for load in outside.loads
    ]
    served = {
        "cold_start_s": outside.cold_start_s,
        "cold_start_ratio": outside.cold_start_s * 1000 / base,
        "memory_mb": outside.memory_mb,
        "memory_ratio": outside.memory_mb / first_mb,
        "memory_after_mb": outside.memory_after_mb,
        "loads": loads,
    }
    return {"steps": steps, "served": served}
