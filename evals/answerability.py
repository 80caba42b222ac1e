"""Fit and report the answerability model: grouped cross-validation over labelled questions, then one fit of all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.entities import Entities
from bot.retrieve import Evidence
from bot.signals import PRODUCTS, asked_words, signals
from bot.standalone import stand_alone
from evals.cases import Case, read_cases
from evals.intervals import Rate, wilson

DATA = Path(__file__).with_name("data") / "answerability.jsonl"
FOLDS, SEEDS = 5, (7, 8, 9, 10, 11)
"""One division into folds leaves the threshold to chance: of three, it was 0.335, 0.36 and 0.37."""
CASES = "case:"
"""Begins the group of a question that is a case; the other questions hold as many without an answer as with one."""

_SUBJECT = 8.0
"""Factor on the vector beside standardised signals, so that its 384 small figures can count. Of 5, 8, 10, 12 and 16, out of fold: the
least whose logarithmic loss is within 0.002 of the best (0.192, 0.182, 0.181, 0.182, 0.186)."""
_WORDS = 8.0
"""Factor on the words that ask, a unit vector a question. Of 4, 6, 8 and 10, out of fold: logarithmic loss 0.190, 0.185, 0.184, 0.185."""
_COMMON = 4
"""A word, or a pair, that fewer questions have tells nothing. Of 3 and 4, with pairs, out of fold: no less with 4, and a third fewer."""
_PRODUCTS = 0.5
"""Factor on the products of signals. Of 0.5 and 1, out of fold: alike."""
_PRECISION = 0.9
"""The aim of `evals.report` for the precision of refusing; more would let near-misses through."""
_NEAR_MISSES = "v5:"
_WEIGHT_OF_NEAR_MISSES = 0.6
"""Begins the group of questions that ask for one detail of a source, and what each counts. Half of them have no answer, and most of those are
nearer to a source than what visitors ask. Of 0.5, 0.6, 0.7 and 1: at 1 the cases lose (docs/decisions/0011)."""
_C = 0.1
"""Inverse regularisation; the best of 0.01, 0.03 and 0.1, in the same way."""


@dataclass(frozen=True)
class Fit:
    """What `bot.answerability` reads, with the embedder's fingerprint: coefficients, the threshold chosen out of fold, and out-of-fold rates."""

    weights: dict[str, float]
    words: dict[str, float]
    subject: list[float]
    bias: float
    threshold: float
    abstention_precision: float
    abstention_recall: float
    count: int
    refused: float
    """Questions that were refused out of fold, in the mean of the divisions."""
    unanswerable: int

    @property
    def rates(self) -> tuple[Rate, Rate]:
        """Precision and recall of refusing, with counts and intervals as of one division: the same questions divided again are no more of them."""
        right = self.abstention_recall * self.unanswerable
        return wilson(right, self.refused), wilson(right, self.unanswerable)


