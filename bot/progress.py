"""What is known of a turn while it is made, what of it has been given out, and the Answer made of it. Knows no step.

A turn's log line is written here; it never has a word of the visitor's.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from bot.answer import Answer, Citation, Notice, Outcome, Reason, Statement, ordered
from bot.events import Event, Events
from bot.events import Released as StatementReleased
from bot.generate.prompt import PROMPT_VERSION
from bot.guards.ruling import Severity
from bot.personal import without_personal
from bot.render import plain_text
from bot.risks import Risk
from bot.texts import Texts, texts
from bot.verify.release import Released
from ingest.index import Index

log = logging.getLogger(__name__)

Told = Generator[Event, None, Answer]
"""Tells of a turn on the way to its Answer."""

_CARE = ("emergency", "urgent", "crisis")
"""Outcomes beside which nothing else is said."""


@dataclass
class Turn:
    """What is known so far of the turn being answered."""

    question: str
    earlier: tuple[str, ...]
    """The visitor's messages, without personal data."""
    written: tuple[str, ...] = ()
    """All of them as written; for triage only, which must miss nothing."""
    is_personal: bool = False
    """Whether the latest message had personal data in it."""
    standalone: str = ""
    needs: re.Pattern[str] | None = None
    """What a passage must say to be evidence, where that is known; see `Facets`."""
    about: tuple[str, ...] = ()
    """Things taken or done that it must name then."""
    by_name: bool = False
    """Whether it must name them so: a trial of exercise is none of yoga."""
    name: str = ""
    """What a short message names that we do not know by name; evidence must name it, unless many sources do."""
    excepted: tuple[str, ...] = ()
    """Stems of foods that evidence must not name, because somebody does not eat them."""
    risks: tuple[Risk, ...] = ()
    """What somebody was said to have that bears on it; evidence on those who have it comes before any other."""
    spellings: int = 1
    """How many of the texts judged, from the first, are the whole message: as written and, where it has slips, as mended."""
    unasked: str = ""
    """Which reply there is to a message that asks nothing that could be looked up; empty when it does ask."""
    is_polite: bool = False
    """Whether that is because it is all courtesy, which nobody declines."""
    is_again: bool = False
    """Whether an earlier question is looked up once more, because it was asked who says what was shown."""
    language: str = "en"
    index: Index | None = None
    verifier: str = ""
    """Name and version of what checks statements."""
    composer: str = "extractive"
    fallback: str = ""
    """Why quotes stand in for a chat model's words; empty when they do not."""
    withheld: int = 0
    """Statements of a chat model that were not fit to be shown."""
    margin: float | None = None
    """How narrowly it was decided whether the sources answer."""
    is_fitted: bool = True
    """Whether that was decided by a model that was fitted with this embedder."""
    shown: list[str] = field(default_factory=list)
    """Texts of the statements given out so far."""
    declined: frozenset[int] = frozenset()
    """Places of the earlier messages that rules decline, on which no later one leans."""
    seen: tuple[str, ...] = ()
    """For each earlier message, what more than rules took it for; see `Guards.triage`."""
    second: Callable[[], Severity | None] | None = None
    """Waits for somebody else's word on how serious the conversation is; see `Care`."""
    began: float = field(default_factory=time.monotonic)
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def texts(self) -> Texts:
        """Wording in the visitor's language."""
        return texts(self.language)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Add the time a step takes, in milliseconds."""
        started = time.perf_counter()
        try:
            yield
        finally:
            spent = (time.perf_counter() - started) * 1000
            self.timings[step] = round(self.timings.get(step, 0.0) + spent, 2)

    def answer(
        self,
        outcome: Outcome,
        *,
        lead: str = "",
        reason: Reason | None = None,
        statements: tuple[Statement, ...] = (),
        citations: tuple[Citation, ...] = (),
        notices: tuple[Notice, ...] = (),
        follow_ups: tuple[str, ...] = (),
        withheld: int = 0,
    ) -> Answer:
        """The Answer of this turn; a chat model's withheld statements are counted in."""
        if self.is_personal and outcome not in _CARE:
            notices = ordered((*notices, Notice("privacy", self.texts.say("notices.privacy"))))
        return Answer(
            id=uuid.uuid4().hex,
            question=self.question,
            standalone_question=self.standalone or self.question,
            language=self.language,
            outcome=outcome,
            reason=reason,
            statements=statements,
            citations=citations,
            notices=notices,
            text=plain_text(lead, statements, citations, notices, self.texts),
            follow_ups=follow_ups,
            withheld=withheld + self.withheld,
            margin=self.margin,
            versions=self._versions(),
        )

    def given_out(self, released: Released) -> Events:
        """What has not been given out yet, in reading order."""
        for statement in released.statements:
            if statement.text not in self.shown:
                self.shown.append(statement.text)
                yield StatementReleased(statement, tuple(c for c in released.citations if c.n in statement.citations))

    def finished(self, answer: Answer) -> Answer:
        """The Answer with its timings; logs the turn, without a word of the visitor's."""
        total = round((time.monotonic() - self.began) * 1000, 2)
        timings: Mapping[str, float] = {**self.timings, "total": total}
        log.info(
            "turn %s outcome=%s passages=%s notices=%s ms=%.1f index=%s",
            answer.id,
            answer.outcome,
            ",".join(c.passage_id for c in answer.citations),
            ",".join(n.kind for n in answer.notices),
            total,
            answer.versions.get("index", "-"),
        )
        return replace(answer, timings_ms=timings)

    def _versions(self) -> dict[str, str]:
        index = self.index
        built = {"index": index.manifest.name, "corpus": index.manifest.corpus} if index else {}
        composed = {"composer": self.composer, "verifier": self.verifier}
        if self.composer != "extractive":
            composed["prompt"] = PROMPT_VERSION
        if not self.is_fitted:
            composed["answerability"] = "unfitted"
        return {**built, **composed, **({"fallback": self.fallback} if self.fallback else {})}


def begun(earlier: Sequence[str], question: str, verifier: str) -> Turn:
    """A turn in which nothing personal goes further than triage."""
    cleaned = without_personal(question)
    return Turn(
        cleaned.text,
        tuple(without_personal(message).text for message in earlier),
        (*earlier, question),
        cleaned.is_changed,
        verifier=verifier,
    )
