"""A turn's care: what the guards make of the conversation, at each point where more is known of it, and the reply to that.

Knows guards and their replies; nothing of evidence. Whatever is broken here, what was found before stands.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Answer, Notice, ordered
from bot.guards.guard import Guards
from bot.guards.parts import judged_texts
from bot.guards.replies import Replies
from bot.guards.ruling import Ruling
from bot.lookup import BuildView, Lookup
from bot.progress import Turn
from bot.retrieve import Evidence

log = logging.getLogger(__name__)


class Care:
    """Rules on a turn. A ruling with an outcome ends the turn; one without has the limits that go with an answer."""

    def __init__(self, guards: Guards, replies: Replies, lookup: Lookup, max_question_chars: int) -> None:
        self._guards = guards
        self._replies = replies
        self._lookup = lookup
        self._max_chars = max_question_chars

    def first(self, turn: Turn) -> Ruling:
        """The ruling on the conversation as written, before anything else."""
        with turn.timed("triage"):
            ruling = self._guards.triage(turn.written)
        if ruling.outcome is not None or len(turn.question) > self._max_chars:
            return self._raised(turn, ruling)
        return ruling

    def mended(self, turn: Turn, ruling: Ruling, messages: Sequence[str]) -> Ruling:
        """The ruling on the conversation with its slips mended, where that ends the turn: a misspelt emergency is one."""
        if tuple(messages) == turn.written:
            return ruling
        with turn.timed("triage"):
            reread = self._guards.triage(tuple(messages))
        return reread if reread.outcome is not None else ruling

    def widened(self, turn: Turn, ruling: Ruling) -> Ruling:
        """The ruling with the limits that only the question as it stands alone shows."""
        return self._guards.widen(ruling, turn.standalone) if turn.standalone != turn.question else ruling

    def judged(self, turn: Turn, ruling: Ruling, view: BuildView, texts: Sequence[str], evidence: Evidence) -> Ruling:
        """The ruling with what the classifier sees in the texts embedded for it."""
        with turn.timed("judge"):
            nearest = max((c.cosine for c in evidence.candidates), default=0.0)
            return self._guards.judge(ruling, view.index.guard, texts, evidence.judged_vectors, nearest)

    def reply(self, turn: Turn, ruling: Ruling, country: str | None) -> Answer:
        """The answer to a ruling that ends the turn."""
        reply = self._replies.reply(ruling, turn.texts, country)
        return turn.answer(ruling.outcome or "declined", reason=ruling.reason, lead=reply.text, notices=reply.notices)

    def doubt(self, turn: Turn, country: str | None) -> Notice:
        """What to do if something is happening now."""
        return self._replies.doubt(turn.texts, country)

    def with_doubt(self, answer: Answer, doubt: Notice) -> Answer:
        """The careful branch: the answer, and before it what to do if something is happening now."""
        return replace(answer, notices=ordered((*answer.notices, doubt)), text=f"{doubt.text}\n\n{answer.text}")

    def _raised(self, turn: Turn, ruling: Ruling) -> Ruling:
        """What the classifier makes of a turn that will not be looked up; the ruling as it is when it cannot be asked."""
        if ruling.is_latched:
            return ruling
        limit = self._max_chars
        ends = turn.question if len(turn.question) <= limit else f"{turn.question[:limit]}\n{turn.question[-limit:]}"
        judged = judged_texts(ends, is_parted=True)
        try:
            model = self._lookup.current().index.guard
            with turn.timed("embed"):
                vectors = self._lookup.embed(judged)
        except Exception as error:
            # Whatever is broken, care goes on; the error may hold the visitor's words, so only its kind is logged.
            log.error("classifier not asked: %s", type(error).__name__)
            return ruling
        with turn.timed("judge"):
            raised = self._guards.judge(ruling, model, judged, vectors)
        return raised if raised.is_latched else ruling
