"""`python -m ingest`: build the index; `status`, `rollback` and `check` beside it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

import settings
from ingest.build import Report, build
from ingest.check import check
from ingest.corpus import build_corpus, read_corpus
from ingest.embedder import make_embedder
from ingest.errors import IngestError
from ingest.guard_examples import Labelled, WordLists, read_examples
from ingest.lock import only_ingest
from ingest.manifest import Layout
from ingest.plain import InstalledJudge, faithful


class Bar:
    """A `Progress` drawn by rich."""

    def __init__(self, console: Console) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=console)
        self._task: TaskID | None = None

    def __enter__(self) -> Bar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def phase(self, name: str, total: int) -> None:
        """See `ingest.build.Progress.phase`."""
        self._task = self._bar.add_task(name, total=total)

    def advance(self, steps: int) -> None:
        """See `ingest.build.Progress.advance`."""
        if self._task is not None:
            self._bar.advance(self._task, steps)


def run_build(index: settings.IndexSettings, corpus: Path, console: Console) -> Report:
    """Read the corpus, build, switch, and say what happened.

    Raises:
        IngestError: Nothing was switched; the previous index still serves.
    """
    from ingest.store import ChromaStore

    with only_ingest(index.path):
        embedder = make_embedder(index.embedder)
        read = faithful(read_corpus(corpus), InstalledJudge(corpus, embedder))
        cut = build_corpus(read, embedder.count_tokens, embedder.window)
        layout = Layout(index.path)
        examples, problems = read_examples(corpus / "guard")
        labelled = Labelled(examples, WordLists.load(corpus))
        with Bar(console) as bar:
            report = build(cut, embedder, ChromaStore(layout.vectors), layout, index.keep, bar, labelled)
    say(replace(report, dropped=(*report.dropped, *problems)), console)
    return report


def say(report: Report, console: Console) -> None:
    """Print a build's report."""
    state = "new build" if report.is_new else "nothing changed"
    _print(
        console,
        f"Index {report.name}: {state}\n"
        f"  {report.sources} sources, {report.passages} passages, {report.asks} asks\n"
        f"  passages: {report.added} added, {report.unchanged} unchanged, {report.removed} gone\n"
        f"  texts embedded: {report.embedded}",
    )
    for line in report.dropped:
        _print(console, f"  left out: {line}")


def _print(console: Console, text: str) -> None:
    """Print as it is: no colours, no markup, no line broken, so that it can be copied and searched."""
    console.print(text, highlight=False, markup=False, soft_wrap=True)


def _status(index: settings.IndexSettings, console: Console) -> int:
    layout = Layout(index.path)
    current = layout.current()
    for name in layout.history():
        built = layout.read(name)
        mark = "serving" if name == current else "kept   "
        _print(
            console,
            f"{mark} {name}  {built.created}  {built.sources} sources, {built.passages} passages, "
            f"{built.asks} asks, {built.vectors} vectors  {built.fingerprint}",
        )
    return 0


def _rollback(index: settings.IndexSettings, name: str | None, console: Console) -> int:
    with only_ingest(index.path):
        layout = Layout(index.path)
        current, history = layout.current(), layout.history()
        older = history[history.index(current) + 1 :] if current in history else history
        target = name or (older[0] if older else "")
        if target not in history or target == current:
            kept = ", ".join(n for n in history if n != current) or "none"
            raise IngestError(
                f"No build {target or 'before this one'!r} to go back to. Kept beside the current one: {kept}"
            )
        layout.point_to(target)
    _print(console, f"Index {target} serves now; {current} is kept")
    return 0


def _check(corpus: Path, index: settings.IndexSettings, console: Console) -> int:
    problems = check(corpus, InstalledJudge(corpus, make_embedder(index.embedder)))
    for problem in problems:
        _print(console, str(problem))
    if not problems:
        _print(console, f"{corpus}: nothing to mend")
    return 1 if problems else 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="python -m ingest", description="Build the index from the corpus folder.")
    top.add_argument("command", nargs="?", choices=("build", "status", "rollback", "check"), default="build")
    top.add_argument("name", nargs="?", help="rollback: the build to serve (default: the one before)")
    top.add_argument("--corpus", type=Path, help="corpus folder, or a folder in BEIR layout (default: RESTWELL_CORPUS)")
    top.add_argument("--index", type=Path, help="index folder (default: RESTWELL_INDEX__PATH)")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command. Returns the exit code: 0 done, 1 problems found, 2 it could not run."""
    arguments = parser().parse_args(argv)
    console, errors = Console(), Console(stderr=True)
    settings.go_offline()
    try:
        loaded = settings.load()
        index = loaded.index.model_copy(update={"path": arguments.index} if arguments.index else {})
        corpus = arguments.corpus or loaded.corpus
        if arguments.command == "status":
            return _status(index, console)
        if arguments.command == "rollback":
            return _rollback(index, arguments.name, console)
        if arguments.command == "check":
            return _check(corpus, index, console)
        run_build(index, corpus, console)
    except (IngestError, settings.SettingsError) as error:
        _print(errors, str(error))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
