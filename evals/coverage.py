"""What a run's Answers never reach: passages, sections of the post, sources, questions. Pure: reads no file, loads no model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering

from bot.answer import Answer
from evals.record import Kept
from ingest.source import EDITORS, Claim, Passage, Source

ARTICLE = "article"
"""Kind of the post among the sources."""
ALIKE = 0.5
"""Mean cosine from which questions are one group. A guess: people who read the groups would settle it."""

Embeds = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors, in order."""


class Covered(Protocol):
    """What of an index is looked at."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """By id."""
        ...

    @property
    def passages(self) -> Mapping[str, Passage]:
        """By id, in the order of the corpus."""
        ...

    @property
    def claims(self) -> Sequence[Claim]:
        """Of the post."""
        ...


@dataclass(frozen=True)
class Disputed:
    """A claim of the post that answers said the research does not bear out."""

    claim: Claim
    cases: tuple[str, ...]
    """The cases whose answers said so."""


@dataclass(frozen=True)
class Group:
    """Questions that were not covered and mean much the same."""

    questions: tuple[str, ...]
    """The one nearest to all the others first."""
    cases: tuple[str, ...]
    """Of the same order."""


@dataclass(frozen=True)
class Coverage:
    """What a run leaves untouched. Counts are of what the index holds now."""

    answers: int
    cited: int
    """Searched passages that some answer cites."""
    searched: int
    passages: tuple[Passage, ...]
    """Never cited, of sources that are reached; those of `sources` are not repeated."""
    sections: tuple[tuple[str, Passage], ...]
    """Sections of the post of which nothing is cited, each with its first passage."""
    sources: tuple[Source, ...]
    """Never cited."""
    disputed: tuple[Disputed, ...]
    """Most often first."""
    groups: tuple[Group, ...]
    """Largest first."""


def cover(kept: Sequence[Kept], index: Covered, embed: Embeds) -> Coverage:
    """Hold the Answers of a run against an index."""
    answers = [answer for one in kept for answer in one.answers]
    cited = {c.passage_id for a in answers for c in a.citations}
    reached = {c.source_id for a in answers for c in a.citations}
    searched = [p for p in index.passages.values() if p.is_searched]
    posts = {s.id for s in index.sources.values() if s.kind == ARTICLE}
    return Coverage(
        answers=len(answers),
        cited=sum(p.id in cited for p in searched),
        searched=len(searched),
        passages=tuple(p for p in searched if p.id not in cited and p.source_id in reached - posts),
        sections=_sections([p for p in searched if p.source_id in posts], cited),
        sources=tuple(s for s in index.sources.values() if s.id not in reached | posts | {EDITORS}),
        disputed=_disputed(kept, index.claims),
        groups=groups(_not_covered(kept), embed),
    )


def _sections(passages: Iterable[Passage], cited: set[str]) -> tuple[tuple[str, Passage], ...]:
    by_heading: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_heading[" › ".join(passage.heading_path)].append(passage)
    return tuple((name, ps[0]) for name, ps in by_heading.items() if not any(p.id in cited for p in ps))


def _disputed(kept: Sequence[Kept], claims: Sequence[Claim]) -> tuple[Disputed, ...]:
    def says(answer: Answer, claim: Claim) -> bool:
        """A notice quotes the claim as it stands in the corpus, in every language; an answer has one a claim."""
        return any(claim.claim in notice.text for notice in answer.notices if notice.kind == "disagreement")

    found = [Disputed(claim, tuple(k.case.id for k in kept if any(says(a, claim) for a in k.answers)))
             for claim in claims]  # fmt: skip
    return tuple(sorted((d for d in found if d.cases), key=lambda d: -len(d.cases)))


def _not_covered(kept: Sequence[Kept]) -> list[tuple[str, str]]:
    return [(k.case.id, a.standalone_question) for k in kept for a in k.answers[-1:] if a.outcome == "not_covered"]


def groups(asked: Sequence[tuple[str, str]], embed: Embeds) -> tuple[Group, ...]:
    """Case and question, by meaning: average linkage over cosines."""
    if not asked:
        return ()
    vectors = embed([question for _, question in asked])
    labels = np.zeros(len(asked), dtype=int)
    if len(asked) > 1:
        linked = AgglomerativeClustering(None, metric="cosine", linkage="average", distance_threshold=1 - ALIKE)
        labels = linked.fit_predict(vectors)
    made = [_group(asked, vectors, np.flatnonzero(labels == label)) for label in dict.fromkeys(labels.tolist())]
    return tuple(sorted(made, key=lambda group: -len(group.questions)))


def _group(asked: Sequence[tuple[str, str]], vectors: NDArray[np.float32], rows: NDArray[np.intp]) -> Group:
    central = vectors[rows] @ vectors[rows].sum(axis=0)
    cases, questions = zip(*(asked[row] for row in rows[np.argsort(-central, kind="stable")]), strict=True)
    return Group(questions, cases)
