"""Who answers which waiting turn: the first one waits for the first process that is idle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

from bot.events import Event
from web.answers import Answers
from web.helper import Helper

Stream = Callable[..., Iterator[Event]]
"""`Answers.stream` of one process."""


class Crew:
    """The processes that answer. Safe to use from as many threads as `at_once`.

    Args:
        bot: Answers in this process.
        at_once: Turns that all processes together answer at the same time.
        helpers: Other processes, one turn each. They come first: this one has the page to serve as well.
    """

    def __init__(self, bot: Answers, at_once: int, helpers: Sequence[Helper] = ()) -> None:
        self._own = bot.stream
        self._idle = list(helpers)
        self._lock = Lock()
        self.at_once = max(at_once, len(helpers) + 1)

    @contextmanager
    def idle(self) -> Iterator[Stream]:
        """Who is to answer a turn, for as long as it takes: a helper that is up and idle, else this process."""
        with self._lock:
            at = next((n for n, helper in enumerate(self._idle) if helper.is_up), None)
            helper = None if at is None else self._idle.pop(at)
        try:
            yield helper.stream if helper is not None else self._own
        finally:
            if helper is not None:
                with self._lock:
                    self._idle.append(helper)
