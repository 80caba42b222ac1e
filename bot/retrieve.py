"""A standalone question to ranked candidates: vectors and BM25 over passages and asks, fused, thinned, kept diverse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.aliases import Aliases, Widened
from bot.fusion import FEEDBACK_PASSAGES, Match, fuse, lexical_weight, match, moved, strength
from ingest.embedder import Read
from ingest.index import Hit, Index
from ingest.lexical import stems_of, terms
from ingest.source import Passage, Source
from ingest.spoken import spoken

_ALIAS_WEIGHT = 0.5
"""Weight of an alias's terms beside the visitor's own. A guess; `python -m evals retrieval` would settle it."""
_UNCONFIRMED = 0.98
"""Factor on the score of a source nobody has confirmed: it loses ties, as the corpus notes ask. A guess."""
_SAME = 0.6
"""Share of stems two passages must have in common to count as saying the same. A guess; docs/decisions/0003."""
_PER_SOURCE = 2
_UNITS = frozenset("mg mcg kg lb lbs ml iu am pm".split())
_RARE = 2
"""A visitor's term found in at most this many passages is replaced before embedding. A guess."""


@dataclass(frozen=True)
class Candidate:
    """A passage that may answer, with how it was found."""

    passage: Passage
    source: Source
    score: float
    """How strong it is as evidence, at most 1, on one scale for all questions."""
    fused: float
    """By which the candidates are ranked, at most 1; comparable within one question only."""
    own: float
    """Cosine of the question and the passage's own words."""
    ask: float
    """Best cosine of the question and one of the passage's asks; -1 when it has none."""
    bm25: float
    """As a share of what the question could score at most, 0 to 1."""
    coverage: float
    """Share of the question's term weight (idf) that stands in the passage or its asks."""

    @property
    def cosine(self) -> float:
        """The better of the two ways to reach it by vectors."""
        return max(self.own, self.ask)


@dataclass(frozen=True)
class Readings:
    """Ways to put one question. A passage counts by the reading it fits best."""

    question: str
    """Standing alone."""
    focused: str = ""
    """The part of a long question that asks."""
    topical: str = ""
    """A bare name with the site's subject, see `bot.keyword`."""
    general: tuple[str, ...] = ()
    """What a personal question asks in general terms."""

    @property
    def texts(self) -> tuple[str, ...]:
        """All of them: the question first."""
        return (self.question, *filter(None, (self.focused, self.topical)), *self.general)

    @property
    def asked(self) -> int:
        """Which of `texts` says most plainly what is asked."""
        return 1 if self.focused else 0


@dataclass(frozen=True)
class Evidence:
    """What retrieval says of a question: candidates, best first, and what the question's words are worth."""

    candidates: tuple[Candidate, ...]
    vector: NDArray[np.float32]
    """The embedding of what is asked, shape (dimension,)."""
    terms: tuple[str, ...]
    unknown: tuple[str, ...]
    """Terms of the question that no passage holds."""
    unknown_weight: float
    """Their share of the question's term weight (idf), 0 to 1."""
    weights: Mapping[str, float]
    """The idf of each of its terms."""
    overlap: float
    """Share of the ten best of the two lists that both have."""
    asked: str = ""
    """The reading that says most plainly what is asked."""
    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """For stems of its aliases, the stems of what sources call them."""
    things: tuple[tuple[str, ...], ...] = ()
    """Stems of each thing that the question names: a medicine, a form, a food, a supplement, something done."""
    voices: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    """Embeddings of what is asked, and of what the question says that our article says, shape (n, dimension)."""
    alone: Evidence | None = None
    """The same without the readings in general terms, when there are any: they find what is near whatever the question asks."""
    judged: Read = field(default_factory=lambda: Read(np.zeros((0, 0), dtype=np.float32)))
    """The texts that the guards judge, as the embedder reads them, in their order."""

    @property
    def term_weight(self) -> float:
        """The question's whole term weight."""
        return sum(self.weights.values())

    @property
    def top(self) -> Candidate | None:
        """The best candidate."""
        return self.candidates[0] if self.candidates else None


def dense_query(question: str, widened: Widened, index: Index) -> str:
    """The question as it is embedded: the sources' names stand for terms that the corpus hardly knows, and for phrases it has not."""
    for term, means in zip(widened.found, widened.all_means, strict=True):
        is_rare = any(index.lexical.document_frequency(s) <= _RARE for s in terms(term))
        if is_rare or (" " in term and not index.says(term)):
            safe = means[0].replace("\\", r"\\")
            question = re.sub(rf"(?<!\w){re.escape(term)}(?!\w)", safe, question, flags=re.IGNORECASE)
    return spoken(question)


