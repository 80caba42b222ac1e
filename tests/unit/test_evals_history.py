"""What stays of runs beside their logs, what the gate leaves, and the one bootstrap behind every interval."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from test_evals_runs import NO, YES, kept, run

from evals import commands, history, inspected, summary
from evals.intervals import bootstrap, ratios
from evals.measures import measures
from evals.record import Run, moment

WHEN = datetime(2026, 11, 29, 12, 30, tzinfo=timezone(timedelta(hours=2)))


def logged(folder: Path, name: str, date: str) -> Run:
    """A run whose log is there."""
    log = folder / f"{name}.eval"
    log.touch()
    return replace(run(kept("a", YES), kept("b", NO)), path=str(log), date=date)


def test_a_time_is_kept_in_utc_to_the_second() -> None:
    """Half past twelve, two hours east."""
    assert moment(WHEN) == "2026-11-29T10:30:00Z"


def test_figures_come_back_as_they_were_and_what_the_gate_said_with_them(tmp_path: Path) -> None:
    """Oldest first by date, whatever the name; a log without figures is counted; a run never gated says so."""
    late, early = logged(tmp_path, "a", "2026-11-29T10:00:00Z"), logged(tmp_path, "b", "2026-11-28T10:00:00Z")
    for made in (late, early):
        history.keep(made)
    history.gated(late, ["outcome: too low"], WHEN)
    (tmp_path / "c.eval").touch()
    found = history.read(tmp_path)
    assert [(p.run, p.suite, p.commit) for p in found.runs] == [("b", "smoke", "aaa"), ("a", "smoke", "aaa")]
    assert found.without == 1
    assert found.runs[0].gate is None
    assert found.runs[1].gate == history.Gated("2026-11-29T10:30:00Z", False, ("outcome: too low",))
    outcome, again = measures(late)[0], found.runs[1].measures["outcome"]
    assert (again.met, again.of, again.scored) == (1, 2, 2)
    assert again.low == pytest.approx(outcome.low, abs=1e-4)
    assert math.isnan(again.p95)


def test_a_run_that_passed_is_kept_with_both_dates(tmp_path: Path) -> None:
    """The file that the public page reads: when it ran, what answered, when it passed."""
    made = logged(tmp_path, "a", "2026-11-29T10:00:00Z")
    path = history.keep_passed(made, history.gated(made, [], WHEN), tmp_path)
    said = json.loads(path.read_text(encoding="utf-8"))
    assert path.name == "gated-smoke.json"
    assert (said["run"], said["date"], said["versions"]["commit"]) == ("a", "2026-11-29T10:00:00Z", "aaa")
    assert said["gate"] == {"date": "2026-11-29T10:30:00Z", "passed": True, "complaints": []}
    assert not list(tmp_path.glob("*.partial"))


def test_damaged_figures_are_counted_not_shown(tmp_path: Path) -> None:
    """A file that was cut short hides one run, not the page."""
    made = logged(tmp_path, "a", "2026-11-29T10:00:00Z")
    history.keep(made)
    (tmp_path / "a.figures").write_text('{"run": "a"', encoding="utf-8")
    assert history.read(tmp_path) == history.History((), 1)


def test_the_agreed_run_has_its_date(tmp_path: Path) -> None:
    """What the gate holds others against says from when it is; an old file without a date is read all the same."""
    made = logged(tmp_path, "a", "2026-11-29T10:00:00Z")
    path = tmp_path / "run-smoke.json"
    summary.write(made, path)
    assert summary.read(path).date == "2026-11-29T10:00:00Z"
    assert [past.run for past in history.agreed(tmp_path)] == ["a"]
    said = json.loads(path.read_text(encoding="utf-8"))
    del said["date"], said["run"]
    path.write_text(json.dumps(said), encoding="utf-8")
    assert summary.read(path).date == ""


def test_the_gate_says_which_run_from_when_and_leaves_it_beside_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half the outcomes are right: failed, 1, nothing for the public page. All right and kept: the page's file."""
    from evals.__main__ import main

    monkeypatch.setattr("evals.gate.load", lambda: _Bounds())
    monkeypatch.setattr(summary, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(commands.settings, "ROOT", tmp_path)
    (tmp_path / "results").mkdir()
    made = logged(tmp_path, "a", "2026-11-29T10:00:00Z")
    monkeypatch.setattr(inspected, "read", lambda _: made)
    assert main(["gate", made.path, "--keep"]) == 1
    assert "gate failed: 1 measures, smoke run of 2026-11-29T10:00:00Z, commit aaa" in capsys.readouterr().out
    assert not list((tmp_path / "results").iterdir())
    made = replace(made, kept=made.kept[:1])
    assert main(["gate", made.path, "--keep"]) == 0
    assert "Kept in results/gated-smoke.json" in capsys.readouterr().out
    (past,) = history.read(tmp_path).runs
    assert past.gate is not None
    assert past.gate.passed
    assert past.gate.date >= moment(datetime.now(UTC) - timedelta(minutes=5))


class _Bounds:
    def __init__(self) -> None:
        from evals.gate import Bound

        self.smoke = {"outcome": Bound(at_least=0.6, may_lose=0.1, why="a test")}


def test_the_bootstrap_is_that_of_two_things() -> None:
    """Of a hit and a miss, a quarter of the draws is 0 and a quarter 1: the interval is everything; the same each time."""
    table = np.array([[1.0, 1.0], [0.0, 1.0]])
    assert bootstrap(2, ratios(table)) == (0.0, 1.0, 0)
    assert bootstrap(2, ratios(table)) == bootstrap(2, ratios(table))


def test_what_is_undefined_on_a_draw_is_counted_and_left_out() -> None:
    """Only draws of both things are defined; about half are."""

    def both(drawn: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.where(drawn.min(axis=1) == drawn.max(axis=1), math.nan, 0.5)

    low, high, undefined = bootstrap(2, both)
    assert (low, high) == (0.5, 0.5)
    assert 900 < undefined < 1100
    assert math.isnan(bootstrap(1, both).low)
