"""The bot's own retriever over a collection in BEIR layout, in a scratch index: dense, BM25 and fused side by side."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot.aliases import Aliases
from bot.retrieve import Readings, dense_query, retrieve
from evals.errors import CollectionUnreadable
from ingest.beir import CORPUS_FILE
from ingest.build import Progress, build
from ingest.corpus import build_corpus, read_corpus
from ingest.embedder import Embedder
from ingest.index import IndexReader
from ingest.manifest import Layout
from ingest.source import Corpus
from ingest.store import ChromaStore

MEASURES = ("nDCG@10", "R@10", "R@100", "RR@10")
WAYS = ("dense", "bm25", "fused")
_DEPTH = 100
"""Documents of each question in a run: as deep as recall is measured."""
_RESAMPLES = 1000
_BATCH = 256
"""Questions embedded at once."""

Run = dict[str, dict[str, float]]
Judged = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Result:
    """A measure of one way to rank: its mean over questions and a 95 % bootstrap interval."""

    way: str
    measure: str
    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Collection:
    """Questions by id, and for each its relevant documents with their grade."""

    folder: Path
    queries: Mapping[str, str]
    qrels: Judged


def read(folder: Path) -> Collection:
    """The judged questions of a collection.

    Raises:
        CollectionUnreadable: A file is missing, or a line of it is not what it should be.
    """
    if not (folder / CORPUS_FILE).is_file():
        raise CollectionUnreadable(
            f"{str(folder)!r} has no {CORPUS_FILE}; name a folder with corpus.jsonl, queries.jsonl and qrels.tsv"
        )
    texts, qrels = _texts(folder / "queries.jsonl"), _judged(folder)
    for name in qrels:
        if name not in texts:
            raise CollectionUnreadable(f"{str(folder)!r}: qrels judge {name!r}, which queries.jsonl does not have")
    return Collection(folder, {name: texts[name] for name in qrels}, qrels)


def _texts(path: Path) -> dict[str, str]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            rows = [json.loads(line) for line in file if line.strip()]
        return {str(row["_id"]): str(row["text"]) for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        kind = type(error).__name__
        raise CollectionUnreadable(
            f"{str(path)!r} cannot be read ({kind}); each line needs '_id' and 'text' as JSON"
        ) from None


def _judged(folder: Path) -> Judged:
    path = next((p for p in (folder / "qrels.tsv", folder / "qrels" / "test.tsv") if p.is_file()), None)
    if path is None:
        raise CollectionUnreadable(f"{str(folder)!r} has neither qrels.tsv nor qrels/test.tsv")
    qrels: Judged = {}
    for line, row in _rows(path):
        try:
            grade = int(float(row[2]))
        except (IndexError, ValueError):
            if line == 1:
                continue  # its header
            wanted = "query-id, corpus-id, score, tabs between"
            raise CollectionUnreadable(f"{str(path)!r}:{line}: is not a judgement; write {wanted}") from None
        if grade > 0:
            qrels.setdefault(row[0], {})[row[1]] = grade
    if not qrels:
        raise CollectionUnreadable(f"{str(path)!r} judges no document relevant")
    return qrels


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
            if row:
                yield line, row


def runs(collection: Collection, embedder: Embedder, progress: Progress | None = None) -> dict[str, Run]:
    """Rank every question in each way. Builds a scratch index that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="restwell-retrieval-") as scratch:
        layout = Layout(Path(scratch))
        corpus = _searched_only(build_corpus(read_corpus(collection.folder), embedder.count_tokens, embedder.window))
        build(corpus, embedder, ChromaStore(layout.vectors), layout, progress=progress)
        index = IndexReader(Path(scratch), embedder).current()
        aliases = Aliases(index.aliases)
        if progress:
            progress.phase("Ranking", len(collection.queries))
        ranked: dict[str, Run] = {way: {} for way in WAYS}
        names = list(collection.queries)
        for start in range(0, len(names), _BATCH):
            batch = names[start : start + _BATCH]
            questions = [collection.queries[name] for name in batch]
            vectors = embedder.embed([dense_query(q, aliases.widen(q), index) for q in questions])
            for name, question, vector in zip(batch, questions, vectors, strict=True):
                found = retrieve(Readings(question), vector[None], index, aliases, 2 * _DEPTH, 2 * _DEPTH, 4 * _DEPTH)
                near = index.nearest(vector, 2 * _DEPTH)
                ranked["dense"][name] = _by_source([(index.source(hit.passage).id, hit.cosine) for hit in near])
                ranked["bm25"][name] = _by_source([(c.source.id, c.bm25) for c in found.candidates if c.bm25 > 0])
                ranked["fused"][name] = _by_source([(c.source.id, c.fused) for c in found.candidates])
                if progress:
                    progress.advance(1)
        return ranked


def _searched_only(corpus: Corpus) -> Corpus:
    """The same passages as findings: of a paragraph, every sentence is embedded too, which only answers need."""
    return replace(corpus, passages=tuple(replace(p, role="finding") for p in corpus.passages))


def _by_source(scored: Sequence[tuple[str, float]]) -> dict[str, float]:
    """The best passage speaks for its document."""
    best: dict[str, float] = {}
    for name, score in scored:
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
    means = np.array([array[rng.integers(0, len(array), len(array))].mean() for _ in range(_RESAMPLES)])
    low, high = np.quantile(means, [0.025, 0.975])
    return float(array.mean()), float(low), float(high)


def write_trec(run: Run, path: Path, tag: str) -> None:
    """Write a TREC run file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for query, scores in run.items():
            for place, (document, value) in enumerate(scores.items(), start=1):
                file.write(f"{query} Q0 {document} {place} {value:.6f} {tag}\n")


def of_the_better(results: Mapping[str, Mapping[str, Mapping[str, float]]], measure: str = "nDCG@10") -> float:
    """The fused list's mean as a share of the better part's; 1 when no way finds anything."""
    better = max(results[way][measure]["mean"] for way in ("dense", "bm25"))
    return results["fused"][measure]["mean"] / better if better else 1.0
