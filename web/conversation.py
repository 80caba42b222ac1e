"""A conversation on the page: its turns as HTML, and how one more answer appears in it. Knows nothing of Gradio."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass

from bot.answer import Answer
from bot.personal import without_personal
from bot.texts import Texts
from web.answer_html import LOOKED_UP, pieces
from web.answers import Answers
from web.keeping import Keeping
from web.keeping_html import below
from web.markup import safe
from web.readiness import Readiness
from web.records.keeper import Keeper

log = logging.getLogger(__name__)

QUIET_S = 0.3
"""Nothing is shown while an answer takes no longer than this. From the page's direction."""
PAUSE_S = 0.04
"""Between two statements, so that each can be seen, and heard, to arrive."""
POLL_S = 0.1
"""How soon a stop is noticed while the answer is looked up."""
ALONE_S = 5.0
"""How long a new question waits for the one before it to end."""
_SHOWN_CHARS = 400
"""Characters of a question shown above its answer."""


@dataclass(frozen=True)
class Shown:
    """One turn as the page shows it: the visitor's words, and the pieces of the reply so far."""

    question: str
    parts: tuple[str, ...] = ()
    is_open: bool = True
    """Whether more is to come."""
    answer_id: str = ""
    """Of an answer that looked something up, once it is whole."""


Turns = tuple[Shown, ...]


def log_html(turns: Sequence[Shown], texts: Texts, below: Mapping[str, str] | None = None) -> list[str]:
    """The conversation as fragments; joined they are the log. Growing fragments keep what is sent small.

    `below` is what the page adds to an answer, by the answer's id.
    """
    fragments: list[str] = []
    for number, turn in enumerate(turns, start=1):
        fragments += [_opened(number, turn, texts), *turn.parts]
        if below and turn.answer_id in below:
            fragments.insert(-1, below[turn.answer_id])
        if not turn.is_open:
            fragments.append("</article>")
    return fragments


def _opened(number: int, turn: Shown, texts: Texts) -> str:
    words = without_personal(turn.question).text.strip() or texts.say("page.no_words")
    if len(words) > _SHOWN_CHARS:
        words = words[:_SHOWN_CHARS].rstrip() + "…"
    return (
        f'<article class="turn" id="t-{number}" aria-labelledby="q-{number}" aria-busy="{str(turn.is_open).lower()}">'
        f'<h2 class="question" id="q-{number}"><span class="unseen">{safe(texts.say("page.you_asked"))} </span>'
        f'<span dir="auto">{safe(words)}</span></h2>'
    )


