"""Fit and report the answerability model: grouped cross-validation over labelled questions, then one fit of all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answerability import FEATURES, features
from evals.cases import Case, read_cases

DATA = Path(__file__).with_name("data") / "answerability.jsonl"
FOLDS, SEED = 5, 7
_TIE = 0.01
"""Differences this small are within one standard error of the set (1,200 questions); then the bot rather answers. A convention."""


@dataclass(frozen=True)
class Fit:
    """Coefficients, the threshold chosen out of fold, and out-of-fold rates."""

    weights: dict[str, float]
    bias: float
    threshold: float
    abstention_precision: float
    abstention_recall: float
    count: int


def read(path: Path = DATA) -> list[dict[str, Any]]:
    """The labelled questions: `question`, `answerable`, `group`; the dev half of the cases with them."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return rows + [_row(case) for case in read_cases().cases if _is_labelled(case)]


def _is_labelled(case: Case) -> bool:
    """Whether a case of the dev half says of one English question that the sources answer it or do not."""
    one = case.half == "dev" and case.language == "en" and case.question is not None
    return one and case.expect.outcome in (["answered"], ["not_covered"])


def _row(case: Case) -> dict[str, Any]:
    answerable = case.expect.outcome == ["answered"]
    return {"question": case.question, "answerable": answerable, "group": "case:" + case.family.replace("-", ":")}


def matrix(evidence: Sequence[Any]) -> NDArray[np.float64]:
    """One row of features a question, shape (n, len(FEATURES))."""
    return np.array([[features(e)[name] for name in FEATURES] for e in evidence])


def fit(x: NDArray[np.float64], y: NDArray[np.bool_], groups: Sequence[str]) -> Fit:
    """Fit a logistic model; the threshold is the lowest whose out-of-fold balanced accuracy is within `_TIE` of the best."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

    def model() -> Any:
        return LogisticRegression(C=3.0, class_weight="balanced", max_iter=5000)

    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    p = cross_val_predict(model(), x, y, groups=np.array(groups), cv=folds, method="predict_proba")[:, 1]
    grid = np.linspace(0.2, 0.8, 61)
    balanced = [((p[y] >= t).mean() + (p[~y] < t).mean()) / 2 for t in grid]
    best = max(balanced)
    threshold = float(next(t for t, score in zip(grid, balanced, strict=True) if score >= best - _TIE))
    refused = p < threshold
    whole = model().fit(x, y)
    return Fit(
        weights={name: round(float(w), 4) for name, w in zip(FEATURES, whole.coef_[0], strict=True)},
        bias=round(float(whole.intercept_[0]), 4),
        threshold=round(threshold, 3),
        abstention_precision=float((~y[refused]).mean()),
        abstention_recall=float(refused[~y].mean()),
        count=len(y),
    )
