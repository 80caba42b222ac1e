"""The desk's tables. The newest migration makes exactly these; a test compares them.

Nothing of a shared chat's words stands here but what a reviewer noted: the chat is read where its visitor's consent is kept, and
when it is gone there, the notes on it go too. What people decided is only ever added to.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from database import NAMING, Moment


class Base(DeclarativeBase):
    """Declares the tables."""

    metadata = MetaData(naming_convention={**NAMING, "uq": "uq_%(table_name)s_%(column_0_name)s"})
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[str]: JSON}  # noqa: RUF012


class Item(Base):
    """One transcript to be judged: a case of a run, or a turn of a shared chat."""

    __tablename__ = "desk_items"
    __table_args__ = (UniqueConstraint("key"), Index(None, "case_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200))
    """`run:LOG:CASE` or `chat:ANSWER`; filling twice adds nothing."""
    origin: Mapped[str] = mapped_column(String(8))
    run: Mapped[str] = mapped_column(String(160))
    case_id: Mapped[str | None] = mapped_column(String(120))
    answer_id: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(16))
    content: Mapped[dict[str, Any] | None]
    """A run's case, Answers, scores and the run before; None for a chat, whose words stay where its consent is."""
    rules: Mapped[list[str]]
    """Why it is here; empty when it was drawn."""
    chance: Mapped[float]
    """Probability with which it came here, 1 by a rule: an estimate over all answers weighs it by the inverse."""
    wanted: Mapped[int]
    """Reviewers it should get."""
    created_at: Mapped[datetime]
    forgotten_at: Mapped[datetime | None]
    """When the chat was found withdrawn or purged, and the notes on it were deleted."""


class Review(Base):
    """What somebody thought at one moment, whole. Rows are added, never changed; the newest revision of a stream holds."""

    __tablename__ = "desk_reviews"
    __table_args__ = (UniqueConstraint("item_id", "stream", "revision"), Index(None, "author"))

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("desk_items.id"))
    stream: Mapped[str] = mapped_column(String(60))
    """`review:NAME`, or `adjudication`, which is everybody's."""
    revision: Mapped[int | None]
    """None: it was sent over something newer. Kept, not in force."""
    author: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    is_final: Mapped[bool]
    restores: Mapped[int | None]
    """Revision that an undo went back to; 0 is the empty page."""
    verdicts: Mapped[dict[str, Any]]
    call: Mapped[str] = mapped_column(String(8))
    tags: Mapped[list[str]]
    note: Mapped[str] = mapped_column(Text)


class Assignment(Base):
    """Somebody is asked to review an item."""

    __tablename__ = "desk_assignments"
    __table_args__ = (UniqueConstraint("item_id", "reviewer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("desk_items.id"))
    reviewer: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(40))


class Fill(Base):
    """One filling of the queue: how much was looked at, and what came of it."""

    __tablename__ = "desk_fills"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(40))
    origin: Mapped[str] = mapped_column(String(8))
    run: Mapped[str] = mapped_column(String(160))
    share: Mapped[float]
    seen: Mapped[int]
    added: Mapped[dict[str, Any]]
    """Items added by rule; `random` are those that were drawn."""


class Promotion(Base):
    """An item that became a case."""

    __tablename__ = "desk_promotions"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("desk_items.id"))
    author: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    case_id: Mapped[str] = mapped_column(String(120))
