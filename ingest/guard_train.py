"""Trains the guards' classifier at ingest: kernel ridge regression, one factorisation for all labels, and a small network over tokens.

The two learn apart; their scores are added before thresholds are set, on messages that neither has seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.coded import coded
from ingest.concepts import Concepts, is_english
from ingest.embedder import Read
from ingest.everyday import Said
from ingest.guard_examples import NO_LISTS, NONE, Example, WordLists
from ingest.guard_head import Head
from ingest.guard_model import BUCKETS, DECLINED, IDEAS, LETTERS, SEVERE, GuardModel, alike, pieces

Pair = tuple[float, float]
Matrix = NDArray[np.float32]
"""Single precision: the factorisation takes a fifth of the time, and the ridge keeps it well conditioned."""

FOLDS, SEED, RIDGE, ASKS_KEPT = 3, 11, 0.3, 600
"""Folds of families, their seed, the ridge penalty, and how many questions the corpus answers serve as harmless examples.
RIDGE from docs/decisions/0004; ASKS_KEPT a guess that keeps training under ten seconds."""
_ACT = {"emergency": 0.006, "crisis": 0.0105, "urgent": 0.006, SEVERE: 0.0075, "declined": 0.002, "limit": 0.03}
"""Share of unseen harmless messages that a kind of label may take, in English when _OTHER_ACT has it too; the thresholds follow."""
_OTHER_ACT = {"emergency": 0.010, "crisis": 0.016, "urgent": 0.009, SEVERE: 0.010}
"""The same for other languages, in which danger and harmless messages lie closer together."""
_OTHER_LIMIT = 0.04
"""Share of messages with another limit that a limit may take as well: a needless notice is small, seven are a defect."""
_UNSURE = {"declined": 0.004, "limit": 0.05}
_UNSURE_OF = 3
"""How many times more harmless messages may be in doubt for a kind of danger than taken for it."""
ANCHORS = 2
"""Messages of a family that the kernel machine keeps; the network learns from all. From docs/decisions/0004."""
_OTHER_DANGER = -0.3
"""Target of a message for another kind of danger than its own: missing the kind is less of a slip than missing the danger."""
TRAINING = "kernel-13"
"""Version of the rules in this module; a build keeps the earlier one's model while it and the examples are the same."""
_OUTCOMES = ("emergency", "urgent", "crisis")
_ROWS = 1000
"""Rows of the kernel made at a time."""


def train(
    examples: Sequence[Example],
    read: Read,
    said: Sequence[Said],
    asks: Read | None = None,
    lists: WordLists = NO_LISTS,
) -> GuardModel:
    """Fit every label.

    Args:
        examples: Labelled messages.
        read: Their English, as the embedder reads it.
        said: What they say, from `Labelled.said`.
        asks: Questions the corpus answers, some of them, see `sampled`; none is an emergency or declined.
        lists: The word lists that `said` was made with.
    """
    labels = _labels(examples)
    extra = len(asks.vectors) if asks else 0
    vectors = np.concatenate([read.vectors, asks.vectors]) if asks else read.vectors
    hashed = _hashed(said, lists.concepts)
    targets = np.concatenate([_targets(examples, labels), _ask_targets(labels, extra)])
    folds = _folds([e.situation or e.family for e in examples], extra)
    head, unseen = _headed((*(read.states or ()), *((asks and asks.states) or ())), vectors, targets, folds)
    anchors = _anchors(examples, extra)
    kernel = _kernel(vectors, hashed, anchors)
    unseen += _out_of_fold(kernel, anchors, targets, folds)
    duals = _solve(kernel[anchors], targets[anchors])
    in_english = np.array([is_english(text.written) for text in said])
    scaled = [
        _scaled(label, unseen[: len(examples), n].astype(np.float64), examples, in_english)
        for n, label in enumerate(labels)
    ]
    slope, shift, act, unsure = (np.array(column, dtype=np.float32) for column in zip(*scaled, strict=True))
    worded = anchors[: len(anchors) - extra]
    by_piece = np.asarray(hashed[worded].T @ duals[: len(worded)], dtype=np.float32)
    return GuardModel(
        labels,
        coded(vectors[anchors].astype(np.float32)),
        duals.astype(np.float32),
        np.sqrt(np.float32(LETTERS)) * by_piece[:BUCKETS],
        np.sqrt(np.float32(IDEAS)) * by_piece[BUCKETS:],
        slope,
        shift,
        act.T,
        unsure.T,
        *lists,
        head,
    )


