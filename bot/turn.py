"""One turn: a visitor's message to one Answer, whatever happens. The steps of docs/design, in order.

Knows every step by its public function and none from inside. Never logs, stores or raises a visitor's words.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot import language as languages
from bot.answer import Answer
from bot.care import Care, SecondLook
from bot.courtesies import courtesy
from bot.entities import Entities
from bot.events import Done, Events, Noted, Step
from bot.facets import Facets
from bot.generate.composer import GenerativeComposer
from bot.guards.guard import Guards
from bot.guards.memory import Memory
from bot.guards.replies import Replies
from bot.guards.ruling import Ruling
from bot.lookup import BuildView, Lookup
from bot.news import only_tells
from bot.progress import Told, Turn, begun
from bot.question import asks_of_authors, asks_particulars, small_talk
from bot.reading import plain
from bot.remarks import remark
from bot.replying import Replying
from bot.retrieve import Evidence
from bot.strength import kinds_in_words
from bot.tongues import Tongues
from bot.understanding import Understanding
from bot.verify.verdict import Verifies
from ingest.errors import EmbeddingFailed, IndexGone, IngestError
from ingest.glossary import Glossary
from ingest.index import Index

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """Bounds on a turn; see `settings.AnswerSettings`."""

    max_question_chars: int = 2000
    max_history_turns: int = 20
    max_statements: int = 4


class Bot:
    """Answers questions. Safe to call from several threads; keeps no word of a conversation."""

    def __init__(
        self,
        lookup: Lookup,
        guards: Guards,
        replies: Replies,
        entities: Entities,
        limits: Limits | None = None,
        glossaries: Mapping[str, Glossary] | None = None,
        composer: GenerativeComposer | None = None,
        *,
        verifier: Verifies,
        second: SecondLook | None = None,
        memory: Memory | None = None,
        facets: Facets | None = None,
        latin: Mapping[str, Glossary] | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._lookup = lookup
        self._care = Care(guards, replies, lookup, self._limits.max_question_chars, second, memory)
        self._understanding = Understanding(
            lookup,
            entities,
            Tongues(glossaries or {}, latin or {}, entities),
            self._limits.max_history_turns,
            facets or Facets(),
        )
        self._replying = Replying(lookup, composer, verifier, self._limits.max_statements)
        self._verifier = verifier.name

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
        turn = begun([plain(m) for m in history if m.strip()], plain(question), self._verifier)
        try:
            answer = yield from self._answered(turn, country, language)
        except IngestError as error:
            log.error("turn failed: %s", type(error).__name__)
            trouble = "embedder_failed" if isinstance(error, EmbeddingFailed) else "index_missing"
            answer = self._trouble(turn, trouble, country)
        except Exception as error:
            # Anything else is a bug of ours. The traceback may hold the visitor's words, so only its kind is logged.
            log.error("turn failed unexpectedly: %s", type(error).__name__)
            answer = self._trouble(turn, "failed", country)
        yield Done(turn.finished(answer))

    def warm(self) -> None:
        """Load the models and the index now, so that the first visitor does not wait.

        Raises:
            IngestError: The index is missing or the embedder cannot load.
        """
        languages.warm()
        self._care.first(begun((), "restless legs", self._verifier))
        self.evidence("restless legs")

    def evidence(self, question: str) -> Evidence:
        """What a turn that begins with this question judges: read as a turn reads it, with the limits that triage sees; for evals.

        Raises:
            IngestError: The index is missing or the embedder cannot load.
        """
        lookup = self._lookup
        view = lookup.current()
        turn = begun((), plain(question), self._verifier)
        ruling = self._care.first(turn)
        self._understanding.stand_alone(view, turn)
        limits = self._care.widened(turn, ruling).limits
        return lookup.evidence(view, lookup.readings(turn.standalone, limits), turn.timed)

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
        """Read the message and see to anyone who needs help; what is a question is looked up."""
        with turn.timed("read"):
            turn.language = language or self._spoken(turn)
        ruling = self._care.first(turn)
        if ruling.outcome is not None:
            return self._care.reply(turn, ruling, country)
        unreadable = self._unreadable(turn, ruling)
        if unreadable is not None and ruling.is_undecided:
            return self._care.with_doubt(unreadable, self._care.doubt(turn, ruling, country))
        if unreadable is not None:
            return unreadable
        return (yield from self._looked_up(turn, ruling, country))

    def _spoken(self, turn: Turn) -> str:
        """The language of the message; of the one before it, where its words are of both that and another."""
        limit, last = self._limits.max_question_chars, -self._limits.max_history_turns
        earlier, question = [m[:limit] for m in turn.earlier[last:]], turn.question[:limit]
        polite = courtesy(turn.question)
        if polite is None or not polite.languages:
            return self._understanding.language([*earlier, question])
        before = self._understanding.language(earlier) if earlier else ""
        return before if before in polite.languages else min(polite.languages)

    def _unreadable(self, turn: Turn, ruling: Ruling) -> Answer | None:
        """A reply to what is no question: nothing, too much, small talk, or that a danger is over."""
        limit = self._limits.max_question_chars
        if len(turn.question) > limit:
            text = turn.texts.say("clarify.too_long", length=len(turn.question), limit=limit)
            return turn.answer("clarify", lead=text)
        kind = small_talk(turn.question) or remark(turn.question)
        if asks_particulars(turn.question, not turn.earlier):
            kind = "particulars"
        if turn.earlier and small_talk(turn.earlier[-1]) == "origin" and asks_of_authors(turn.question):
            kind = "particulars"
        if ruling.is_over and only_tells(turn.question):
            kind = "over"
        if kind is None or (kind == "sources" and small_talk(turn.question) and turn.earlier):
            return None
        if kind == "listed" and self._understanding.has_listed(turn):
            return None
        return turn.answer("clarify", lead=turn.texts.say(f"clarify.{kind}", **self._counted(turn, kind)))

    def _counted(self, turn: Turn, kind: str) -> dict[str, object]:
        """The figures of a reply on what the answers are made of."""
        if kind != "collected":
            return {}
        others = [source for source in self.index().sources.values() if source.kind not in ("article", "editor-note")]
        return {"total": len(others), "kinds": kinds_in_words(others, turn.texts)}

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
        """Understand, look up, judge and reply, all with one build."""
        turn.index = view.index
        care = self._care
        ruling = care.mended(turn, ruling, self._understanding.mended(view, turn))
        if ruling.outcome is not None:
            return care.reply(turn, ruling, country)
        texts = self._understanding.stand_alone(view, turn)
        judged = care.said(turn, view, texts)
        ruling = care.widened(turn, ruling)
        readings = self._lookup.readings(turn.standalone, ruling.limits)
        evidence = self._lookup.evidence(view, readings, turn.timed, [text.english for text in judged])
        ruling = care.judged(turn, ruling, view, judged, evidence)
        if ruling.outcome is not None and not (turn.is_polite and ruling.outcome == "declined"):
            return care.reply(turn, ruling, country)
        if turn.standalone != turn.question and small_talk(turn.standalone) == "origin":
            return turn.answer("clarify", lead=turn.texts.say("clarify.origin"))
        if turn.standalone != turn.question and asks_particulars(turn.standalone, is_first=False):
            return turn.answer("clarify", lead=turn.texts.say("clarify.particulars"))
        if not ruling.is_undecided:
            return (yield from self._replying.reply(turn, ruling, view, evidence))
        doubt = care.doubt(turn, ruling, country)
        yield Noted(doubt)
        answer = yield from self._replying.reply(turn, ruling, view, evidence)
        return care.with_doubt(answer, doubt)

    def _trouble(self, turn: Turn, key: str, country: str | None) -> Answer:
        ruling = self._care.at_least(turn)
        if ruling.outcome is not None:
            return self._care.reply(turn, ruling, country)
        return turn.answer("clarify", lead=turn.texts.say(f"trouble.{key}"))
