"""`python -m evals COMMAND`: each command prints its table and keeps it in evals/results."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

import settings
from bot.errors import BotError
from evals import commands as commands_of_runs
from evals import commands_of_verifier, languages, measuring
from evals.desk import commands as commands_of_desk
from evals.errors import EvalsError
from evals.record import commit
from ingest.embedder import make_embedder
from ingest.errors import IngestError
from ingest.index import IndexReader
from ingest.spoken import spoken

RESULTS = Path(__file__).with_name("results")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="python -m evals", description="Measure the bot.")
    commands = top.add_subparsers(dest="command", required=True)
    commands.add_parser("cases", help="check the case files and count them")
    commands.add_parser("guard", help="recall and precision of the guards on families held out")
    changes = commands.add_parser("guard-changes", help="what edited guard files would change before they go live")
    changes.add_argument("--since", default="HEAD", help="commit whose rules are taken for those that serve")
    fit = commands.add_parser("answerability", help="out-of-fold rates of the answerability model")
    fit.add_argument("--write", action="store_true", help="replace bot/answerability.json by the new fit")
    verifier = commands.add_parser("verifier", help="share of corruptions caught and of paraphrases passed")
    verifier.add_argument("--fit", action="store_true", help="choose the thresholds of meaning on the dev parts first")
    verifier.add_argument("--entailment", default="", help="local:FOLDER of a model: a second table, with it")
    composer = commands.add_parser("composer", help="answers worded by a real chat model: shown, withheld, fallen back")
    composer.add_argument("--limit", type=int, default=60, help="how many questions")
    commands.add_parser("languages", help="share of questions that get in other languages what they get in English")
    commands.add_parser("lint-article", help="sentences of the post that no finding bears")
    commands_of_runs.add_parsers(commands)
    measuring.add_parsers(commands)
    commands_of_desk.add_parser(commands)
    return top


def run_cases(loaded: settings.Settings, console: Console) -> int:
    """Print what is wrong with the case files, what they leave out, and how many there are. Returns 1 if there is something."""
    from evals.case_coverage import Wanted, uncovered
    from evals.cases import FOLDER, counts, read_cases
    from ingest.corpus import read_corpus
    from ingest.guard_examples import read_examples
    from ingest.source import EDITORS

    raw = read_corpus(loaded.corpus)
    known = {document.source.id for document in raw.documents} | {EDITORS}
    found = read_cases(FOLDER.relative_to(Path.cwd()) if FOLDER.is_relative_to(Path.cwd()) else FOLDER, known)
    for problem in found.problems:
        console.print(str(problem), markup=False, soft_wrap=True)
    for name, counted in counts(found.cases).items():
        table = Table(name, "cases")
        for value, number in counted.most_common():
            table.add_row(value, str(number))
        console.print(table)
    examples, _ = read_examples(loaded.corpus / "guard")
    wanted = Wanted([claim for _, claim in raw.claims.items], known - {EDITORS}, {e.guard_class for e in examples})
    missing = list(uncovered(found.cases, wanted))
    for line in missing:
        console.print(f"not covered: {line}", markup=False, highlight=False, soft_wrap=True)
    families = len({case.family for case in found.cases})
    console.print(
        f"{len(found.cases)} cases in {families} families, {len(found.problems)} problems, {len(missing)} not covered",
        highlight=False,
    )
    return 1 if found.problems or missing else 0


def run_lint_article(loaded: settings.Settings, console: Console) -> None:
    """List the sentences of the post that no finding bears."""
    from bot.wiring import load_entities, make_verifier
    from evals import lint_article

    embedder = make_embedder(loaded.index.embedder)
    index = IndexReader(loaded.index.path, embedder).current()
    entities = load_entities(loaded.corpus / "entities.yaml", loaded.corpus / "guard")
    linted = lint_article.lint(index, embedder, make_verifier(loaded, entities, embedder))
    table = Table("sentence of the post", "verifier", "claim check", "differ")
    for row in linted:
        said = "borne" if row.verdict.passes else ", ".join(dict.fromkeys(f.check for f in row.verdict.failures))
        claims = ", ".join(f"{name} {verdict}" for name, verdict in row.claims)
        table.add_row(row.text, said, claims, "yes" if row.differs else "")
    console.print(table)
    lint_article.write(linted, index, RESULTS / "lint-article.txt")
    borne, differ = sum(r.verdict.passes for r in linted), sum(r.differs for r in linted)
    console.print(
        f"{len(linted)} sentences: {borne} borne by a finding, {differ} on which verifier and claim check differ"
    )


def run_composer(loaded: settings.Settings, console: Console, limit: int) -> None:
    """Ask a bot whose answers a chat model words; the packaged small one unless a setting names another."""
    from bot.wiring import load_entities, make_bot, make_verifier
    from evals import bench, composer

    name = loaded.chat_model or "local:smollm2"
    patient = loaded.chat.model_copy(update={"turn_limit_s": 120.0, "timeout_s": 100.0})
    chat = loaded.chat if loaded.chat_model else patient  # the small model runs on this processor, among other things
    bot = make_bot(loaded.model_copy(update={"chat_model": name, "chat": chat}))
    entities = load_entities(loaded.corpus / "entities.yaml", loaded.corpus / "guard")
    second = make_verifier(loaded, entities, make_embedder(loaded.index.embedder))
    tallies = composer.measure(bot, composer.questions(limit), name, second)
    *_, tally = track(tallies, "Answering", total=limit, console=Console(stderr=True))
    table = Table("measure", f"{name}, 95 % interval")
    for row in composer.rows(tally):
        table.add_row(*row)
    console.print(table)
    (RESULTS / "composer.json").write_text(composer.to_json(tally, bench.machine(), commit()), encoding="utf-8")


def run_guard(loaded: settings.Settings, console: Console) -> None:
    """Measure the guards and write what was confused."""
    from bot.guards.guard import Guards
    from evals import guard
    from ingest.guard_examples import Labelled, WordLists, read_examples
    from ingest.guard_train import sampled

    embedder = make_embedder(loaded.index.embedder)
    index = IndexReader(loaded.index.path, embedder).current()
    folder = loaded.corpus / "guard"
    labelled = Labelled(read_examples(folder)[0], WordLists.load(loaded.corpus))
    examples, asks = labelled.examples, embedder.read(sampled([spoken(a) for p in index.searched for a in p.asks]))
    messages = guard.embedded(labelled, embedder, index)
    tally = guard.measure(messages, asks, Guards.load(folder), labelled.lists)
    table = Table("class", "language", "recall on held-out families, 95 % interval")
    for (name, language), counts in sorted(tally.recall.items()):
        table.add_row(name, language, str(tally.rate(counts)))
    console.print(table)
    table = Table("class", "precision")
    for name, counts in sorted(tally.precision.items()):
        table.add_row(name, str(tally.rate(counts)))
    console.print(table)
    table = Table("measure", "rate", "locked situations alone")
    for name, counts in sorted(tally.summary.items()):
        table.add_row(
            name, str(tally.rate(counts)), str(tally.rate(tally.locked[name])) if name in tally.locked else ""
        )
    console.print(table)
    table = Table("probability of emergency, crisis or urgent", "share that is, on held-out families")
    for band, rate in guard.bands(tally):
        table.add_row(band, str(rate))
    console.print(table)
    guard.write_confusions(tally, RESULTS / "guard-confusions.txt")
    (RESULTS / "guard.json").write_text(guard.to_json(tally), encoding="utf-8")
    console.print(
        f"{len(examples)} messages, {len(guard.SEEDS)} seeds. What was confused: evals/results/guard-confusions.txt"
    )


def run_guard_changes(loaded: settings.Settings, console: Console, since: str) -> None:
    """Print every labelled message and case question that edited guard files would have ruled otherwise, and the counts."""
    from bot.guards.guard import Guards
    from evals import guard_changes as changing
    from evals.cases import FOLDER, read_cases
    from ingest.guard_examples import Labelled, WordLists, read_examples
    from ingest.guard_train import sampled

    embedder = make_embedder(loaded.index.embedder)
    index = IndexReader(loaded.index.path, embedder).current()
    folder = loaded.corpus / "guard"
    examples, problems = read_examples(folder)
    messages = [changing.Message((e.text,), e.guard_class) for e in examples]
    messages += [changing.Message(p.case.said, f"case {p.case.id}") for p in read_cases(FOLDER).placed]
    asks = embedder.read(sampled([spoken(a) for p in index.searched for a in p.asks]))
    model = changing.trained(Labelled(examples, WordLists.load(loaded.corpus)), asks, embedder)
    with tempfile.TemporaryDirectory() as kept:
        before = changing.Guarded(Guards.load(changing.folder_at(since, folder, Path(kept))), index.guard)
    found = changing.changes(messages, before, changing.Guarded(Guards.load(folder), model), index, embedder)
    for change in found:
        told = f"{change.message.kind}: {change.before} -> {change.after}: {change.message.texts[-1]}"
        console.print(told, markup=False, highlight=False, soft_wrap=True)
    table = Table("kind", "before", "after", "messages")
    for kind, was, would_be, number in changing.counts(found):
        table.add_row(kind, was, would_be, str(number))
    console.print(table)
    for problem in problems:
        console.print(f"left out: {problem}", markup=False, soft_wrap=True)
    console.print(
        f"{len(found)} of {len(messages)} messages would be ruled otherwise than by the index and the rules of {since}"
    )


def run_answerability(loaded: settings.Settings, console: Console, write: bool) -> None:
    """Fit the answerability model by grouped cross-validation and print its out-of-fold rates."""
    from bot.answerability import MODEL
    from bot.wiring import load_entities, make_bot
    from evals import answerability

    bot = make_bot(loaded)
    rows = answerability.read(load_entities(loaded.corpus / "entities.yaml", loaded.corpus / "guard"))
    evidence = [bot.evidence(row["question"]) for row in rows]
    labels = np.array([bool(row["answerable"]) for row in rows])
    groups = [str(row["group"]).split("-")[0] for row in rows]
    fit = answerability.fit(evidence, labels, groups)
    precision, recall = fit.rates
    console.print(
        f"{fit.count} questions at probability {fit.threshold}, counts in the mean of {len(answerability.SEEDS)} divisions\n"
        f"abstention precision {precision}\nabstention recall {recall}",
        highlight=False,
        markup=False,
    )
    if write:
        fingerprint = bot.index().manifest.fingerprint
        made = {"made_by": "python -m evals answerability --write", "embedder": fingerprint, **asdict(fit)}
        long = {name: json.dumps(made[name]) for name in ("words", "subject")}
        text = json.dumps({**made, **{name: f"@{name}" for name in long}}, indent=1)
        for name, line in long.items():
            text = text.replace(f'"@{name}"', line)
        MODEL.write_text(text + "\n", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command. Returns 0, 1 when cases have problems, or 2 when it could not run."""
    arguments = parser().parse_args(argv)
    console = Console(width=140)
    settings.go_offline()
    settings.share_processors()
    RESULTS.mkdir(exist_ok=True)
    try:
        loaded = settings.load()
        owned = {
            **commands_of_runs.COMMANDS,
            **measuring.COMMANDS,
            "desk": commands_of_desk.run,
            "languages": languages.run,
        }
        if arguments.command in owned:
            return owned[arguments.command](loaded, console, arguments)
        if arguments.command == "cases":
            return run_cases(loaded, console)
        if arguments.command == "guard":
            run_guard(loaded, console)
        elif arguments.command == "guard-changes":
            run_guard_changes(loaded, console, arguments.since)
        elif arguments.command == "answerability":
            run_answerability(loaded, console, arguments.write)
        elif arguments.command == "verifier":
            commands_of_verifier.run(loaded, console, arguments.fit, arguments.entailment)
        elif arguments.command == "composer":
            run_composer(loaded, console, arguments.limit)
        else:
            run_lint_article(loaded, console)
    except (BotError, EvalsError, IngestError, settings.SettingsError) as error:
        Console(stderr=True).print(str(error), markup=False, soft_wrap=True)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
