"""Turns in threads, first come first served: what a turn tells on its way is handed to the event loop. Knows no page and no HTTP."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.events import Event
from web.answers import Answers
from web.crew import Crew
from web.helper import Helper

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True)
class Message:
    """What is asked, as `Answers.stream` takes it."""

    question: str
    history: Sequence[str] = ()
    country: str | None = None
    language: str | None = None


class NotAnswered(Exception):
    """A turn ended without an answer, or could not begin; holds no word of it."""


class Asked(Generic[T]):
    """One turn on its way. Used on the event loop, except `is_left`, which its thread reads."""

    def __init__(self) -> None:
        self.is_left = False
        """Whether nobody waits for it any more: they stopped it, or are gone."""
        self._loop = asyncio.get_running_loop()
        self._told: asyncio.Queue[T | NotAnswered] = asyncio.Queue()

    async def next(self, within_s: float | None = None) -> T:
        """What it tells next.

        Raises:
            TimeoutError: Nothing within that time; it goes on.
            NotAnswered: It ended without an answer.
        """
        async with asyncio.timeout(within_s):
            told = await self._told.get()
        if isinstance(told, NotAnswered):
            raise told
        return told

    def tell(self, told: T | NotAnswered) -> None:
        """Hand something over from the turn's thread."""
        self._loop.call_soon_threadsafe(self._told.put_nowait, told)


class Asking:
    """Asks the bot for everybody who is connected.

    Args:
        bot: Answers the questions.
        at_once: Turns that are answered at the same time.
        max_waiting: Turns that may wait for that.
        helpers: Other processes that answer, one turn each at a time.
    """

    def __init__(self, bot: Answers, at_once: int = 8, max_waiting: int = 128, helpers: Sequence[Helper] = ()) -> None:
        self._crew = Crew(bot, at_once, helpers)
        self._pool = ThreadPoolExecutor(max_workers=self._crew.at_once, thread_name_prefix="ask")
        self.room = at_once + max_waiting
        """Turns that may still come."""

    @asynccontextmanager
    async def asked(self, message: Message, told: Callable[[Asked[T], Event], T | None]) -> AsyncIterator[Asked[T]]:
        """A turn under way; it ends early when the block is left before it is done.

        Args:
            message: What is asked.
            told: Makes what is handed over of each event, or nothing; runs in the turn's thread.

        Raises:
            NotAnswered: Too many wait already.
        """
        if not self.room:
            log.warning("busy: too many turns wait")
            raise NotAnswered
        asked: Asked[T] = Asked()
        self.room -= 1
        run = asyncio.wrap_future(self._pool.submit(self._run, message, told, asked))
        run.add_done_callback(self._leave_room)
        try:
            yield asked
        finally:
            asked.is_left = True

    def _leave_room(self, _: object) -> None:
        self.room += 1

    def _run(self, message: Message, told: Callable[[Asked[T], Event], T | None], asked: Asked[T]) -> None:
        try:
            if asked.is_left:
                return
            with self._crew.idle() as stream:
                for event in stream(message.question, message.history, message.country, message.language):
                    if asked.is_left:
                        return
                    made = told(asked, event)
                    if made is not None:
                        asked.tell(made)
        except Exception as error:
            # A bug of ours must not leave a visitor waiting; the message may hold their words, so only its kind is logged.
            log.error("an answer could not be given: %s", type(error).__name__)
        asked.tell(NotAnswered())
