"""Cosines from coded vectors."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ingest.coded import coded


def unit(seed: int, rows: int, skew: float) -> np.ndarray:
    """Unit vectors of 384 numbers; the larger the skew, the more a few numbers stand out."""
    rng = np.random.default_rng(seed)
    drawn = rng.standard_normal((rows, 384)) * rng.gamma(1 / skew, skew, 384)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


@given(seed=st.integers(0, 10_000), skew=st.floats(0.1, 2.0))
def test_a_cosine_of_coded_vectors_is_off_by_less_than_five_thousandths(seed: int, skew: float) -> None:
    """Whatever the vectors are like."""
    rows, asked = unit(seed, 50, skew), unit(seed + 1, 3, skew)
    assert np.abs(coded(rows).cosines(asked) - asked @ rows.T).max() < 0.005


def test_a_vector_is_all_like_itself_and_not_at_all_like_its_opposite() -> None:
    """To the same thousandths."""
    rows = unit(1, 5, 1.0)
    found = coded(np.concatenate([rows, -rows])).cosines(rows)
    np.testing.assert_allclose(np.diag(found[:, :5]), 1, atol=0.005)
    np.testing.assert_allclose(found[:, 5:], -found[:, :5], atol=1e-6)


def test_what_a_vector_is_found_to_be_like_does_not_depend_on_those_beside_it() -> None:
    """Each is coded by itself."""
    rows, asked = unit(2, 30, 1.0), unit(3, 4, 1.0)
    apart = np.concatenate([coded(rows).cosines(asked[n : n + 1]) for n in range(4)])
    np.testing.assert_array_equal(coded(rows).cosines(asked), apart)


def test_a_row_of_zeros_is_like_nothing() -> None:
    """It is no unit vector, and no division fails."""
    assert not coded(np.zeros((2, 384), dtype=np.float32)).cosines(unit(4, 1, 1.0)).any()
