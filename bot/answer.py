"""The Answer: the one thing a turn produces and the only thing web and evals see.

Knows nothing of how an answer is found. Everything here is a plain, frozen value that turns into JSON and back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Outcome = Literal["answered", "not_covered", "emergency", "urgent", "crisis", "declined", "clarify"]
Reason = Literal["off_topic", "injection", "prompt_leak", "role_play", "fabrication", "abuse"]
Lane = Literal["summary", "article", "evidence", "safety"]
NoticeKind = Literal[
    "helpline",
    "emergency",
    "interaction",
    "kidney",
    "pregnancy",
    "child",
    "dose",
    "stopping_medicine",
    "diagnosis",
    "premise",
    "disagreement",
    "language",
    "privacy",
    "consult",
]

NOTICE_ORDER: tuple[NoticeKind, ...] = (
    "helpline",
    "emergency",
    "interaction",
    "kidney",
    "pregnancy",
    "child",
    "dose",
    "stopping_medicine",
    "diagnosis",
    "premise",
    "disagreement",
    "language",
    "privacy",
    "consult",
)
"""Notices by weight, heaviest first; an Answer lists its notices in this order."""


@dataclass(frozen=True)
class Statement:
    """One sentence shown to the visitor, with the numbers of the citations it rests on."""

    text: str
    lane: Lane
    citations: tuple[int, ...] = ()
    plain: str = ""
    """The same in simpler words of ours, where the corpus has such a wording; `text` stays what is quoted."""


@dataclass(frozen=True)
class Citation:
    """An exact passage: `canonical_text[start:end] == quote` for the source named."""

    n: int
    source_id: str
    title: str
    kind: str
    year: int | None
    passage_id: str
    quote: str
    start: int
    end: int
    url: str
    heading: str = ""
    """Where the passage stands in its source, outermost heading first, joined by ' › '."""
    paragraph: str = ""
    """The whole passage that holds the quote."""
    population: str = ""
    publication: str = ""
    authors: str = ""
    limitation: str = ""
    is_limitation: bool = False
    """Whether the quote is itself a limitation that the source states."""
    link: str = ""
    """`url` with a text fragment that marks the quote, where that page holds these words: our own post's."""


@dataclass(frozen=True)
class Notice:
    """A plain line that goes with an answer: whom to consult, a limit of advice, a disagreement, a number to call."""

    kind: NoticeKind
    text: str
    english: tuple[str, ...] = ()
    """Words of the helplines file in it, as they stand there, where the rest is in another language."""


@dataclass(frozen=True)
class Answer:
    """One turn's whole result. `text` is the reply as plain text, in reading order, with [n] markers."""

    id: str
    question: str
    standalone_question: str
    language: str
    outcome: Outcome
    reason: Reason | None = None
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    text: str = ""
    follow_ups: tuple[str, ...] = ()
    withheld: int = 0
    margin: float | None = None
    """How far above the threshold the probability stood that the sources answer, below it when negative; None when it was not asked."""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The Answer as JSON-ready values, keys as in the contract."""
        return asdict(self)

    def notice(self, kind: NoticeKind) -> Notice | None:
        """The notice of that kind, or None."""
        return next((n for n in self.notices if n.kind == kind), None)


def ordered(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """`notices` by weight, one of each kind and wording kept."""
    unique = dict.fromkeys(notices)
    return tuple(sorted(unique, key=lambda n: NOTICE_ORDER.index(n.kind)))
