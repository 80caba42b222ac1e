"""The commands that make, read and judge runs: `run`, `report`, `compare`, `gate`. Prints; decides nothing."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

import settings
from evals.compare import Turned
from evals.measures import measures
from evals.record import Run

RUNS = settings.ROOT / ".restwell" / "runs"
"""Logs are kept here, beside the index; they hold whole replies and are not part of the repository."""


def add_parsers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this module's commands to the command line."""
    run = commands.add_parser("run", help="answer the cases, score the replies, keep the log")
    run.add_argument("--suite", choices=("smoke", "full"), default="smoke")
    run.add_argument(
        "--composer", help="a LangChain provider:model, local:smollm2, or extractive; default: what the settings name"
    )
    run.add_argument("--keep", action="store_true", help="make this the agreed run: evals/results/run-SUITE.json")
    run.add_argument("--to", type=Path, default=RUNS, help="folder for the log")
    gate = commands.add_parser("gate", help="fail when a run is below the bounds of evals/gate.yaml")
    gate.add_argument("run", nargs="?", type=Path, help="a log; default: the newest")
    gate.add_argument("--keep", action="store_true", help="keep a run that passes: evals/results/gated-SUITE.json")
    report = commands.add_parser("report", help="one page and one Markdown file of a run")
    report.add_argument("run", nargs="?", type=Path, help="a log; default: the newest")
    report.add_argument("--to", type=Path, help="the page; default: beside the log, with .md beside it")
    compare = commands.add_parser("compare", help="two runs, paired: versions, rates, statements, cases that turned")
    compare.add_argument("a", type=Path, help="the earlier log")
    compare.add_argument("b", nargs="?", type=Path, help="the later log; default: the newest")
    compare.add_argument("--all", action="store_true", help="show also cases that only read otherwise")


def run(loaded: settings.Settings, console: Console, arguments: argparse.Namespace) -> int:
    """Answer, score, keep and print."""
    from bot.wiring import make_bot
    from evals import history, inspected, record, summary
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
        loaded = loaded.model_copy(update={"chat_model": model})
    bot = make_bot(loaded)
    bot.warm()
    cases = choose(arguments.suite, found.cases)
    versions = record.versions(loaded, bot.index(), cases, arguments.suite)
    made = inspected.run(bot, cases, scorers(make_support(loaded)), versions, arguments.to)
    history.keep(made)
    console.print(table(made))
    console.print(
        f"{told(made)}: {len(made.kept)} cases run, {len(made.broken)} not run. Log: {made.path}", highlight=False
    )
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


def told(made: Run) -> str:
    """Which run, when and of what, in a line."""
    return f"{made.versions.get('suite', '')} run of {made.date}, commit {made.versions.get('commit', 'unknown')}"


def gate(loaded: settings.Settings, console: Console, arguments: argparse.Namespace) -> int:
    """Print what the run may not do but does, and write it beside the log. Returns 1 if there is something."""
    from evals import gate as gates
    from evals import history, inspected, summary

    made = inspected.read(arguments.run or inspected.latest(RUNS))
    suite = made.versions.get("suite", "smoke")
    bounds = getattr(gates.load(), suite)
    kept = summary.RESULTS / f"run-{suite}.json"
    agreed = summary.read(kept) if kept.is_file() else None
    lines = gates.complaints(made, bounds, agreed)
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if agreed and (apart := gates.uncompared(made, bounds, agreed)):
        told_apart = f"held against its floor alone, since the agreed run was scored otherwise: {', '.join(apart)}"
        console.print(told_apart, markup=False, highlight=False, soft_wrap=True)
    history.keep(made)
    said = history.gated(made, lines)
    against = (
        f"the agreed run of {agreed.date or 'an unknown date'}" if agreed else "the floors alone, no run is agreed on"
    )
    console.print(
        f"gate {'failed' if lines else 'passed'}: {len(bounds)} measures, {told(made)}, held against {against}",
        highlight=False, soft_wrap=True,
    )  # fmt: skip
    if arguments.keep and said.passed:
        path = history.keep_passed(made, said, summary.RESULTS)
        console.print(f"Kept in {path.relative_to(settings.ROOT)}", highlight=False)
    return 1 if lines else 0


def report(loaded: settings.Settings, console: Console, arguments: argparse.Namespace) -> int:
    """Write the page and the Markdown of a run."""
    from evals import history, inspected
    from evals import report as pages
    from evals.scorers.catalogue import scorers
    from evals.support import make_support

    log = arguments.run or inspected.latest(RUNS)
    made = inspected.read(log)
    history.keep(made)
    page = arguments.to or log.with_suffix(".html")
    page.write_text(pages.html(made, {s.name: s.means for s in scorers(make_support(loaded))}), encoding="utf-8")
    page.with_suffix(".md").write_text(pages.markdown(made), encoding="utf-8")
    console.print(f"{page}\n{page.with_suffix('.md')}", markup=False, highlight=False, soft_wrap=True)
    return 0


def compare(loaded: settings.Settings, console: Console, arguments: argparse.Namespace) -> int:
    """Print two runs side by side."""
    from evals import inspected
    from evals.compare import compare as compared

    before, after = inspected.read(arguments.a), inspected.read(arguments.b or inspected.latest(RUNS))
    console.print(f"{told(before)} -> {told(after)}", markup=False, highlight=False, soft_wrap=True)
    found = compared(before, after)
    for name, (was, now) in found.changed.items():
        console.print(f"{name}: {was} -> {now}", markup=False, highlight=False, soft_wrap=True)
    headings = ("measure", "before, 95 % interval", "after", "difference", "cases", "better", "worse", "p (McNemar)")
    shown = Table(*headings)
    for d in found.differences:
        numbers = (str(d.cases), str(d.better), str(d.worse), f"{d.p:.3f}")
        shown.add_row(d.name, str(d.before), str(d.after), str(d), *numbers)
    console.print(shown)
    for turned in found.turned:
        if arguments.all or turned.gained or turned.lost or turned.outcomes[0] != turned.outcomes[1]:
            _print_turned(turned, console)
    apart = (
        f"{found.same} replies the same, {len(found.turned)} not, {len(found.only_one)} cases not paired; "
        f"scored otherwise: {', '.join(found.not_comparable) or 'none'}"
    )
    console.print(apart, markup=False, highlight=False, soft_wrap=True)
    return 0


def _print_turned(turned: Turned, console: Console) -> None:
    lines = [f"{turned.case}: {turned.question}", f"    {' -> '.join(dict.fromkeys(turned.outcomes))}"]
    marks = (
        ("  - ", turned.removed),
        ("  + ", turned.added),
        ("  worse: ", turned.lost),
        ("  better: ", turned.gained),
    )
    lines += [f"{mark}{text}" for mark, texts in marks for text in texts]
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


COMMANDS: Mapping[str, Callable[[settings.Settings, Console, argparse.Namespace], int]] = {
    "run": run,
    "gate": gate,
    "report": report,
    "compare": compare,
}
"""Each by its name on the command line."""
