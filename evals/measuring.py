"""The commands that measure parts of the bot by themselves, or a running server, or the judge. Prints and keeps; decides nothing."""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress as Bars
from rich.table import Table

import settings
from bot.wiring import make_bot
from evals.errors import JudgeRefused
from evals.judge import Calibration, Statement
from evals.own_collections import COLLECTIONS
from evals.record import commit, moment
from ingest.embedder import make_embedder

RESULTS = Path(__file__).with_name("results")
VECTORS = settings.ROOT / ".restwell" / "vectors"
"""Vectors of measured collections, so that a second run embeds nothing."""
RANKED = settings.ROOT / ".restwell" / "retrieval"
"""TREC run files: some megabytes each, and made again by the same command."""

CALIBRATION = RESULTS / "judge.json"
"""How far the judge agrees with people; without it, no rate is told."""


def add_parsers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this module's commands to the command line."""
    own = ", ".join(COLLECTIONS)
    retrieval = commands.add_parser("retrieval", help="nDCG, recall and MRR over a collection in BEIR layout")
    retrieval.add_argument(
        "folder", type=Path, help=f"corpus.jsonl, queries.jsonl, qrels.tsv; or one of our own: {own}"
    )
    retrieval.add_argument("--to", type=Path, default=RANKED, help="folder for the TREC run files")
    bench = commands.add_parser("bench", help="speed and memory, as ratios to the embedder's forward pass")
    bench.add_argument("--scales", default="1,20,200", help="how often the corpus is repeated")
    bench.add_argument("--clients", default="1,10,50", help="how many ask over HTTP at once; at 1x only")
    bench.add_argument("--seconds", type=float, default=8, help="how long each number of clients asks")
    bench.add_argument("--rounds", type=int, default=6, help="how often each of 15 questions is asked")
    bench.add_argument(
        "--build-limit",
        type=float,
        default=150,
        help="seconds for the vectors of a larger corpus; asks are left out beyond it",
    )
    judge = commands.add_parser("judge", help="a chat model's second opinion on statements; silent until calibrated")
    steps = judge.add_subparsers(dest="step", required=True)
    calibrate = steps.add_parser("calibrate", help="hold the judge against people's adjudicated verdicts")
    calibrate.add_argument("verdicts", type=Path, help="verdicts.jsonl of the review desk")
    told = steps.add_parser("run", help="share of a run's statements that a calibrated judge calls supported")
    told.add_argument("run", nargs="?", type=Path, help="a log; default: the newest")
    told.add_argument("--limit", type=int, default=200, help="statements asked about, drawn at random with a seed")
    for step in (calibrate, told):
        step.add_argument("--model", help="provider:model; default: RESTWELL_JUDGE__MODEL")
        step.add_argument("--allow-own-model", action="store_true", help="let the bot's own model judge its words")
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


def bench(loaded: settings.Settings, console: Console, arguments: argparse.Namespace) -> int:
    """Time the bot at each scale, in this process and as a server, and print absolutes and ratios."""
    from evals import bench, bench_rows
    from evals.bench_http import served
    from evals.bench_scale import SPEED, build_scaled

    embedder = make_embedder(loaded.index.embedder)
    shown = Table(*bench_rows.COLUMNS)
    kept: dict[str, object] = {}
    speed, started, first_mb = SPEED, time.monotonic(), 0.0
    began, of = moment(datetime.now(UTC)), commit()
    for scale in (int(s) for s in arguments.scales.split(",")):
        with tempfile.TemporaryDirectory(prefix="restwell-bench-") as scratch:
            moved, row = loaded, {}
            if scale > 1:
                made = build_scaled(loaded, embedder, scale, Path(scratch), arguments.build_limit, speed)
                speed = made.vectors / made.seconds
                row = {"built": asdict(made)}
                moved = loaded.model_copy(update={"index": loaded.index.model_copy(update={"path": Path(scratch)})})
                console.print(
                    f"{scale}x: {made.passages} passages, {made.vectors} of {made.whole} vectors, built in {made.seconds:.0f} s",
                    highlight=False,
                )
            timings = bench.timed(make_bot(moved), embedder, arguments.rounds)
            clients = tuple(int(n) for n in arguments.clients.split(",")) if scale == 1 else ()
            outside = served(moved, clients, arguments.seconds)
        first_mb = first_mb or outside.memory_mb
        for line in bench_rows.rows(scale, timings, outside, first_mb):
            shown.add_row(*line)
        kept[f"{scale}x"] = row | bench_rows.record(timings, outside, first_mb)
    console.print(shown)
    spent = time.monotonic() - started
    console.print(
        f"{began}, commit {of}, {bench.machine()}; {spent:.0f} s in all. Ratios are to the median forward pass of the "
        "same scale.", highlight=False, soft_wrap=True,
    )  # fmt: skip
    record = {
        "date": began, "machine": bench.machine(), "commit": commit(), "seconds": round(spent), "scales": kept,
    }  # fmt: skip
    (RESULTS / "bench.json").write_text(json.dumps(_rounded(record), indent=1) + "\n", encoding="utf-8")
    return 0


