"""The commands that make, read and judge runs: `run`, `report`, `compare`, `gate`. Prints; decides nothing."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

import settings
from evals.measures import measures
from evals.record import Run

RUNS = settings.ROOT / ".restwell" / "runs"
"""Logs are kept here, beside the index; they hold whole replies and are not part of the repository."""


def add_parsers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this module's commands to the command line."""
    run = commands.add_parser("run", help="answer the cases, score the replies, keep the log")
    run.add_argument("--suite", choices=("smoke", "full"), default="smoke")
    run.add_argument("--composer", help="a LangChain provider:model, or extractive; default: what the settings name")
    run.add_argument("--keep", action="store_true", help="make this the agreed run: evals/results/run-SUITE.json")
    run.add_argument("--to", type=Path, default=RUNS, help="folder for the log")
    gate = commands.add_parser("gate", help="fail when a run is below the bounds of evals/gate.yaml")
    gate.add_argument("run", nargs="?", type=Path, help="a log; default: the newest")


def run(loaded: settings.Settings, console: Console, arguments: argparse.Namespace) -> int:
    """Answer, score, keep and print."""
    from bot.wiring import make_bot
    from evals import inspected, record, summary
    from evals.cases import read_cases
    from evals.scorers.catalogue import scorers
    from evals.suites import choose
    from evals.support import make_support

    found = read_cases()
    if found.problems:
        console.print(f"{len(found.problems)} problems in the cases; see `python -m evals cases`", highlight=False)
        return 1
    if arguments.composer is not None:
        model = "" if arguments.composer == "extractive" else arguments.composer
        loaded = loaded.model_copy(update={"answer": loaded.answer.model_copy(update={"chat_model": model})})
    bot = make_bot(loaded)
    bot.warm()
    cases = choose(arguments.suite, found.cases)
    versions = record.versions(loaded, bot.index(), cases, arguments.suite)
    made = inspected.run(bot, cases, scorers(make_support(loaded)), versions, arguments.to)
    console.print(table(made))
    console.print(f"{len(made.kept)} cases run, {len(made.broken)} not run. Log: {made.path}", highlight=False)
    if arguments.keep:
        path = summary.RESULTS / f"run-{arguments.suite}.json"
        summary.write(made, path)
        console.print(f"Kept in {path.relative_to(settings.ROOT)}", highlight=False)
    return 0


def table(made: Run) -> Table:
    """Measures with intervals, and what was scored, unscored and failed."""
    shown = Table("measure", "value, 95 % interval", "scored", "unscored", "failed")
    for m in measures(made):
        shown.add_row(m.name, str(m), str(m.scored), str(m.unscored), str(m.failed))
    return shown


def gate(loaded: settings.Settings, console: Console, arguments: argparse.Namespace) -> int:
    """Print what the run may not do but does. Returns 1 if there is something."""
    from evals import gate as gates
    from evals import inspected, summary

    made = inspected.read(arguments.run or inspected.latest(RUNS))
    suite = made.versions.get("suite", "smoke")
    bounds = getattr(gates.load(), suite)
    kept = summary.RESULTS / f"run-{suite}.json"
    agreed = summary.read(kept) if kept.is_file() else None
    lines = gates.complaints(made, bounds, agreed)
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    console.print(f"gate {'failed' if lines else 'passed'}: {len(bounds)} measures, {suite} suite", highlight=False)
    return 1 if lines else 0


COMMANDS: Mapping[str, Callable[[settings.Settings, Console, argparse.Namespace], int]] = {"run": run, "gate": gate}
"""Each by its name on the command line."""
