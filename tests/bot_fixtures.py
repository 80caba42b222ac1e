"""What the bot's tests share: the bot over the real index, its answers to our own questions, and bots over small indexes.

Each thing is made once a session; a test module wraps what it needs in a fixture of its own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import torch
from rich.console import Console

import settings
from bot import answerability
from bot.answer import Answer
from bot.entities import Entities
from bot.general import GeneralQuestions
from bot.guards.guard import Guards
from bot.guards.replies import Replies
from bot.helplines import Helplines
from bot.lookup import Lookup
from bot.turn import Bot
from bot.wiring import load_entities, make_bot, make_verifier
from ingest.__main__ import run_build
from ingest.build import build
from ingest.corpus import build_corpus, read_corpus
from ingest.embedder import Embedder
from ingest.index import Index, IndexReader
from ingest.manifest import Layout
from ingest.store import ChromaStore

ACCEPTANCE = settings.ROOT.parent / "shared" / "acceptance" / "questions.jsonl"
OWN = settings.ROOT / "tests" / "data" / "questions.jsonl"


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file; none when it is not there."""
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def turns(row: dict[str, Any]) -> list[str]:
    """The visitor's messages of a line, the last one to be judged."""
    return [m["content"] for m in row["messages"]] if "messages" in row else [row["question"]]


def unmet(answer: Answer, expect: dict[str, Any]) -> list[str]:
    """What of an expectation an answer does not meet, in words."""
    cited, kinds = {c.source_id for c in answer.citations}, {n.kind for n in answer.notices}
    wrong = [] if answer.outcome in expect["outcome"] else [f"outcome {answer.outcome}, not {expect['outcome']}"]
    wrong += [f"cites none of {group}" for group in expect.get("sources_any", []) if not cited & set(group)]
    return wrong + [f"no {kind} notice" for kind in expect.get("notices", []) if kind not in kinds]


class Asked(NamedTuple):
    """A line of questions, its answer and the build that gave it."""

    row: dict[str, Any]
    answer: Answer
    index: Index


def ask_line(bot: Bot, row: dict[str, Any]) -> Asked:
    """Ask the last message of a line with the ones before it."""
    *earlier, question = turns(row)
    return Asked(row, bot.ask(question, earlier), bot.index())


@lru_cache(maxsize=1)
def the_real_bot() -> Bot:
    """The bot over the real index in its default folder, warm; built first where there is none."""
    settings.go_offline()
    torch.set_num_threads(1)  # several threads wait for each other when the machine runs other things too
    loaded = settings.load()
    if not Layout(loaded.index.path).pointer.is_file():
        run_build(loaded.index, loaded.corpus, Console(stderr=True))
    bot = make_bot(loaded)
    bot.warm()
    return bot


def last(bot: Bot, *messages: str, **given: str) -> Answer:
    """The answer to the last of a conversation's messages."""
    return bot.ask(messages[-1], messages[:-1], **given)


@lru_cache(maxsize=1)
def answers_to_our_own() -> tuple[Asked, ...]:
    """The answer to every question of tests/data."""
    return tuple(ask_line(the_real_bot(), row) for row in lines(OWN))


@lru_cache(maxsize=1)
def guards() -> Guards:
    """The guards over the real guard folder, read once in a process: there are thousands of rules."""
    return Guards.load(settings.ROOT / "corpus" / "guard")


@dataclass
class Parts:
    """What a bot needs beside an index and an embedder, from the real corpus."""

    corpus: Path = field(default_factory=lambda: settings.ROOT / "corpus")

    def __post_init__(self) -> None:
        guard = self.corpus / "guard"
        self.entities: Entities = load_entities(self.corpus / "entities.yaml", guard)
        self.guards = guards()
        self.replies = Replies(Helplines.load(self.corpus / "helplines.yaml"))
        self.general = GeneralQuestions.load(guard / "general.yaml", self.entities)


@lru_cache(maxsize=1)
def parts() -> Parts:
    """The parts read once."""
    return Parts()


def bot_over(index: Path, embedder: Embedder) -> Bot:
    """A bot over another index or embedder, with the real guards, helplines and subjects."""
    real = parts()
    reader = IndexReader(index, embedder)
    lookup = Lookup(reader, embedder, real.entities, real.general, answerability.load())
    verifier = make_verifier(settings.Settings(corpus=real.corpus), real.entities, embedder)
    return Bot(lookup, real.guards, real.replies, real.entities, verifier=verifier)


def ingest_into(index: Path, corpus: Path, embedder: Embedder, keep: int = 3) -> str:
    """Build an index of a corpus folder, without a classifier, and make it the one that serves. Returns its name."""
    layout = Layout(index)
    cut = build_corpus(read_corpus(corpus), embedder.count_tokens, embedder.window)
    return build(cut, embedder, ChromaStore(layout.vectors), layout, keep).name
