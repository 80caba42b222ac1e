"""Follow-up questions: asks of neighbouring passages, so that each would really be answered."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.retrieve import Candidate, Evidence, says_same
from ingest.lexical import terms

_QUESTION = re.compile(
    r"^(?:what|which|how|why|when|where|who|is|are|does|do|did|can|could|will|would|should|has|have|may|am)\b", re.I
)
_PERSONAL = re.compile(r"\b(?:i|i'm|im|i've|my|me|we|our|mum|mom|husband|wife|son|daughter)\b", re.I)


def follow_ups(
    question: str, candidates: Sequence[Candidate], shown: Collection[str], limit: int = 3
) -> tuple[str, ...]:
    """Up to `limit` questions that passages found but not shown would answer.

    Args:
        question: What was asked; questions with mostly the same words are left out.
        candidates: Found for it, best first.
        shown: Ids of the passages the answer quotes.
        limit: Most questions returned.
    """
    asked = set(terms(question))
    taken: list[Candidate] = []
    found: list[str] = []
    for candidate in candidates:
        if candidate.passage.id in shown or any(says_same(candidate.passage, t.passage) for t in taken):
            continue
        ask = next((a for a in candidate.passage.asks if _is_good(a, asked, found)), None)
        if ask:
            taken.append(candidate)
            found.append(tidy(ask))
        if len(found) == limit:
            break
    return tuple(found)


def nearest_asks(evidence: Evidence, subjects: frozenset[str] = frozenset(), limit: int = 3) -> tuple[str, ...]:
    """For each of the nearest sources, the ask that shares most with the question; passages on its subject come first.

    Args:
        evidence: What was found for the question.
        subjects: Stems that name what the question is about most narrowly.
        limit: Most questions returned.
    """
    asked = set(evidence.terms)
    found: dict[str, str] = {}
    for candidate in sorted(evidence.candidates, key=lambda c: not subjects & set(terms(c.passage.text))):
        asks = [tidy(a) for a in candidate.passage.asks]
        questions = [a for a in asks if a.endswith("?")] or asks
        if questions and candidate.source.id not in found:
            found[candidate.source.id] = max(questions, key=lambda a: len(asked & set(terms(a))))
        if len(found) == limit:
            break
    return tuple(dict.fromkeys(found.values()))


def tidy(ask: str) -> str:
    """An ask with a capital and a question mark."""
    bare = ask.strip().rstrip("?.! ")
    mark = "?" if _QUESTION.match(bare) else ""
    return bare[:1].upper() + bare[1:] + mark


def _is_good(ask: str, asked: set[str], found: Sequence[str]) -> bool:
    stems = set(terms(ask))
    if not _QUESTION.match(ask) or _PERSONAL.search(ask) or len(stems) < 2:
        return False
    others = [asked, *(set(terms(other)) for other in found)]
    return all(len(stems & other) < 0.67 * min(len(stems), max(1, len(other))) for other in others)
