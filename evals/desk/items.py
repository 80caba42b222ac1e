"""Transcripts in the queue: added once, found, and forgotten when their chat is gone. Knows no page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from evals.desk.errors import NotThere
from evals.desk.models import Fill, Item, Review
from evals.desk.parts import Opens


def now() -> datetime:
    """This moment, with its zone."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Entry:
    """An item without its content: what lists need."""

    id: int
    key: str
    origin: str
    run: str
    case_id: str | None
    answer_id: str
    outcome: str
    rules: tuple[str, ...]
    chance: float
    wanted: int
    created_at: datetime
    is_forgotten: bool

    @property
    def weight(self) -> float:
        """Answers it stands for in an estimate over all of them."""
        return 1 / self.chance


@dataclass(frozen=True)
class New:
    """An item to be added."""

    key: str
    origin: str
    answer_id: str
    outcome: str
    rules: tuple[str, ...]
    chance: float
    wanted: int
    run: str = ""
    case_id: str | None = None
    content: dict[str, Any] | None = None


@dataclass(frozen=True)
class Filled:
    """What one filling did."""

    origin: str
    run: str
    share: float
    seen: int
    added: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Items added."""
        return self.added.get("items", 0)


_COLUMNS = (
    Item.id, Item.key, Item.origin, Item.run, Item.case_id, Item.answer_id, Item.outcome, Item.rules, Item.chance,
    Item.wanted, Item.created_at, Item.forgotten_at,
)  # fmt: skip


class Items:
    """The items of one database. Every method raises `DeskUnavailable` when it cannot be used."""

    def __init__(self, database: Opens, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def entries(self) -> tuple[Entry, ...]:
        """Every item, oldest first."""
        with self._database.session() as session:
            return tuple(_entry(row) for row in session.execute(select(*_COLUMNS).order_by(Item.id)))

    def entry(self, number: int) -> Entry:
        """One item.

        Raises:
            NotThere: There is none with that number.
        """
        with self._database.session() as session:
            row = session.execute(select(*_COLUMNS).where(Item.id == number)).one_or_none()
        if row is None:
            raise NotThere(f"There is no item {number}")
        return _entry(row)

    def content(self, number: int) -> dict[str, Any] | None:
        """A run's transcript; None for a chat, whose words are read where they are kept."""
        with self._database.session() as session:
            return session.scalar(select(Item.content).where(Item.id == number))

    def fill(self, items: Sequence[New], filled: Filled, by: str) -> Filled:
        """Add the items that are not there yet, and write down what was looked at.

        Of those that are, one that a rule picks now is certain from here on, and one that chance may pick has the
        larger of both chances.
        """
        added: dict[str, int] = {"items": 0}
        for new in items:
            if self._add(new):
                added["items"] += 1
                for rule in new.rules or ("random",):
                    added[rule] = added.get(rule, 0) + 1
        done = Filled(filled.origin, filled.run, filled.share, filled.seen, added)
        with self._database.session() as session:
            row = Fill(at=self._clock(), by=by, origin=done.origin, run=done.run, share=done.share, seen=done.seen)
            row.added = dict(added)
            session.add(row)
        return done

    def fills(self, limit: int = 20) -> tuple[Fill, ...]:
        """The latest fillings, newest first."""
        with self._database.session() as session:
            found = tuple(session.scalars(select(Fill).order_by(Fill.id.desc()).limit(limit)))
            session.expunge_all()
            return found

    def forget(self, known: Callable[[Collection[str]], Collection[str]]) -> int:
        """Delete the notes on chats that are gone, and say so on the item; how many there were.

        Args:
            known: Those of some answers' ids whose chat is still kept.
        """
        chats = {e.answer_id: e.id for e in self.entries() if e.origin == "chat" and not e.is_forgotten}
        still = set(known(list(chats))) if chats else set()
        gone = [number for answer, number in chats.items() if answer not in still]
        if gone:
            with self._database.session() as session:
                session.execute(update(Item).where(Item.id.in_(gone)).values(forgotten_at=self._clock()))
                session.execute(update(Review).where(Review.item_id.in_(gone)).values(note="", tags=[], reason=""))
        return len(gone)

    def _add(self, new: New) -> bool:
        with self._database.session() as session:
            there = session.scalar(select(Item).where(Item.key == new.key))
            if there is not None:
                there.rules = list(dict.fromkeys([*there.rules, *new.rules]))
                there.chance = max(there.chance, new.chance)
                return False
            try:
                with session.begin_nested():
                    values = {**vars(new), "rules": list(new.rules)}
                    session.add(Item(**values, created_at=self._clock()))
            except IntegrityError:  # another server was first
                return False
            return True


def _entry(row: Any) -> Entry:
    values = dict(row._mapping)
    forgotten_at = values.pop("forgotten_at")
    return Entry(**{**values, "rules": tuple(values["rules"]), "is_forgotten": forgotten_at is not None})
