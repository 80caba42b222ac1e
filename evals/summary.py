"""A run without its transcripts, as kept in evals/results: versions, measures, and each case's scores on a line of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import SummaryUnreadable
from evals.measures import measure_to, measures
from evals.record import Run
from evals.score import Score

RESULTS = Path(__file__).with_name("results")


@dataclass(frozen=True)
class Summary:
    """What a later run is held against."""

    versions: Mapping[str, str]
    scorers: Mapping[str, str]
    scores: Mapping[str, Mapping[str, Score]]
    """By case, by scorer; only what was scored."""
    date: str = ""
    """When the run began; empty in a file from before dates were kept."""


def scores(run: Run) -> dict[str, dict[str, Score]]:
    """What was scored, by case and scorer."""
    return {k.case.id: {n: r for n, r in k.results.items() if isinstance(r, Score)} for k in run.kept}


def head(run: Run) -> dict[str, Any]:
    """All but the scores of each case: which run, when, of what, and its measures."""
    return {
        "run": run.name,
        "date": run.date,
        "versions": dict(run.versions),
        "scorers": dict(run.scorers),
        "measures": {m.name: measure_to(m) for m in measures(run)},
        "not_run": list(run.broken),
    }


def write(run: Run, path: Path) -> None:
    """Write the summary; two runs differ in as many lines as cases differ. Amounts vary by machine and stay out."""
    lines = {
        case: {n: [s.met, s.of] for n, s in by.items() if n not in run.units}
        for case, by in sorted(scores(run).items())
    }
    body = ",\n".join(f" {json.dumps(case)}: {json.dumps(by)}" for case, by in lines.items())
    path.write_text(json.dumps(head(run), indent=1)[:-2] + ',\n "scores": {\n' + body + "\n }\n}\n", encoding="utf-8")


def read(path: Path) -> Summary:
    """A kept summary.

    Raises:
        SummaryUnreadable: It is missing or damaged.
    """
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        found = {case: {n: Score(*pair) for n, pair in by.items()} for case, by in kept["scores"].items()}
        return Summary(kept["versions"], kept["scorers"], found, kept.get("date", ""))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SummaryUnreadable(
            f"{str(path)!r} is no summary of a run ({type(error).__name__}). Write it with `python -m evals run --keep`"
        ) from None
