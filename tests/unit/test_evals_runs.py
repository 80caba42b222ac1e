"""Suites, the gate's arithmetic, comparison, summary and report, on runs small enough to check by hand."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import settings
from bot.answer import Answer, Citation, Notice, Statement
from evals import __main__ as command
from evals import gate, inspected, report, summary
from evals.cases import Case, Expect, read_cases
from evals.compare import compare
from evals.errors import GateInvalid, RunUnreadable, SummaryUnreadable
from evals.gate import Bound
from evals.record import Kept, Run, answer_from, result_from, result_to
from evals.score import Failed, Result, Score, Unscored
from evals.suites import choose, smoke

ANSWER = Answer(
    "1",
    "q",
    "q",
    "en",
    "answered",
    statements=(Statement("It is <b>not</b> clear.", "evidence", (1,)),),
    citations=(Citation(1, "trial", "Trial", "rct", 2020, "trial-1", "It is <b>not</b> clear.", 0, 23, ""),),
    notices=(Notice("consult", "Ask."),),
    text="It is <b>not</b> clear. [1]\n\nAsk.",
    follow_ups=("And?",),
    timings_ms={"total": 12.0},
    versions={"index": "rw-1"},
)


def kept(name: str, result: Result, answer: Answer = ANSWER) -> Kept:
    """One case with one score and an amount."""
    case = Case(id=name, family=name, half="dev", tags=["covered"], question=f"q {name}")
    return Kept(case, (answer,), {"outcome": result, "length": Score(5)})


def run(*cases: Kept, broken: tuple[str, ...] = (), commit: str = "aaa") -> Run:
    """A run of those cases."""
    versions = dict.fromkeys(("corpus", "index", "composer", "cases"), "x") | {"suite": "smoke", "commit": commit}
    return Run(versions, {"outcome": "1", "length": "1"}, {"length": "words"}, cases, broken)


YES, NO = Score(1), Score(0, 1, ("not_covered, not answered",))


def test_the_smoke_suite_is_fixed_small_and_of_every_sort() -> None:
    """50 to 90 cases, both halves of every sort, conversations and all outcomes; the same each time."""
    cases = read_cases().cases
    chosen = smoke(cases)
    assert chosen == smoke(cases)
    assert 50 <= len(chosen) <= 90
    assert {(c.tags[0], c.half) for c in chosen} == {(c.tags[0], c.half) for c in cases}
    assert {o for c in chosen for o in c.expect.outcome} == {o for c in cases for o in c.expect.outcome}
    assert any(c.messages for c in chosen)
    assert choose("full", cases) == cases


def test_a_case_that_is_added_moves_few_others() -> None:
    """One more case changes at most two places in the smoke suite."""
    cases = read_cases().cases
    more = Case(id="new-case-1", family="new-case", half="dev", tags=["covered"], question="something new?")
    assert len({c.id for c in smoke(cases)} ^ {c.id for c in smoke((*cases, more))}) <= 2


def test_every_answer_and_result_comes_back_as_it_was() -> None:
    """What a log keeps is the same value again, tuples included."""
    assert answer_from(ANSWER.to_dict()) == ANSWER
    for result in (Score(1, 2, ("a",)), Unscored("no"), Failed("ValueError")):
        assert result_from(result_to(result)) == result


BOUND = Bound(at_least=0.6, may_lose=0.2, why="a test")


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ((YES, YES, YES, YES), []),
        ((YES, YES, YES, NO), [r"outcome: 1\.000 to 0\.750 on 4 cases, more than 0\.2 lost\. Worse: d"]),
        ((YES, YES, NO, NO), [r"outcome: 0\.500 .* below 0\.6", r"outcome: 1\.000 to 0\.500 on 4 .* Worse: c, d"]),
        ((YES, YES, Unscored("no"), Unscored("no")), []),
        ((Unscored("no"),) * 4, ["outcome: nothing was scored"]),
        ((YES, YES, YES, Failed("KeyError")), ["outcome: failed on 1 cases"]),
    ],
)
def test_the_gate_names_what_falls_below_or_loses_ground(
    now: tuple[Result, ...], said: list[str], tmp_path: Path
) -> None:
    """The floor is 0.6 and four of four were met before; losing one of four is 0.25, more than 0.2."""
    summary.write(run(*(kept(n, YES) for n in "abcd")), tmp_path / "agreed.json")
    agreed = summary.read(tmp_path / "agreed.json")
    lines = gate.complaints(run(*map(kept, "abcd", now)), {"outcome": BOUND}, agreed)
    assert len(lines) == len(said)
    for line, pattern in zip(lines, said, strict=True):
        assert re.search(pattern, line)


def test_a_case_that_says_less_is_no_ground_lost() -> None:
    """19 of 20 to 14 of 15 is a lower rate, and no case does worse; 13 of 15 is, and names the case."""
    bounds = {"outcome": Bound(at_least=0.5, may_lose=0.0, why="a test")}
    agreed = summary.Summary({}, {"outcome": "1"}, {"a": {"outcome": Score(9, 10)}, "b": {"outcome": Score(10, 10)}})
    assert gate.complaints(run(kept("a", Score(9, 10)), kept("b", Score(5, 5))), bounds, agreed) == []
    (line,) = gate.complaints(run(kept("a", Score(9, 10)), kept("b", Score(4, 5))), bounds, agreed)
    assert line.endswith("Worse: b")


def test_a_case_that_was_changed_since_is_not_held_against_the_agreed_run(tmp_path: Path) -> None:
    """It fails now, and it asks for something else: only the floor counts. Unchanged, it is ground lost."""
    bounds = {"outcome": Bound(at_least=0.5, may_lose=0.0, why="a test")}
    summary.write(run(kept("a", YES), kept("b", YES)), tmp_path / "agreed.json")
    agreed = summary.read(tmp_path / "agreed.json")
    fails = kept("b", NO)
    (line,) = gate.complaints(run(kept("a", YES), fails), bounds, agreed)
    assert line.endswith("Worse: b")
    changed = replace(fails, case=fails.case.model_copy(update={"expect": Expect(outcome=["clarify"])}))
    assert gate.complaints(run(kept("a", YES), changed), bounds, agreed) == []


def test_a_run_of_another_scorer_is_held_against_the_floor_only() -> None:
    """Figures of two versions of a scorer are not compared."""
    agreed = summary.Summary({}, {"outcome": "0"}, {"a": {"outcome": YES}, "b": {"outcome": YES}})
    assert gate.complaints(run(kept("a", YES), kept("b", NO)), {"outcome": Bound(at_least=0.5, may_lose=0, why="x")}, agreed) == []  # fmt: skip


def test_a_measure_that_is_held_against_its_floor_alone_is_named() -> None:
    """Another version of the scorer, or none, in the agreed run; one without a bound is of no interest."""
    made = run(kept("a", YES))
    assert gate.uncompared(made, {"outcome": BOUND}, summary.Summary({}, {"outcome": "0"}, {})) == ["outcome"]
    assert gate.uncompared(made, {"outcome": BOUND}, summary.Summary({}, {"outcome": "1"}, {})) == []


def test_a_case_that_could_not_be_run_fails_the_gate() -> None:
    """It is named, and counted as failed in every measure."""
    lines = gate.complaints(run(kept("a", YES), broken=("b",)), {"outcome": BOUND}, None)
    assert lines == ["b: could not be run", "outcome: failed on 1 cases"]


def test_the_shipped_bounds_are_read_and_name_measures_there_are() -> None:
    """A bound for a measure that does not exist is a complaint."""
    assert {"notices", "forbidden", "quotes_exact", "lanes", "supported"} <= gate.load().smoke.keys()
    assert gate.complaints(run(kept("a", YES)), {"outcom": BOUND}, None) == [
        "outcom: no such measure; correct evals/gate.yaml"
    ]


def test_bounds_that_make_no_sense_are_refused(tmp_path: Path) -> None:
    """The place is named."""
    path = tmp_path / "gate.yaml"
    path.write_text("smoke: {outcome: {at_least: 95, may_lose: 0, why: x}}\nfull: {}\n")
    with pytest.raises(GateInvalid, match=r"smoke\.outcome\.at_least: .*less than or equal to 1"):
        gate.load(path)
    with pytest.raises(GateInvalid, match="cannot be read"):
        gate.load(tmp_path / "none.yaml")


def test_comparison_pairs_cases_and_shows_what_turned() -> None:
    """b turns from right to wrong and says something else: worse 1 of 3, p = 1; c is not paired; the commit changed."""
    other = replace(ANSWER, outcome="not_covered", statements=(), citations=(), text="No.")
    first = run(kept("a", YES), kept("b", YES), kept("c", YES), kept("e", NO))
    second = run(kept("a", YES), kept("b", NO, other), kept("d", YES), kept("e", NO), commit="bbb")
    found = compare(first, second)
    assert found.changed == {"commit": ("aaa", "bbb")}
    outcome = found.differences[0]
    assert (outcome.name, outcome.cases, outcome.better, outcome.worse, outcome.p) == ("outcome", 3, 0, 1, 1.0)
    assert [str(side) for side in (outcome.before, outcome.after)] == [
        "0.667 [0.208, 0.939] (2/3)",
        "0.333 [0.061, 0.792] (1/3)",
    ]
    assert outcome.low <= outcome.after.value - outcome.before.value <= outcome.high
    (turned,) = found.turned
    assert turned.case == "b"
    assert turned.outcomes == ("answered", "not_covered")
    assert turned.removed == ("It is <b>not</b> clear. [trial]",)
    assert turned.lost == ("outcome: not_covered, not answered",)
    assert found.only_one == ("c", "d")
    assert found.same == 2


def test_six_cases_worse_and_none_better_is_unlikely_by_chance() -> None:
    """McNemar's exact test of 6 to 0: 2 / 2**6."""
    names = "abcdefgh"
    first = run(*(kept(n, YES) for n in names))
    second = run(*(kept(n, NO if n < "g" else YES) for n in names))
    assert compare(first, second).differences[0].p == pytest.approx(2 / 64)


