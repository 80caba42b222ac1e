"""Whether the evidence answers the question: a calibrated judgement over several signals, not one cosine threshold."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.retrieve import Evidence
from bot.signals import asked_words, signals

log = logging.getLogger(__name__)

MODEL = Path(__file__).with_name("answerability.json")

_ALL_BUT = 0.8
"""Share of a question's term weight that one passage must hold where no model fits. A guess, on the careful side."""

_NEAR = 0.5
"""Share of the threshold below which nothing general is said to a personal question: what is general finds its own passages, whatever
was asked. Of 22 labelled questions that only their general form let through, out of fold, it keeps the 1 of them that has an answer and
5 of the 21 that have none."""


@dataclass(frozen=True)
class Answerability:
    """A logistic model over `signals`, the question's words and its vector. Coefficients come from `python -m evals answerability`."""

    weights: Mapping[str, float]
    subject: NDArray[np.float32]
    """Weights of the question's vector, shape (dimension,): what sort of thing the sources tend to answer."""
    bias: float
    threshold: float
    """Probability from which a question is answered; chosen on the calibration set, see the file's `made_by`."""
    embedder: str = ""
    """Fingerprint of the embedder whose cosines and vectors it was fitted with."""
    words: Mapping[str, float] = field(default_factory=dict)
    """For stems of `asked_words`, what they add, shared out over the root of how many of a question's are here."""
    is_fitted: bool = True
    """Whether it was fitted with the embedder that it is used with; see `fitting`."""

    def fitting(self, embedder: str) -> Answerability:
        """The model as it may be used with an embedder: under another than its own it answers only what words alone bear out."""
        if self.embedder == embedder:
            return self
        log.warning(
            "answerability was fitted with %r, the index is of %r: only what the words alone bear out is answered. "
            "Fit it with `python -m evals answerability --write`",
            self.embedder,
            embedder,
        )
        return replace(self, is_fitted=False)

    def probability(self, evidence: Evidence) -> float:
        """Probability, 0 to 1, that the sources answer; 0 with no candidate, and the threshold where no model fits."""
        evidence = evidence.alone or evidence
        if not evidence.candidates:
            return 0.0
        if not self.is_fitted:
            return self.threshold
        values = signals(evidence)
        z = self.bias + sum(weight * values[name] for name, weight in self.weights.items())
        z += float(self.subject @ evidence.vector) + self._of_words(evidence)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))

    def _of_words(self, evidence: Evidence) -> float:
        known = [self.words[stem] for stem in asked_words(evidence) if stem in self.words]
        return math.fsum(known) / math.sqrt(max(1, len(known)))

    def margin(self, evidence: Evidence) -> float:
        """How far the probability stands above the threshold, to four places; negative below it."""
        return round(self.probability(evidence) - self.threshold, 4)

    def is_answerable(self, evidence: Evidence) -> bool:
        """Whether to answer."""
        if not self.is_fitted:
            return _by_words(evidence)
        return self.probability(evidence) >= self.threshold

    def is_near(self, evidence: Evidence) -> bool:
        """Whether what a personal question asks in general may be answered in its stead."""
        return self.probability(evidence) >= _NEAR * self.threshold


def _by_words(evidence: Evidence) -> bool:
    """Whether passages hold nearly all that is asked; knows no cosine."""
    evidence = evidence.alone or evidence
    if not evidence.candidates:
        return False
    found = signals(evidence)
    return found["coverage_of_any"] >= _ALL_BUT and found["thing_missing"] == 0


def load(path: Path = MODEL) -> Answerability:
    """The fitted model."""
    data = json.loads(path.read_text(encoding="utf-8"))
    subject = np.array(data["subject"], dtype=np.float32)
    return Answerability(data["weights"], subject, data["bias"], data["threshold"], data["embedder"], data["words"])
