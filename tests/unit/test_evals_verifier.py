"""How thresholds of the verifier are chosen, and what its figures say of the model that was asked."""

from __future__ import annotations

import json

import numpy as np

from bot.verify.verdict import Failure, Verdict
from evals.pairs import Pair, Quote
from evals.verifier import Judged, fit, rates, to_json


def test_thresholds_are_safe_first_then_keep_the_most_then_are_the_strictest() -> None:
    """The swap measures 0.6, so the bound is above it; of the two paraphrases the one at 0.8 can be kept."""
    pair = Pair(id="a", split="dev", kind="paraphrase", statement="s", quotes=(Quote(source="q", text="q"),))
    rows = [Judged(pair, Verdict()), Judged(pair, Verdict()), Judged(replace_kind(pair, "number"), Verdict())]
    measures = np.array([[0.8, 0.5], [0.55, 0.5], [0.6, 0.4]])
    grids = (np.array([0.5, 0.7, 0.8]), np.array([0.3]))
    assert fit(rows, measures, grids) == [0.8, 0.3]
    both = (grids[0], np.array([0.3, 0.45]))
    assert fit(rows, measures, both) == [0.5, 0.45]


def replace_kind(pair: Pair, kind: str) -> Pair:
    """The same pair as another kind."""
    return pair.model_copy(update={"kind": kind})


def test_figures_name_the_weights_only_where_a_model_was_asked() -> None:
    """One true pair withheld, one swap caught: 0 of 1 and 1 of 1; the sum of the strict kinds stands beside the kind."""
    pair = Pair(id="a", split="dev", kind="paraphrase", statement="s", quotes=(Quote(source="q", text="q"),))
    failed = Verdict((Failure("meaning", ""),))
    found = rates([Judged(pair, failed), Judged(replace_kind(pair, "number"), failed)])
    plain, asked = (json.loads(to_json(found, "v", {"min_coverage": 0.5}, sha)) for sha in ("", "ab12"))
    assert {kind: rate["hits"] for kind, rate in plain["right"]["dev"].items()} == {
        "paraphrase": 0, "all strict": 1, "number": 1,
    }  # fmt: skip
    assert "entailment_sha256" not in plain
    assert asked["entailment_sha256"] == "ab12"
