"""What the guards' classifier notices in a message's tokens: one phrase is enough, however much is said around it. Reading half: numpy only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

_STORED = "head_"
"""What the names of its arrays begin with in the classifier's file."""
_STEEPEST = 60.0
"""Bound of an interest, so that its exponential is a number."""


@dataclass(frozen=True)
class Head:
    """A small network. Detectors look for something in every token, lookouts choose tokens to take more from; both lead to scores."""

    tokens: NDArray[np.float32]
    """From a token's state to its detectors, each lookout's interest, and what each takes from it; shape (width, m + k + k * size)."""
    tokens_shift: NDArray[np.float32]
    hidden: NDArray[np.float32]
    """From what was noticed and the embedding to the hidden layer; shape (m + k * size + dimension, hidden)."""
    hidden_shift: NDArray[np.float32]
    out: NDArray[np.float32]
    """Shape (hidden, labels)."""
    out_shift: NDArray[np.float32]
    parts: NDArray[np.int64]
    """Where among the numbers of a token the lookouts' interest begins, and where it ends: m and m + k."""

    def noticed(self, states: Sequence[NDArray[np.float16]]) -> NDArray[np.float32]:
        """What stands out in each text; `together` makes of several texts' what it would be of them as one.

        Args:
            states: From `Read.states`.

        Returns:
            float32, shape (len(states), m + k + k * size): the detectors' strongest finds, then sums over the tokens of the lookouts'
            interest, and of what they take times their interest.
        """
        starts = np.cumsum([0, *map(len, states[:-1])])
        found = np.concatenate(states).astype(np.float32) @ self.tokens + self.tokens_shift
        strongest, interest, taken = np.split(found, self.parts, axis=1)
        interest = np.exp(np.clip(interest, -_STEEPEST, _STEEPEST), dtype=np.float32)
        weighed = taken * np.repeat(interest, taken.shape[1] // interest.shape[1], axis=1)
        sums = np.add.reduceat(np.concatenate([interest, weighed], axis=1), starts, axis=0)
        return np.concatenate([np.maximum.reduceat(strongest, starts, axis=0), sums], axis=1)

    def together(self, noticed: NDArray[np.float32]) -> NDArray[np.float32]:
        """What stands out in several texts together, shape as a row of `noticed`."""
        detectors = int(self.parts[0])
        return np.concatenate([noticed[:, :detectors].max(axis=0), noticed[:, detectors:].sum(axis=0)])

    def scores(self, vectors: NDArray[np.float32], noticed: NDArray[np.float32]) -> NDArray[np.float32]:
        """A score a label, to be added to the kernel machine's, shape (n, labels).

        Args:
            vectors: Embeddings, shape (n, dimension), unit length.
            noticed: From `noticed` and `together`.
        """
        strongest, interest, taken = np.split(noticed, self.parts, axis=1)
        shared = taken / np.repeat(interest, taken.shape[1] // interest.shape[1], axis=1)
        known = np.concatenate([np.maximum(strongest, 0), shared, vectors], axis=1)
        hidden = np.maximum(known @ self.hidden + self.hidden_shift, 0)
        return np.asarray(hidden @ self.out + self.out_shift, dtype=np.float32)

    def arrays(self) -> dict[str, Any]:
        """What `of_arrays` reads, by the names that it has in a file."""
        return {_STORED + field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def of_arrays(cls, stored: Mapping[str, Any]) -> Head | None:
        """The head among a file's arrays; None when the classifier has none."""
        names = [field.name for field in fields(cls)]
        if _STORED + names[0] not in stored:
            return None
        return cls(**{name: stored[_STORED + name] for name in names})
