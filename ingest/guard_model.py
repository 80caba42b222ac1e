"""A calibrated classifier over the sentence embedding the retriever already has. Reading half: numpy only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = "guard.npz"


@dataclass(frozen=True)
class GuardModel:
    """One logistic model a label, Platt-scaled on predictions for families it had not seen."""

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    """Shape (labels, dimension)."""
    bias: NDArray[np.float32]
    slope: NDArray[np.float32]
    """Platt scaling: probability = sigmoid(slope * score + shift)."""
    shift: NDArray[np.float32]
    act: NDArray[np.float32]
    """Probability from which the label decides."""
    unsure: NDArray[np.float32]
    """Probability from which the careful branch is taken."""

    def probabilities(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Calibrated probability of each label for one message.

        Args:
            vector: Its embedding, shape (dimension,), unit length.

        Returns:
            float32, shape (labels,); labels are judged one by one, so they need not sum to 1.
        """
        score = self.weights @ vector + self.bias
        return np.asarray(1 / (1 + np.exp(-(self.slope * score + self.shift))), dtype=np.float32)

    def decided(self, probabilities: NDArray[np.float32]) -> dict[str, float]:
        """Labels that decide, with their probability."""
        return {n: float(p) for n, p, t in zip(self.labels, probabilities, self.act, strict=True) if p >= t}

    def doubted(self, probabilities: NDArray[np.float32]) -> dict[str, float]:
        """Labels that can neither be taken nor left, with their probability."""
        rows = zip(self.labels, probabilities, self.unsure, self.act, strict=True)
        return {name: float(p) for name, p, low, high in rows if low <= p < high}

    def save(self, path: Path) -> None:
        """Write the model."""
        np.savez(
            path,
            labels=np.array(self.labels),
            weights=self.weights,
            bias=self.bias,
            slope=self.slope,
            shift=self.shift,
            act=self.act,
            unsure=self.unsure,
        )

    @classmethod
    def load(cls, path: Path) -> GuardModel:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(
                tuple(str(name) for name in stored["labels"]),
                *(stored[key] for key in ("weights", "bias", "slope", "shift", "act", "unsure")),
            )
