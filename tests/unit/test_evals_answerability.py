"""How the answerability model is fitted: the threshold, and on which questions it is chosen."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.retrieve import Candidate, Evidence
from bot.signals import PRODUCTS
from evals.answerability import CASES, Fit, _Scaled, _threshold, fit
from ingest.source import Passage, Source

_SOURCE = Source("a", "Almonds", "agency-fact-sheet", "text")


def evidence(cosine: float, number: int) -> Evidence:
    """Evidence of one passage so close."""
    passage = Passage(f"a:{number}", "a", "finding", "Almonds hold magnesium.", 0, 10, ("Almonds",))
    found = Candidate(passage, _SOURCE, score=cosine, fused=cosine, own=cosine, ask=cosine, bm25=0.0, coverage=0.0)
    return Evidence(
        (found,), np.zeros(2, dtype=np.float32), ("almond",), (), 0.0, {"almond": 5.0}, 0.0, asked="almonds"
    )


def fitted(cosines: NDArray[np.float64], answerable: NDArray[np.bool_], groups: list[str]) -> Fit:
    """A model of questions that differ in closeness only."""
    return fit([evidence(float(c), n) for n, c in enumerate(cosines)], answerable, groups)


def test_questions_that_closeness_tells_apart_are_told_apart() -> None:
    """Near ones answer, far ones do not: nothing is refused or answered wrongly out of fold."""
    cosines = np.concatenate([np.linspace(0.7, 0.9, 40), np.linspace(0.1, 0.3, 40)])
    made = fitted(cosines, cosines > 0.5, [f"{CASES}{n}" for n in range(80)])
    assert (made.abstention_precision, made.abstention_recall, made.count) == (1.0, 1.0, 80)
    assert made.weights["best_cosine"] > 0
    assert [str(rate) for rate in made.rates] == ["1.000 [0.912, 1.000] (40/40)"] * 2


def test_dividing_the_questions_again_makes_no_interval_narrower() -> None:
    """Precision and recall are counted as of one division: 30 refusals a division, 24 right, of 40 that were due."""
    rates = Fit({}, {}, [], 0.0, 0.5, 24 / 30, 24 / 40, count=80, refused=30.0, unanswerable=40).rates
    assert [str(rate) for rate in rates] == ["0.800 [0.627, 0.905] (24/30)", "0.600 [0.446, 0.737] (24/40)"]


def test_the_threshold_is_that_of_the_cases() -> None:
    """Other questions are answerable only when closer still; they move the model, but the cases set the threshold."""
    cases = np.linspace(0.1, 0.9, 60)
    others = np.linspace(0.1, 0.9, 60)
    cosines = np.concatenate([cases, others])
    answerable = np.concatenate([cases > 0.4, others > 0.7])
    groups = [f"{CASES}{n}" for n in range(60)] + [f"other:{n}" for n in range(60)]
    mixed = fitted(cosines, answerable, groups)
    without = fitted(cosines, answerable, [g.replace(CASES, "other:case:") for g in groups])
    assert mixed.threshold < without.threshold


def test_the_threshold_refuses_most_with_precision_at_its_aim() -> None:
    """Above 0.4 all 20 are refused and 2 more; a lower threshold is as precise as it need be and lets 2 through."""
    p = np.array([[0.2] * 18 + [0.4] * 2 + [0.3] * 2 + [0.9] * 18])
    assert 0.4 < _threshold(p, np.arange(40) >= 20) <= 0.8


def test_where_no_precision_reaches_its_aim_the_lesser_rate_decides() -> None:
    """Nothing is more precise than 10 of 18, above 0.2; below it nothing is refused rightly."""
    p = np.array([[0.2] * 10 + [0.15] * 8 + [0.9] * 10])
    assert 0.2 < _threshold(p, np.arange(28) >= 10) <= 0.8


def test_a_product_is_weighed_as_it_is() -> None:
    """What is fitted on signals about their means gives, on signals as they are, the same sum."""
    generator = np.random.default_rng(7)
    names = list(dict.fromkeys(name for pair in PRODUCTS.values() for name in pair))
    raw = generator.uniform(size=(50, len(names)))
    scaled = _Scaled(names, raw)
    coefficients = generator.normal(size=(scaled.columns.shape[1],))
    weights, moved = scaled.unscaled(coefficients)
    columns = dict(zip(names, raw.T, strict=True))
    products = {name: columns[one] * columns[other] for name, (one, other) in PRODUCTS.items()}
    found = sum(weights[name] * column for name, column in (columns | products).items()) + moved
    assert np.allclose(found, scaled.columns @ coefficients)


def test_a_signal_that_never_varies_is_not_weighed() -> None:
    """Nor are its products: dividing by next to nothing would make noise of rounding."""
    names = list(dict.fromkeys(name for pair in PRODUCTS.values() for name in pair))
    raw = np.random.default_rng(7).uniform(size=(50, len(names)))
    raw[:, 0] = 0.1
    assert np.abs(_Scaled(names, raw).columns[:, 0]).max() < 1e-6
    assert np.abs(_Scaled(names, raw).columns[:, len(names) + 1]).max() < 1e-6


def test_near_misses_weigh_less_than_other_questions() -> None:
    """Where they say the contrary of as many others, the others decide."""
    cosines = np.tile(np.linspace(0.1, 0.9, 40), 2)
    answerable = np.concatenate([cosines[:40] > 0.5, cosines[40:] < 0.5])
    others = [f"old:{n}" for n in range(40)]
    alike = fitted(cosines, answerable, others + [f"other:{n}" for n in range(40)])
    near = fitted(cosines, answerable, others + [f"v5:{n}" for n in range(40)])
    assert alike.weights["best_cosine"] == pytest.approx(0, abs=1e-3)
    assert near.weights["best_cosine"] > 0.1
