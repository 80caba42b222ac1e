"""A conversation on the page: what is sent of one more answer, and of the rows below answers. Knows nothing of Gradio and no HTTP.

Nothing of a conversation stays here between two requests: the page holds it and sends along what is needed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from starlette.concurrency import run_in_threadpool

from bot.answer import Answer, Statement
from bot.events import Done, Event, Released, Step
from bot.texts import Texts, texts
from web.answer_html import LOOKED_UP, pieces
from web.answers import Answers
from web.asking import Asked, Asking, Message, NotAnswered
from web.countries import country_options
from web.keeping import Keeping
from web.keeping_html import below, keep, opinion_row
from web.progress_html import ended, waiting
from web.rate import FREE, AskLimit, limited
from web.reader import Reader
from web.readiness import Readiness
from web.records.keeper import Keeper
from web.turn_html import begun

log = logging.getLogger(__name__)

QUIET_S = 0.3
"""Nothing is shown while an answer takes no longer than this. From the page's direction."""


class Told(NamedTuple):
    """One thing for the page to do: its name, and what with."""

    name: str
    """`turn` (put it at the end, or in place of the one with its number), `line` (show it until there is more), `answer` (the last)."""
    data: dict[str, Any]


@dataclass(frozen=True)
class Turn:
    """A question of a conversation, as the page sends it."""

    number: int
    """From 1; makes ids unique."""
    question: str
    history: Sequence[str]
    keeping: Keeping
    is_asking: bool
    """Whether the question if the conversation may be kept is to stand under this answer."""


@dataclass(frozen=True)
class _Whole:
    """A finished reply."""

    language: str
    parts: tuple[str, ...]
    answer_id: str = ""
    """Of an answer that looked something up."""
    is_unsaved: bool = False


class Conversations:
    """Asks the bot for a visitor and tells the page what to show."""

    def __init__(
        self,
        asking: Asking,
        bot: Answers,
        readiness: Readiness,
        countries: Sequence[str] = (),
        keeper: Keeper | None = None,
        limit: AskLimit | None = None,
    ) -> None:
        self._asking = asking
        self._bot = bot
        self._readiness = readiness
        self._keeper = keeper
        self._limit = limit
        self._options = lru_cache(maxsize=16)(lambda language: country_options(countries, texts(language)))

    async def ask(self, turn: Turn, reader: Reader) -> AsyncIterator[Told]:
        """The question, a calm line when it takes long, the answer in pieces. Left before the answer is made, it is not made and not kept."""
        yield Told("turn", {"html": begun(turn.number, turn.question, reader.texts)})
        used = await run_in_threadpool(self._limit.take, reader.client) if self._limit else FREE
        if not used.is_allowed:
            yield self._ended(limited(reader.texts, used.wait_s), reader)
            return
        try:
            async for told in self._answered(turn, reader):
                yield told
        except NotAnswered:
            yield self._ended(reader.texts.say("page.busy"), reader)

    def rows(self, keeping: Keeping, answers: Iterable[str], said: Texts) -> dict[str, str]:
        """The rows below answers, by the answer's id, and `keep`, the one that says whether the conversation is kept."""
        if not self._keeper:
            return {}
        rows = {answer_id: opinion_row(answer_id, keeping, said) for answer_id in answers}
        return {**rows, "keep": keep(keeping, said, self._keeper.words(said))}

    def chosen(self, keeping: Keeping, is_given: bool, version: str, reader: Reader) -> Keeping:
        """After somebody who read the words of that version agreed, declined or withdrew."""
        return keeping.chosen(self._keeper, is_given, version, reader.chosen_country) if self._keeper else keeping

    def with_opinion(self, keeping: Keeping, answer_id: str, is_helpful: bool, comment: str = "") -> Keeping:
        """After somebody said what they think of an answer."""
        return keeping.with_opinion(self._keeper, answer_id, is_helpful, comment) if self._keeper else keeping

    async def _answered(self, turn: Turn, reader: Reader) -> AsyncIterator[Told]:
        message = Message(turn.question, turn.history, reader.country or None, reader.asks_in)
        progress = _Progress(self, reader.texts)
        async with self._asking.asked(message, self._telling(turn, reader)) as asked:
            async for line in progress.lines(asked):
                yield Told("line", {"html": line})
            whole = progress.whole
        is_other = whole.language != reader.language
        head = begun(turn.number, turn.question, texts(whole.language)) if is_other else ""
        said = {"html": head, "pieces": whole.parts, "answer": whole.answer_id, "unsaved": whole.is_unsaved}
        yield Told("answer", said)

    def _telling(self, turn: Turn, reader: Reader) -> Callable[[Asked[Any], Event], Any]:
        """What the turn's thread hands over: steps, statements, and the answer as HTML, once it is kept."""

        def told(asked: Asked[Any], event: Event) -> Any:
            if isinstance(event, Done):
                is_stored = bool(self._keeper and self._keeper.turn(turn.keeping.conversation, event.answer))
                return self._whole(event.answer, turn, reader, turn.keeping.consent == "given" and not is_stored)
            return event if isinstance(event, Step | Released) else None

        return told

    def _whole(self, answer: Answer, turn: Turn, reader: Reader, is_unsaved: bool) -> _Whole:
        said = texts(answer.language)
        parts = pieces(answer, turn.number, said, reader.country, self._options(said.language))
        if answer.outcome not in LOOKED_UP:
            return _Whole(said.language, parts)
        if self._keeper:
            keeping = turn.keeping.after(answer.id, is_unsaved)
            words = self._keeper.words(reader.texts) if turn.is_asking else None
            parts = (*parts[:-1], below(answer.id, keeping, reader.texts, words), parts[-1])
        return _Whole(said.language, parts, answer.id, is_unsaved)

    @staticmethod
    def _ended(why: str, reader: Reader) -> Told:
        return Told("answer", {"html": "", "pieces": [ended(why, reader.texts)], "answer": "", "unsaved": False})

    def line(self, step: str, said: Texts) -> str:
        """What is being done now, in words."""
        if self._readiness.is_warming():
            return said.say("page.warming")
        if not step or not self._bot.is_ready():
            return said.say("page.reading")
        return said.say(f"page.steps.{step}", count=len(self._bot.index().sources))


class _Progress:
    """Follows a turn to its end, and says in between what it does, once it takes long."""

    whole: _Whole

    def __init__(self, talk: Conversations, said: Texts) -> None:
        self._talk = talk
        self._said = said
        self._step = ""
        self._released: tuple[Statement, ...] = ()

    async def lines(self, asked: Asked[Step | Released | _Whole]) -> AsyncIterator[str]:
        """What to show until `whole` is there, each once."""
        shown_from = asyncio.get_running_loop().time() + QUIET_S
        last = ""
        while not await self._is_whole(asked, None if last else shown_from):
            if asyncio.get_running_loop().time() < shown_from:
                continue
            line = waiting(self._talk.line(self._step, self._said), self._released)
            if line != last:
                last = line
                yield line

    async def _is_whole(self, asked: Asked[Step | Released | _Whole], until: float | None) -> bool:
        """Take in what comes next, or nothing when the time is over."""
        within_s = None if until is None else max(0.0, until - asyncio.get_running_loop().time())
        try:
            told = await asked.next(within_s)
        except TimeoutError:
            return False
        if isinstance(told, Step):
            self._step = told.name
        elif isinstance(told, Released):
            self._released = (*self._released, told.statement)
        else:
            self.whole = told
            return True
        return False
