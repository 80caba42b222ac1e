"""The gate over the real index: the bot as it is passes, and a bot broken in one way fails on the measure meant for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from bot_fixtures import the_real_bot
from broken_bots import BROKEN, Broken, Remembering
from inspect_ai.log import read_eval_log

import settings
from evals import gate, inspected, summary
from evals.cases import Case, read_cases
from evals.commands import RUNS
from evals.inspected import Asks
from evals.record import Run, versions
from evals.score import Score
from evals.scorers.catalogue import scorers
from evals.suites import choose
from evals.support import make_support

AGREED = summary.RESULTS / "run-smoke.json"


@pytest.fixture(scope="module")
def bot() -> Remembering:
    """The real bot, asked each question once."""
    return Remembering(the_real_bot())


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    """The smoke suite."""
    return choose("smoke", read_cases().cases)


def judged(bot: Asks, cases: tuple[Case, ...], folder: Path) -> tuple[Run, list[str]]:
    """A run over the smoke suite and what the gate says of it."""
    loaded = settings.load()
    run = inspected.run(
        bot, cases, scorers(make_support(loaded)), versions(loaded, bot.index(), cases, "smoke"), folder
    )
    return run, gate.complaints(run, gate.load().smoke, summary.read(AGREED))


def test_the_bot_as_it_is_passes_and_its_log_is_whole(
    bot: Remembering, cases: tuple[Case, ...], tmp_path: Path
) -> None:
    """No complaint; read back from the log, each Answer is the one that was given, and the versions are there."""
    run, complaints = judged(bot, cases, tmp_path)
    assert complaints == []
    again = inspected.read(inspected.latest(tmp_path, "smoke"))
    assert {k.case.id: k.case for k in again.kept} == {c.id: c for c in cases}
    for kept in again.kept:
        *earlier, last = kept.case.said
        given = bot.ask(last, tuple(earlier), kept.case.country)
        assert kept.answers[-1] == given
        assert len(kept.answers) == len(kept.case.said)
    assert set(again.versions) >= {"commit", "cases", "corpus", "index", "embedder", "composer", "settings", "machine"}
    assert again == run
    shown = {s.name: s for s in read_eval_log(run.path, header_only=True).results.scores}  # what `inspect view` shows
    for name in ("abstention_recall", "outcome"):
        shares = [s.share for k in run.kept if isinstance(s := k.results[name], Score)]
        assert shown[name].metrics["mean_share"].value == pytest.approx(sum(shares) / len(shares), abs=1e-3)
        assert shown[name].unscored_samples == len(run.kept) - len(shares)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_bot_is_caught_by_the_measure_meant_for_it(
    name: str, bot: Remembering, cases: tuple[Case, ...], tmp_path: Path
) -> None:
    """The gate fails, and the measures meant for the fault are among its lines."""
    change, meant = BROKEN[name]
    _, complaints = judged(Broken(bot, change), cases, tmp_path)
    assert meant <= {line.partition(":")[0] for line in complaints}, complaints


def test_a_bot_that_raises_is_counted_as_not_run(bot: Remembering, cases: tuple[Case, ...], tmp_path: Path) -> None:
    """Cases that could not be run fail the gate by name; the others are scored."""

    class Raises(Remembering):
        def ask(self, question, history=(), country=None, language=None):  # type: ignore[no-untyped-def]
            if question == cases[0].said[-1]:
                raise RuntimeError("broken on purpose")
            return bot.ask(question, history, country, language)

    run, complaints = judged(Raises(the_real_bot()), cases[:4], tmp_path)
    assert run.broken == (cases[0].id,)
    assert {k.case.id for k in run.kept} == {c.id for c in cases[1:4]}
    assert f"{cases[0].id}: could not be run" in complaints


def test_runs_are_not_part_of_the_repository() -> None:
    """Logs hold whole replies; they stand beside the index, which git ignores."""
    assert RUNS.is_relative_to(settings.ROOT / ".restwell")
