"""Whether a plain wording says what its finding says: nothing more, nothing less that counts. Knows no corpus file."""

from __future__ import annotations

from collections.abc import Sequence

from bot.verify.verdict import Check, Failure
from bot.verify.verifier import Verifier
from ingest.embedder import Embedder
from ingest.spoken import spoken

MIN_COSINE = 0.8
"""Cosine of finding and wording below which they are not about the same. The lowest of 175 pairs of the corpus had 0.88; of finding and another's wording, 0.7 % reach it."""
_LEFT_OUT: tuple[Check, ...] = ("number", "unit", "comparator", "population")
_WEAKER: tuple[Check, ...] = ("negation", "hedge")
"""What of a finding its plain wording must keep as it is; a name may give way to a simpler word."""
_NAMED = {
    "number": "the number",
    "unit": "the unit of",
    "entity": "the name",
    "population": "who was studied:",
    "study": "the kind of study:",
    "negation": "the 'not' with",
    "hedge": "the hedge",
    "direction": "the direction of",
    "comparator": "the bound of",
    "causality": "the cause with",
}


class PlainJudge:
    """Judges plain wordings by the verifier's word lists, both ways, and by a cosine."""

    def __init__(self, verifier: Verifier, embedder: Embedder) -> None:
        self._verifier = verifier
        self._embedder = embedder

    def reasons(self, pairs: Sequence[tuple[str, str]]) -> list[str]:
        """For each finding and its plain wording why it is refused, in words for an editor; empty for a faithful one.

        Raises:
            EmbeddingFailed: The embedder cannot run.
        """
        vectors = self._embedder.embed([spoken(_in_full(text)) for pair in pairs for text in pair])
        return [
            self._reason(finding, plain, float(vectors[2 * at] @ vectors[2 * at + 1]))
            for at, (finding, plain) in enumerate(pairs)
        ]

    def _reason(self, finding: str, plain: str, cosine: float) -> str:
        back = self._verifier.failures(finding, plain)
        other = [*self._verifier.failures(plain, finding), *(f for f in back if f.check in _WEAKER)]
        if other:
            return f"{_said(other[0])} is not as the finding has it; change it, or leave the wording out"
        left_out = [f for f in back if f.check in _LEFT_OUT]
        if left_out:
            return f"{_said(left_out[0])} of the finding is missing or another; put it in"
        if cosine < MIN_COSINE:
            return (
                f"it is about something else (cosine {cosine:.2f}, {MIN_COSINE} is asked); keep nearer to the finding"
            )
        return ""


def _in_full(text: str) -> str:
    """The embedder does not know the abbreviation."""
    return text.replace("RLS", "restless legs")


def _said(failure: Failure) -> str:
    return f"{_NAMED.get(failure.check, failure.check)} {failure.detail!r}"
