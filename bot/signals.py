"""What tells whether evidence answers a question, as numbers. Knows evidence; nothing of how they are weighed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations_with_replacement, pairwise

from bot.rarity import rarities
from bot.retrieve import Candidate, Evidence
from ingest.lexical import STOPWORDS, SYNONYM, stem, stems_of, words

_TOP = 3
"""Candidates, by score and by cosine, of which one must hold what the question names."""
_LOOKED_AT = 5
_DISAGREE = 10
"""So many candidates closer by cosine than the best, or more, are full disagreement of vectors and words."""
_AMOUNT = re.compile(
    r"\bhow (?:much|many|long|often|far|high|low|fast|soon|old|big)\b|\bwhat (?:dose|amount|percentage|level|ratio|number)\b|\bhalf[- ]life\b|"
    r"\bmg\b|\bper\b|\bhours?\b|\bprice\b|\bcost|\brates?\b|\bpercent|\bodds\b|\bchances?\b|\bmaximum\b|\bweigh",
    re.I,
)
_FIGURE = re.compile(r"\d")
_PAIRED = (
    "best_own",
    "best_score",
    "telling_held",
    "thing_missing",
    "coverage_of_any",
    "length",
    "term_count",
)
PRODUCTS = {f"{one} * {other}": (one, other) for one, other in combinations_with_replacement(_PAIRED, 2)}
"""Signals that count by each other: what is missing tells more of a question that a passage is close to, and of a short one."""
_START = "^"
"""Stands before a question's first word."""


def signals(evidence: Evidence) -> dict[str, float]:
    """Each about 0 to 1. There must be a candidate."""
    found = {**_closeness(evidence), **_words(evidence), **_things(evidence)}
    return {**found, **{name: found[one] * found[other] for name, (one, other) in PRODUCTS.items()}}


def asked_words(evidence: Evidence) -> frozenset[str]:
    """Stems of the words that ask, and what each small word leads to ("how many", "^ who", "did they").

    Without the things named: those are held against the passages, as sources come and go.
    """
    telling = frozenset(evidence.terms).difference(*evidence.things)
    said = [word if word in STOPWORDS else stem(word) for word in words(evidence.asked)]
    small = STOPWORDS.intersection(said)
    lead = {_START, *small}
    pairs = (f"{one} {other}" for one, other in pairwise((_START, *said)) if one in lead and other in small | telling)
    return telling.union(small, pairs)


def _closeness(evidence: Evidence) -> dict[str, float]:
    """How near the best are, and how far before the rest."""
    found = evidence.candidates
    cosines = sorted((c.cosine for c in found), reverse=True)
    last = len(cosines) - 1
    closest = max(found, key=lambda c: c.cosine)
    best_ask = max(c.ask for c in found)
    return {
        "best_cosine": cosines[0],
        "best_own": max(c.own for c in found),
        "best_ask": best_ask,
        "third_cosine": cosines[min(2, last)],
        "before_fifth": cosines[0] - cosines[min(4, last)],
        "before_fifteenth": cosines[0] - cosines[min(14, last)],
        "overlap": evidence.overlap,
        "best_score": found[0].score,
        "best_cosine_squared": cosines[0] ** 2,
        "best_ask_squared": best_ask**2,
        "best_bm25": found[0].bm25,
        "closer_than_best": min(_DISAGREE, sum(c.cosine > found[0].cosine for c in found)) / _DISAGREE,
        "closest_is_post": float(closest.source.kind == "article"),
    }


def _words(evidence: Evidence) -> dict[str, float]:
    """How much of what the question says the best hold, and what nobody holds."""
    found = evidence.candidates
    best = max(found, key=lambda c: c.cosine)
    most = max(c.coverage for c in found[:10])
    rare = rarities(evidence.asked)
    telling = {stem: weight * rare.get(stem, 1.0) for stem, weight in evidence.weights.items()}
    total = sum(telling.values()) or 1.0
    return {
        "coverage_of_best": best.coverage,
        "coverage_of_any": most,
        "unknown_weight": evidence.unknown_weight,
        "has_unknown": float(evidence.unknown_weight > 0.2),
        "unknown_telling": sum(telling[t] for t in evidence.unknown if t not in evidence.synonyms) / total,
        "telling_held": max(_held(telling, evidence.synonyms, c) for c in found[:_LOOKED_AT]) / total,
        "term_count": min(len(evidence.terms), 12) / 12,
        "matched_weight": min(1.0, most * evidence.term_weight / 30),
        "ask_and_coverage": best.cosine * best.coverage,
        "length": min(1.0, len(evidence.asked.split()) / 40),
    }


def _things(evidence: Evidence) -> dict[str, float]:
    """Whether what the question names, and the figure it asks for, are there."""
    found = evidence.candidates
    best = (*found[:_TOP], *sorted(found, key=lambda c: -c.cosine)[:_TOP])
    held = frozenset().union(*(_stems(c) for c in best))
    lacking = [1 - _share(thing, held, evidence.synonyms) for thing in evidence.things]
    several = evidence.things if len(evidence.things) > 1 else ()
    wants_figure = bool(_AMOUNT.search(evidence.asked))
    return {
        "things": min(3, len(evidence.things)) / 3,
        "thing_missing": max(lacking, default=0.0),
        "things_together": max((_together(several, c, evidence.synonyms) for c in best), default=0.0),
        "figure_missing": float(wants_figure and not _FIGURE.search(best[0].passage.text)),
    }


def _together(things: Sequence[Sequence[str]], candidate: Candidate, synonyms: Mapping[str, Sequence[str]]) -> float:
    """How much of several things one finding names; it may say what becomes of the one with the other."""
    said = stems_of(candidate.passage.text)
    return sum(_share(thing, said, synonyms) for thing in things) / max(1, len(things))


def _held(telling: Mapping[str, float], synonyms: Mapping[str, Sequence[str]], candidate: Candidate) -> float:
    stems = _stems(candidate)
    return sum(
        weight if term in stems else SYNONYM * weight * (not stems.isdisjoint(synonyms.get(term, ())))
        for term, weight in telling.items()
    )


def _share(thing: Sequence[str], held: frozenset[str], synonyms: Mapping[str, Sequence[str]]) -> float:
    """Of a name's stems, those that are held under this or another name."""
    return sum(t in held or not held.isdisjoint(synonyms.get(t, ())) for t in thing) / max(1, len(thing))


def _stems(candidate: Candidate) -> frozenset[str]:
    """What BM25 sees of a candidate."""
    passage = candidate.passage
    return stems_of(candidate.source.title) | stems_of(passage.text).union(*map(stems_of, passage.asks))
