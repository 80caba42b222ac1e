"""`python -m evals verifier`: the labelled pairs judged with no model, and with an entailment model where one is named."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

import settings
from bot.wiring import load_entities, make_entails, make_verifier
from evals import verifier as pairs_of
from evals.pairs import Pair
from ingest.embedder import Embedder, make_embedder
from ingest.index import Index, IndexReader

RESULTS = Path(__file__).with_name("results")
_LOWEST = {"min_coverage": 0.0, "min_cosine": -1.0, "min_entailment": 0.0, "min_coverage_entailed": 0.0}


def run(loaded: settings.Settings, console: Console, is_fit: bool, entailment: str) -> None:
    """Print a table for each part, first with no model, then with the model that `entailment` names, if it names one.

    Raises:
        BotError: There is no such model.
        EmbeddingFailed: It cannot be run.
    """
    embedder = make_embedder(loaded.index.embedder)
    index = IndexReader(loaded.index.path, embedder).current()
    pairs = pairs_of.read_pairs()
    for name in dict.fromkeys(("", entailment)):
        verify = loaded.verify.model_copy(update={"entailment": name})
        _run_one(loaded.model_copy(update={"verify": verify}), console, is_fit, pairs, embedder, index)


def _run_one(
    loaded: settings.Settings, console: Console, is_fit: bool, pairs: list[Pair], embedder: Embedder, index: Index
) -> None:
    entities = load_entities(loaded.corpus / "entities.yaml", loaded.corpus / "guard")
    entails = make_entails(loaded.verify.entailment)
    names = ["min_coverage_entailed", "min_cosine", "min_entailment"] if entails else ["min_coverage", "min_cosine"]
    bounds = loaded.verify
    if is_fit:
        lowest = loaded.model_copy(update={"verify": bounds.model_copy(update=_LOWEST)})
        best = pairs_of.fitted(pairs, make_verifier(lowest, entities, embedder), index, entails)
        bounds = bounds.model_copy(update=dict(zip(names, best, strict=True)))
        chosen = ", ".join(f"{name} {value}" for name, value in zip(names, best, strict=True))
        console.print(f"Fitted on the dev parts: {chosen}", highlight=False)
    verifier = make_verifier(loaded.model_copy(update={"verify": bounds}), entities, embedder)
    judged = pairs_of.judge(pairs, verifier, index)
    found = pairs_of.rates(judged)
    title = entails.name if entails else "no entailment model"
    for part, kinds in found.items():
        table = Table(f"{part} pairs, {title}", "passed (paraphrase) or caught, 95 % interval")
        for kind, rate in kinds.items():
            table.add_row(kind, str(rate))
        console.print(table)
    weights = entails.weights if entails else ""
    kept = pairs_of.to_json(found, verifier.name, {name: getattr(bounds, name) for name in names}, weights)
    stem = "verifier-entailment" if entails else "verifier"
    (RESULTS / f"{stem}.json").write_text(kept, encoding="utf-8")
    pairs_of.write_errors(judged, RESULTS / f"{stem}-errors.txt")
    console.print(f"{len(pairs)} pairs. What went wrong: evals/results/{stem}-errors.txt")
