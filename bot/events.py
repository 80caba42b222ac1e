"""What a turn tells while it is being answered, in order; the last event is always the whole Answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answer import Answer, Citation, Notice, Statement


@dataclass(frozen=True)
class Step:
    """What is being done now, for a line of progress."""

    name: str
    """`look_up`, `write` or `compose`."""


@dataclass(frozen=True)
class Noted:
    """A notice that must be read before any statement."""

    notice: Notice


@dataclass(frozen=True)
class Released:
    """A verified statement with the citations it names. Its text stays; `Done` has its final place and numbers."""

    statement: Statement
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Done:
    """The end of the turn."""

    answer: Answer


Event = Step | Noted | Released | Done
Events = Iterator[Event]
