"""The desk's dashboard: coordinates and counts worked by hand, and the page over runs that a folder holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from desk_room import Person, Room
from test_evals_runs import NO, YES, kept, run

from evals import history, summary
from evals.desk import backlog
from evals.desk.items import Entry
from evals.desk.judgement import Judgement
from evals.desk.reviews import Record
from evals.desk.trend import BOTTOM, TOP, trends
from evals.desk.work import Work
from evals.history import Gated, Past
from evals.measures import Measure
from evals.score import Score

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def past(value: float, date: str = "2026-11-29T10:00:00Z", **more: object) -> Past:
    """A run with one rate and one amount."""
    rate = Measure("outcome", value, value - 0.1, min(1.0, value + 0.1), value * 10, 10, 10, 0, 0)
    amount = Measure("length", 100 * value, 90 * value, 110 * value, 0, 10, 10, 0, 0, "words", 200)
    return replace(
        Past("r", date, {"suite": "smoke", "commit": "aaa"}, {"outcome": rate, "length": amount}),
        **more,  # type: ignore[arg-type]
    )


class TestTrend:
    """The drawing."""

    def test_a_rate_s_axis_holds_every_interval_and_the_floor(self) -> None:
        """0.8 and 0.9 with 0.1 around them and a floor of 0.66: from 0.65 to 1; the floor is just above the bottom."""
        outcome, length = trends([past(0.8), past(0.9)], {"outcome": 0.66})
        assert outcome.axis == ("0.65", "1.00")
        assert outcome.points[1].high == TOP
        assert outcome.floor == pytest.approx(BOTTOM - (BOTTOM - TOP) * 0.01 / 0.35, abs=0.1)
        assert outcome.points[0].x < outcome.points[1].x
        assert outcome.points[0].y > outcome.points[1].y
        assert length.axis == ("0", "100")
        assert length.floor is None

    def test_the_newest_figure_is_said_and_the_gate_s_word_is_on_each_point(self) -> None:
        """For whoever does not see it; a run never gated is neither passed nor failed."""
        runs = [past(0.8, gate=Gated("", False)), past(0.9, gate=Gated("", True)), past(0.9)]
        outcome, _ = trends(runs, {})
        assert outcome.label == "outcome, newest of 3 runs: 0.900 [0.800, 1.000] (9/10)"
        assert [p.passed for p in outcome.points] == [False, True, None]
        assert outcome.points[0].said == "2026-11-29, aaa: 0.800 [0.700, 0.900] (8/10)"

    def test_one_run_and_a_measure_that_is_new(self) -> None:
        """A line needs two; a run without the measure is left out of its line."""
        old = replace(past(0.7), measures={})
        outcome, _ = trends([old, past(0.9)], {})
        assert len(outcome.points) == 1
        assert outcome.label == "outcome: 0.900 [0.800, 1.000] (9/10)"


def entry(number: int, days: float, *rules: str, wanted: int = 1) -> Entry:
    """An item that came so many days ago."""
    at = NOW - timedelta(days=days)
    return Entry(number, str(number), "run", "r", "c", "a", "answered", rules, 1.0, wanted, at, False)


def final(item: int, name: str, days: float) -> Record:
    """Something handed in so many days ago."""
    at = NOW - timedelta(days=days)
    return Record(item, item, f"review:{name}", 1, name, at, "", True, None, Judgement(call="publish"))


def test_the_backlog_is_counted_by_queue_age_and_reviewer() -> None:
    """Six items: one done, one that waits for its second reviewer, one begun by Ben."""
    work = Work(
        entries=(
            entry(1, 0.5, "guard"), entry(2, 3, "guard", "withheld"), entry(3, 10), entry(4, 40, "abstention"),
            entry(5, 2, "guard"), entry(6, 2, wanted=2),
        ),
        finals={5: {"anna": final(5, "anna", 1)}, 6: {"anna": final(6, "anna", 9)}},
        adjudications={},
        started={1: frozenset({"ben"}), 5: frozenset({"anna"}), 6: frozenset({"anna"})},
        assigned={},
    )  # fmt: skip
    found = {q.rule: q.by_age for q in backlog.queues(work, NOW) if q.total}
    assert found == {"guard": (1, 1, 0, 0), "abstention": (0, 0, 0, 1), "random": (0, 1, 1, 0)}
    shares = {s.name: s[1:] for s in backlog.reviewers(work, ("anna", "ben", "cleo"), NOW)}
    assert shares == {"anna": (3, 0, 2, 1), "ben": (5, 1, 0, 0), "cleo": (4, 0, 0, 0)}


@pytest.fixture
def room(tmp_path: Path, tiny_corpus: Path) -> Room:
    """A desk beside two runs, the later gated, and an agreed one."""
    made = Room(tmp_path, tiny_corpus)
    for name, date, result in (("one", "2026-11-27T10:00:00Z", NO), ("two", "2026-11-28T10:00:00Z", YES)):
        log = made.runs / f"{name}.eval"
        log.touch()
        done = replace(run(kept("a", YES), kept("b", result)), path=str(log), date=date)
        history.keep(done)
    history.gated(done, ["outcome: <b>low</b>"], NOW)
    (made.runs / "old.eval").touch()
    agreed = replace(
        done,
        path="agreed.eval",
        date="2026-11-20T10:00:00Z",
        kept=(replace(done.kept[0], results={"outcome": Score(1)}),),
    )
    summary.write(agreed, made.results / "run-smoke.json")
    return made


def test_the_page_shows_runs_gate_and_backlog(room: Room) -> None:
    """Plot and table say the same; the agreed run is marked; complaints are text; a log without figures is counted."""
    anna: Person = room.enter("anna")
    page = anna.get("/dashboard").text
    assert "Smoke suite: 3 runs" in page
    assert 'aria-label="outcome, newest of 3 runs: 1.000' in page
    assert "2026-11-20 10:00, agreed on" in page
    assert "outcome: &lt;b&gt;low&lt;/b&gt;" in page
    assert "✗ failed" in page
    assert "1 log has no figures" in page
    assert ' style="' not in page
    assert '<a href="/review/dashboard" aria-current="page">Dashboard</a>' in page


def test_the_page_without_any_run_says_what_makes_one(tmp_path: Path, tiny_corpus: Path) -> None:
    """And nobody comes in without signing in."""
    anna = Room(tmp_path, tiny_corpus).enter("anna")
    assert "No run has figures yet" in anna.get("/dashboard").text
    anna.client.cookies.clear()
    assert anna.get("/dashboard").status_code == 303
