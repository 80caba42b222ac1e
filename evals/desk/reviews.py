"""What people decided, as records that are only added: save, undo, read. Nobody's words are dropped.

A record says which revision it was made from. When somebody else (or the same person in another window) saved in
between, the record is kept beside the stream, not in force, and whoever sent it sees both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from evals.desk.items import now
from evals.desk.judgement import EMPTY, Judgement
from evals.desk.models import Assignment, Promotion, Review
from evals.desk.parts import Opens

ADJUDICATION = "adjudication"


def review_of(name: str) -> str:
    """The stream of one reviewer."""
    return f"review:{name}"


@dataclass(frozen=True)
class Record:
    """One record as it was added."""

    id: int
    item: int
    stream: str
    revision: int | None
    author: str
    at: datetime
    reason: str
    is_final: bool
    restores: int | None
    judgement: Judgement


@dataclass(frozen=True)
class Saved:
    """What became of a record."""

    current: Record | None
    """What is in force now; None when nothing is."""
    is_aside: bool = False
    """It was made from an older revision: kept, not in force."""


@dataclass(frozen=True)
class Change:
    """A record to be added."""

    item: int
    stream: str
    author: str
    base: int
    """Revision it was made from; 0 for an empty page."""
    judgement: Judgement
    reason: str = "saved"
    is_final: bool = False
    restores: int | None = None


class Reviews:
    """The reviews of one database. Every method raises `DeskUnavailable` when it cannot be used."""

    def __init__(self, database: Opens, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def current(self, item: int, stream: str) -> Record | None:
        """What is in force in a stream."""
        with self._database.session() as session:
            return _current(session, item, stream)

    def add(self, change: Change) -> Saved:
        """Add a record to its stream, or, when it was made from something older, beside it."""
        with self._database.session() as session:
            current = _current(session, change.item, change.stream)
            at = current.revision or 0 if current else 0
            if change.base == at and current and _says_nothing_new(change, current):
                return Saved(current)
            if change.base == at and self._insert(session, change, at + 1):
                return Saved(_current(session, change.item, change.stream))
            self._insert(session, change, None)
            return Saved(_current(session, change.item, change.stream), is_aside=True)

    def undo(self, item: int, stream: str, author: str, base: int) -> Saved:
        """Go back by one; again, by another. The record that was undone stays."""
        with self._database.session() as session:
            current = _current(session, item, stream)
            if current is None or current.revision != base:
                return Saved(current, is_aside=current is not None)
            before = (current.revision if current.restores is None else current.restores) - 1
            if before < 0:
                return Saved(current)
            earlier = _at(session, item, stream, before) if before else None
            judgement = earlier.judgement if earlier else EMPTY
            change = Change(item, stream, author, base, judgement, "undo", False, before)
        return self.add(change)

    def in_force(self) -> tuple[Record, ...]:
        """The newest record of every stream of every item."""
        newest = (
            select(Review.item_id, Review.stream, func.max(Review.revision).label("revision"))
            .group_by(Review.item_id, Review.stream)
            .subquery()
        )
        wanted = select(Review).join(
            newest,
            (Review.item_id == newest.c.item_id)
            & (Review.stream == newest.c.stream)
            & (Review.revision == newest.c.revision),
        )
        return self._read(wanted)

    def first_finals(self) -> tuple[Record, ...]:
        """What each reviewer first handed in, before anything was shown to them: what agreement is measured on."""
        return self._finals(func.min(Review.id), Review.stream != ADJUDICATION)

    def latest_finals(self) -> tuple[Record, ...]:
        """What each reviewer, and each adjudication, handed in last."""
        return self._finals(func.max(Review.id))

    def _finals(self, which: Any, *only: Any) -> tuple[Record, ...]:
        chosen = (
            select(which.label("id"))
            .where(Review.is_final.is_(True), Review.revision.is_not(None), *only)
            .group_by(Review.item_id, Review.stream)
            .subquery()
        )
        return self._read(select(Review).join(chosen, Review.id == chosen.c.id).order_by(Review.id))

    def all(self, item: int | None = None) -> tuple[Record, ...]:
        """Every record, or those of one item, oldest first."""
        wanted = select(Review).order_by(Review.id)
        return self._read(wanted if item is None else wanted.where(Review.item_id == item))

    def assigned(self) -> dict[int, set[str]]:
        """Who was asked to review what."""
        with self._database.session() as session:
            found: dict[int, set[str]] = {}
            for item, reviewer in session.execute(select(Assignment.item_id, Assignment.reviewer)):
                found.setdefault(item, set()).add(reviewer)
            return found

    def assign(self, pairs: Iterable[tuple[int, str]], by: str) -> int:
        """Ask people to review items; how many were not asked before."""
        there = self.assigned()
        new = [(item, name) for item, name in dict.fromkeys(pairs) if name not in there.get(item, ())]
        with self._database.session() as session:
            session.add_all(Assignment(item_id=i, reviewer=n, at=self._clock(), by=by) for i, n in new)
        return len(new)

    def promoted(self, item: int, case_id: str, by: str) -> None:
        """Write down that an item became a case."""
        with self._database.session() as session:
            session.add(Promotion(item_id=item, author=by, at=self._clock(), case_id=case_id))

    def promotions(self, item: int) -> tuple[str, ...]:
        """The cases an item became."""
        with self._database.session() as session:
            return tuple(session.scalars(select(Promotion.case_id).where(Promotion.item_id == item)))

    def _read(self, wanted: Select[Review]) -> tuple[Record, ...]:
        with self._database.session() as session:
            return tuple(_record(row) for row in session.scalars(wanted))

    def _insert(self, session: Session, change: Change, revision: int | None) -> bool:
        """Add the row; False when another server took that revision first."""
        judgement = change.judgement
        row = Review(
            item_id=change.item,
            stream=change.stream,
            revision=revision,
            author=change.author,
            at=self._clock(),
            reason=change.reason if revision else f"{change.reason}, over something newer",
            is_final=change.is_final,
            restores=change.restores,
            verdicts={str(n): v for n, v in judgement.verdicts.items()},
            call=judgement.call,
            tags=list(judgement.tags),
            note=judgement.note,
        )
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            return False
        return True


def _current(session: Session, item: int, stream: str) -> Record | None:
    wanted = select(Review).where(Review.item_id == item, Review.stream == stream, Review.revision.is_not(None))
    row = session.scalar(wanted.order_by(Review.revision.desc()).limit(1))
    return _record(row) if row else None


def _at(session: Session, item: int, stream: str, revision: int) -> Record | None:
    row = session.scalar(
        select(Review).where(Review.item_id == item, Review.stream == stream, Review.revision == revision)
    )
    return _record(row) if row else None


def _says_nothing_new(change: Change, current: Record) -> bool:
    same = (change.judgement, change.is_final) == (current.judgement, current.is_final)
    return same and change.restores is None


def _record(row: Review) -> Record:
    judgement = Judgement.model_construct(
        verdicts={int(n): v for n, v in row.verdicts.items()},
        call=row.call,
        tags=list(row.tags),
        note=row.note,
    )
    return Record(
        row.id, row.item_id, row.stream, row.revision, row.author, row.at, row.reason, row.is_final, row.restores,
        judgement,
    )  # fmt: skip
