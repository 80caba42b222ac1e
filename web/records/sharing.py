"""Stored turns as the review desk reads them: whole, redacted, and only while they are stored. Changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.answer import Answer
from web.records.database import Database
from web.records.models import Feedback, Turn
from web.records.stored import from_json


@dataclass(frozen=True)
class Shared:
    """One stored turn with what its visitor thought of it."""

    conversation: str
    answer: Answer
    created_at: datetime
    is_helpful: bool | None
    comment: str


class Sharing:
    """The turns of one database. Every method raises `RecordsUnavailable` when it cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def turns(self) -> Sequence[Shared]:
        """Every stored turn, oldest first."""
        return self._read(None)

    def conversation(self, answer_id: str) -> Sequence[Shared]:
        """The turns of the conversation that holds this answer, oldest first; none when it is gone."""
        return self._read(answer_id)

    def known(self, answer_ids: Collection[str]) -> Collection[str]:
        """Those of the ids that are still stored."""
        if not self._database.exists():
            return ()
        with self._database.session() as session:
            return set(session.scalars(select(Turn.answer_id).where(Turn.answer_id.in_(list(answer_ids)))))

    def _read(self, answer_id: str | None) -> tuple[Shared, ...]:
        if not self._database.exists():
            return ()
        wanted = select(Turn).order_by(Turn.created_at, Turn.answer_id)
        if answer_id is not None:
            ours = select(Turn.conversation_id).where(Turn.answer_id == answer_id)
            wanted = wanted.where(Turn.conversation_id.in_(ours))
        with self._database.session() as session:
            return tuple(_with_opinions(session.scalars(wanted).all(), session))


def _with_opinions(turns: Iterable[Turn], session: Session) -> Iterable[Shared]:
    opinions = {given.answer_id: given for given in session.scalars(select(Feedback))}
    for turn in turns:
        given = opinions.get(turn.answer_id)
        yield Shared(
            turn.conversation_id,
            from_json(turn.answer),
            turn.created_at,
            given.verdict > 0 if given else None,
            (given.comment or "") if given else "",
        )
