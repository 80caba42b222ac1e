"""One turn: a visitor's message to one Answer, whatever happens. The steps of docs/design, in order.

Knows every step by its public function and none from inside. Never logs, stores or raises a visitor's words.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from bot import language as languages
from bot.answer import Answer, Outcome, ordered
from bot.compose import Draft, Task, compose
from bot.entities import Entities
from bot.events import Done, Event, Events, Noted, Step
from bot.events import Released as StatementReleased
from bot.followups import follow_ups, nearest_asks
from bot.generate.composer import GenerativeComposer, Written
from bot.guards.guard import Guards
from bot.guards.parts import judged_texts
from bot.guards.replies import Replies
from bot.guards.ruling import Ruling
from bot.lookup import BuildView, Lookup
from bot.notices import notices_for
from bot.progress import Turn, begun
from bot.question import small_talk
from bot.reading import plain
from bot.retrieve import Evidence
from bot.standalone import stand_alone
from bot.verify.release import Released, release
from bot.verify.verdict import Verifies
from ingest.errors import EmbeddingFailed, IndexGone, IngestError
from ingest.index import Index

log = logging.getLogger(__name__)

_FOR_QUOTES = 0.1
"""Share of a turn's time limit kept for composing by quotes when a chat model is late. A guess; it takes milliseconds."""


Told = Generator[Event, None, Answer]
"""Tells of a turn on the way to its Answer."""


@dataclass(frozen=True)
class Limits:
    """Bounds on a turn; see `settings.AnswerSettings`."""

    max_question_chars: int = 2000
    max_history_turns: int = 20
    max_statements: int = 4


