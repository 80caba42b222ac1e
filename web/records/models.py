"""The tables. The newest migration makes exactly these; a test compares them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from database import NAMING, Moment


class Base(DeclarativeBase):
    """Declares the tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON}  # noqa: RUF012


class Wording(Base):
    """The consent words that were shown, whole, once per version: what somebody said yes to can be read later."""

    __tablename__ = "wordings"

    version: Mapped[str] = mapped_column(String(40), primary_key=True)
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    first_used_at: Mapped[datetime]


class Conversation(Base):
    """One conversation somebody agreed to have kept. `id` is a hash of the number that only their page knows."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    consent_version: Mapped[str] = mapped_column(ForeignKey("wordings.version"))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(8))
    country: Mapped[str | None] = mapped_column(String(2))
    keep_days: Mapped[int]
    """What they were promised. A longer retention set later does not hold for them."""


class Turn(Base):
    """One turn, redacted. Rows are added and deleted, never changed."""

    __tablename__ = "turns"
    __table_args__ = (Index(None, "conversation_id"), Index(None, "created_at"))

    answer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[dict[str, Any]]
    outcome: Mapped[str] = mapped_column(String(16))
    versions: Mapped[dict[str, Any]]
    timings_ms: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class Feedback(Base):
    """What somebody thought of one stored answer: 1 helpful, -1 not. A second opinion replaces the first."""

    __tablename__ = "feedback"

    answer_id: Mapped[str] = mapped_column(ForeignKey("turns.answer_id", ondelete="CASCADE"), primary_key=True)
    verdict: Mapped[int]
    comment: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]


class Count(Base):
    """Feedback that came without consent: how many a day, by outcome, and nothing else."""

    __tablename__ = "counts"

    day: Mapped[date] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(String(16), primary_key=True)
    verdict: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