def judge(loaded: settings.Settings, console: Console, arguments: argparse.Namespace) -> int:
    """Calibrate the judge, or tell its rate on a run if it is calibrated."""
    from evals import judge as judging
    from evals.judge_model import make_judge

    name = arguments.model or loaded.judge.model
    if not name:
        raise JudgeRefused("There is no judge; name one with --model provider:model or RESTWELL_JUDGE__MODEL")
    judging.refuse_own_model(name, loaded.chat_model, arguments.allow_own_model)
    if arguments.step == "calibrate":
        read = judging.read_labelled(arguments.verdicts)
        console.print(
            f"{len(read.labelled)} verdicts of two people or more; left out: {read.of_one} of one person alone, "
            f"{read.other} about something else than support",
            highlight=False, soft_wrap=True,
        )  # fmt: skip
        found = judging.calibrate(name, make_judge(name, loaded.judge), read.labelled)
        judging.save(found, CALIBRATION)
        _print_calibration(found, console)
        return 1 if found.shortfall else 0
    kept = judging.require_calibrated(name, CALIBRATION)
    statements = _statements(arguments.run, arguments.limit)
    rate = judging.supported(make_judge(name, loaded.judge), statements, kept.served)
    console.print(
        f"{name} calls {rate} of {len(statements)} statements supported. It agrees with people in {kept.agreement:.3f} "
        f"[{kept.agreement_low:.3f}, {kept.agreement_high:.3f}] of {kept.labelled} (kappa {kept.kappa:.2f})",
        markup=False, highlight=False, soft_wrap=True,
    )  # fmt: skip
    return 0


def _print_calibration(found: Calibration, console: Console) -> None:
    table = Table("people say", *found.confusion["supported"])
    for verdict, counts in found.confusion.items():
        table.add_row(verdict, *(str(n) for n in counts.values()))
    console.print(table)
    console.print(
        f"{found.model}, {found.prompt}: agrees with people on {found.agreement:.3f} "
        f"[{found.agreement_low:.3f}, {found.agreement_high:.3f}] of {found.labelled} statements, "
        f"kappa {found.kappa:.3f} [{found.kappa_low:.3f}, {found.kappa_high:.3f}], {found.unread} unread. "
        + (f"It may not speak: {found.shortfall}" if found.shortfall else "It may speak"),
        markup=False, highlight=False, soft_wrap=True,
    )  # fmt: skip


def _statements(log: Path | None, limit: int) -> list[Statement]:
    from evals import inspected
    from evals.commands import RUNS

    made = inspected.read(log or inspected.latest(RUNS))
    found = [
        Statement(f"{kept.case.id}#{n}", said.text, tuple(c.quote for c in answer.citations if c.n in said.citations))
        for kept in made.kept
        for answer in kept.answers[-1:]
        for n, said in enumerate(answer.statements)
        if said.citations
    ]
    return random.Random(7).sample(found, min(limit, len(found)))


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


def _rounded(value: object) -> object:
    if isinstance(value, Mapping):
        return {k: _rounded(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(v) for v in value]
    return round(value, 3) if isinstance(value, float) else value


COMMANDS: Mapping[str, Callable[[settings.Settings, Console, argparse.Namespace], int]] = {
    "retrieval": retrieval,
    "bench": bench,
    "judge": judge,
    "load": load,
}
"""Each by its name on the command line."""
