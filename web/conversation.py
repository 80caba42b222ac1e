"""A conversation on the page: how one more answer appears in it. Knows nothing of Gradio."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache

from bot.answer import Answer
from bot.texts import Texts, texts
from web.answer_html import LOOKED_UP, pieces
from web.answers import Answers
from web.asked import Asked
from web.countries import country_options
from web.keeping_html import below, keep
from web.progress_html import ended, waiting
from web.rate import FREE, AskLimit, limited
from web.reader import ANYBODY, Reader
from web.readiness import Readiness
from web.records.keeper import Keeper
from web.visit import Shown, Turns, Visit, log_html

log = logging.getLogger(__name__)

QUIET_S = 0.3
"""Nothing is shown while an answer takes no longer than this. From the page's direction."""
PAUSE_S = 0.04
"""Between two statements, so that each can be seen, and heard, to arrive."""
POLL_S = 0.1
"""How soon a stop is noticed while the answer is looked up."""


class Conversations:
    """Asks the bot for a visitor and hands out the conversation as it grows."""

    def __init__(
        self,
        bot: Answers,
        readiness: Readiness,
        countries: Sequence[str] = (),
        workers: int = 8,
        keeper: Keeper | None = None,
        limit: AskLimit | None = None,
    ) -> None:
        self._bot = bot
        self._readiness = readiness
        self._keeper = keeper
        self._limit = limit
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="ask")
        self._options = lru_cache(maxsize=16)(lambda language: country_options(countries, texts(language)))

    def ask(self, visit: Visit, question: str, reader: Reader = ANYBODY) -> Iterator[list[str]]:
        """The log after each step: the question alone, a calm line when it takes long, each piece, the end."""
        with visit.alone():
            yield from self._grown(visit, visit.turns, question, reader)

    def again(self, visit: Visit, reader: Reader = ANYBODY) -> Iterator[list[str]]:
        """The last question once more, in place of its answer."""
        with visit.alone():
            if visit.turns:
                yield from self._grown(visit, visit.turns[:-1], visit.turns[-1].question, reader)
            elif visit.earlier:
                visit.earlier, question = visit.earlier[:-1], visit.earlier[-1]
                yield from self._grown(visit, (), question, reader)

    def new(self, visit: Visit) -> list[str]:
        """An empty log; what was said before is forgotten."""
        with visit.alone():
            visit.forget()
        return []

    def choose(self, visit: Visit, is_given: bool, reader: Reader = ANYBODY) -> list[str]:
        """The log after somebody agreed, declined or withdrew."""
        with visit.settled():
            if self._keeper:
                visit.is_unsaved = False
                visit.keeping = visit.keeping.chosen(self._keeper, reader.texts, is_given, reader.chosen_country)
            return self._log(visit, reader.texts)

    def opinion(
        self, visit: Visit, answer_id: str, is_helpful: bool, comment: str | None = None, reader: Reader = ANYBODY
    ) -> list[str]:
        """The log after somebody said what they think of an answer of this conversation."""
        with visit.settled():
            if self._keeper and answer_id in {turn.answer_id for turn in visit.turns} - {""}:
                visit.keeping = visit.keeping.with_opinion(self._keeper, answer_id, is_helpful, comment)
            return self._log(visit, reader.texts)

    def _log(self, visit: Visit, said: Texts) -> list[str]:
        kept = self._kept_before(visit, said)
        return [*kept, *log_html(visit.turns, self._below(visit, said, bool(kept)), len(visit.earlier) + 1)]

    def _kept_before(self, visit: Visit, said: Texts) -> list[str]:
        """Whether the conversation is kept, for one that was decided on before a restart; the way back stays open."""
        if not self._keeper or not visit.earlier or visit.keeping.consent == "open":
            return []
        return [f'<div class="below">{keep(visit.keeping, said, self._keeper.words(said))}</div>']

    def _below(self, visit: Visit, said: Texts, is_told: bool) -> dict[str, str]:
        """The rows below each answer; the first one carries the question whether the conversation may be kept."""
        if not self._keeper:
            return {}
        rows: dict[str, str] = {}
        for number, turn in enumerate(visit.turns, start=len(visit.earlier) + 1):
            if turn.answer_id:
                words = None if rows or is_told else self._keeper.words(said)
                is_last = turn is visit.turns[-1]
                rows[turn.answer_id] = below(
                    turn.answer_id, number, visit.keeping, said, words, visit.is_unsaved and is_last
                )
        return rows

    def _grown(self, visit: Visit, before: Turns, question: str, reader: Reader) -> Iterator[list[str]]:
        for turn in self._steps(visit, before, question, reader):
            visit.turns = (*before, turn)
            yield self._log(visit, reader.texts)

    def _steps(self, visit: Visit, before: Turns, question: str, reader: Reader) -> Iterator[Shown]:
        begun = Shown(question, language=reader.language)
        yield begun
        used = self._limit.take(reader.client) if self._limit else FREE
        if not used.is_allowed:
            yield replace(begun, parts=(ended(limited(reader.texts, used.wait_s), reader.texts),), is_open=False)
            return
        asked = self._asked(visit, before, question, reader)
        for line in self._waiting(asked, visit, reader.texts):
            yield replace(begun, parts=(line,))
        if not asked.is_done():
            yield replace(begun, parts=(ended(reader.texts.say("page.stopped"), reader.texts),), is_open=False)
            return
        whole = self._whole(begun, asked, len(visit.earlier) + len(before) + 1, reader)
        for count in range(2, len(whole.parts)):
            yield replace(whole, parts=whole.parts[:count], is_open=True, answer_id="")
            if visit.is_stopped(within_s=PAUSE_S):
                break
        yield whole

    def _asked(self, visit: Visit, before: Turns, question: str, reader: Reader) -> Asked:
        """The question, handed to the bot and its answer to the keeper. One that was stopped was not read, so not kept."""
        conversation = visit.keeping.conversation
        earlier = [*visit.earlier, *(turn.question for turn in before)]

        def kept(answer: Answer) -> None:
            if self._keeper and not visit.is_stopped():
                is_stored = self._keeper.turn(conversation, answer)
                visit.is_unsaved = visit.keeping.consent == "given" and not is_stored

        return Asked(
            self._pool,
            lambda: self._bot.stream(question, earlier, reader.country or None, reader.asks_in),
            kept,
        )

    def _whole(self, begun: Shown, asked: Asked, turn: int, reader: Reader) -> Shown:
        """The finished turn, in the language of the answer."""
        try:
            answer = asked.answer()
            said = texts(answer.language)
            parts = pieces(answer, turn, said, reader.country, self._options(said.language))
            answer_id = answer.id if answer.outcome in LOOKED_UP else ""
            return replace(begun, parts=parts, is_open=False, answer_id=answer_id, language=said.language)
        except Exception as error:
            # A bug of ours must not leave a visitor waiting; the message may hold their words, so only its kind is logged.
            log.error("an answer could not be shown: %s", type(error).__name__)
            return replace(begun, parts=(ended(reader.texts.say("page.busy"), reader.texts),), is_open=False)

    def _waiting(self, asked: Asked, visit: Visit, said: Texts) -> Iterator[str]:
        """What to show until the answer is there or the visitor stops it, each once."""
        last = ""
        pause = QUIET_S
        while not asked.is_done(within_s=pause) and not visit.is_stopped():
            pause = POLL_S
            line = waiting(self._line(asked, said), asked.released)
            if line != last:
                last = line
                yield line

    def _line(self, asked: Asked, said: Texts) -> str:
        if self._readiness.is_warming():
            return said.say("page.warming")
        if not asked.step or not self._bot.is_ready():
            return said.say("page.reading")
        return said.say(f"page.steps.{asked.step}", count=len(self._bot.index().sources))
