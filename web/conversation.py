"""A conversation on the page: its turns as HTML, and how one more answer appears in it. Knows nothing of Gradio."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass

from bot.answer import Answer
from bot.texts import Texts
from web.answer_html import pieces
from web.answers import Answers
from web.markup import safe
from web.readiness import Readiness

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


Turns = tuple[Shown, ...]


def log_html(turns: Sequence[Shown], texts: Texts) -> list[str]:
    """The conversation as fragments; joined they are the log. Growing fragments keep what is sent small."""
    fragments: list[str] = []
    for number, turn in enumerate(turns, start=1):
        fragments += [_opened(number, turn, texts), *turn.parts]
        if not turn.is_open:
            fragments.append("</article>")
    return fragments


def _opened(number: int, turn: Shown, texts: Texts) -> str:
    words = turn.question.strip() or texts.say("page.no_words")
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

    def __init__(self, bot: Answers, readiness: Readiness, texts: Texts, countries: str = "", workers: int = 8) -> None:
        self._bot = bot
        self._readiness = readiness
        self._texts = texts
        self._countries = countries
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
        return []

    def _grown(self, visit: Visit, before: Turns, question: str, country: str) -> Iterator[list[str]]:
        for turn in self._steps(visit, before, question, country):
            visit.turns = (*before, turn)
            yield log_html(visit.turns, self._texts)

    def _steps(self, visit: Visit, before: Turns, question: str, country: str) -> Iterator[Shown]:
        yield Shown(question)
        asked = self._pool.submit(self._bot.ask, question, [turn.question for turn in before], country or None)
        for line in self._waiting(asked, visit):
            yield Shown(question, (line,))
        if not asked.done():
            yield Shown(question, (self._line_and_again("page.stopped"),), is_open=False)
            return
        parts = self._pieces(asked, len(before) + 1, country)
        for count in range(2, len(parts)):
            yield Shown(question, parts[:count])
            if visit.is_stopped(within_s=PAUSE_S):
                break
        yield Shown(question, parts, is_open=False)

    def _pieces(self, asked: Future[Answer], turn: int, country: str) -> tuple[str, ...]:
        try:
            return pieces(asked.result(), turn, self._texts, country, self._countries)
        except Exception as error:
            # A bug of ours must not leave a visitor waiting; the message may hold their words, so only its kind is logged.
            log.error("an answer could not be shown: %s", type(error).__name__)
            return (self._line_and_again("page.busy"),)

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
