"""A small desk over HTTP, without a browser: a bot that always says the same, one item of a run, and whoever comes in."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from desk_fixtures import ANSWER, Chats, run
from fastapi.testclient import TestClient
from pydantic import SecretStr

import database
import settings
from bot.answer import Answer
from bot.verify.verdict import Verdict
from evals.desk import fill
from evals.desk.app import build_desk
from evals.desk.items import Items
from evals.desk.parts import Parts
from evals.desk.tables import TABLES
from ui import beside

PEOPLE = {"anna": "correct-horse-battery", "ben": "staple-of-the-desk"}


class Fixed:
    """A bot that always says the same."""

    def __init__(self) -> None:
        self.answer = ANSWER

    def ask(self, question: str, *_: Any) -> Answer:
        return replace(self.answer, question=question)

    def index(self) -> Any:
        return SimpleNamespace(
            sources={"review-2019": None, "trial-2020": None},
            passages={},
            claims=(),
            manifest=SimpleNamespace(name="rw-test"),
        )


class Person:
    """Somebody at the desk, with the token of their forms."""

    def __init__(self, client: TestClient, name: str) -> None:
        self.client = client
        client.post("/review/login", data={"name": name, "password": PEOPLE[name]})
        self.token = re.findall(r'name="csrf" content="([^"]+)"', self.get("/").text)[0]

    def get(self, path: str) -> Any:
        """A page."""
        return self.client.get(f"/review{path}")

    def send(self, path: str, **body: Any) -> Any:
        """What the desk's script sends."""
        headers = {"X-CSRF-Token": self.token, "Accept": "application/json"}
        return self.client.post(f"/review{path}", json=body, headers=headers)

    def form(self, path: str, **fields: Any) -> Any:
        """A form."""
        return self.client.post(f"/review{path}", data={"csrf": self.token, **fields})

    def hand_in(self, item: int, second: str = "supported", call: str = "publish", base: int = 0, **more: Any) -> Any:
        """Judge both statements and the answer."""
        judgement = {"verdicts": {1: "supported", 2: second}, "call": call, "tags": [], "note": more.pop("note", "")}
        return self.send(f"/item/{item}/save", base=base, judgement=judgement, final=True, **more)


class Room:
    """A desk with an item of a run, and whoever comes in."""

    def __init__(self, folder: Path, corpus: Path) -> None:
        self.cases, self.runs, self.results = (folder / name for name in ("cases", "runs", "results"))
        for made in (self.cases, self.runs, self.results):
            made.mkdir()
        case = "- {id: one, family: one, half: dev, tags: [covered], question: Does it help me sleep?, expect: {sources_any: [[review-2019]]}}\n"
        (self.cases / "sleep.yaml").write_text(case)
        loaded = settings.Settings(
            corpus=corpus,
            review=settings.ReviewSettings(
                passwords=SecretStr(" ".join(f"{n}:{p}" for n, p in PEOPLE.items())), share=0, double=1
            ),
        )
        opened = database.Database(f"sqlite:///{folder}/records.db", TABLES)
        self.items, self.chats, self.bot = Items(opened), Chats(), Fixed()
        verifier: Any = SimpleNamespace(name="v", check=lambda *_: Verdict(()))
        self.desk = build_desk(
            Parts(
                loaded,
                opened,
                self.bot,
                self.chats,
                cases=self.cases,
                runs=self.runs,
                results=self.results,
                root=folder,
                verifier=verifier,
            )
        )
        earlier = run("one", answer=replace(ANSWER, statements=ANSWER.statements[:1]), log="earlier.eval")
        fill.from_run(self.items, run("one", answer=replace(ANSWER, withheld=1)), earlier, loaded.review, "test")
        self.number = self.items.entries()[0].id

    def enter(self, name: str) -> Person:
        """Sign in, in a browser of one's own."""
        web: Any = SimpleNamespace()
        return Person(TestClient(beside(web, self.desk), follow_redirects=False), name)
