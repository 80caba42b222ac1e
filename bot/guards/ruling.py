"""What the guards decide about a turn: a plain value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.answer import NoticeKind, Outcome, Reason

Severity = Literal["urgent", "emergency", "crisis"]
"""Outcomes that say that someone needs help, the lightest first."""


@dataclass(frozen=True)
class Ruling:
    """The guards' word on a turn. With an `outcome` the turn ends there; without one it is answered, with `limits`."""

    outcome: Outcome | None = None
    reason: Reason | None = None
    guard_class: str = ""
    """The class that decided, as named in `corpus/guard/`."""
    limits: tuple[NoticeKind, ...] = ()
    """Notices that go with an answer."""
    wants_product: bool = False
    """The visitor asks what to buy: facts about forms and labels, no recommendation."""
    bodily: str = ""
    """The class of an emergency of the body other than too many tablets, also when a crisis is said beside it."""
    is_poisoning: bool = False
    """Too much of something was taken or swallowed, whatever else was said: the poison line belongs in the reply."""
    is_repeated: bool = False
    """An emergency or crisis said earlier has not been said to be over."""
    is_over: bool = False
    """The latest message says that an earlier emergency or crisis has been dealt with, and no rule finds another in it."""
    is_undecided: bool = False
    """The guards could not tell and took the careful branch."""
    may_be_crisis: bool = False
    """What they could not tell may be a crisis: the careful branch names a line to call too."""

    @property
    def is_latched(self) -> bool:
        """Whether the conversation stays here until the visitor says that it has been dealt with."""
        return self.outcome in ("emergency", "crisis")


PASS = Ruling()
OVER = Ruling(is_over=True)