def read(entities: Entities, path: Path = DATA) -> list[dict[str, Any]]:
    """The labelled questions: `question`, `answerable`, `group`; the dev half of the cases with them, follow-ups as they stand alone."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    alone = [{**row, "question": stand_alone(row["question"], row.pop("earlier", ()), entities)} for row in rows]
    return alone + [_row(case, entities) for case in read_cases().cases if _is_labelled(case)]


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

    def model() -> Any:
        return LogisticRegression(C=_C, class_weight="balanced", max_iter=5000)

    evidence = [e.alone or e for e in evidence]
    found = [signals(e) for e in evidence]
    names = [name for name in found[0] if name not in PRODUCTS]
    raw = np.array([[values[name] for name in names] for values in found])
    scaled = _Scaled(names, raw)
    vectors = np.array([e.vector for e in evidence])
    vocabulary, counted = _counted([asked_words(e) for e in evidence])
    x = np.hstack([scaled.columns, counted * _WORDS, vectors * _SUBJECT])
    counts = np.array([_WEIGHT_OF_NEAR_MISSES if group.startswith(_NEAR_MISSES) else 1.0 for group in groups])
    p = np.array([_out_of_fold(model(), x, y, groups, counts, seed) for seed in SEEDS])
    cases = np.array([group.startswith(CASES) for group in groups])
    threshold = _threshold(p[:, cases], y[cases]) if cases.any() else _threshold(p, y)
    precision, recall = _rates(p < threshold, y)
    whole = model().fit(x, y, sample_weight=counts)
    wide = scaled.columns.shape[1]
    of_signals, words, subject = np.split(whole.coef_[0], [wide, wide + len(vocabulary)])
    weights, moved = scaled.unscaled(of_signals)
    words, subject = words * _WORDS, subject * _SUBJECT
    return Fit(
        weights={name: round(w, 4) for name, w in weights.items()},
        words={word: round(float(w), 3) for word, w in zip(vocabulary, words, strict=True)},
        subject=[round(float(w), 3) for w in subject],
        bias=round(float(whole.intercept_[0]) + moved, 4),
        threshold=round(threshold, 3),
        abstention_precision=precision,
        abstention_recall=recall,
        count=len(y),
        refused=float((p < threshold).sum()) / len(p),
        unanswerable=int((~y).sum()),
    )


class _Scaled:
    """Signals, and products of them about their means, each of mean 0 and spread 1: so the penalty is as heavy on one as on another."""

    def __init__(self, names: Sequence[str], raw: NDArray[np.float64]) -> None:
        self._names = names
        self._mean, self._spread = raw.mean(axis=0), _spread(raw)
        standard = (raw - self._mean) / self._spread
        self._pairs = [(names.index(one), names.index(other)) for one, other in PRODUCTS.values()]
        products = np.stack([standard[:, one] * standard[:, other] for one, other in self._pairs], axis=1)
        self._product_mean, self._product_spread = products.mean(axis=0), _spread(products)
        self.columns = np.hstack([standard, _PRODUCTS * (products - self._product_mean) / self._product_spread])

    def unscaled(self, coefficients: NDArray[np.float64]) -> tuple[dict[str, float], float]:
        """The weights of signals and products as they are, and what is to be added to the bias."""
        single, paired = np.split(coefficients, [len(self._names)])
        paired = paired * _PRODUCTS / self._product_spread
        weights = single / self._spread
        moved = -float((weights * self._mean).sum() + (paired * self._product_mean).sum())
        of_products = {}
        for name, (one, other), weight in zip(PRODUCTS, self._pairs, paired, strict=True):
            own = weight / (self._spread[one] * self._spread[other])
            weights[one] -= own * self._mean[other]
            weights[other] -= own * self._mean[one]
            moved += float(own * self._mean[one] * self._mean[other])
            of_products[name] = float(own)
        return dict(zip(self._names, map(float, weights), strict=True)) | of_products, moved


def _spread(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard deviations; 1 for a column that does not vary."""
    found = columns.std(axis=0)
    return np.where(found > 1e-6, found, 1.0)


def _counted(bags: Sequence[frozenset[str]]) -> tuple[list[str], NDArray[np.float64]]:
    """The words of `_COMMON` questions or more, and a row a question over them: of length 1, or of none."""
    counts = Counter(word for bag in bags for word in bag)
    vocabulary = sorted(word for word, count in counts.items() if count >= _COMMON)
    rows = np.array([[float(word in bag) for word in vocabulary] for bag in bags])
    return vocabulary, rows / np.sqrt(np.maximum(1.0, rows.sum(axis=1, keepdims=True)))


def _out_of_fold(
    model: Any,
    x: NDArray[np.float64],
    y: NDArray[np.bool_],
    groups: Sequence[str],
    counts: NDArray[np.float64],
    seed: int,
) -> NDArray[np.float64]:
    """The probability of each question by a model that has seen none of its group."""
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    found = cross_val_predict(
        model, x, y, groups=np.array(groups), cv=folds, method="predict_proba", params={"sample_weight": counts}
    )
    return np.asarray(found[:, 1], dtype=np.float64)


def _threshold(p: NDArray[np.float64], y: NDArray[np.bool_]) -> float:
    """Where the recall of refusing is greatest with its precision at the aim, the middle of several such.

    Where no precision is at the aim: where the lesser of the two is greatest.

    Args:
        p: One row of probabilities a division into folds, shape (divisions, questions).
        y: Whether each question is answerable.
    """
    grid = np.linspace(0.1, 0.8, 71)
    rates = np.array([_rates(p < t, y) for t in grid])
    precise = rates[:, 0] >= _PRECISION
    worth = np.where(precise, rates[:, 1], 0.0) if precise.any() else rates.min(axis=1)
    return float(np.median(grid[worth >= worth.max() - 1e-9]))


def _rates(refused: NDArray[np.bool_], y: NDArray[np.bool_]) -> tuple[float, float]:
    """Precision and recall of refusing, over all divisions; 0 where nothing is refused or nothing is to be refused."""
    right = float((refused & ~y).sum())
    return right / max(1.0, float(refused.sum())), right / max(1.0, float((~y).sum() * len(refused)))