def test_scorers_of_two_versions_are_named_and_not_compared() -> None:
    """Their figures mean different things."""
    later = replace(run(kept("a", NO)), scorers={"outcome": "2", "length": "1"})
    found = compare(run(kept("a", YES)), later)
    assert found.not_comparable == ("outcome",)
    assert [d.name for d in found.differences] == ["length"]


def test_the_page_needs_nothing_else_and_leads_from_a_bad_case_to_its_transcript() -> None:
    """No address is fetched, what a reply says is escaped, and every link in the page has its target."""
    page = report.html(run(kept("a", YES), kept("b", NO)), {"outcome": "right"})
    assert not re.findall(
        r"""(?:src|href|data|action)=["'](?!#)|url\(["']?(?!#)|@import|<(?:link|base|iframe|object)\b""", page
    )
    assert "<b>not</b>" not in page
    assert "&lt;b&gt;not&lt;/b&gt;" in page
    assert '<a href="#b">b</a>' in page
    assert '<a href="#a">' not in page
    assert '<details id="b">' in page
    assert page.index('<details id="b">') < page.index('<details id="a">')
    assert page.count("<svg role=") == 3


def test_page_and_markdown_tell_what_has_an_aim_by_half_with_its_interval() -> None:
    """One of two in dev, one of one in test: the half that was fitted on does not hide the other."""
    other = kept("c", YES)
    made = run(kept("a", YES), kept("b", NO), replace(other, case=other.case.model_copy(update={"half": "test"})))
    dev, test = "0.500 [0.095, 0.905] (1/2)", "1.000 [0.207, 1.000] (1/1)"
    assert f"| outcome | {dev} | {test} |" in report.markdown(made)
    assert f'<th scope="row">outcome</th><td>{dev}</td><td>{test}</td>' in report.html(made, {})


