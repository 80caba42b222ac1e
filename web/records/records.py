"""What the database is asked to do: agree, withdraw, record, find, count, purge. Knows no page and no waiting.

Every turn is written in one transaction with a look at its conversation's consent, under that row's lock: a
withdrawal either comes first, and nothing is written, or comes after, and deletes what was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.answer import Answer
from web.records.consent import Consent
from web.records.database import Database
from web.records.errors import ConsentWithdrawn
from web.records.models import Conversation, Count, Feedback, Turn, Wording
from web.records.redaction import redact
from web.records.stored import from_json, redacted, to_json

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""Both know ON CONFLICT; SQLAlchemy has it by dialect only."""


class Purged(NamedTuple):
    """How many rows a purge deleted."""

    turns: int
    conversations: int


@dataclass(frozen=True)
class Totals:
    """How many rows there are. `counted` is feedback that came without consent."""

    conversations: int
    withdrawn: int
    turns: int
    feedback: int
    counted: int


def key(conversation: str) -> str:
    """What stands for a conversation in the database: who reads it there cannot act as its visitor."""
    return hashlib.sha256(conversation.encode()).hexdigest()[:32]


def now() -> datetime:
    """This moment, with its zone."""
    return datetime.now(UTC)


class Records:
    """The records of one database. Safe for several threads and several servers.

    Every method raises `RecordsUnavailable` when the database cannot be used; then nothing was stored.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def agree(self, conversation: str, words: Consent, country: str | None = None) -> None:
        """Write down that this conversation may be kept, and with which words that was asked. Twice is once.

        Raises:
            ConsentWithdrawn: It was withdrawn before; a new conversation can be agreed to.
        """
        with self._database.session() as session:
            if (found := _locked(session, conversation)) is not None:
                if found.withdrawn_at is not None:
                    raise ConsentWithdrawn("This conversation was deleted. Start a new one to have it kept")
                return
            self._insert(
                session,
                Wording,
                version=words.version,
                language=words.language,
                text=words.text,
                first_used_at=self._clock(),
            )
            self._insert(
                session,
                Conversation,
                id=key(conversation),
                consent_version=words.version,
                given_at=self._clock(),
                language=words.language,
                country=country,
                keep_days=words.days,
            )

    def withdraw(self, conversation: str) -> bool:
        """Delete the conversation's turns and feedback at once; whether it was agreed to. When that was stays."""
        if not self._database.exists():
            return False
        with self._database.session() as session:
            found = _locked(session, conversation)
            if found is None:
                return False
            found.withdrawn_at = found.withdrawn_at or self._clock()
            session.execute(delete(Turn).where(Turn.conversation_id == found.id))
        self._database.scrub()
        return True

    def record(self, conversation: str, answer: Answer) -> bool:
        """Store a turn, redacted, if its conversation may be kept; whether it may. Twice is once."""
        if not self._may_keep(conversation):
            return False
        kept = redacted(answer)
        with self._database.session() as session:
            found = _locked(session, conversation)
            if found is None or found.withdrawn_at is not None:
                return False
            self._insert(
                session,
                Turn,
                answer_id=kept.id,
                conversation_id=found.id,
                question=kept.question,
                answer=to_json(kept),
                outcome=kept.outcome,
                versions=dict(kept.versions),
                timings_ms=dict(kept.timings_ms),
                created_at=self._clock(),
            )
        return True

    def comment(self, conversation: str, answer_id: str, verdict: int, comment: str | None = None) -> bool:
        """Store what somebody thought of an answer, redacted, if it is stored and theirs; whether it is."""
        if not self._may_keep(conversation):
            return False
        words = redact(comment) if comment else None
        with self._database.session() as session:
            _locked(session, conversation)
            turn = session.get(Turn, answer_id)
            if turn is None or turn.conversation_id != key(conversation):
                return False
            given = session.get(Feedback, answer_id) or Feedback(answer_id=answer_id)
            given.verdict, given.created_at = verdict, self._clock()
            given.comment = words or given.comment
            session.add(given)
        return True

    def count(self, outcome: str, verdict: int) -> None:
        """Count an opinion on an answer that is not stored: its day and outcome, nothing else."""
        with self._database.session() as session:
            row = {"day": self._clock().date(), "outcome": outcome, "verdict": verdict}
            made = _INSERT[self._database.dialect](Count).values(**row, number=1)
            session.execute(
                made.on_conflict_do_update(index_elements=list(row), set_={"number": Count.number + 1}),
            )

    def find(self, answer_id: str) -> Answer | None:
        """The stored Answer, its question redacted; None when there is none."""
        if not self._database.exists():
            return None
        with self._database.session() as session:
            turn = session.get(Turn, answer_id)
            return from_json(turn.answer) if turn else None

    def conversation(self, name: str) -> list[dict[str, Any]]:
        """What is stored under an answer's id, a conversation's hash, or the number a visitor's page gave: oldest first."""
        if not self._database.exists():
            return []
        with self._database.session() as session:
            wanted = select(Turn).where(
                (Turn.answer_id == name) | Turn.conversation_id.in_([name, key(name)]),
            )
            turns = session.scalars(wanted.order_by(Turn.created_at, Turn.answer_id)).all()
            return [_shown(turn, session.get(Feedback, turn.answer_id)) for turn in turns]

    def purge(self, days: int) -> Purged:
        """Delete turns older than `days`, or than their visitor was promised; and conversations left with none."""
        if not self._database.exists():
            return Purged(0, 0)
        turns = conversations = 0
        with self._database.session() as session:
            for promised in session.scalars(select(Conversation.keep_days).distinct()).all():
                before = self._clock() - timedelta(days=min(days, promised))
                ours = select(Conversation.id).where(Conversation.keep_days == promised)
                old = delete(Turn).where(Turn.created_at < before, Turn.conversation_id.in_(ours))
                turns += _count(session.execute(old))
                empty = Conversation.id.not_in(select(Turn.conversation_id))
                gone = delete(Conversation).where(
                    Conversation.keep_days == promised, Conversation.given_at < before, empty
                )
                conversations += _count(session.execute(gone))
        self._database.scrub()
        return Purged(turns, conversations)

    def totals(self) -> Totals:
        """How many rows of each sort there are."""
        if not self._database.exists():
            return Totals(0, 0, 0, 0, 0)
        with self._database.session() as session:

            def number(what: Any) -> int:
                return session.scalar(what) or 0

            return Totals(
                conversations=number(select(func.count(Conversation.id))),
                withdrawn=number(select(func.count(Conversation.withdrawn_at))),
                turns=number(select(func.count(Turn.answer_id))),
                feedback=number(select(func.count(Feedback.answer_id))),
                counted=number(select(func.sum(Count.number))),
            )

    def _may_keep(self, conversation: str) -> bool:
        """Whether it looks so now; asked first, so that nothing is redacted in vain, or while others wait."""
        if not self._database.exists():
            return False
        with self._database.session() as session:
            found = session.get(Conversation, key(conversation))
            return found is not None and found.withdrawn_at is None

    def _insert(self, session: Session, table: Any, **values: Any) -> None:
        """Add a row, unless there is one with its key: another thread or server may have been first."""
        session.execute(_INSERT[self._database.dialect](table).values(**values).on_conflict_do_nothing())


def _locked(session: Session, conversation: str) -> Conversation | None:
    """The conversation, which nobody else changes until this transaction ends. SQLite locks the whole file instead."""
    return session.scalar(select(Conversation).where(Conversation.id == key(conversation)).with_for_update())


def _count(result: object) -> int:
    return cast("CursorResult[Any]", result).rowcount


def _shown(turn: Turn, feedback: Feedback | None) -> dict[str, Any]:
    shown = {
        "conversation": turn.conversation_id,
        "created_at": turn.created_at.isoformat(),
        "answer": turn.answer,
        "feedback": None,
    }
    if feedback:
        shown["feedback"] = {"verdict": feedback.verdict, "comment": feedback.comment}
    return shown