def retrieve(
    readings: Readings,
    vectors: NDArray[np.float32],
    index: Index,
    aliases: Aliases,
    dense_k: int = 80,
    lexical_k: int = 50,
    limit: int = 24,
) -> Evidence:
    """Find and rank the passages that may answer.

    Args:
        readings: Ways to put the question.
        vectors: One embedding a reading, shape (len(readings.texts), dimension), unit length.
        index: The build that serves this turn.
        aliases: What visitors call things.
        dense_k: Vectors looked at for each reading.
        lexical_k: Passages taken from BM25.
        limit: Candidates returned.
    """
    bags = [terms(reading) for reading in readings.texts]
    own_terms = bags[readings.asked]
    found_aliases = aliases.widen(readings.question)
    synonyms = found_aliases.synonyms(terms)
    widened = [t for phrase in found_aliases.means for t in terms(phrase)]
    lexical = np.max([_lexical(index, bag, widened) for bag in bags], axis=0)
    hits = _pooled([index.nearest(vector, dense_k) for vector in vectors])
    best_lexical = _best(lexical, lexical_k)
    held = [index.lexical.coverage(bag, synonyms) for bag in bags]
    weight = lexical_weight(_match(one, bag, index) for one, bag in zip(held, bags, strict=True))
    names = dict.fromkeys([*(hit.passage.id for hit in hits), *(index.searched[n].id for n in best_lexical)])
    rows = [index.row(name) for name in names]
    candidates = _candidates(index, rows, vectors, lexical, np.max(held, axis=0), weight)
    dense_ten = {hit.passage.id for hit in hits[:10]}
    lexical_ten = {index.searched[n].id for n in best_lexical[:10]}
    unknown = tuple(
        t for t in dict.fromkeys(own_terms) if index.lexical.document_frequency(t) == 0 and not _says_figure(t)
    )
    return Evidence(
        candidates=tuple(candidates[:limit]),
        vector=vectors[readings.asked],
        terms=tuple(own_terms),
        unknown=unknown,
        unknown_weight=_weight(unknown, index) / max(_weight(set(own_terms), index), 1e-6),
        weights={stem: index.lexical.idf(stem) for stem in own_terms},
        overlap=len(dense_ten & lexical_ten) / 10,
        asked=readings.texts[readings.asked],
        synonyms=synonyms,
    )


def _lexical(index: Index, bag: Sequence[str], widened: Sequence[str]) -> NDArray[np.float32]:
    """BM25 of one reading as a share of its ceiling, so that readings of any length can be compared."""
    extra = [t for t in widened if t not in bag]
    ceiling = index.lexical.ceiling(bag) + _ALIAS_WEIGHT * index.lexical.ceiling(extra)
    scores = index.lexical.scores(bag)
    if extra:
        scores = scores + np.float32(_ALIAS_WEIGHT) * index.lexical.scores(extra)
    return scores / np.float32(ceiling) if ceiling else scores


def thin(candidates: Iterable[Candidate], per_source: int = _PER_SOURCE) -> list[Candidate]:
    """Drop candidates that say what a better one says, and a source's third."""
    kept: list[Candidate] = []
    counts: dict[str, int] = {}
    for candidate in candidates:
        source = candidate.source.id
        if counts.get(source, 0) >= per_source or any(says_same(candidate.passage, k.passage) for k in kept):
            continue
        kept.append(candidate)
        counts[source] = counts.get(source, 0) + 1
    return kept


def says_same(one: Passage, other: Passage) -> bool:
    """Whether two passages share most of their stems."""
    a, b = stems_of(one.text), stems_of(other.text)
    return len(a & b) >= _SAME * max(1, min(len(a), len(b))) and len(a & b) >= 0.5 * max(len(a), len(b))


def _best(scores: NDArray[np.float32], k: int) -> list[int]:
    if scores.size == 0:
        return []
    k = min(k, scores.size)
    top = np.argpartition(-scores, k - 1)[:k]
    return [int(n) for n in top[np.argsort(-scores[top], kind="stable")] if scores[n] > 0]


def _pooled(lists: Sequence[Sequence[Hit]]) -> list[Hit]:
    """Each passage once, with the better of its cosines over all readings of the message, best first."""
    best: dict[str, Hit] = {}
    for hit in (hit for hits in lists for hit in hits):
        other = best.get(hit.passage.id, hit)
        best[hit.passage.id] = Hit(hit.passage, max(hit.own, other.own), max(hit.ask, other.ask))
    return sorted(best.values(), key=lambda hit: -hit.cosine)


def _candidates(
    index: Index,
    rows: Sequence[int],
    vectors: NDArray[np.float32],
    lexical: NDArray[np.float32],
    held: NDArray[np.float32],
    weight: float,
) -> list[Candidate]:
    reached = index.vectors(rows)
    near, bm25, coverage = reached.cosines(vectors), lexical[rows], held[rows]
    fused = fuse(near.best, bm25, coverage, weight)
    if weight:
        first = np.argsort(-fused, kind="stable")[:FEEDBACK_PASSAGES]
        again = reached.cosines(moved(vectors, reached.own(first), weight))
        fused = fuse(again.best, bm25, coverage, weight)
    strong = strength(near.best, bm25, coverage)
    made = []
    for at, row in enumerate(rows):
        passage = index.searched[row]
        source = index.source(passage)
        made.append(
            Candidate(
                passage=passage,
                source=source,
                score=float(strong[at]) * _trust(source),
                fused=float(fused[at]) * _trust(source),
                own=float(near.own[at]),
                ask=float(near.ask[at]),
                bm25=float(bm25[at]),
                coverage=float(coverage[at]),
            )
        )
    return sorted(made, key=lambda c: -c.fused)


def _says_figure(term: str) -> bool:
    """Whether it is a number or a unit, which a visitor's own may be in no source though what is asked is."""
    return term.isdigit() or term in _UNITS


def _trust(source: Source) -> float:
    if source.kind in ("article", "editor-note") or source.audited in ("confirmed", "corrected"):
        return 1.0
    return _UNCONFIRMED


def _match(held: NDArray[np.float32], bag: Sequence[str], index: Index) -> Match:
    """How well the passage that meets a reading's words best does so."""
    stems = dict.fromkeys(bag)
    total = _weight(stems, index)
    unknown = _weight((s for s in stems if index.lexical.document_frequency(s) == 0), index)
    return match(held, total, 1 - unknown / total if total else 0.0, len(index.searched))


def _weight(stems: Iterable[str], index: Index) -> float:
    return sum(index.lexical.idf(s) for s in stems)
