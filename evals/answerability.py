"""Fit and report the answerability model: grouped cross-validation over labelled questions, then one fit of all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.entities import Entities
from bot.retrieve import Evidence
from bot.signals import signals
from bot.standalone import stand_alone
from evals.cases import Case, read_cases

DATA = Path(__file__).with_name("data") / "answerability.jsonl"
FOLDS, SEED = 5, 7
CASES = "case:"
"""Begins the group of a question that is a case; the other questions hold as many without an answer as with one."""

_SUBJECT = 8.0
"""Factor on the vector beside standardised signals, so that its 384 small figures can count. Of 5, 8, 10, 12 and 16, out of fold: the
least whose logarithmic loss is within 0.002 of the best (0.192, 0.182, 0.181, 0.182, 0.186)."""
_C = 0.1
"""Inverse regularisation; the best of 0.01, 0.03 and 0.1, in the same way."""


@dataclass(frozen=True)
class Fit:
    """What `bot.answerability` reads, with the embedder's fingerprint: coefficients, the threshold chosen out of fold, and out-of-fold rates."""

    weights: dict[str, float]
    subject: list[float]
    bias: float
    threshold: float
    abstention_precision: float
    abstention_recall: float
    count: int


def read(entities: Entities, path: Path = DATA) -> list[dict[str, Any]]:
    """The labelled questions: `question`, `answerable`, `group`; the dev half of the cases with them, follow-ups as they stand alone."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return rows + [_row(case, entities) for case in read_cases().cases if _is_labelled(case)]


def _is_labelled(case: Case) -> bool:
    """Whether a case of the dev half says of an English question that the sources answer it or do not."""
    return case.half == "dev" and case.language == "en" and case.expect.outcome in (["answered"], ["not_covered"])


def _row(case: Case, entities: Entities) -> dict[str, Any]:
    answerable = case.expect.outcome == ["answered"]
    *earlier, last = case.said
    return {
        "question": stand_alone(last, earlier, entities),
        "answerable": answerable,
        "group": CASES + case.family.replace("-", ":"),
    }


def fit(evidence: Sequence[Evidence], y: NDArray[np.bool_], groups: Sequence[str]) -> Fit:
    """Fit a logistic model; its threshold is chosen out of fold, on the cases alone: their mix is that of visitors' questions."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

    def model() -> Any:
        return LogisticRegression(C=_C, class_weight="balanced", max_iter=5000)

    found = [signals(e) for e in evidence]
    names = list(found[0])
    raw = np.array([[values[name] for name in names] for values in found])
    mean, spread = raw.mean(axis=0), raw.std(axis=0) + 1e-9
    vectors = np.array([e.vector for e in evidence])
    x = np.hstack([(raw - mean) / spread, vectors * _SUBJECT])
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    p = cross_val_predict(model(), x, y, groups=np.array(groups), cv=folds, method="predict_proba")[:, 1]
    cases = np.array([group.startswith(CASES) for group in groups])
    threshold = _threshold(p[cases], y[cases]) if cases.any() else _threshold(p, y)
    refused = p < threshold
    whole = model().fit(x, y)
    scaled, subject = np.split(whole.coef_[0], [len(names)])
    weights, subject = scaled / spread, subject * _SUBJECT
    return Fit(
        weights={name: round(float(w), 4) for name, w in zip(names, weights, strict=True)},
        subject=[round(float(w), 3) for w in subject],
        bias=round(float(whole.intercept_[0] - (weights * mean).sum()), 4),
        threshold=round(threshold, 3),
        abstention_precision=float((~y[refused]).mean()),
        abstention_recall=float(refused[~y].mean()),
        count=len(y),
    )


def _threshold(p: NDArray[np.float64], y: NDArray[np.bool_]) -> float:
    """Where the lesser of the precision and the recall of refusing is greatest; the middle of several such."""
    grid = np.linspace(0.2, 0.8, 61)
    lesser = np.array([_lesser(p < t, y) for t in grid])
    return float(np.median(grid[lesser >= lesser.max() - 1e-9]))


def _lesser(refused: NDArray[np.bool_], y: NDArray[np.bool_]) -> float:
    return float(min((~y[refused]).mean(), refused[~y].mean())) if refused.any() and not y.all() else 0.0
