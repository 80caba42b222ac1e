"""`python -m bot`: ask on the command line; `--json` for the Answer, `--batch` for many, `replay` for a saved one; alone, a small chat."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track

import settings
from bot.answer import Answer
from bot.batch import answer_lines
from bot.errors import BotError
from bot.records import Kept, find_answer
from bot.texts import texts
from bot.turn import Bot
from bot.wiring import make_bot, make_replay
from ingest.errors import IngestError


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="python -m bot",
        description="Ask about magnesium and restless legs.",
        epilog="`python -m bot replay FILE|ID` makes an Answer that --json saved, or that a visitor agreed to keep, again, from the same build, and says what differs.",
    )
    top.add_argument("question", nargs="?", help="what to ask; without it, a small chat")
    top.add_argument("--json", action="store_true", help="print the whole Answer")
    top.add_argument("--batch", type=Path, metavar="IN.jsonl", help="answer every line of a file")
    top.add_argument("--out", type=Path, metavar="OUT.jsonl", help="where the batch's answers go")
    top.add_argument("--country", help="ISO code of where you are, for helplines, for example GB")
    top.add_argument("--language", help="ISO code of the language for the bot's own words; detected when not given")
    return top


def show(answer: Answer, console: Console) -> None:
    """Print an answer for reading."""
    console.print(answer.text, markup=False, highlight=False)
    for c in answer.citations:
        year = f", {c.year}" if c.year else ""
        kind = texts().say(f"kinds.{c.kind}")
        console.print(
            f"[{c.n}] {c.title} ({kind}{year}) {c.url}", markup=False, highlight=False, style="dim", soft_wrap=True
        )
    if answer.follow_ups:
        console.print("\n" + "\n".join(f"> {question}" for question in answer.follow_ups), markup=False, style="italic")


def run_replay(place: str, loaded: settings.Settings, console: Console) -> int:
    """Make a saved Answer again and print what differs. Returns 0 when nothing does, else 1.

    Raises:
        BotError: There is no such Answer.
        IngestError: Its build is gone.
    """
    done = make_replay(loaded, find_answer(place, Kept(loaded.records)))
    lines = [
        f"Build {done.build} ({'serves now' if done.build == done.serving else f'{done.serving} serves now'}), {done.how}."
    ]
    lines += [f"differs: {line}" for line in done.differs] or ["Nothing differs."]
    lines += [f"because: {line}" for line in done.why]
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    return 1 if done.differs else 0


def chat(bot: Bot, country: str | None, language: str | None, console: Console) -> None:
    """Ask and answer until an empty line or the end of input."""
    console.print(texts(language or "en").say("intro"), markup=False)
    earlier: list[str] = []
    while True:
        try:
            question = console.input("\n? ", markup=False).strip()
        except (EOFError, KeyboardInterrupt):
            return
        if not question:
            return
        show(bot.ask(question, earlier, country, language), console)
        earlier.append(question)


def run_batch(bot: Bot, source: Path, target: Path, country: str | None, language: str | None) -> None:
    """Answer every line of `source` into `target`.

    Raises:
        BotError: A file cannot be read or written.
    """
    try:
        lines = [line for line in source.read_text(encoding="utf-8").splitlines() if line.strip()]
        with target.open("w", encoding="utf-8") as out:
            results = answer_lines(lines, lambda question, earlier: bot.ask(question, earlier, country, language))
            for result in track(results, "Answering", total=len(lines), console=Console(stderr=True)):
                out.write(json.dumps(result, ensure_ascii=False) + "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BotError(
            f"The batch from {str(source)!r} to {str(target)!r} stopped ({type(error).__name__}). Check both paths"
        ) from None


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command. Returns 0, or 2 when it could not run."""
    given = sys.argv[1:] if argv is None else argv
    replayed = given[1] if len(given) == 2 and given[0] == "replay" else None
    arguments = parser().parse_args([] if replayed else given)
    console, errors = Console(), Console(stderr=True)
    settings.go_offline()
    settings.share_processors()
    try:
        loaded = settings.load()
        logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
        if replayed:
            return run_replay(replayed, loaded, console)
        bot = make_bot(loaded)
        if arguments.batch:
            if not arguments.out:
                raise BotError("--batch needs --out OUT.jsonl")
            run_batch(bot, arguments.batch, arguments.out, arguments.country, arguments.language)
        elif arguments.question is None:
            chat(bot, arguments.country, arguments.language, console)
        else:
            answer = bot.ask(arguments.question, (), arguments.country, arguments.language)
            if arguments.json:
                print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=1))
            else:
                show(answer, console)
    except (BotError, IngestError, settings.SettingsError) as error:
        errors.print(str(error), markup=False, highlight=False, soft_wrap=True)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
