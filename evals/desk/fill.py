"""Fills the queue from a run and from shared chats, by rule and by lot. Filling twice adds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import settings
from evals.desk.errors import BadInput
from evals.desk.items import Filled, Items, New
from evals.desk.parts import SharedChats
from evals.desk.rules import lot, picked
from evals.desk.transcript import to_content
from evals.desk.work import wanted_reviewers
from evals.errors import RunUnreadable
from evals.record import Kept, Run


def from_run(items: Items, run: Run, before: Run | None, bounds: settings.ReviewSettings, by: str) -> Filled:
    """Queue a run's replies; the run before it is shown beside them."""
    name = Path(run.path).stem
    was = {kept.case.id: kept for kept in before.kept} if before else {}
    before_name = Path(before.path).stem if before else ""
    new = [
        queued
        for kept in run.kept
        if (queued := _run_item(kept, was.get(kept.case.id), name, before_name, bounds)) is not None
    ]
    return items.fill(new, Filled("run", name, bounds.share, len(run.kept)), by)


def from_chats(items: Items, chats: SharedChats, bounds: settings.ReviewSettings, by: str) -> Filled:
    """Queue what visitors shared, and forget what they took back."""
    items.forget(chats.known)
    turns = chats.turns()
    new = []
    for turn in turns:
        key = f"chat:{turn.answer.id}"
        rules = picked(turn.answer, turn.is_helpful, bounds.low_margin)
        if rules or lot(key) < bounds.share:
            wanted = wanted_reviewers(key, bounds.double)
            chance = 1.0 if rules else bounds.share
            new.append(New(key, "chat", turn.answer.id, turn.answer.outcome, rules, chance, wanted))
    return items.fill(new, Filled("chat", "", bounds.share, len(turns)), by)


def _run_item(kept: Kept, was: Kept | None, name: str, before: str, bounds: settings.ReviewSettings) -> New | None:
    answer = kept.answers[-1]
    key = f"run:{name}:{kept.case.id}"
    rules = picked(answer, None, bounds.low_margin)
    if not rules and lot(key) >= bounds.share:
        return None
    return New(
        key=key,
        origin="run",
        answer_id=answer.id,
        outcome=answer.outcome,
        rules=rules,
        chance=1.0 if rules else bounds.share,
        wanted=wanted_reviewers(key, bounds.double),
        run=name,
        case_id=kept.case.id,
        content=to_content(kept, was, before),
    )


def read_runs(folder: Path, log: Path | None = None) -> tuple[Run, Run | None]:
    """A run and the one of the same suite before it; the newest when none is named.

    Raises:
        BadInput: There is none, it cannot be read, or what reads runs is not installed.
    """
    inspected = _reader()
    try:
        path = log or inspected.latest(folder)
        run = inspected.read(path)
        earlier = [p for p in _of_suite(folder, run) if p.name < path.name]
        return run, inspected.read(earlier[-1]) if earlier else None
    except RunUnreadable as error:
        raise BadInput(str(error)) from None


def newest(folder: Path) -> Path:
    """The log of the newest smoke or full run.

    Raises:
        BadInput: As `read_runs`.
    """
    try:
        found: Path = _reader().latest(folder, "(smoke|full)")
        return found
    except RunUnreadable as error:
        raise BadInput(str(error)) from None


def _reader() -> ModuleType:
    """What reads runs; the server alone does not have it."""
    try:
        from evals import inspected
    except ImportError:
        raise BadInput("Reading runs needs the test tools. Run `make test` or pip install -e '.[test]' once") from None
    return inspected


def _of_suite(folder: Path, run: Run) -> Sequence[Path]:
    return sorted(folder.glob(f"*restwell-{run.versions.get('suite', '')}*.eval"))
