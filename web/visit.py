"""One visitor's conversation in memory, and its turns as HTML fragments. Knows nothing of Gradio, and no bot."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bot.personal import without_personal
from bot.texts import DEFAULT, texts
from web.keeping import Keeping
from web.languages import attributes
from web.markup import safe
from web.memory import Memory

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
    language: str = DEFAULT
    """Of our own words in it. Earlier turns keep theirs when the page's language is switched."""


Turns = tuple[Shown, ...]


def log_html(turns: Sequence[Shown], below: Mapping[str, str] | None = None, first: int = 1) -> list[str]:
    """The conversation as fragments; joined they are the log. Growing fragments keep what is sent small.

    Args:
        turns: What to show.
        below: What the page adds to an answer, by the answer's id.
        first: Number of the first of these turns.
    """
    fragments: list[str] = []
    for number, turn in enumerate(turns, start=first):
        fragments += [_opened(number, turn), *turn.parts]
        if below and turn.answer_id in below:
            fragments.insert(-1, below[turn.answer_id])
        if not turn.is_open:
            fragments.append("</article>")
    return fragments


def _opened(number: int, turn: Shown) -> str:
    said = texts(turn.language)
    words = without_personal(turn.question).text.strip() or said.say("page.no_words")
    if len(words) > _SHOWN_CHARS:
        words = words[:_SHOWN_CHARS].rstrip() + "…"
    return (
        f'<article class="turn" id="t-{number}" {attributes(turn.language)} aria-labelledby="q-{number}" '
        f'aria-busy="{str(turn.is_open).lower()}">'
        f'<h2 class="question" id="q-{number}"><span class="unseen">{safe(said.say("page.you_asked"))} </span>'
        f'<span dir="auto">{safe(words)}</span></h2>'
    )


class Visit:
    """A conversation while its page is open. One answer at a time; it can be stopped."""

    def __init__(self) -> None:
        self.earlier: tuple[str, ...] = ()
        """Questions from before a restart of the service; the page still shows their answers."""
        self.turns: Turns = ()
        self.keeping = Keeping()
        self.is_unsaved = False
        """Whether the last answer was to be stored and could not be."""
        self._stop = threading.Event()
        self._alone = threading.Lock()

    def __deepcopy__(self, memo: object) -> Visit:
        """A new visit: Gradio copies the default for each visitor."""
        return Visit()

    def recall(self, memory: Memory) -> None:
        """Take up what the page remembers, where this visit knows nothing yet."""
        if self.turns or self.earlier or not memory.questions:
            return
        self.earlier = memory.questions
        self.keeping = memory.keeping or self.keeping

    def forget(self) -> None:
        """Begin anew."""
        self.earlier, self.turns, self.keeping = (), (), Keeping()

    @property
    def memory(self) -> Memory:
        """What the page is to remember."""
        return Memory((*self.earlier, *(turn.question for turn in self.turns)), self.keeping)

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