def sampled(asks: Sequence[str]) -> Sequence[str]:
    """The questions the corpus answers that `train` is to have, of all of them."""
    return asks[:: max(1, len(asks) // ASKS_KEPT)]


def label(example: Example) -> str:
    """What the classifier calls an example: emergencies are one label, whatever their kind."""
    return example.outcome if example.outcome in _OUTCOMES else example.guard_class


def is_of(example: Example, name: str) -> bool:
    """Whether an example belongs to a label."""
    if name == SEVERE:
        return example.outcome in _OUTCOMES
    if name == DECLINED:
        return example.outcome == "declined"
    return label(example) == name


def _labels(examples: Sequence[Example]) -> tuple[str, ...]:
    found = {label(e) for e in examples} - {NONE}
    if found & set(_OUTCOMES):
        found.add(SEVERE)
    if any(name.startswith("declined-") for name in found):
        found.add(DECLINED)
    return tuple(sorted(found))


def _targets(examples: Sequence[Example], labels: Sequence[str]) -> Matrix:
    """+1 and -1; less for another limit, since a question may well carry several, and for another kind of danger."""
    rows = np.full((len(examples), len(labels)), -1.0, dtype=np.float32)
    for n, example in enumerate(examples):
        for at, name in enumerate(labels):
            if is_of(example, name):
                rows[n, at] = 1.0
            elif name.startswith("limit-") and example.outcome == "limit":
                rows[n, at] = -0.5
            elif name in _OUTCOMES and example.outcome in _OUTCOMES:
                rows[n, at] = _OTHER_DANGER
    return rows


def _ask_targets(labels: Sequence[str], count: int) -> Matrix:
    row = np.array([0.0 if name.startswith("limit-") else -1.0 for name in labels], dtype=np.float32)
    return np.tile(row, (count, 1))


def _anchors(examples: Sequence[Example], extra: int) -> NDArray[np.int64]:
    """Rows that the kernel machine keeps: the first messages of each family, and the questions behind them."""
    seen = Counter[str]()
    kept: list[int] = []
    for n, example in enumerate(examples):
        seen[example.family] += 1
        if seen[example.family] <= ANCHORS:
            kept.append(n)
    return np.array([*kept, *range(len(examples), len(examples) + extra)])


def _kernel(vectors: NDArray[np.float32], hashed, anchors: NDArray[np.int64]) -> Matrix:  # type: ignore[no-untyped-def]
    """Likeness of every row to every anchor, shape (n, len(anchors)); `hashed` has a row for each but the questions at the end.

    Made some rows at a time: it is the largest thing in memory, and its parts are as large.
    """
    kernel = np.empty((len(vectors), len(anchors)), dtype=np.float32)
    near, worded = vectors[anchors].T, hashed[anchors[anchors < hashed.shape[0]]].T
    for first in range(0, len(vectors), _ROWS):
        rows = slice(first, first + _ROWS)
        kernel[rows] = alike(vectors[rows] @ near)
        words = (hashed[rows] @ worded).toarray()
        kernel[first : first + len(words), : words.shape[1]] += words
    return kernel


def _hashed(said: Sequence[Said], concepts: Concepts):  # type: ignore[no-untyped-def]
    """Letter pieces, then concepts, each weighted so that a product of two rows is their part of the kernel."""
    from scipy.sparse import csr_matrix, hstack

    def table(rows: Sequence[tuple[NDArray[np.int64], NDArray[np.float32]]], width: int, weight: float):  # type: ignore[no-untyped-def]
        at = np.repeat(np.arange(len(rows)), [numbers.size for numbers, _ in rows])
        columns = np.concatenate([numbers for numbers, _ in rows])
        values = np.concatenate([values for _, values in rows]) * np.float32(weight**0.5)
        return csr_matrix((values, (at, columns)), shape=(len(rows), width))

    letters = table([pieces(text.english) for text in said], BUCKETS, LETTERS)
    return hstack([letters, table([concepts.weighed(*text) for text in said], concepts.size, IDEAS)], format="csr")


def _folds(families: Sequence[str], extra: int) -> NDArray[np.int64]:
    """A fold for every row; a family is never in two."""
    names = sorted(set(families))
    order = np.random.default_rng(SEED).permutation(len(names))
    fold = {name: int(place) % FOLDS for name, place in zip(names, order, strict=True)}
    return np.array([fold[f] for f in families] + [n % FOLDS for n in range(extra)])


def _headed(
    states: Sequence[NDArray[np.float16]], vectors: NDArray[np.float32], targets: Matrix, folds: NDArray[np.int64]
) -> tuple[Head | None, Matrix]:
    """The head, and its scores of every row as if it had seen none of the row's family; none, and nothing, without states."""
    scores = np.zeros_like(targets)
    if not states:
        return None, scores
    from ingest.guard_head_train import Tokens, train_heads

    tests = [test for fold in range(FOLDS) if 0 < len(test := np.flatnonzero(folds == fold)) < len(folds)]
    every = np.arange(len(folds))
    *unseen, head = train_heads(
        Tokens(states), vectors, targets, [*(np.setdiff1d(every, test) for test in tests), every]
    )
    for test, other in zip(tests, unseen, strict=True):
        scores[test] = other.scores(vectors[test], other.noticed([states[int(n)] for n in test]))
    return head, scores


def _out_of_fold(kernel: Matrix, anchors: NDArray[np.int64], targets: Matrix, folds: NDArray[np.int64]) -> Matrix:
    """Scores of every row by a model that saw none of its family."""
    scores = np.zeros_like(targets)
    for fold in range(FOLDS):
        test, seen = folds == fold, np.flatnonzero(folds[anchors] != fold)
        if test.any() and seen.size:
            duals = _solve(kernel[np.ix_(anchors[seen], seen)], targets[anchors[seen]])
            scores[test] = kernel[np.ix_(test, seen)] @ duals
    return scores


def _solve(kernel: Matrix, targets: Matrix) -> Matrix:
    """Weight of each example for each label; the kernel is used up."""
    from scipy.linalg import cho_factor, cho_solve

    kernel[np.diag_indices_from(kernel)] += RIDGE
    return np.asarray(cho_solve(cho_factor(kernel.T, overwrite_a=True), targets))


def _scaled(
    name: str, scores: NDArray[np.float64], examples: Sequence[Example], in_english: NDArray[np.bool_]
) -> tuple[float, float, Pair, Pair]:
    """Platt slope and shift of one label, and its two thresholds for English and for other languages."""
    from sklearn.linear_model import LogisticRegression

    yes = np.array([is_of(e, name) for e in examples])
    harmless = np.array(
        [
            not e.is_part and (e.outcome == "answered" or (e.outcome == "limit" and not name.startswith("limit-")))
            for e in examples
        ]
    )
    kept = yes | harmless
    platt = LogisticRegression(C=100.0, max_iter=2000).fit(scores[kept].reshape(-1, 1), yes[kept])
    slope, shift = float(platt.coef_[0][0]), float(platt.intercept_[0])
    p = 1 / (1 + np.exp(-(slope * scores + shift)))
    kind = name if name in (SEVERE, DECLINED) else name.partition("-")[0]
    spared = harmless & ~yes
    if kind in _OTHER_ACT:
        groups = (spared & in_english, _ACT), (spared & ~in_english, _OTHER_ACT)
        act = tuple(_above(p[group if group.any() else spared], share[kind]) for group, share in groups)
        unsure = tuple(_above(p[group if group.any() else spared], _UNSURE_OF * share[kind]) for group, share in groups)
        return slope, shift, (act[0], act[1]), (min(act[0], unsure[0]), min(act[1], unsure[1]))
    taken = _above(p[spared], _ACT[kind])
    others = np.array([e.outcome == "limit" and not is_of(e, name) for e in examples])
    if kind == "limit" and others.any():
        taken = max(taken, _above(p[others], _OTHER_LIMIT))
    doubted = min(taken, _above(p[spared], _UNSURE[kind]))
    return slope, shift, (taken, taken), (doubted, doubted)


def _above(p: NDArray[np.float64], share: float) -> float:
    """The probability that a share of messages has or exceeds."""
    return float(np.quantile(p, 1 - share))
