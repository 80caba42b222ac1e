"""The public page of figures: off by default, read from what the gate keeps, silent about what was not measured."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from test_evals_runs import NO, YES, kept, run
from test_web_app import Echo

from evals import history
from evals.score import Result, Score
from web.app import build_app
from web.scoreboard import percent

WHEN = datetime(2026, 11, 29, 10, 30, tzinfo=UTC)


def page(folder: Path | None) -> TestClient:
    """The application with the page over a folder, or without it."""
    return TestClient(build_app(Echo(), scoreboard=folder))


def passed(folder: Path, suite: str = "full", **results: Result) -> None:
    """What the gate leaves of a run with these scores on each of its four cases."""
    made = run(*(kept(name, YES) for name in "abcd"), commit="abc1234+")
    cases = tuple(replace(k, results=results) for k in made.kept)
    made = replace(
        made,
        kept=cases,
        scorers=dict.fromkeys(results, "1"),
        versions={**made.versions, "suite": suite, "composer": "extractive"},
        path=str(folder / "x.eval"),
        date="2026-11-28T23:59:00Z",
    )
    history.keep_passed(made, history.gated(made, [], WHEN), folder)


def test_there_is_no_page_unless_it_is_switched_on(tmp_path: Path) -> None:
    """Also where the file is there."""
    passed(tmp_path, supported=YES)
    assert page(None).get("/scoreboard").status_code == 404
    assert page(tmp_path).get("/scoreboard").status_code == 200


def test_each_measure_has_its_share_count_and_interval(tmp_path: Path) -> None:
    """Four cases of one statement each, all supported; abstention was not scored."""
    passed(tmp_path, supported=Score(3, 4), red_flags=YES)
    said = page(tmp_path).get("/scoreboard").text.replace("\u00a0", " ")
    assert "75 %" in said
    assert "12 of 16 statements; 95 % interval" in said
    assert "4 of 4 messages; 95 % interval 51 % to 100 %" in said
    assert said.count("not measured") == 2
    for words in (
        "29 November 2026",
        "28 November 2026",
        "all test questions",
        "abc1234 and changes that had no number yet",
    ):
        assert words in said


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"run": "x", "date": "yesterday"}', '{"run": "x", "date": "2026-11-28T23:59:00Z"}']
)
def test_without_a_usable_file_nothing_is_measured(tmp_path: Path, text: str) -> None:
    """A missing or damaged file is no figure and no error."""
    if text:
        (tmp_path / "gated-full.json").write_text(text, encoding="utf-8")
    answer = page(tmp_path).get("/scoreboard")
    assert answer.status_code == 200
    assert answer.text.count("not measured") == 5
    assert "No version has been kept that passed its tests" in answer.text


def test_a_run_that_failed_is_never_shown_and_the_short_set_stands_in(tmp_path: Path) -> None:
    """A file that says it failed is passed over."""
    passed(tmp_path, "smoke", supported=YES)
    passed(tmp_path, "full", supported=NO)
    path = tmp_path / "gated-full.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    said["gate"]["passed"] = False
    path.write_text(json.dumps(said), encoding="utf-8")
    shown = page(tmp_path).get("/scoreboard").text
    assert "the short set of test questions" in shown
    assert "4 of 4 statements" in shown


def test_a_figure_that_is_out_of_range_is_not_measured(tmp_path: Path) -> None:
    """And what stands in the file is text, not markup."""
    passed(tmp_path, supported=YES)
    path = tmp_path / "gated-full.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    said["measures"]["supported"]["value"] = 1.2
    said["run"] = "<script>alert(1)</script>"
    path.write_text(json.dumps(said), encoding="utf-8")
    shown = page(tmp_path).get("/scoreboard").text
    assert shown.count("not measured") == 4
    assert "<script>alert" not in shown


def test_only_all_is_a_hundred_percent() -> None:
    """3,361 of 3,362 is not rounded up to all, nor one of 3,362 down to none."""
    assert [percent(s) for s in (1.0, 3361 / 3362, 0.75, 1 / 3362, 0.0)] == [
        "100\u00a0%",
        "99.9\u00a0%",
        "75\u00a0%",
        "0.1\u00a0%",
        "0\u00a0%",
    ]