def test_the_markdown_lists_cases_by_what_they_missed() -> None:
    """The figure, its count and the case are there."""
    text = report.markdown(run(kept("a", YES), kept("b", NO)))
    assert "| outcome | 0.500 [0.095, 0.905] (1/2) | 0.95 | 2 | 0 | 0 |" in text
    assert "outcome: not_covered, not answered (1): b" in text


def test_the_figures_in_the_documentation_are_those_of_the_agreed_run() -> None:
    """Every measure of the full suite, with its count and interval, to the letter."""
    folder = summary.RESULTS
    rows = (folder / "run-full.md").read_text(encoding="utf-8").splitlines()
    told = (settings.ROOT / "docs" / "evals.md").read_text(encoding="utf-8")
    names = json.loads((folder / "run-full.json").read_text(encoding="utf-8"))["measures"]
    assert [n for n in names if next(r for r in rows if r.startswith(f"| {n} |")) not in told] == []


def test_a_missing_run_or_summary_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command to run is named and nothing is raised through the command line."""
    with pytest.raises(RunUnreadable, match=r"No run in .* Make one with `python -m evals run`"):
        inspected.latest(tmp_path)
    broken = tmp_path / "x_restwell-smoke_y.eval"
    broken.write_text("not a log")
    with pytest.raises(RunUnreadable, match=r"is not a run .* Make one with"):
        inspected.read(broken)
    with pytest.raises(SummaryUnreadable, match=r"is no summary .* evals run --keep"):
        summary.read(tmp_path / "none.json")
    assert command.main(["gate", str(broken)]) == 2
    assert "is not a run" in capsys.readouterr().err
