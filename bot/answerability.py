"""Whether the evidence answers the question: a calibrated judgement over several signals, not one cosine threshold."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.retrieve import Evidence

MODEL = Path(__file__).with_name("answerability.json")

MAX_UNKNOWN = 0.6
"""Share of unknown term weight from which nothing is answered: no answerable question of the calibration set has it."""

FEATURES = (
    "best_cosine",
    "best_own",
    "best_ask",
    "third_cosine",
    "coverage_of_best",
    "coverage_of_any",
    "unknown_weight",
    "has_unknown",
    "overlap",
    "term_count",
    "matched_weight",
    "best_score",
    "ask_and_coverage",
)


@dataclass(frozen=True)
class Answerability:
    """A logistic model over `FEATURES`. Coefficients come from `python -m evals answerability`."""

    weights: Mapping[str, float]
    bias: float
    threshold: float
    """Probability from which a question is answered; chosen on the calibration set, see the file's `made_by`."""

    def probability(self, evidence: Evidence) -> float:
        """Probability, 0 to 1, that the sources answer; 0 with no candidate."""
        if not evidence.candidates:
            return 0.0
        values = features(evidence)
        z = self.bias + sum(self.weights[name] * values[name] for name in FEATURES)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))

    def margin(self, evidence: Evidence) -> float:
        """How far the probability stands above the threshold, to four places; negative below it."""
        return round(self.probability(evidence) - self.threshold, 4)

    def is_answerable(self, evidence: Evidence) -> bool:
        """Whether to answer."""
        return evidence.unknown_weight < MAX_UNKNOWN and self.probability(evidence) >= self.threshold


def features(evidence: Evidence) -> dict[str, float]:
    """The signals, each about 0 to 1."""
    found = evidence.candidates
    cosines = sorted((c.cosine for c in found), reverse=True)
    best = max(found, key=lambda c: c.cosine)
    return {
        "best_cosine": cosines[0],
        "best_own": max(c.own for c in found),
        "best_ask": max(c.ask for c in found),
        "third_cosine": cosines[min(2, len(cosines) - 1)],
        "coverage_of_best": best.coverage,
        "coverage_of_any": max(c.coverage for c in found[:10]),
        "unknown_weight": evidence.unknown_weight,
        "has_unknown": float(evidence.unknown_weight > 0.2),
        "overlap": evidence.overlap,
        "term_count": min(len(evidence.terms), 12) / 12,
        "matched_weight": min(1.0, max(c.coverage for c in found[:10]) * evidence.term_weight / 30),
        "best_score": found[0].score,
        "ask_and_coverage": best.cosine * best.coverage,
    }


def load(path: Path = MODEL) -> Answerability:
    """The fitted model."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Answerability(data["weights"], data["bias"], data["threshold"])
