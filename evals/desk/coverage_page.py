"""What the newest run never reaches, each with the line to edit and the cases it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from evals.cases import read_cases
from evals.coverage import Coverage, cover
from evals.desk import fill
from evals.desk.desk import Desk
from evals.desk.errors import DeskError
from evals.desk.places import Place
from evals.desk.sessions import Session
from ingest.errors import IngestError

ROWS = 150
"""Rows of a table; more are counted, not shown. A guess: what is read in one sitting."""
FIRST = 12
"""Rows that are open at once; the others unfold. A guess, as for rows."""
EXAMPLES = 4
"""Questions shown of a group. A guess, as for rows."""


class Row(NamedTuple):
    """One thing that is not reached."""

    name: str
    about: Sequence[str]
    edit: Place | None
    sources: Sequence[str] = ()
    cases: Sequence[str] = ()
    """What is run again; with no source and no case, nothing is."""


class Table(NamedTuple):
    """Rows of one sort."""

    title: str
    about: str
    total: int
    rows: Sequence[Row]


@dataclass(frozen=True)
class _Seen:
    key: tuple[str, str]
    run_index: str
    coverage: Coverage
    cases: Mapping[str, Place]
    named: frozenset[str]
    """Sources that some case names."""


@dataclass
class _Newest:
    """The newest run's coverage, computed once for each run and build."""

    desk: Desk
    seen: _Seen | None = None
    lock: Lock = field(default_factory=Lock)

    def get(self) -> _Seen:
        with self.lock:
            path, index = fill.newest(self.desk.parts.runs), self.desk.parts.bot.index()
            key = (str(path), index.manifest.name)
            if self.seen is None or self.seen.key != key:
                self.seen = self._compute(path, key)
            return self.seen

    def _compute(self, path: Path, key: tuple[str, str]) -> _Seen:
        parts = self.desk.parts
        run, _ = fill.read_runs(parts.runs, path)
        try:
            coverage = cover(run.kept, parts.bot.index(), self.desk.embedder.embed)
        except IngestError as error:
            raise DeskError(f"Questions could not be grouped: {error}") from None
        placed = read_cases(parts.cases).placed
        cases = {p.case.id: Place(_told(Path(p.path), parts.root), p.line) for p in placed}
        named = frozenset(s for p in placed for group in p.case.expect.sources_any for s in group)
        return _Seen(key, run.versions.get("index", "not named"), coverage, cases, named)


def _told(path: Path, root: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path


def make_router(desk: Desk) -> APIRouter:
    """The route of the page."""
    router = APIRouter()
    newest = _Newest(desk)

    @router.get("/coverage")
    def coverage(request: Request, who: Session = Depends(desk.access.signed_in)) -> HTMLResponse:
        seen = newest.get()
        return desk.look.page(
            request,
            "coverage.html",
            who,
            run=Path(seen.key[0]).stem,
            build=seen.key[1],
            run_build=seen.run_index,
            found=seen.coverage,
            tables=_tables(desk, seen),
            first=FIRST,
        )

    return router


def _tables(desk: Desk, seen: _Seen) -> list[Table]:
    found = seen.coverage
    of = desk.places.of

    def touched(*sources: str) -> tuple[str, ...]:
        return tuple(s for s in sources if s in seen.named)

    def table(title: str, about: str, total: int, rows: Iterator[Row]) -> Table:
        return Table(title, about, total, tuple(islice(rows, ROWS)))

    return [
        table("Questions not covered", "Grouped by meaning, the largest group first.", len(found.groups), (
            Row(_counted(len(g.questions), "question"), g.questions[:EXAMPLES],
                _first(seen.cases.get(case) for case in g.cases), (), g.cases) for g in found.groups)),
        table("Claims of the post in disagreement", "By how many cases were told so.", len(found.disputed), (
            Row(f"{d.claim.id}: {_counted(len(d.cases), 'case')}", (d.claim.claim, f"The sources: {d.claim.verdict}"),
                of("article", d.claim.quote), (), d.cases) for d in found.disputed)),
        table("Sections of the post never cited", "", len(found.sections), (
            Row(name or "(no heading)", (p.text,), of(p.source_id, p.text), touched(p.source_id))
            for name, p in found.sections)),
        table("Sources never reached", "", len(found.sources), (
            Row(s.id, (s.title,), desk.places.of_source(s.id), touched(s.id)) for s in found.sources)),
        table("Passages never cited", "Of sources that are reached.", len(found.passages), (
            Row(p.source_id, (p.text,), of(p.source_id, p.text), touched(p.source_id)) for p in found.passages)),
    ]  # fmt: skip


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _first(places: Iterable[Place | None]) -> Place | None:
    return next((place for place in places if place), None)
