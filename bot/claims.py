"""The post's own line on a question, its claim check, and pairs of sources that disagree. Compared in memory, once a build."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.index import Index
from ingest.source import TOPICS, Claim, Contradiction, Passage, Span

_PREMISE_MIN = 0.75
"""Cosine from which a claim is what a question takes for granted; the guards have found that it takes one. Below it, the closest claim
is mostly another: soil, where side effects were asked about. Read off 160 such questions."""
_CHECKABLE = 0.1
"""Head start of a sentence that claims something over one that only announces or advises. A guess."""

_CLAIM_LEAD, _SENTENCE_LAG = 0.05, 0.01
"""How much closer a bare topic may be than the question to a claim, and how much less close to a sentence, which holds more than
its claim. Guesses, from twenty questions; `tests/data/questions.jsonl` holds them in place."""


@dataclass(frozen=True)
class Line:
    """A sentence of the post that bears on a question."""

    passage: Passage
    span: Span
    similarity: float
    """Cosine with the question: of the sentence, or of a claim it makes."""
    claim: Claim | None
    """The claim it makes that is not supported (or, with none, that is), closest to the question."""
    claim_similarity: float
    topic_similarity: float
    """Cosine of the sentence, or of that claim, with the closest of the bare topics, which nearly every question names."""

    @property
    def is_doubtful(self) -> bool:
        """Whether it claims what the research does not support."""
        return self.claim is not None and self.claim.verdict != "supports"

    @property
    def is_specific(self) -> bool:
        """Whether it is about the question, and not only about the topic that the question names."""
        return max(self.claim_similarity + _CLAIM_LEAD, self.similarity - _SENTENCE_LAG) >= self.topic_similarity


@dataclass(frozen=True)
class Pair:
    """A pair of sources that seem to disagree on what was asked."""

    contradiction: Contradiction
    similarity: float


class ClaimCheck:
    """The post's sentences, the claims and the pairs of one build, as matrices."""

    def __init__(self, index: Index) -> None:
        self._sentences = [
            (p, span)
            for p in index.searched
            if index.source(p).kind == "article" and p.role == "paragraph"
            for span in p.sentences
        ]
        texts = [index.quote(p, *span) for p, span in self._sentences]
        self._sentence_matrix = _matrix(index, texts)
        topics = _matrix(index, list(TOPICS)).T
        self._sentence_topics = _closest(self._sentence_matrix @ topics)
        self._claims = index.claims
        by_span: defaultdict[Span, list[int]] = defaultdict(list)
        for n, claim in enumerate(index.claims):
            by_span[claim.sentence].append(n)
        self._claims_of = [by_span[span] for _, span in self._sentences]
        self._claim_matrix = _matrix(index, [c.claim for c in index.claims])
        self._full_matrix = _matrix(index, [c.in_full for c in index.claims])
        self._claim_topics = _closest(np.maximum(self._claim_matrix @ topics, self._full_matrix @ topics))
        self._pairs = index.contradictions
        self._about_matrix = _matrix(index, [p.about for p in index.contradictions])
        self._said_matrix = _matrix(index, [p.how_to_say_it for p in index.contradictions])

    def lines(self, vectors: NDArray[np.float32]) -> list[Line]:
        """Every sentence of the post, the closest to the question first.

        Sentences that claim something checkable come before the others of about the same closeness.

        Args:
            vectors: Ways to put the question, shape (n, dimension); the closest counts.
        """
        if not self._sentences:
            return []
        sentence = _closest(self._sentence_matrix @ vectors.T)
        claim = self._claim_scores(vectors)
        made = [self._line(n, float(sentence[n]), claim) for n in range(len(self._sentences))]
        return sorted(made, key=lambda line: -round(line.similarity + (_CHECKABLE if line.claim else 0.0), 3))

    def premise(self, vectors: NDArray[np.float32], is_named: Callable[[str], bool]) -> Claim | None:
        """The claim, not fully supported, that a question most likely takes for granted; None when none is close.

        Args:
            vectors: Ways to put the question, shape (n, dimension); the closest counts.
            is_named: Whether the question names what a claim is on.
        """
        scored = zip(self._claims, self._claim_scores(vectors), strict=True)
        doubtful = [
            (float(score), claim) for claim, score in scored if claim.verdict != "supports" and is_named(claim.claim)
        ]
        best = max(doubtful, key=lambda pair: pair[0], default=None)
        return best[1] if best and best[0] >= _PREMISE_MIN else None

    def pairs(self, vectors: NDArray[np.float32]) -> list[Pair]:
        """Every pair, the closest to the question first."""
        if not self._pairs:
            return []
        scores = _closest(np.maximum(self._about_matrix @ vectors.T, self._said_matrix @ vectors.T))
        found = [Pair(pair, float(score)) for pair, score in zip(self._pairs, scores, strict=True)]
        return sorted(found, key=lambda pair: -pair.similarity)

    def _claim_scores(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        if not self._claims:
            return np.zeros(0, dtype=np.float32)
        return _closest(np.maximum(self._claim_matrix @ vectors.T, self._full_matrix @ vectors.T))

    def _line(self, at: int, own: float, claim_scores: NDArray[np.float32]) -> Line:
        passage, span = self._sentences[at]
        made = self._claims_of[at]
        doubtful = [n for n in made if self._claims[n].verdict != "supports"]
        chosen = max(doubtful or made, key=lambda n: float(claim_scores[n]), default=None)
        best = max([own, *(float(claim_scores[n]) for n in made)])
        topic = float(self._sentence_topics[at])
        if chosen is None:
            return Line(passage, span, best, None, 0.0, topic)
        topic = max(topic, float(self._claim_topics[chosen]))
        return Line(passage, span, best, self._claims[chosen], float(claim_scores[chosen]), topic)


def _closest(similarity: NDArray[np.float32]) -> NDArray[np.float32]:
    """The largest of each row, shape (rows,)."""
    return np.asarray(similarity.max(axis=1, initial=-1.0), dtype=np.float32)


def _matrix(index: Index, texts: list[str]) -> NDArray[np.float32]:
    return index.side.matrix(texts)
