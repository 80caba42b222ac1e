"""Whether the evidence answers the question: a calibrated judgement over several signals, not one cosine threshold."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.retrieve import Evidence
from bot.signals import signals

MODEL = Path(__file__).with_name("answerability.json")

MAX_UNKNOWN = 0.6
"""Share of unknown term weight from which nothing is answered: no answerable question of the calibration set has it."""


@dataclass(frozen=True)
class Answerability:
    """A logistic model over `signals` and the question's vector. Coefficients come from `python -m evals answerability`."""

    weights: Mapping[str, float]
    subject: NDArray[np.float32]
    """Weights of the question's vector, shape (dimension,): what sort of thing the sources tend to answer."""
    subject_mean: float
    """What the vector adds on average; stands for it under an embedder of another dimension."""
    bias: float
    threshold: float
    """Probability from which a question is answered; chosen on the calibration set, see the file's `made_by`."""

    def probability(self, evidence: Evidence) -> float:
        """Probability, 0 to 1, that the sources answer; 0 with no candidate."""
        if not evidence.candidates:
            return 0.0
        values = signals(evidence)
        z = self.bias + sum(weight * values[name] for name, weight in self.weights.items())
        fits = evidence.vector.shape == self.subject.shape
        z += float(self.subject @ evidence.vector) if fits else self.subject_mean
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))

    def margin(self, evidence: Evidence) -> float:
        """How far the probability stands above the threshold, to four places; negative below it."""
        return round(self.probability(evidence) - self.threshold, 4)

    def is_answerable(self, evidence: Evidence) -> bool:
        """Whether to answer."""
        return evidence.unknown_weight < MAX_UNKNOWN and self.probability(evidence) >= self.threshold


def load(path: Path = MODEL) -> Answerability:
    """The fitted model."""
    data = json.loads(path.read_text(encoding="utf-8"))
    subject = np.array(data["subject"], dtype=np.float32)
    return Answerability(data["weights"], subject, data["subject_mean"], data["bias"], data["threshold"])
