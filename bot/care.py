"""A turn's care: what the guards make of the conversation, at each point where more is known of it, and the reply to that.

Knows guards and their replies; nothing of evidence. Whatever is broken here, what was found before stands.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, cast

from bot.answer import Answer, Notice, ordered
from bot.guards.guard import Guards
from bot.guards.memory import Memory, Seen
from bot.guards.parts import judged_texts
from bot.guards.replies import Replies
from bot.guards.ruling import PASS, Ruling, Severity
from bot.lookup import BuildView, Lookup
from bot.progress import Turn
from bot.question import small_talk
from bot.retrieve import Evidence
from ingest.everyday import Said

log = logging.getLogger(__name__)


class SecondLook(Protocol):
    """Somebody else who can say that a conversation is serious. Safe to call from several threads."""

    def begin(self, question: str, earlier: Sequence[str]) -> Callable[[], Severity | None]:
        """Begin to look, and return at once.

        Args:
            question: The visitor's latest message, without personal data.
            earlier: Those before it, oldest first.

        Returns:
            A function that waits a bounded time and never raises; None is no word.
        """
        ...


class Care:
    """Rules on a turn. A ruling with an outcome ends the turn; one without has the limits that go with an answer."""

    def __init__(
        self,
        guards: Guards,
        replies: Replies,
        lookup: Lookup,
        max_question_chars: int,
        second: SecondLook | None = None,
        memory: Memory | None = None,
    ) -> None:
        self._guards = guards
        self._replies = replies
        self._lookup = lookup
        self._max_chars = max_question_chars
        self._second = second
        self._memory = memory or Memory()

    def first(self, turn: Turn) -> Ruling:
        """The ruling on the conversation as written, before anything else."""
        with turn.timed("triage"):
            heard = self._guards.hear(turn.written)
            ruling = self._guards.ruled(heard)
        if ruling.is_latched:
            return ruling
        turn.declined = frozenset(n for n, message in enumerate(heard[:-1]) if self._guards.declines(message))
        turn.seen = tuple(self._seen(turn, n) for n in range(1, len(turn.written)))
        if any(turn.seen):
            with turn.timed("triage"):
                ruling = self._guards.ruled(heard, turn.seen)
            if ruling.is_latched:
                return ruling
        if self._second is not None and not small_talk(turn.question):
            turn.second = self._second.begin(turn.question, turn.earlier)
        if ruling.outcome is not None or len(turn.question) > self._max_chars:
            return self._raised(turn, ruling)
        return ruling

    def mended(self, turn: Turn, ruling: Ruling, messages: Sequence[str]) -> Ruling:
        """The ruling on the conversation with its slips mended, where that ends the turn: a misspelt emergency is one."""
        if tuple(messages) == turn.written:
            return ruling
        with turn.timed("triage"):
            reread = self._guards.triage(tuple(messages), turn.seen)
        return self._raised(turn, reread) if reread.outcome is not None else ruling

    def widened(self, turn: Turn, ruling: Ruling) -> Ruling:
        """The ruling with the limits that only the question as it stands alone shows."""
        return self._guards.widen(ruling, turn.standalone) if turn.standalone != turn.question else ruling

    def said(self, turn: Turn, view: BuildView, texts: Sequence[str]) -> tuple[Said, ...]:
        """Texts to judge as the classifier reads them; their English is what is to be embedded."""
        with turn.timed("judge"):
            model = view.index.guard
            return model.said(texts) if model is not None else ()

    def judged(self, turn: Turn, ruling: Ruling, view: BuildView, texts: Sequence[Said], evidence: Evidence) -> Ruling:
        """The ruling with what the classifier sees in the texts embedded for it."""
        with turn.timed("judge"):
            nearest = max((c.cosine for c in evidence.candidates), default=0.0)
            ruling = self._guards.judge(ruling, view.index.guard, texts, evidence.judged, nearest, turn.spellings)
        return self._kept(turn, ruling)

    def at_least(self, turn: Turn) -> Ruling:
        """The ruling on a turn that broke down on the way: what a second look says, if there is one."""
        return PASS if turn.second is None else self._guards.raised(PASS, turn.second())

    def reply(self, turn: Turn, ruling: Ruling, country: str | None) -> Answer:
        """The answer to a ruling that ends the turn."""
        reply = self._replies.reply(ruling, turn.texts, country)
        return turn.answer(ruling.outcome or "declined", reason=ruling.reason, lead=reply.text, notices=reply.notices)

    def doubt(self, turn: Turn, ruling: Ruling, country: str | None) -> Notice:
        """What to do if something is happening now."""
        return self._replies.doubt(turn.texts, country, may_be_crisis=ruling.may_be_crisis)

    def with_doubt(self, answer: Answer, doubt: Notice) -> Answer:
        """The careful branch: the answer, and before it what to do if something is happening now."""
        return replace(answer, notices=ordered((*answer.notices, doubt)), text=f"{doubt.text}\n\n{answer.text}")

    def _kept(self, turn: Turn, ruling: Ruling) -> Ruling:
        """The ruling with the second look's word, if there is one; what lasts of it is remembered."""
        if turn.second is not None:
            with turn.timed("second_look"):
                raised = self._guards.raised(ruling, turn.second())
            if raised is not ruling:
                log.info("second look: raised to %s", raised.outcome)
            ruling = raised
        self._memory.keep(turn.written, _lasting(ruling))
        return ruling

    def _seen(self, turn: Turn, count: int) -> Seen:
        """What the last of the first `count` messages was taken for; judged now when nobody remembers."""
        messages = turn.written[:count]
        known = self._memory.recall(messages)
        if known is None and not small_talk(messages[-1]):
            ruling = self._classified(turn, messages[-1], PASS)
            if ruling is not None:
                known = _lasting(ruling)
                self._memory.keep(messages, known)
        return known or ""

    def _raised(self, turn: Turn, ruling: Ruling) -> Ruling:
        """A ruling on a turn that will not be looked up, made heavier by whoever sees more in it."""
        found = None if ruling.is_latched else self._classified(turn, turn.question, ruling)
        is_care = found is not None and (found.is_latched or found.outcome == "urgent" or found.is_undecided)
        return self._kept(turn, found if found is not None and is_care else ruling)

    def _classified(self, turn: Turn, message: str, ruling: Ruling) -> Ruling | None:
        """What the classifier makes of a message by itself; None when it cannot be asked."""
        limit = self._max_chars
        ends = message if len(message) <= limit else f"{message[:limit]}\n{message[-limit:]}"
        texts = judged_texts(ends, is_parted=True)
        try:
            model = self._lookup.current().index.guard
            if model is None:
                return None
            with turn.timed("judge"):
                judged = model.said(texts)
            with turn.timed("embed"):
                read = self._lookup.read([text.english for text in judged])
        except Exception as error:
            # Whatever is broken, care goes on; the error may hold the visitor's words, so only its kind is logged.
            log.error("classifier not asked: %s", type(error).__name__)
            return None
        with turn.timed("judge"):
            return self._guards.judge(ruling, model, judged, read)


def _lasting(ruling: Ruling) -> Seen:
    return cast(Seen, ruling.outcome) if ruling.is_latched else ""