class Visit:
    """One visitor's conversation, in memory while the page is open. One answer at a time; it can be stopped."""

    def __init__(self) -> None:
        self.turns: Turns = ()
        self.keeping = Keeping()
        self.is_unsaved = False
        """Whether the last answer was to be stored and could not be."""
        self._stop = threading.Event()
        self._alone = threading.Lock()

    def __deepcopy__(self, memo: object) -> Visit:
        """A new visit: Gradio copies the default for each visitor."""
        return Visit()

    def stop(self) -> None:
        """Ask the answer that is on its way to end."""
        self._stop.set()

    def is_stopped(self, within_s: float = 0) -> bool:
        """Whether the visitor stopped the answer, or does so within that time."""
        return self._stop.wait(within_s)

    @contextmanager
    def settled(self) -> Iterator[None]:
        """Wait for the answer that is on its way, for a while, so that what is shown has one writer."""
        is_mine = self._alone.acquire(timeout=ALONE_S)
        try:
            yield
        finally:
            if is_mine:
                self._alone.release()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Stop the answer that is on its way, wait for its end, and begin; one that hangs is not waited for long."""
        self.stop()
        is_mine = self._alone.acquire(timeout=ALONE_S)
        self._stop.clear()
        try:
            yield
        finally:
            if is_mine:
                self._alone.release()


class Conversations:
    """Asks the bot for a visitor and hands out the conversation as it grows."""

    def __init__(
        self,
        bot: Answers,
        readiness: Readiness,
        texts: Texts,
        countries: str = "",
        workers: int = 8,
        keeper: Keeper | None = None,
    ) -> None:
        self._bot = bot
        self._readiness = readiness
        self._texts = texts
        self._countries = countries
        self._keeper = keeper
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="ask")

    def ask(self, visit: Visit, question: str, country: str = "") -> Iterator[list[str]]:
        """The log after each step: the question alone, a calm line when it takes long, each piece, the end."""
        with visit.alone():
            yield from self._grown(visit, visit.turns, question, country)

    def again(self, visit: Visit, country: str = "") -> Iterator[list[str]]:
        """The last question once more, in place of its answer."""
        with visit.alone():
            if visit.turns:
                yield from self._grown(visit, visit.turns[:-1], visit.turns[-1].question, country)

    def new(self, visit: Visit) -> list[str]:
        """An empty log; what was said before is forgotten."""
        with visit.alone():
            visit.turns = ()
            visit.keeping = Keeping()
        return []

    def choose(self, visit: Visit, is_given: bool, country: str = "") -> list[str]:
        """The log after somebody agreed, declined or withdrew."""
        with visit.settled():
            if self._keeper:
                visit.is_unsaved = False
                visit.keeping = visit.keeping.chosen(self._keeper, self._texts, is_given, country)
            return self._log(visit)

    def opinion(self, visit: Visit, answer_id: str, is_helpful: bool, comment: str | None = None) -> list[str]:
        """The log after somebody said what they think of an answer of this conversation."""
        with visit.settled():
            if self._keeper and answer_id in {turn.answer_id for turn in visit.turns} - {""}:
                visit.keeping = visit.keeping.with_opinion(self._keeper, answer_id, is_helpful, comment)
            return self._log(visit)

    def _log(self, visit: Visit) -> list[str]:
        return log_html(visit.turns, self._texts, self._below(visit))

    def _below(self, visit: Visit) -> dict[str, str]:
        """The rows below each answer; the first one carries the question whether the conversation may be kept."""
        if not self._keeper:
            return {}
        rows: dict[str, str] = {}
        for number, turn in enumerate(visit.turns, start=1):
            if turn.answer_id:
                words = None if rows else self._keeper.words(self._texts)
                is_last = number == len(visit.turns)
                rows[turn.answer_id] = below(
                    turn.answer_id, number, visit.keeping, self._texts, words, visit.is_unsaved and is_last
                )
        return rows

    def _answer(self, visit: Visit, question: str, before: Turns, country: str) -> Answer:
        """The bot's answer, handed to the keeper. One that was stopped was not read, so it is not kept."""
        conversation = visit.keeping.conversation
        answer = self._bot.ask(question, [turn.question for turn in before], country or None)
        if self._keeper and not visit.is_stopped():
            is_stored = self._keeper.turn(conversation, answer)
            visit.is_unsaved = visit.keeping.consent == "given" and not is_stored
        return answer

    def _grown(self, visit: Visit, before: Turns, question: str, country: str) -> Iterator[list[str]]:
        for turn in self._steps(visit, before, question, country):
            visit.turns = (*before, turn)
            yield self._log(visit)

    def _steps(self, visit: Visit, before: Turns, question: str, country: str) -> Iterator[Shown]:
        yield Shown(question)
        asked = self._pool.submit(self._answer, visit, question, before, country)
        for line in self._waiting(asked, visit):
            yield Shown(question, (line,))
        if not asked.done():
            yield Shown(question, (self._line_and_again("page.stopped"),), is_open=False)
            return
        parts, answer_id = self._pieces(asked, len(before) + 1, country)
        for count in range(2, len(parts)):
            yield Shown(question, parts[:count])
            if visit.is_stopped(within_s=PAUSE_S):
                break
        yield Shown(question, parts, is_open=False, answer_id=answer_id)

    def _pieces(self, asked: Future[Answer], turn: int, country: str) -> tuple[tuple[str, ...], str]:
        """The answer to show, and its id when the sources were read for it."""
        try:
            answer = asked.result()
            parts = pieces(answer, turn, self._texts, country, self._countries)
            return parts, answer.id if answer.outcome in LOOKED_UP else ""
        except Exception as error:
            # A bug of ours must not leave a visitor waiting; the message may hold their words, so only its kind is logged.
            log.error("an answer could not be shown: %s", type(error).__name__)
            return (self._line_and_again("page.busy"),), ""

    def _waiting(self, asked: Future[Answer], visit: Visit) -> Iterator[str]:
        """Lines to show until the answer is there or the visitor stops it, each once."""
        wait([asked], timeout=QUIET_S)
        said = ""
        while not asked.done() and not visit.is_stopped():
            key = "page.warming" if self._readiness.is_warming() else "page.reading"
            if key != said:
                said = key
                yield f'<p class="progress">{safe(self._texts.say(key))}</p>'
            wait([asked], timeout=POLL_S)

    def _line_and_again(self, key: str) -> str:
        said = f'<p class="progress">{safe(self._texts.say(key))}</p>'
        again = f'<button type="button" class="again" data-again>{safe(self._texts.say("page.again"))}</button>'
        return f'<div class="answer">{said}<div class="quiet">{again}</div></div>'
