"""Answers that wait, in memory, for their visitor to decide, and the outcomes of recent ones. Knows no database.

Both are bounded, in number and in time, and gone with the process.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from bot.answer import Answer

WAIT_S = 3600.0
"""How long somebody may think about it. A guess; the time between first answers and decisions would settle it."""
MAX_CONVERSATIONS = 1000
"""Conversations that may wait at once. A guess: an hour of 16 new ones a minute."""
MAX_ANSWERS = 20
"""Answers of one conversation that wait; older ones go first. As many as the bot reads of a conversation."""
MAX_OUTCOMES = 20_000
"""Answers whose outcome is remembered, so that a thumb without consent can be counted."""


@dataclass
class _Undecided:
    since: float
    answers: OrderedDict[str, Answer] = field(default_factory=OrderedDict)
    is_declined: bool = False


class Waiting:
    """Keeps what may still be stored, and lets go of it by itself."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._held: OrderedDict[str, _Undecided] = OrderedDict()
        self._outcomes: OrderedDict[str, str] = OrderedDict()

    def hold(self, conversation: str, answer: Answer) -> None:
        """Keep an answer until its visitor decides; not when they have declined."""
        with self._lock:
            entry = self._entry(conversation)
            if entry.is_declined:
                entry.since = self._clock()  # a no stands for as long as the conversation goes on
                self._held.move_to_end(conversation)
                return
            entry.answers[answer.id] = answer
            while len(entry.answers) > MAX_ANSWERS:
                entry.answers.popitem(last=False)

    def held(self, conversation: str) -> tuple[Answer, ...]:
        """What waits for this conversation, oldest first."""
        with self._lock:
            self._drop_old()
            entry = self._held.get(conversation)
            return tuple(entry.answers.values()) if entry else ()

    def release(self, conversation: str, answer_id: str) -> None:
        """Forget one answer, which has been stored."""
        with self._lock:
            if entry := self._held.get(conversation):
                entry.answers.pop(answer_id, None)

    def decline(self, conversation: str) -> None:
        """Forget what waits, and keep nothing more of this conversation."""
        with self._lock:
            entry = self._entry(conversation)
            entry.answers.clear()
            entry.is_declined = True

    def note(self, answer: Answer) -> None:
        """Remember an answer's outcome by its id."""
        with self._lock:
            self._outcomes[answer.id] = answer.outcome
            while len(self._outcomes) > MAX_OUTCOMES:
                self._outcomes.popitem(last=False)

    def take_outcome(self, answer_id: str) -> str | None:
        """The outcome of a recent answer, once: the same answer cannot be counted twice."""
        with self._lock:
            return self._outcomes.pop(answer_id, None)

    def forget_old(self) -> None:
        """Let go of what has waited too long, also when nobody asks anything."""
        with self._lock:
            self._drop_old()

    def _entry(self, conversation: str) -> _Undecided:
        self._drop_old()
        entry = self._held.setdefault(conversation, _Undecided(self._clock()))
        while len(self._held) > MAX_CONVERSATIONS:
            self._held.popitem(last=False)
        return entry

    def _drop_old(self) -> None:
        oldest = self._clock() - WAIT_S
        while self._held and next(iter(self._held.values())).since < oldest:
            self._held.popitem(last=False)
