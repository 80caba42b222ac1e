"""Which cases a suite holds. `full` is all; `smoke` is a fixed, seeded share of every sort, from both halves."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from evals.cases import Case

Suite = Literal["smoke", "full"]
SMOKE = 72
"""Cases the smoke suite aims at: seconds to run, and every sort of case is in it."""
_SEED = "restwell-smoke-1"


def choose(suite: Suite, cases: Sequence[Case]) -> tuple[Case, ...]:
    """The cases of a suite, in file order."""
    return tuple(cases) if suite == "full" else smoke(cases)


def smoke(cases: Sequence[Case]) -> tuple[Case, ...]:
    """A share of every sort (a case's first tag) and half, at least one; a case added elsewhere changes little.

    Within a sort, cases stand in the order of a seeded hash of their id, one a family before a second of any.
    """
    strata: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in sorted(cases, key=_order):
        strata[case.tags[0], case.half].append(case)
    chosen = {
        case.id
        for stratum in strata.values()
        for case in _families_first(stratum)[: max(1, round(len(stratum) * SMOKE / len(cases)))]
    }
    return tuple(case for case in cases if case.id in chosen)


def _order(case: Case) -> str:
    return hashlib.sha256(f"{_SEED}:{case.id}".encode()).hexdigest()


def _families_first(cases: Sequence[Case]) -> list[Case]:
    seen: dict[str, int] = defaultdict(int)
    ranked = []
    for case in cases:
        ranked.append((seen[case.family], case))
        seen[case.family] += 1
    return [case for _, case in sorted(ranked, key=lambda pair: pair[0])]
