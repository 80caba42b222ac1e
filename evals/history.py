"""What stays of each run without its transcripts, small enough to read them all: its figures, and what the gate said.

Beside a log `X.eval` stand `X.figures` and, once it was gated, `X.gate`, JSON both (as `.json`, `inspect view` would take
them for logs). A run that passed can also be kept where the
repository or a deployment has its results, as `gated-SUITE.json`; `web/scoreboard.py` reads that file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals.measures import Measure, measure_from
from evals.record import Run, moment
from evals.summary import head

_FIGURES, _GATE = ".figures", ".gate"


@dataclass(frozen=True)
class Gated:
    """What the gate said of a run, and when."""

    date: str
    """UTC, ISO 8601 to the second."""
    passed: bool
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Past:
    """A run by its figures."""

    run: str
    """The name of its log."""
    date: str
    """UTC, ISO 8601 to the second; empty in a file from before dates were kept."""
    versions: Mapping[str, str]
    measures: Mapping[str, Measure]
    not_run: tuple[str, ...] = ()
    gate: Gated | None = None
    """None: never gated."""

    @property
    def suite(self) -> str:
        """`smoke` or `full`."""
        return self.versions.get("suite", "")

    @property
    def commit(self) -> str:
        """The commit that answered; with a + when files had changed since."""
        return self.versions.get("commit", "unknown")


@dataclass(frozen=True)
class History:
    """Every run of a folder, the oldest first, and how many logs have no figures beside them."""

    runs: tuple[Past, ...] = field(default=())
    without: int = 0


def keep(run: Run) -> None:
    """Write a run's figures beside its log."""
    _write(Path(run.path).with_suffix(_FIGURES), head(run))


def gated(run: Run, complaints: Sequence[str], now: datetime | None = None) -> Gated:
    """Write beside its log what the gate said of it."""
    said = Gated(moment(now or datetime.now(UTC)), not complaints, tuple(complaints))
    _write(Path(run.path).with_suffix(_GATE), _gate(said))
    return said


def keep_passed(run: Run, said: Gated, folder: Path) -> Path:
    """Keep the figures of a run that passed, with the date on which it did, as `gated-SUITE.json`."""
    path = folder / f"gated-{run.versions.get('suite', 'smoke')}.json"
    _write(path, head(run) | {"gate": _gate(said)})
    return path


def read(folder: Path) -> History:
    """Every run whose figures stand in a folder of logs; what cannot be read is counted, not shown."""
    found, without = [], 0
    for log in sorted(folder.glob("*.eval")):
        past = read_one(log.with_suffix(_FIGURES))
        if past is None:
            without += 1
        else:
            found.append(replace(past, gate=_read_gate(log.with_suffix(_GATE))))
    return History(tuple(sorted(found, key=lambda past: past.date)), without)


def agreed(folder: Path) -> Iterator[Past]:
    """The agreed runs that the repository keeps."""
    for path in sorted(folder.glob("run-*.json")):
        if (past := read_one(path)) is not None:
            yield past


def read_one(path: Path) -> Past | None:
    """One run's figures; None when the file is missing or damaged."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        measures = {name: measure_from(name, values) for name, values in kept["measures"].items()}
        return Past(
            str(kept.get("run", "")),
            str(kept.get("date", "")),
            dict(kept["versions"]),
            measures,
            tuple(kept["not_run"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _read_gate(path: Path) -> Gated | None:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Gated(str(kept["date"]), bool(kept["passed"]), tuple(map(str, kept["complaints"])))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _gate(said: Gated) -> dict[str, Any]:
    return {"date": said.date, "passed": said.passed, "complaints": list(said.complaints)}


def _write(path: Path, values: Mapping[str, Any]) -> None:
    """In one step: a reader sees the old file or the new one."""
    partial = path.with_name(f"{path.name}.partial")
    partial.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    os.replace(partial, path)
