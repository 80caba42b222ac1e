"""The commands that measure parts of the bot by themselves, or a running server: `retrieval`, `load`. Prints and keeps; decides nothing."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import Progress as Bars
from rich.table import Table

import settings
from evals.own_collections import COLLECTIONS
from evals.record import commit
from ingest.embedder import make_embedder

RESULTS = Path(__file__).with_name("results")
VECTORS = settings.ROOT / ".restwell" / "vectors"
"""Vectors of measured collections, so that a second run embeds nothing."""
RANKED = settings.ROOT / ".restwell" / "retrieval"
"""TREC run files: some megabytes each, and made again by the same command."""


def add_parsers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this module's commands to the command line."""
    own = ", ".join(COLLECTIONS)
    retrieval = commands.add_parser("retrieval", help="nDCG, recall and MRR over a collection in BEIR layout")
    retrieval.add_argument(
        "folder", type=Path, help=f"corpus.jsonl, queries.jsonl, qrels.tsv; or one of our own: {own}"
    )
    retrieval.add_argument("--to", type=Path, default=RANKED, help="folder for the TREC run files")
    load = commands.add_parser("load", help="many visitors at once against a running server on this machine")
    load.add_argument("--address", default="", help="of the server (default: this machine's RESTWELL_PORT)")
    load.add_argument(
        "--way", choices=("page", "api"), action="append", help="the page's queue, the streaming API; default: both"
    )
    load.add_argument("--visitors", type=int, default=50)
    load.add_argument("--questions", type=int, default=5, help="of each visitor, as one conversation")
    load.add_argument("--pause", type=float, default=0.0, help="seconds a visitor reads before the next question")


class _Shown:
    """A `Progress` on standard error."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task = bars.add_task("Reading", total=None)

    def phase(self, name: str, total: int) -> None:
        self._bars.reset(self._task, description=name, total=total)

    def advance(self, steps: int) -> None:
        self._bars.advance(self._task, steps)


def retrieval(loaded: settings.Settings, console: Console, arguments: argparse.Namespace) -> int:
    """Rank a collection in every way and print the measures."""
    from evals import own_collections, retrieval
    from evals.vector_cache import CachedEmbedder

    started = time.monotonic()
    embedder = CachedEmbedder(make_embedder(loaded.index.embedder), VECTORS)
    with tempfile.TemporaryDirectory() as scratch, Bars(console=Console(stderr=True), transient=True) as bars:
        folder = arguments.folder
        if str(folder) in COLLECTIONS:
            folder = Path(scratch) / folder
            own_collections.make(folder.name, loaded.corpus, folder, embedder)
        collection = retrieval.read(folder)
        try:
            ranked = retrieval.runs(collection, embedder, _Shown(bars))
        finally:
            embedder.save()
    table = Table("way", *retrieval.MEASURES)
    results = {}
    for way, run in ranked.items():
        scored = retrieval.score(run, collection.qrels, way)
        table.add_row(way, *(f"{r.mean:.4f} [{r.low:.4f}, {r.high:.4f}]" for r in scored))
        results[way] = {r.measure: {k: v for k, v in asdict(r).items() if k not in ("way", "measure")} for r in scored}
        retrieval.write_trec(run, arguments.to / f"{folder.name}-{way}.trec", way)
    console.print(table)
    share = retrieval.of_the_better(results)
    spent = time.monotonic() - started
    console.print(
        f"{len(collection.queries)} questions, 95 % bootstrap intervals. Fused nDCG@10 is {share:.3f} of the better part. "
        f"{spent:.0f} s, {embedder.embedded} texts embedded. TREC run files: {arguments.to}",
        markup=False, highlight=False, soft_wrap=True,
    )  # fmt: skip
    record = {"collection": folder.name, "embedder": embedder.name, "commit": commit(), "of_the_better_part": share}
    kept = json.dumps(record | {"ways": results}, indent=1) + "\n"
    (RESULTS / f"retrieval-{folder.name}.json").write_text(kept, encoding="utf-8")
    return 0


def load(loaded: settings.Settings, console: Console, arguments: argparse.Namespace) -> int:
    """Put load on a server and print what it showed. Returns 1 when something failed or the goal was missed."""
    from evals.load import measure

    address = arguments.address or f"http://127.0.0.1:{loaded.port}"
    is_good = True
    for way in arguments.way or ("page", "api"):
        found = measure(address, way, arguments.visitors, arguments.questions, arguments.pause)
        console.print(str(found), markup=False, highlight=False, soft_wrap=True)
        for error in sorted(set(found.errors)):
            console.print(f"  {error}", markup=False, highlight=False, soft_wrap=True)
        is_good = is_good and found.is_good
    return 0 if is_good else 1


COMMANDS: Mapping[str, Callable[[settings.Settings, Console, argparse.Namespace], int]] = {
    "retrieval": retrieval,
    "load": load,
}
"""Each by its name on the command line."""
