"""How well the verifier tells support from corruption: labelled pairs, shares with intervals, thresholds fitted on the dev half.

A pair is a statement and the quotes it cites. Kind `paraphrase` must pass; every other kind is one fault and must fail.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from bot.verify.verdict import Verdict
from bot.verify.verifier import Verifier
from evals.intervals import Rate, wilson
from evals.pairs import Pair
from ingest.errors import IngestError
from ingest.index import Index

DATA = Path(__file__).with_name("data") / "verifier"
FILES = ("paraphrases.jsonl", "swaps.jsonl", "overreach.jsonl", "generated.jsonl")
TRUE = "paraphrase"
STRICT = ("number", "unit", "entity", "drug", "negation", "direction", "citation")
"""Kinds of which none may pass."""
_OTHERS = 0.03
"""Share of the other corruptions that may pass; the goal of the verifier."""


class PairsInvalid(IngestError):
    """A file of pairs cannot be read; the message names file and line."""


@dataclass(frozen=True)
class Judged:
    """A pair and what the verifier says of it."""

    pair: Pair
    verdict: Verdict

    @property
    def is_right(self) -> bool:
        """Whether a true paraphrase passes, or a corruption fails."""
        return self.verdict.passes == (self.pair.kind == TRUE)


def read_pairs(folder: Path = DATA) -> list[Pair]:
    """Every pair of the folder's files, in order.

    Raises:
        PairsInvalid: A line is no pair, or there is none.
    """
    found = []
    for path in (folder / name for name in FILES if (folder / name).is_file()):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                found.append(Pair.model_validate_json(line))
            except ValidationError as error:
                where = error.errors()[0]
                raise PairsInvalid(
                    f"{str(path)!r} line {number} is no pair: {where['loc']} {where['msg']}. Mend it"
                ) from None
    if not found:
        raise PairsInvalid(f"No pairs in {str(folder)!r}; restore evals/data/verifier")
    return found


def judge(pairs: Iterable[Pair], verifier: Verifier, index: Index) -> list[Judged]:
    """The verifier's verdict on every pair."""
    return [Judged(p, verifier.bears([q.text for q in p.quotes], p.statement, index.lexical.idf)) for p in pairs]


def rates(judged: Sequence[Judged]) -> dict[str, dict[str, Rate]]:
    """For each half and kind the share of right verdicts; `paraphrase` first."""
    kinds = sorted({j.pair.kind for j in judged}, key=lambda kind: (kind != TRUE, kind))
    found: dict[str, dict[str, Rate]] = {}
    for half in ("dev", "test"):
        rows = {kind: [j.is_right for j in judged if j.pair.split == half and j.pair.kind == kind] for kind in kinds}
        found[half] = {kind: wilson(sum(right), len(right)) for kind, right in rows.items()}
    return found


def fit(judged: Sequence[Judged], measures: NDArray[np.float64]) -> tuple[float, float]:
    """Coverage and cosine below which a statement fails, chosen on what the locks let through.

    Safety first: of the pairs of thresholds that let the fewest strict corruptions pass, those that let no more than
    `_OTHERS` of the others pass; of these the one that keeps the most paraphrases.

    Args:
        judged: Verdicts with both thresholds at their lowest.
        measures: Coverage and cosine of each, shape (len(judged), 2).
    """
    kinds = np.array([j.pair.kind for j in judged])
    passes = np.array([j.verdict.passes for j in judged])
    strict, others = np.isin(kinds, STRICT), ~np.isin(kinds, (*STRICT, TRUE))
    best = (np.inf, np.inf, np.inf, 0.0, 0.0)
    for min_coverage in np.arange(0.5, 1.0, 0.02):
        for min_cosine in np.arange(0.3, 0.9, 0.02):
            kept = passes & (measures[:, 0] >= min_coverage) & (measures[:, 1] >= min_cosine)
            leaked = max(0.0, (kept & others).sum() - _OTHERS * others.sum())
            lost = -float((kept & (kinds == TRUE)).sum())
            best = min(best, (float((kept & strict).sum()), leaked, lost, -min_coverage, -min_cosine))
    return round(-best[3], 2), round(-best[4], 2)


def fitted(pairs: Sequence[Pair], loose: Verifier, index: Index) -> tuple[float, float]:
    """The thresholds for the dev half.

    Args:
        pairs: All pairs; the test half is not looked at.
        loose: A verifier whose thresholds let everything pass that the locks do.
        index: What words weigh.
    """
    judged = judge([p for p in pairs if p.split == "dev"], loose, index)
    return fit(judged, np.array([_measured(j, loose, index) for j in judged]))


def _measured(judged: Judged, verifier: Verifier, index: Index) -> tuple[float, float]:
    if not judged.verdict.passes:
        return 0.0, 0.0
    quotes = [q.text for q in judged.pair.quotes]
    statement = judged.pair.statement
    return verifier.coverage(quotes, statement, index.lexical.idf), verifier.cosine(quotes, statement)


def write_errors(judged: Sequence[Judged], path: Path) -> None:
    """What went wrong, for people to read: texts of the dev half, of the test half the ids only."""
    lines = ["# kind | id | what failed | statement || quotes. Of the test half only ids: nobody should learn from it."]
    for j in judged:
        if not j.is_right:
            why = ", ".join(f"{f.check} {f.detail}".strip() for f in j.verdict.failures) or "passes"
            texts = f" | {why} | {j.pair.statement} || {' || '.join(q.text for q in j.pair.quotes)}"
            lines.append(f"{j.pair.kind} | {j.pair.id}{texts if j.pair.split == 'dev' else ''}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def to_json(found: dict[str, dict[str, Rate]], verifier: str, thresholds: dict[str, float]) -> str:
    """The figures, for `evals/results`."""
    shares = {half: {kind: rate._asdict() for kind, rate in kinds.items()} for half, kinds in found.items()}
    return json.dumps({"verifier": verifier, "thresholds": thresholds, "right": shares}, indent=1) + "\n"
