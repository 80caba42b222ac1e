"""The commands over runs as a person types them: what they print, what they write, with which model they run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_evals_runs import ANSWER, NO, YES, kept, run

from evals import inspected, summary
from evals.__main__ import main
from evals.errors import EvalsError
from evals.record import Run


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Run]:
    """Two runs by the paths of their logs: b answers in the first and not in the second."""
    silent = replace(ANSWER, outcome="not_covered", statements=(), citations=(), text="No.")
    made = {
        "old": run(kept("a", YES), kept("b", YES)),
        "new": run(kept("a", YES), kept("b", NO, silent), commit="bbb"),
    }
    found = {
        str(tmp_path / f"{name}.eval"): replace(one, path=str(tmp_path / f"{name}.eval")) for name, one in made.items()
    }
    monkeypatch.setattr(inspected, "read", lambda path: found[str(path)])
    return found


def test_report_writes_page_and_markdown_beside_the_log(logs: dict[str, Run]) -> None:
    """Both say what was missed; the figures for the dashboard stand beside them."""
    path = Path(list(logs)[1])
    assert main(["report", str(path)]) == 0
    assert '<a href="#b">b</a>' in path.with_suffix(".html").read_text(encoding="utf-8")
    assert "outcome: not_covered, not answered (1): b" in path.with_suffix(".md").read_text(encoding="utf-8")
    assert path.with_suffix(".figures").is_file()


def test_compare_says_what_changed_which_case_turned_and_why(
    logs: dict[str, Run], capsys: pytest.CaptureFixture[str]
) -> None:
    """The versions that differ, the paired test, the statement that went, what the case misses now."""
    assert main(["compare", *logs]) == 0
    said = capsys.readouterr().out
    for words in (
        "commit: aaa -> bbb",
        "p (McNemar)",
        "1.000 [0.342, 1.000] (2/2)",
        "0.500 [0.095, 0.905] (1/2)",
        "b: q b",
        "answered -> not_covered",
        "  - It is <b>not</b> clear. [trial]",
        "  worse: outcome: not_covered, not answered",
        "1 replies the same, 1 not, 0 cases not paired",
    ):
        assert words in said
    assert "a: q a" not in said


def test_gate_lists_what_is_broken_and_what_it_could_not_compare(
    logs: dict[str, Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The shipped bounds name measures that this run has not; the agreed run's outcomes were scored by another version."""
    monkeypatch.setattr(summary, "RESULTS", tmp_path)
    old, new = logs
    summary.write(replace(logs[old], scorers={"outcome": "0", "length": "1"}), tmp_path / "run-smoke.json")
    assert main(["gate", new]) == 1
    said = capsys.readouterr().out
    assert "outcome: 0.500 [0.095, 0.905] (1/2), below" in said
    assert "since the agreed run was scored otherwise: outcome" in said


@pytest.mark.parametrize(
    ("arguments", "model"),
    [((), "openai:set"), (("--composer", "extractive"), ""), (("--composer", "local:smollm2"), "local:smollm2")],
)
def test_run_words_answers_with_the_composer_that_is_named(
    arguments: tuple[str, ...], model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings' own model unless the command names another, or none."""
    asked: list[str] = []

    def make_bot(loaded: Any) -> None:
        asked.append(loaded.chat_model)
        raise EvalsError("far enough")

    monkeypatch.setenv("RESTWELL_CHAT_MODEL", "openai:set")
    monkeypatch.setattr("bot.wiring.make_bot", make_bot)
    assert main(["run", *arguments]) == 2
    assert asked == [model]
