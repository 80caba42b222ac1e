"""Trains the guards' classifier at ingest. The only module that knows scikit-learn's estimators."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.guard_examples import NONE, Example
from ingest.guard_model import GuardModel

FOLDS, SEED, STRENGTH = 5, 11, 8.0
"""Folds of families, their seed, and the inverse regularisation; STRENGTH from evals/results/guard.json."""
_ACT = {"emergency": 0.004, "crisis": 0.003, "urgent": 0.006, "declined": 0.004, "limit": 0.02}
"""Share of messages of no such class that may be taken for one, by kind of label; thresholds are set on unseen families."""
_UNSURE = {"emergency": 0.02, "crisis": 0.015, "urgent": 0.02, "declined": 0.02, "limit": 0.04}
_MIN_ACT = 0.3


def label(example: Example) -> str:
    """What the classifier calls an example: emergencies are one label, whatever their kind."""
    return example.outcome if example.outcome in ("emergency", "urgent", "crisis") else example.guard_class


def train(
    examples: Sequence[Example], vectors: NDArray[np.float32], asks: NDArray[np.float32] | None = None
) -> GuardModel:
    """Fit one model a label.

    Args:
        examples: Labelled messages.
        vectors: Their embeddings, shape (n, dimension), unit length.
        asks: Embeddings of questions the corpus answers, shape (m, dimension); they are of no class but limits.
    """
    names = np.array([label(e) for e in examples])
    families = np.array([e.family for e in examples])
    labels = tuple(sorted(set(names) - {NONE}))
    columns = [_fit_one(name, names, families, vectors, asks) for name in labels]
    rows = [np.array(column, dtype=np.float32) for column in zip(*(c[1:] for c in columns), strict=True)]
    weights = np.stack([c[0] for c in columns]).astype(np.float32)
    return GuardModel(labels, weights, *rows)


def _fit_one(
    name: str,
    names: NDArray[np.str_],
    families: NDArray[np.str_],
    vectors: NDArray[np.float32],
    asks: NDArray[np.float32] | None,
) -> tuple[NDArray[np.float32], float, float, float, float, float]:
    """Weights, bias, Platt slope and shift, and the two thresholds of one label."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

    kind = name.partition("-")[0]
    kept = _comparable(name, names)
    x, y, groups = vectors[kept], names[kept] == name, families[kept]
    if asks is not None and kind != "limit":
        x = np.concatenate([x, asks])
        y = np.concatenate([y, np.zeros(len(asks), dtype=bool)])
        groups = np.concatenate([groups, np.array([f"ask/{n // 4}" for n in range(len(asks))])])
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)

    def model() -> LogisticRegression:
        return LogisticRegression(C=STRENGTH, max_iter=2000, class_weight="balanced")

    unseen = cross_val_predict(model(), x, y, groups=groups, cv=folds, method="decision_function")
    platt = LogisticRegression(C=100.0, max_iter=2000).fit(unseen.reshape(-1, 1), y)
    slope, shift = float(platt.coef_[0][0]), float(platt.intercept_[0])
    p = 1 / (1 + np.exp(-(slope * unseen + shift)))
    act = max(_MIN_ACT, float(np.quantile(p[~y], 1 - _ACT[kind])))
    unsure = min(act, max(0.1, float(np.quantile(p[~y], 1 - _UNSURE[kind]))))
    whole = model().fit(x, y)
    return np.asarray(whole.coef_[0], dtype=np.float32), float(whole.intercept_[0]), slope, shift, act, unsure


def _comparable(name: str, names: NDArray[np.str_]) -> NDArray[np.bool_]:
    """Examples that say something of a label: a personal question may carry several limits, so others' are left out."""
    if name.startswith("limit-"):
        others = np.array([n.startswith("limit-") and n != name for n in names])
        return ~others
    return np.ones(len(names), dtype=bool)
