"""The bot's own retriever over a collection in BEIR layout, in a scratch index: dense, BM25 and fused side by side."""

from __future__ import annotations

import csv
import json
import random
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.aliases import Aliases
from bot.retrieve import Candidate, Readings, dense_query, retrieve
from ingest.build import Progress, build
from ingest.corpus import build_corpus, read_corpus
from ingest.embedder import Embedder
from ingest.index import Index, IndexReader
from ingest.manifest import Layout
from ingest.store import ChromaStore

MEASURES = ("nDCG@10", "R@10", "R@100", "RR@10")
WAYS = ("dense", "bm25", "fused")
_DEPTH = 100
_RESAMPLES = 1000

Run = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Result:
    """A measure of one way to rank: its mean over questions and a 95 % bootstrap interval."""

    way: str
    measure: str
    mean: float
    low: float
    high: float
    count: int


def read_queries(folder: Path) -> tuple[dict[str, str], dict[str, dict[str, int]]]:
    """Questions by id, and for each its relevant documents with their grade."""
    lines = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    queries = {str(row["_id"]): str(row["text"]) for row in map(json.loads, lines)}
    path = next(p for p in (folder / "qrels.tsv", folder / "qrels" / "test.tsv") if p.is_file())
    qrels: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8") as file:
        for row in list(csv.reader(file, delimiter="\t"))[1:]:
            if int(row[2]) > 0:
                qrels.setdefault(row[0], {})[row[1]] = int(row[2])
    return {name: queries[name] for name in qrels}, qrels


def runs(folder: Path, embedder: Embedder, progress: Progress | None = None) -> dict[str, Run]:
    """Rank every question in each way. Builds a scratch index that is gone afterwards."""
    queries, _ = read_queries(folder)
    with tempfile.TemporaryDirectory(prefix="restwell-retrieval-") as scratch:
        layout = Layout(Path(scratch))
        corpus = build_corpus(read_corpus(folder), embedder.count_tokens, embedder.window)
        build(corpus, embedder, ChromaStore(layout.vectors), layout, progress=progress)
        index = IndexReader(Path(scratch), embedder).current()
        aliases = Aliases(index.aliases)
        ranked: dict[str, Run] = {way: {} for way in WAYS}
        for name, question in queries.items():
            for way, scores in _ranked(question, index, aliases, embedder).items():
                ranked[way][name] = scores
    return ranked


def _ranked(question: str, index: Index, aliases: Aliases, embedder: Embedder) -> dict[str, dict[str, float]]:
    vectors = embedder.embed([dense_query(question, aliases.widen(question), index)])
    found = retrieve(Readings(question), vectors, index, aliases, 2 * _DEPTH, _DEPTH, 3 * _DEPTH).candidates
    return {
        "dense": _by_source([(c, c.cosine) for c in found]),
        "bm25": _by_source([(c, c.bm25) for c in found if c.bm25 > 0]),
        "fused": _by_source([(c, c.score) for c in found]),
    }


def _by_source(scored: Sequence[tuple[Candidate, float]]) -> dict[str, float]:
    """The best passage speaks for its document."""
    best: dict[str, float] = {}
    for candidate, score in scored:
        name = candidate.source.id
        best[name] = max(best.get(name, -1.0), score)
    return dict(sorted(best.items(), key=lambda item: -item[1])[:_DEPTH])


def score(run: Run, qrels: Mapping[str, Mapping[str, int]], way: str) -> list[Result]:
    """Every measure of one run, by ir_measures."""
    import ir_measures

    wanted = [ir_measures.parse_measure(name) for name in MEASURES]
    values: dict[str, list[float]] = {name: [] for name in MEASURES}
    for metric in ir_measures.iter_calc(wanted, qrels, run):
        values[str(metric.measure)].append(metric.value)
    return [Result(way, name, *_bootstrap(found), len(found)) for name, found in values.items()]


def _bootstrap(values: Sequence[float]) -> tuple[float, float, float]:
    rng = np.random.default_rng(3)
    array = np.array(values)
    means = array[rng.integers(0, len(array), (_RESAMPLES, len(array)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(array.mean()), float(low), float(high)


def write_trec(run: Run, path: Path, tag: str) -> None:
    """Write a TREC run file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for query, scores in run.items():
            for place, (document, value) in enumerate(scores.items(), start=1):
                file.write(f"{query} Q0 {document} {place} {value:.6f} {tag}\n")


def held_out_asks(corpus: Path, target: Path, embedder: Embedder, seed: int = 5) -> None:
    """Write a collection from a corpus folder: one ask a finding becomes a question, its finding the only right document."""
    chosen = random.Random(seed)
    cut = build_corpus(read_corpus(corpus), embedder.count_tokens, embedder.window)
    titles = {source.id: source.title for source in cut.sources}
    target.mkdir(parents=True, exist_ok=True)
    with (
        (target / "corpus.jsonl").open("w", encoding="utf-8") as documents,
        (target / "queries.jsonl").open("w", encoding="utf-8") as queries,
        (target / "qrels.tsv").open("w", encoding="utf-8") as qrels,
    ):
        qrels.write("query-id\tcorpus-id\tscore\n")
        for passage in (p for p in cut.passages if p.is_searched):
            row = {"_id": passage.id, "title": titles[passage.source_id], "text": passage.text}
            documents.write(json.dumps(row, ensure_ascii=False) + "\n")
            if passage.role == "finding" and passage.asks:
                ask = chosen.choice(passage.asks)
                queries.write(json.dumps({"_id": f"q-{passage.id}", "text": ask}, ensure_ascii=False) + "\n")
                qrels.write(f"q-{passage.id}\t{passage.id}\t1\n")
