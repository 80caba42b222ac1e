"""A run without its transcripts, as kept in evals/results: versions, measures, and each case's scores on a line of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.cases import Case
from evals.errors import SummaryUnreadable
from evals.measures import measure_to, measures
from evals.record import Run
from evals.score import Score

RESULTS = Path(__file__).with_name("results")
_ASKED = "asked"
"""Beside a case's scores in the file; no scorer has this name."""


@dataclass(frozen=True)
class Summary:
    """What a later run is held against."""

    versions: Mapping[str, str]
    scorers: Mapping[str, str]
    scores: Mapping[str, Mapping[str, Score]]
    """By case, by scorer; only what was scored."""
    date: str = ""
    """When the run began; empty in a file from before dates were kept."""
    asked: Mapping[str, str] = field(default_factory=dict)
    """By case, what stands for its words and expectations; no entry in a file from before they were kept."""

    def is_of(self, case: Case) -> bool:
        """Whether this run was asked the case as it stands now, as far as is known."""
        return self.asked.get(case.id, digest(case)) == digest(case)


def digest(case: Case) -> str:
    """What changes with anything that is asked or expected."""
    return hashlib.sha256(case.model_dump_json(exclude_defaults=True).encode()).hexdigest()[:12]


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
    asked = {k.case.id: digest(k.case) for k in run.kept}
    lines = {
        case: {_ASKED: asked[case]} | {n: [s.met, s.of] for n, s in by.items() if n not in run.units}
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
        asked = {case: str(by.pop(_ASKED)) for case, by in kept["scores"].items() if _ASKED in by}
        found = {case: {n: Score(*pair) for n, pair in by.items()} for case, by in kept["scores"].items()}
        return Summary(kept["versions"], kept["scorers"], found, kept.get("date", ""), asked)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SummaryUnreadable(
            f"{str(path)!r} is no summary of a run ({type(error).__name__}). Write it with `python -m evals run --keep`"
        ) from None
