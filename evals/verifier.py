"""How well the verifier tells support from corruption: labelled pairs, shares with intervals, thresholds fitted on the dev half.

A pair is a statement and the quotes it cites. Kind `paraphrase` must pass; every other kind is one fault and must fail.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from bot.verify.meaning import Entails
from bot.verify.verdict import Verdict
from bot.verify.verifier import Verifier
from evals.held import SEED
from evals.intervals import Rate, wilson
from evals.pairs import Pair
from ingest.errors import IngestError
from ingest.index import Index

DATA = Path(__file__).with_name("data") / "verifier"
FILES = (
    "paraphrases.jsonl", "swaps.jsonl", "overreach.jsonl", "generated.jsonl", "plain.jsonl",
    "held-paraphrases.jsonl", "held-generated.jsonl", "second.jsonl",
)  # fmt: skip
PARTS = ("dev", "test", "plain dev", "plain test", "held dev", "held test", "second dev")
"""The older pairs, those in plain words, those of sources kept apart, a second author's; thresholds are chosen on those called dev."""
_NAMED = ("plain", "second")
"""First words of the ids that have parts of their own."""
TRUE = "paraphrase"
STRICT = ("number", "unit", "entity", "drug", "negation", "direction", "citation")
"""Kinds of which none may pass."""
_GRIDS = (
    np.arange(0.5, 1.0, 0.02),
    np.arange(0.3, 0.9, 0.02),
    np.concatenate([np.arange(0.02, 0.3, 0.02), np.arange(0.3, 1.0, 0.05)]),
)
"""Values tried for coverage, cosine and an entailment model's score; finer where the score measured here tells pairs apart."""
_OTHERS = 0.03
"""Share of the other corruptions that may pass; the goal of the verifier."""


def part(pair: Pair) -> str:
    """Which of `PARTS` a pair belongs to; the held pairs are halved by source, with the seed they were made with."""
    if pair.split == "held":
        is_test = int(hashlib.sha1(f"{SEED} {pair.source}".encode()).hexdigest(), 16) % 2
        return "held test" if is_test else "held dev"
    return next((f"{name} {pair.split}" for name in _NAMED if pair.id.startswith(f"{name}-")), pair.split)


def is_open(pair: Pair) -> bool:
    """Whether thresholds and checks may be chosen on a pair, and its words read beside a result."""
    return part(pair).endswith("dev")


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
    """For each part and kind the share of right verdicts; `paraphrase` first, then all kinds that may never pass, then all others."""
    found: dict[str, dict[str, Rate]] = {}
    for name in PARTS:
        rows: dict[str, list[bool]] = {}
        for j in (j for j in judged if part(j.pair) == name):
            kind = j.pair.kind
            group = TRUE if kind == TRUE else "all strict" if kind in STRICT else "all other"
            for key in dict.fromkeys((group, kind)):
                rows.setdefault(key, []).append(j.is_right)
        order = sorted(rows, key=lambda kind: (kind != TRUE, kind != "all strict", kind != "all other", kind))
        found[name] = {kind: wilson(sum(rows[kind]), len(rows[kind])) for kind in order}
    return {name: kinds for name, kinds in found.items() if kinds}


def fit(judged: Sequence[Judged], measures: NDArray[np.float64], grids: Sequence[NDArray[np.float64]]) -> list[float]:
    """For each measure the value below which a statement fails, chosen on what the locks let through.

    Safety first: of the thresholds that let the fewest strict corruptions pass, those that let no more than `_OTHERS` of the
    others pass; of these the ones that keep the most paraphrases, the strictest where several do.

    Args:
        judged: Verdicts with all thresholds at their lowest.
        measures: What was measured of each, shape (len(judged), len(grids)).
        grids: The values tried for each measure.
    """
    kinds = np.array([j.pair.kind for j in judged])
    passes = np.array([j.verdict.passes for j in judged])
    strict, others = np.isin(kinds, STRICT), ~np.isin(kinds, (*STRICT, TRUE))
    clears = [[(measures[:, n] >= bound, float(bound)) for bound in grid] for n, grid in enumerate(grids)]
    best: tuple[float, ...] = (np.inf,)
    for choice in product(*clears):
        kept = np.logical_and.reduce([passes, *(clear for clear, _ in choice)])
        leaked = max(0.0, (kept & others).sum() - _OTHERS * others.sum())
        lost = -float((kept & (kinds == TRUE)).sum())
        best = min(best, (float((kept & strict).sum()), leaked, lost, *(-bound for _, bound in choice)))
    return [round(-bound, 2) for bound in best[3:]]


def fitted(pairs: Sequence[Pair], loose: Verifier, index: Index, entails: Entails | None = None) -> list[float]:
    """Coverage and cosine for the dev parts, and an entailment model's score where there is one.

    Args:
        pairs: All pairs; the test parts are not looked at.
        loose: A verifier whose thresholds let everything pass that the locks do.
        index: What words weigh.
        entails: The model that `loose` asks.
    """
    judged = judge([p for p in pairs if is_open(p)], loose, index)
    measures = np.array([_measured(j, loose, index, entails) for j in judged])
    return fit(judged, measures, _GRIDS if entails else _GRIDS[:2])


def _measured(judged: Judged, verifier: Verifier, index: Index, entails: Entails | None) -> list[float]:
    if not judged.verdict.passes:
        return [0.0] * (3 if entails else 2)
    quotes = [q.text for q in judged.pair.quotes]
    statement = judged.pair.statement
    found = [verifier.coverage(quotes, statement, index.lexical.idf), verifier.cosine(quotes, statement)]
    return [*found, judged.verdict.meaning or 0.0] if entails else found


def write_errors(judged: Sequence[Judged], path: Path) -> None:
    """What went wrong, for people to read: texts of the dev parts, of the test parts the ids only."""
    lines = [
        "# kind | id | what failed | statement || quotes. Of the test parts only ids: nobody should learn from it."
    ]
    for j in judged:
        if not j.is_right:
            why = ", ".join(f"{f.check} {f.detail}".strip() for f in j.verdict.failures) or "passes"
            texts = f" | {why} | {j.pair.statement} || {' || '.join(q.text for q in j.pair.quotes)}"
            lines.append(f"{j.pair.kind} | {j.pair.id}{texts if j.pair.split == 'dev' else ''}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def to_json(found: dict[str, dict[str, Rate]], verifier: str, thresholds: dict[str, float], weights: str = "") -> str:
    """The figures, for `evals/results`.

    Args:
        found: Shares by part and kind.
        verifier: Its name.
        thresholds: What it was held to.
        weights: sha256 of the entailment model's file, where one was asked.
    """
    shares = {half: {kind: rate._asdict() for kind, rate in kinds.items()} for half, kinds in found.items()}
    model = {"entailment_sha256": weights} if weights else {}
    return json.dumps({"verifier": verifier, **model, "thresholds": thresholds, "right": shares}, indent=1) + "\n"
