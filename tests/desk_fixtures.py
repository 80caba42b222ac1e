"""What the desk's tests share: a small reply, a run of it, and chats that can be withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.answer import Answer, Citation, Notice, Statement
from evals.cases import Case, Expect
from evals.record import Kept, Run
from evals.score import Result, Score

ANSWER = Answer(
    "a1",
    "Does it help me sleep?",
    "Does magnesium help me sleep?",
    "en",
    "answered",
    statements=(
        Statement("A review found that people fell asleep 17 minutes sooner.", "evidence", (1,)),
        Statement("One trial found <b>no</b> difference.", "evidence", (2,)),
    ),
    citations=(
        Citation(1, "review-2019", "A review", "systematic-review", 2019, "p1", "17 minutes", 0, 10, "https://a.test/1",
                 paragraph="In all, 17 minutes sooner."),
        Citation(2, "trial-2020", "A trial", "rct", 2020, "p2", "no difference", 0, 13, "https://a.test/2"),
    ),
    notices=(Notice("consult", "Ask a pharmacist."),),
    text="A review found … [1]\n\nAsk a pharmacist.",
    margin=0.4,
)  # fmt: skip
SCORES: dict[str, Result] = {"outcome": Score(1), "supported": Score(1, 2, ("statement 2: numbers 3",))}


def case(name: str, question: str = "Does it help me sleep?") -> Case:
    """A case that wants the review."""
    expect = Expect(sources_any=[["review-2019"]])
    return Case(id=name, family=name, half="dev", tags=["covered"], question=question, expect=expect)


def kept(name: str, answer: Answer = ANSWER) -> Kept:
    """One case of a run."""
    return Kept(case(name), (replace(answer, id=f"id-{name}"),), SCORES)


def run(*names: str, answer: Answer = ANSWER, log: str = "2026-11-29T06-00-00-00-00_restwell-smoke_x.eval") -> Run:
    """A run of cases of these names, all answered alike."""
    return Run({"suite": "smoke"}, {"outcome": "1"}, {}, tuple(kept(n, answer) for n in names), path=log)


@dataclass
class Turned:
    """A shared turn."""

    answer: Answer
    conversation: str = "c1"
    is_helpful: bool | None = None
    comment: str = ""
    created_at: datetime = datetime(2026, 11, 29, tzinfo=UTC)


@dataclass
class Chats:
    """Shared chats in memory; taking one out is a withdrawal."""

    kept: list[Turned] = field(default_factory=list)

    def turns(self) -> Sequence[Turned]:
        """See `SharedChats.turns`."""
        return tuple(self.kept)

    def conversation(self, answer_id: str) -> Sequence[Turned]:
        """See `SharedChats.conversation`."""
        ours = {t.conversation for t in self.kept if t.answer.id == answer_id}
        return [t for t in self.kept if t.conversation in ours]

    def known(self, answer_ids: Collection[str]) -> Collection[str]:
        """See `SharedChats.known`."""
        return {t.answer.id for t in self.kept} & set(answer_ids)
