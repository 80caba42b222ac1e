"""A second process that answers turns: turns that only quote are Python's work, and one interpreter does one at a time.

It has a bot of its own, made as ours is, and hands over what a turn tells. Nothing listens in it; our end of its line is the only
way in, and it ends with us.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Protocol, cast

from bot.events import Done, Event
from bot.guards.memory import Memory, taken
from web.answers import Answers
from web.logs import log_to_stderr

log = logging.getLogger(__name__)

START_S = 300.0
"""Seconds in which it has to be ready: it loads what we load, beside us. A guess: many times what that takes on two processors."""
SILENCE_S = 60.0
"""Seconds without an event after which it is given up. A guess; a turn that only quotes takes a twentieth of a second."""

_READY = "ready"


class Make(Protocol):
    """Makes a bot."""

    def __call__(self, *, memory: Memory) -> Answers:
        """One that remembers there what earlier messages were taken for."""
        ...


Asked = tuple[str, tuple[str, ...], str | None, str | None]
"""Question, history, country, language."""


class Helper:
    """One such process. `stream` is for one thread at a time.

    Args:
        make: Makes its bot, in that process; must be picklable.
        instead: Our own bot, which finishes what a lost process left.
        memory: That bot's. What either takes a message for, both know; judged again, with less around it, it may come out otherwise.
    """

    def __init__(self, make: Make, instead: Answers, memory: Memory) -> None:
        self._make = make
        self._instead = instead
        self._memory = memory
        self._news = memory.follow()
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        self._is_stopped = False

    @property
    def is_up(self) -> bool:
        """Whether it can be asked."""
        return self._line is not None

    def start(self) -> None:
        """Start it and wait until it is ready; when it cannot be had, that is logged and `is_up` stays false."""
        spawning = multiprocessing.get_context("spawn")
        ours, its = spawning.Pipe()
        arguments = (its, self._make, self._memory.key, logging.getLogger().level)
        process = spawning.Process(target=_work, args=arguments, name="restwell-helper", daemon=True)
        try:
            process.start()
            its.close()
            is_ready = ours.poll(START_S) and ours.recv() == _READY
        except (EOFError, OSError):
            is_ready = False
        if is_ready and not self._is_stopped:
            self._process, self._line = process, ours
            log.info("a second process is ready")
            return
        if process.pid is not None:
            process.kill()
        if not self._is_stopped:
            log.error("no second process: it did not get ready; this one answers all turns")

    def stop(self) -> None:
        """End it."""
        self._is_stopped = True
        line, self._line = self._line, None
        if line is not None and self._process is not None:
            line.close()
            self._process.terminate()

    def stream(
        self, question: str, history: Sequence[str] = (), country: str | None = None, language: str | None = None
    ) -> Iterator[Event]:
        """As `Answers.stream`. A turn that it does not finish is finished by our own bot, which tells the same."""
        asked, told = (question, tuple(history), country, language), 0
        for event in self._told(asked):
            told += 1
            yield event
            if isinstance(event, Done):
                return
        yield from islice(self._instead.stream(*asked), told, None)

    def _told(self, asked: Asked) -> Iterator[Event]:
        """What it tells of a turn; less than all when it is lost on the way."""
        line, is_done = self._line, False
        if line is None:
            return
        try:
            line.send((list(taken(self._news)), asked))
            while not is_done:
                event = self._received(line)
                is_done = isinstance(event, Done)
                yield event
        except (EOFError, OSError):
            self._lose()
        except GeneratorExit:
            self._drain(line, is_done)
            raise

    def _received(self, line: Connection) -> Event:
        """What it tells next; before the last of a turn, it has learnt what it kept."""
        if not line.poll(SILENCE_S):
            raise EOFError
        kept, event = line.recv()
        self._memory.learn(kept, self._news)
        return cast(Event, event)

    def _drain(self, line: Connection, is_done: bool) -> None:
        """Take what is left of a turn that nobody waits for, so that the next one begins with its own."""
        try:
            while not is_done:
                is_done = isinstance(self._received(line), Done)
        except (EOFError, OSError):
            self._lose()

    def _lose(self) -> None:
        """Give it up, and start another beside what goes on."""
        process, self._line = self._process, None
        if process is not None:
            process.kill()
        if not self._is_stopped:
            log.error("the second process is lost; another one is started")
            threading.Thread(target=self.start, name="helper", daemon=True).start()


def _work(line: Connection, make: Make, key: bytes, log_level: int) -> None:
    """What the process does: answers what comes until the line is cut."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the one that started us; it cuts the line
    log_to_stderr(log_level)
    memory = Memory(key=key)
    news = memory.follow()
    try:
        bot = make(memory=memory)
        bot.warm()
    except Exception as error:  # whatever keeps it from loading, the first process goes on alone and says so
        log.error("a second process cannot load: %s", type(error).__name__)
        return
    with suppress(EOFError, OSError):
        line.send(_READY)
        while True:
            learnt, asked = line.recv()
            memory.learn(learnt, news)
            for event in bot.stream(*asked):
                line.send((list(taken(news)), event))
