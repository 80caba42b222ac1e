"""Two runs side by side, case by case: what changed between the versions, in the rates, in each reply. Knows no page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from evals.intervals import bootstrap, ratios
from evals.measures import interval
from evals.record import Kept, Run
from evals.score import Score


class Side(NamedTuple):
    """One measure of one run, over the cases that both runs scored."""

    value: float
    """Share met; of an amount, the mean."""
    low: float
    high: float
    """95 % interval: as `measures.interval` of a rate, by a bootstrap over families of an amount."""
    met: float
    of: float
    is_amount: bool

    def __str__(self) -> str:
        if self.is_amount:
            return f"{self.value:.1f} [{self.low:.1f}, {self.high:.1f}]"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] ({self.met:g}/{self.of:g})"


class Difference(NamedTuple):
    """One measure over the cases that both runs scored."""

    name: str
    before: Side
    after: Side
    low: float
    high: float
    """95 % interval of after - before, by a bootstrap over families."""
    cases: int
    better: int
    worse: int
    p: float
    """Exact McNemar test of better against worse; 1 when no case moved."""

    def __str__(self) -> str:
        return f"{self.after.value - self.before.value:+.3f} [{self.low:+.3f}, {self.high:+.3f}]"


@dataclass(frozen=True)
class Turned:
    """One case whose reply or scores differ."""

    case: str
    question: str
    outcomes: tuple[str, str]
    removed: tuple[str, ...]
    """Statements of the first run that the second does not make, with their sources."""
    added: tuple[str, ...]
    gained: tuple[str, ...]
    """What the first missed and the second does not."""
    lost: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """What `compare A B` says; A is the earlier run."""

    changed: Mapping[str, tuple[str, str]]
    """Versions that differ, and scorers whose version does."""
    differences: tuple[Difference, ...]
    not_comparable: tuple[str, ...]
    """Scorers of another version in the two runs: their figures mean different things."""
    turned: tuple[Turned, ...]
    """Cases with other scores first, then those that only read otherwise."""
    only_one: tuple[str, ...]
    """Cases that stand in one run only, or are worded or expected otherwise in the other."""
    same: int


def compare(a: Run, b: Run) -> Comparison:
    """Pair the cases of two runs."""
    first, second = ({k.case.id: k for k in run.kept} for run in (a, b))
    paired = [(first[i], second[i]) for i in first if i in second and first[i].case == second[i].case]
    names = [n for n in a.scorers if n in b.scorers]
    alike = [n for n in names if a.scorers[n] == b.scorers[n]]
    turned = [t for x, y in paired if (t := _turned(x, y, alike)) is not None]
    return Comparison(
        changed=_changed(a.versions, b.versions) | _changed(a.scorers, b.scorers),
        differences=tuple(d for n in alike if (d := _difference(n, paired, n in b.units)) is not None),
        not_comparable=tuple(n for n in names if n not in alike),
        turned=tuple(sorted(turned, key=lambda t: (not t.lost, not t.gained, t.case))),
        only_one=tuple(sorted((first.keys() | second.keys()) - {x.case.id for x, _ in paired})),
        same=len(paired) - len(turned),
    )


def _changed(a: Mapping[str, str], b: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    return {n: (a.get(n, "-"), b.get(n, "-")) for n in (*a, *(n for n in b if n not in a)) if a.get(n) != b.get(n)}


def _difference(name: str, paired: Sequence[tuple[Kept, Kept]], is_amount: bool) -> Difference | None:
    rows = [
        (x.case.family, s, t)
        for x, y in paired
        if isinstance(s := x.results[name], Score) and isinstance(t := y.results[name], Score)
    ]
    if not rows:
        return None
    better, worse = (sum((t.share - s.share) * sign > 1e-9 for _, s, t in rows) for sign in (1, -1))
    if is_amount:
        better, worse = worse, better  # fewer words, milliseconds and grades are the better
    sums: dict[str, NDArray[np.float64]] = defaultdict(lambda: np.zeros(4))
    for family, s, t in rows:
        sums[family] += (s.met, s.of, t.met, t.of)
    table = np.array(list(sums.values()))
    first, second = ratios(table, 0, 1), ratios(table, 2, 3)  # families are drawn; both runs keep their pairing
    low, high, _ = bootstrap(len(table), lambda drawn: second(drawn) - first(drawn))
    p = float(binomtest(better, better + worse).pvalue) if better + worse else 1.0
    before, after = (_side([(family, r[n]) for family, *r in rows], is_amount) for n in (0, 1))
    return Difference(name, before, after, low, high, len(rows), better, worse, p)


def _side(scores: Sequence[tuple[str, Score]], is_amount: bool) -> Side:
    met, of = sum(s.met for _, s in scores), sum(s.of for _, s in scores)
    if not is_amount:
        return Side(met / of, *interval(scores), met, of, is_amount)
    sums: dict[str, NDArray[np.float64]] = defaultdict(lambda: np.zeros(2))
    for family, score in scores:
        sums[family] += (score.met, score.of)
    low, high, _ = bootstrap(len(sums), ratios(np.array(list(sums.values()))))
    return Side(met / of, low, high, met, of, is_amount)


def _turned(x: Kept, y: Kept, names: Sequence[str]) -> Turned | None:
    said, says = (_statements(k) for k in (x, y))
    missed, misses = (_missed(k, names) for k in (x, y))
    outcomes = (x.answers[-1].outcome, y.answers[-1].outcome)
    turned = Turned(
        x.case.id,
        " / ".join(x.case.said),
        outcomes,
        removed=tuple(s for s in said if s not in says),
        added=tuple(s for s in says if s not in said),
        gained=tuple(m for m in missed if m not in misses),
        lost=tuple(m for m in misses if m not in missed),
    )
    moved = turned.removed or turned.added or turned.gained or turned.lost or outcomes[0] != outcomes[1]
    return turned if moved else None


def _statements(kept: Kept) -> tuple[str, ...]:
    answer = kept.answers[-1]
    cited = {c.n: c.source_id for c in answer.citations}
    return tuple(f"{s.text} [{', '.join(cited.get(n, '?') for n in s.citations)}]" for s in answer.statements)


def _missed(kept: Kept, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(m for m in kept.missed if m.partition(":")[0] in names)
