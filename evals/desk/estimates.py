"""What settled items say of all answers, and of the automatic scorers. Pure: knows no table and no page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from evals.desk.judgement import CALLS, VERDICTS, Judgement
from evals.intervals import Rate, bootstrap, ratios, wilson
from evals.score import Result, Score

STATEMENTS = "supported"
"""The scorer that judges statement by statement; the others judge the answer."""


@dataclass(frozen=True)
class Settled:
    """One item that is settled: what holds, what the scorers said, and how many answers it stands for."""

    judgement: Judgement
    results: Mapping[str, Result]
    weight: float
    is_of_two: bool = True
    """Whether two people agree on it or it was decided; False for what one person alone says."""


class Estimate(NamedTuple):
    """A share over all answers, those that were not drawn included, with a 95 % interval by a bootstrap over items."""

    value: float
    low: float
    high: float
    items: int

    def __str__(self) -> str:
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


def publishable(settled: Sequence[Settled]) -> Estimate | None:
    """Share of answers that may be published as they are."""
    return _estimate(settled, lambda s: (float(s.judgement.call == "publish"), 1.0))


def supported(settled: Sequence[Settled]) -> Estimate | None:
    """Share of statements that people find supported."""

    def counted(s: Settled) -> tuple[float, float]:
        said = Counter(s.judgement.verdicts.values())
        return float(said["supported"]), float(said.total())

    return _estimate([s for s in settled if s.judgement.verdicts], counted)


def _estimate(settled: Sequence[Settled], counted: Callable[[Settled], tuple[float, float]]) -> Estimate | None:
    """The weighted ratio (Hájek): a certain item weighs 1, a drawn one the inverse of its chance."""
    if not settled:
        return None
    rows = np.array([[s.weight * met, s.weight * of] for s in settled for met, of in [counted(s)]])
    met, of = rows.sum(axis=0)
    low, high, _ = bootstrap(len(rows), ratios(rows))
    return Estimate(float(met / of), low, high, len(rows))


class Confusion(NamedTuple):
    """One automatic scorer held against people: counts by what people said, and whether the scorer objected."""

    scorer: str
    values: tuple[str, ...]
    """What people can say, the good one first."""
    passed: Mapping[str, int]
    objected: Mapping[str, int]

    @property
    def caught(self) -> Rate:
        """Of what people do not accept: how much the scorer objects to."""
        bad = self.values[1:]
        hits = sum(self.objected.get(v, 0) for v in bad)
        return wilson(hits, hits + sum(self.passed.get(v, 0) for v in bad))

    @property
    def right(self) -> Rate:
        """Of what the scorer objects to: how much people do not accept either."""
        hits = sum(self.objected.get(v, 0) for v in self.values[1:])
        return wilson(hits, hits + self.objected.get(self.values[0], 0))


def confusions(settled: Iterable[Settled]) -> tuple[Confusion, ...]:
    """Every scorer that scored something, statements first; held against verdicts of two people or decided ones only."""
    passed: dict[str, Counter[str]] = {}
    objected: dict[str, Counter[str]] = {}
    for one in (s for s in settled if s.is_of_two):
        for name, result in one.results.items():
            if not isinstance(result, Score) or (result.of == 1 and result.met not in (0, 1)):
                continue
            for said, objects in _said(name, result, one.judgement):
                (objected if objects else passed).setdefault(name, Counter())[said] += 1
    names = sorted({*passed, *objected}, key=lambda name: (name != STATEMENTS, name))
    return tuple(
        Confusion(name, VERDICTS if name == STATEMENTS else CALLS, passed.get(name, {}), objected.get(name, {}))
        for name in names
    )


def _said(name: str, result: Score, judgement: Judgement) -> list[tuple[str, bool]]:
    if name != STATEMENTS:
        return [(judgement.call, result.share < 1)]
    flagged = {int(number) for phrase in result.missed if (number := _number(phrase))}
    return [(verdict, n in flagged) for n, verdict in judgement.verdicts.items()]


def _number(phrase: str) -> str:
    """The statement that a phrase like "statement 2: numbers" is about."""
    number = phrase.removeprefix("statement ").partition(":")[0]
    return number if number.isdigit() else ""
