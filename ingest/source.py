"""What a source, a block of its text, a passage and a sentence are.

Plain frozen values; knows nothing of files, vectors or questions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

Kind = Literal[
    "article",
    "guideline",
    "systematic-review",
    "rct",
    "cohort",
    "case-control",
    "cross-sectional",
    "open-label-trial",
    "case-series",
    "narrative-review",
    "animal-or-lab",
    "agency-fact-sheet",
    "patient-organisation",
    "editor-note",
]
KINDS: tuple[str, ...] = get_args(Kind)

Role = Literal["finding", "paragraph", "limitation", "observation"]
"""What a passage is to its source. Only an observation is the editors' own words."""

TOPICS = ("restless legs syndrome", "magnesium", "magnesium for restless legs")
"""What nearly every question here names. A line that is closer to one of these than to a question is not what the question is about."""

EDITORS = "editors-notes"
"""Id of the source that holds every observation: the editors' words are never put in another source's mouth."""


class Span(NamedTuple):
    """Character offsets into a source's canonical text, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True)
class Source:
    """The post or one related source. `text` is its canonical text: every offset counts its characters."""

    id: str
    title: str
    kind: Kind
    text: str = ""
    authors: str = ""
    year: int | None = None
    publication: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    population: str = ""
    audited: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A finding, a paragraph, a limitation or an observation, before it has a place in a canonical text."""

    text: str
    role: Role
    heading_path: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    plain: str = ""
    """The same in simpler words, shown to who asks for them; never searched."""
    line: int = 0


@dataclass(frozen=True)
class Document:
    """A source as a reader delivers it: what it is, and its blocks in reading order."""

    source: Source
    blocks: tuple[Block, ...]
    path: str = ""
    dropped: tuple[str, ...] = ()
    """What the reader left out, each with its reason, for the report."""


@dataclass(frozen=True)
class Passage:
    """The unit of retrieval and of citation: `source.text[start:end] == text`."""

    id: str
    source_id: str
    role: Role
    text: str
    start: int
    end: int
    heading_path: tuple[str, ...] = ()
    sentences: tuple[Span, ...] = ()
    asks: tuple[str, ...] = ()
    plain: str = ""

    @property
    def is_searched(self) -> bool:
        """Limitations are shown beside what they limit; they are not searched for."""
        return self.role != "limitation"


@dataclass(frozen=True)
class Claim:
    """A checkable claim of the post: where it stands, what the sources say of it, and which passages show that."""

    id: str
    quote: str
    claim: str
    verdict: Literal["supports", "partly supports", "no evidence found", "contradicts"]
    explanation: str
    source_ids: tuple[str, ...] = ()
    passage_ids: tuple[str, ...] = ()
    """Passages that show what the research says instead (or that back the claim), most direct first."""
    sentence: Span = field(default_factory=lambda: Span(0, 0))
    """The post's sentence that holds `quote`, in the post's canonical text."""

    @property
    def in_full(self) -> str:
        """The claim without abbreviations: visitors write both."""
        return self.claim.replace("RLS", "restless legs")


@dataclass(frozen=True)
class Contradiction:
    """Two sources that seem to disagree, and one neutral sentence that says so."""

    a: str
    b: str
    about: str
    how_to_say_it: str
    a_passage: str = ""
    b_passage: str = ""


@dataclass(frozen=True)
class Corpus:
    """Everything that may be said, cut into passages and checked for dangling references."""

    sources: tuple[Source, ...]
    passages: tuple[Passage, ...]
    claims: tuple[Claim, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dropped: tuple[str, ...] = field(default=(), compare=False)
