"""One question on its way: runs in a thread, and tells what it does and what it has so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, wait

from bot.answer import Answer, Statement
from bot.events import Done, Event, Released, Step


class Asked:
    """A question being answered. The properties may be read while it is."""

    def __init__(self, pool: Executor, events: Callable[[], Iterator[Event]], done: Callable[[Answer], None]) -> None:
        self.step = ""
        """Name of what is being done now: `look_up`, `write` or `compose`."""
        self.released: tuple[Statement, ...] = ()
        """Verified statements so far."""
        self._future = pool.submit(self._run, events, done)

    def is_done(self, within_s: float = 0) -> bool:
        """Whether the answer is there, or is within that time."""
        wait([self._future], timeout=within_s)
        return self._future.done()

    def answer(self) -> Answer:
        """The Answer, once it is there; raises what went wrong."""
        return self._future.result()

    def _run(self, events: Callable[[], Iterator[Event]], done: Callable[[Answer], None]) -> Answer:
        answer: Answer | None = None
        for event in events():
            if isinstance(event, Step):
                self.step = event.name
            elif isinstance(event, Released):
                self.released = (*self.released, event.statement)
            elif isinstance(event, Done):
                answer = event.answer
        if answer is None:
            raise RuntimeError("a turn ended without an answer")
        done(answer)
        return answer
