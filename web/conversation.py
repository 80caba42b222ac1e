"""A conversation on the page: its turns as HTML, and how one more answer appears in it. Knows nothing of Gradio."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

from bot.answer import Answer
from bot.texts import Texts
from web.answer_html import pieces
from web.answers import Answers
from web.markup import safe
from web.readiness import Readiness

QUIET_S = 0.3
"""Nothing is shown while an answer takes no longer than this. From the page's direction."""
PAUSE_S = 0.04
"""Between two statements, so that each can be seen, and heard, to arrive."""
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


class Conversations:
    """Asks the bot for a visitor and hands out the conversation as it grows. Keeps nothing of any conversation."""

    def __init__(self, bot: Answers, readiness: Readiness, texts: Texts, countries: str = "", workers: int = 8) -> None:
        self._bot = bot
        self._readiness = readiness
        self._texts = texts
        self._countries = countries
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="ask")

    def ask(self, turns: Turns, question: str, country: str = "") -> Iterator[Turns]:
        """The conversation after each step: the question alone, a calm line when it takes long, each piece, the end."""
        turn = Shown(question)
        yield (*turns, turn)
        history = [earlier.question for earlier in turns]
        asked = self._pool.submit(self._bot.ask, question, history, country or None)
        for line in self._waiting(asked):
            yield (*turns, replace(turn, parts=(line,)))
        parts = pieces(asked.result(), len(turns) + 1, self._texts, country, self._countries)
        for count in range(2, len(parts)):
            yield (*turns, replace(turn, parts=parts[:count]))
            time.sleep(PAUSE_S)
        yield (*turns, Shown(question, parts, is_open=False))

    def stopped(self, turns: Turns) -> Turns:
        """The conversation when the visitor stops an answer: what was shown stays, and a line says so."""
        if not turns or not turns[-1].is_open:
            return turns
        said = f'<p class="progress">{safe(self._texts.say("page.stopped"))}</p>'
        again = f'<button type="button" class="again" data-again>{safe(self._texts.say("page.again"))}</button>'
        end = f'<div class="answer">{said}<div class="quiet">{again}</div></div>'
        return (*turns[:-1], Shown(turns[-1].question, (end,), is_open=False))

    def _waiting(self, asked: Future[Answer]) -> Iterator[str]:
        """Lines to show while the answer is not there, each once."""
        if wait([asked], timeout=QUIET_S).done:
            return
        said = ""
        while not asked.done():
            key = "page.warming" if self._readiness.is_warming() else "page.reading"
            if key != said:
                said = key
                yield f'<p class="progress">{safe(self._texts.say(key))}</p>'
            wait([asked], timeout=QUIET_S)