class Bot:
    """Answers questions. Safe to call from several threads; keeps nothing of a conversation."""

    def __init__(
        self,
        lookup: Lookup,
        guards: Guards,
        replies: Replies,
        entities: Entities,
        limits: Limits | None = None,
        composer: GenerativeComposer | None = None,
        *,
        verifier: Verifies,
    ) -> None:
        self._lookup = lookup
        self._guards = guards
        self._replies = replies
        self._entities = entities
        self._limits = limits or Limits()
        self._composer = composer
        self._verifier = verifier

    def ask(
        self, question: str, history: Sequence[str] = (), country: str | None = None, language: str | None = None
    ) -> Answer:
        """Answer one message.

        Args:
            question: The visitor's latest message.
            history: The visitor's earlier messages, oldest first.
            country: ISO 3166 code of where the visitor is, when known; chooses helplines.
            language: ISO 639-1 code the visitor chose; otherwise the message's own is detected.

        Returns:
            An Answer, whatever happens; what goes wrong is logged without the visitor's words.
        """
        events = self.stream(question, history, country, language)
        return next(event.answer for event in events if isinstance(event, Done))

    def stream(
        self, question: str, history: Sequence[str] = (), country: str | None = None, language: str | None = None
    ) -> Events:
        """Answer one message and tell of it on the way: steps, each statement once it is verified, then the Answer.

        Args and what goes wrong: see `ask`. The last event is always `Done`.
        """
        turn = begun([plain(m) for m in history if m.strip()], plain(question), self._verifier.name)
        try:
            answer = yield from self._answered(turn, country, language)
        except IngestError as error:
            log.error("turn failed: %s", type(error).__name__)
            answer = self._trouble(turn, "embedder_failed" if isinstance(error, EmbeddingFailed) else "index_missing")
        except Exception as error:
            # Anything else is a bug of ours. The traceback may hold the visitor's words, so only its kind is logged.
            log.error("turn failed unexpectedly: %s", type(error).__name__)
            answer = self._trouble(turn, "failed")
        yield Done(turn.finished(answer))

    def warm(self) -> None:
        """Load the models and the index now, so that the first visitor does not wait.

        Raises:
            IngestError: The index is missing or the embedder cannot load.
        """
        languages.warm()
        self._guards.triage(("restless legs",))
        self.evidence("restless legs")

    def evidence(self, question: str) -> Evidence:
        """What retrieval finds for an English question that stands alone, its slips mended; for evals.

        Raises:
            IngestError: The index is missing or the embedder cannot load.
        """
        lookup = self._lookup
        view = lookup.current()
        readings = lookup.readings(lookup.spelled(view, question, "en"))
        return lookup.evidence(view, readings, Turn(question, ()).timed)

    def is_ready(self) -> bool:
        """Whether there is an index that this bot can open."""
        try:
            self._lookup.current()
        except IngestError:
            return False
        return True

    def index(self) -> Index:
        """The build that serves now.

        Raises:
            IngestError: There is none that can be opened.
        """
        return self._lookup.current().index

    def _answered(self, turn: Turn, country: str | None, language: str | None) -> Told:
        with turn.timed("read"):
            turn.language = language or languages.detect(turn.question[: self._limits.max_question_chars])
        with turn.timed("triage"):
            ruling = self._guards.triage(turn.written)
        if ruling.outcome is not None or len(turn.question) > self._limits.max_question_chars:
            ruling = self._raised(turn, ruling)
        if ruling.outcome is not None:
            return self._ruled(turn, ruling, country)
        unreadable = self._unreadable(turn)
        if unreadable is not None:
            return unreadable
        return (yield from self._looked_up(turn, ruling, country))

    def _raised(self, turn: Turn, ruling: Ruling) -> Ruling:
        """What the classifier makes of a turn that will not be looked up; the ruling as it is when it cannot be asked."""
        if ruling.is_latched:
            return ruling
        limit = self._limits.max_question_chars
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

    def _unreadable(self, turn: Turn) -> Answer | None:
        """A reply to what is no question: nothing, too much, or small talk."""
        limit = self._limits.max_question_chars
        if len(turn.question) > limit:
            text = turn.texts.say("clarify.too_long", length=len(turn.question), limit=limit)
            return self._said(turn, "clarify", text)
        kind = small_talk(turn.question)
        return self._said(turn, "clarify", turn.texts.say(f"clarify.{kind}")) if kind else None

    def _looked_up(self, turn: Turn, ruling: Ruling, country: str | None) -> Told:
        yield Step("look_up")
        for attempt in (1, 2):
            try:
                return (yield from self._from_build(self._lookup.current(), turn, ruling, country))
            except IndexGone:
                # Pruned in between: the whole turn starts again with the build that serves now.
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")

    def _from_build(self, view: BuildView, turn: Turn, ruling: Ruling, country: str | None) -> Told:
        """Understand, judge, look up and compose, all with one build."""
        turn.index = view.index
        ruling = self._reread(view, turn, ruling)
        if ruling.outcome is not None:
            return self._ruled(turn, ruling, country)
        judged = self._understood(view, turn)
        if turn.standalone != turn.question:
            ruling = self._guards.widen(ruling, turn.standalone)
        readings = self._lookup.readings(turn.standalone, ruling.limits)
        evidence = self._lookup.evidence(view, readings, turn.timed, judged)
        with turn.timed("judge"):
            nearest = max((c.cosine for c in evidence.candidates), default=0.0)
            ruling = self._guards.judge(ruling, view.index.guard, judged, evidence.judged_vectors, nearest)
        if ruling.outcome is not None:
            return self._ruled(turn, ruling, country)
        if ruling.is_undecided:
            yield Noted(self._replies.doubt(turn.texts, country))
        answer = yield from self._found(turn, ruling, view, evidence)
        return self._with_doubt(answer, turn, country) if ruling.is_undecided else answer

    def _understood(self, view: BuildView, turn: Turn) -> tuple[str, ...]:
        """Make the question stand alone, its slips and those before it mended; the texts to judge, as written too if it had any."""
        with turn.timed("stand_alone"):
            kept = (*turn.earlier[-self._limits.max_history_turns :], turn.question)
            *earlier, question = (self._lookup.spelled(view, message, turn.language) for message in kept)
            turn.standalone = stand_alone(question, earlier, self._entities)
            written = judged_texts(turn.question) if question != turn.question else ()
            return tuple(dict.fromkeys((*written, *judged_texts(turn.standalone))))

    def _reread(self, view: BuildView, turn: Turn, ruling: Ruling) -> Ruling:
        """The ruling on the conversation with its slips mended, where that ends the turn: a misspelt emergency is one."""
        mended = tuple(self._lookup.spelled(view, message, turn.language) for message in turn.written)
        if mended == turn.written:
            return ruling
        with turn.timed("triage"):
            reread = self._guards.triage(mended)
        return reread if reread.outcome is not None else ruling

    def _found(self, turn: Turn, ruling: Ruling, view: BuildView, evidence: Evidence) -> Told:
        """The answer the sources give, or that they give none."""
        if not evidence.terms:
            return self._said(turn, "clarify", turn.texts.say("clarify.vague"))
        found = self._lookup.answerable(view, turn.standalone, evidence, ruling.limits, turn.timed)
        if found is None:
            return self._not_covered(turn, ruling, view, evidence)
        task = Task(
            found.asked,
            found.evidence,
            view.check,
            view.index,
            turn.texts,
            self._limits.max_statements,
            self._lookup.subjects(view, found.asked),
        )
        draft = yield from self._drafted(turn, task)
        with turn.timed("verify"):
            released = release(draft.sheet.statements, draft.sheet.citations, self._verifier, view.index)
        if not released.answers:
            return self._not_covered(turn, ruling, view, evidence, released.withheld)
        yield from turn.given_out(released)
        return self._composed(turn, ruling, found.evidence, draft, released, view)

    def _drafted(self, turn: Turn, task: Task) -> Generator[Event, None, Draft]:
        """What a configured chat model words, or else the sources' own words."""
        if self._composer is not None:
            yield Step("write")
            limit_s = self._composer.turn_limit_s * (1 - _FOR_QUOTES)
            with turn.timed("write"):
                for_model = self._composer.write(task, turn.earlier, turn.began + limit_s)
                written = yield from _noted(for_model, turn)
            turn.withheld, turn.fallback = written.withheld, written.fallback
            if written.draft is not None:
                turn.composer = self._composer.name
                return written.draft
        yield Step("compose")
        with turn.timed("compose"):
            return compose(task)

    def _composed(
        self, turn: Turn, ruling: Ruling, evidence: Evidence, draft: Draft, released: Released, view: BuildView
    ) -> Answer:
        premise = view.check.premise(evidence.vector) if "premise" in ruling.limits else None
        notices = notices_for(
            turn.standalone, ruling, turn.texts, turn.language, draft.disagreement, draft.pair, premise
        )
        shown = {c.passage_id for c in released.citations}
        return turn.answer(
            "answered",
            statements=released.statements,
            citations=released.citations,
            withheld=released.withheld,
            notices=notices,
            follow_ups=follow_ups(turn.standalone, evidence.candidates, shown),
        )

    def _not_covered(
        self, turn: Turn, ruling: Ruling, view: BuildView, evidence: Evidence, withheld: int = 0
    ) -> Answer:
        near = nearest_asks(evidence, self._lookup.topic(view, turn.standalone))
        lead = turn.texts.say("not_covered.lead")
        if near:
            lead += " " + turn.texts.say("not_covered.nearest", ask=near[0])
        else:
            lead += " " + turn.texts.say("not_covered.none")
        limits = Ruling(limits=tuple(k for k in ruling.limits if k != "premise"), wants_product=ruling.wants_product)
        notices = notices_for(turn.standalone, limits, turn.texts, turn.language)
        return turn.answer("not_covered", lead=lead, notices=notices, follow_ups=near, withheld=withheld)

    def _ruled(self, turn: Turn, ruling: Ruling, country: str | None) -> Answer:
        reply = self._replies.reply(ruling, turn.texts, country)
        return turn.answer(ruling.outcome or "declined", reason=ruling.reason, lead=reply.text, notices=reply.notices)

    def _with_doubt(self, answer: Answer, turn: Turn, country: str | None) -> Answer:
        """The careful branch: the answer, and what to do if something is happening now."""
        doubt = self._replies.doubt(turn.texts, country)
        notices = ordered((*answer.notices, doubt))
        return replace(answer, notices=notices, text=f"{doubt.text}\n\n{answer.text}")

    def _said(self, turn: Turn, outcome: Outcome, text: str) -> Answer:
        return turn.answer(outcome, lead=text)

    def _trouble(self, turn: Turn, key: str) -> Answer:
        return self._said(turn, "clarify", turn.texts.say(f"trouble.{key}"))


def _noted(given: Generator[StatementReleased, None, Written], turn: Turn) -> Generator[Event, None, Written]:
    """Pass statements on, and keep in mind which."""
    while True:
        try:
            event = next(given)
        except StopIteration as end:
            return cast(Written, end.value)
        turn.shown.append(event.statement.text)
        yield event
