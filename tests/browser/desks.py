"""What the desk's browser tests share: a small desk with two runs, people who sign in, and what they do by keys."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from accessibility import violations
from bot_fixtures import bot_over, ingest_into
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pydantic import SecretStr
from serving import listening
from tiny_corpus import TINY

import database
import settings
from bot.answer import Answer
from bot.turn import Bot
from bot.wiring import make_verifier
from evals import history
from evals.cases import read_cases
from evals.desk.app import build_desk
from evals.desk.parts import Parts
from evals.desk.tables import TABLES
from evals.record import Run
from ingest.embedder import Embedder
from ui import beside

PEOPLE = {"anna": "correct-horse-battery", "ben": "staple-of-the-desk"}
QUESTIONS = {
    "asleep-sooner": ("How much faster do people fall asleep with magnesium?", "sources_any: [[review-2019]]"),
    "ferritin": ("Should I have my ferritin tested for restless legs?", "sources_any: [[guideline-2024]]"),
    "oxide": ("Did magnesium oxide beat placebo for sleep?", "sources_any: [[trial-2020]]"),
    "hair": ("Does zinc stop hair from falling out?", "outcome: [not_covered]"),
    "bowels": ("Can magnesium give me diarrhoea?", "sources_any: [[editors-notes]]"),
}
"""By case; what the guideline says of magnesium is asked by none, so the page of coverage names it."""
CASE = """\
- id: {name}
  family: {name}
  half: dev
  tags: [covered]
  question: {question}
  expect:
    {expect}
"""
BEFORE = "2026-01-01T09-00-00-00-00_restwell-smoke_before.eval"
NEWEST = "2026-11-29T09-00-00-00-00_restwell-smoke_newest.eval"
"""The logs by name, which begins with a time: the same in every picture."""


@dataclass(frozen=True)
class Ready:
    """A small corpus, its index, its cases, and two runs of them: made once, copied for each test."""

    folder: Path
    embedder: Embedder
    run: Run
    """The newer of the two."""


class Earlier:
    """The bot as it was before the review's figure was put right; it answers the same otherwise."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self.index = bot.index

    def ask(
        self, question: str, history: Sequence[str] = (), country: str | None = None, language: str | None = None
    ) -> Answer:
        """See `Bot.ask`."""
        answer = self._bot.ask(question, history, country, language)
        said = [replace(s, text=s.text.replace("17 minutes", "12 minutes")) for s in answer.statements]
        return replace(answer, statements=tuple(said))


@pytest.fixture(scope="session")
def ready_desk(tmp_path_factory: pytest.TempPathFactory, real_embedder: Embedder) -> Ready:
    """As after `python -m ingest` and `python -m evals run`."""
    from evals import inspected
    from evals.scorers.catalogue import scorers

    folder = tmp_path_factory.mktemp("desk")
    (folder / "corpus" / "sources").mkdir(parents=True)
    for name, text in TINY.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    (folder / "cases").mkdir()
    written = "".join(CASE.format(name=n, question=q, expect=e) for n, (q, e) in QUESTIONS.items())
    (folder / "cases" / "small.yaml").write_text(written, encoding="utf-8")
    build = ingest_into(folder / "index", folder / "corpus", real_embedder)
    bot = bot_over(folder / "index", real_embedder)
    cases = read_cases(folder / "cases").cases
    made = (cases, scorers(verifier(real_embedder)), {"suite": "smoke", "index": build}, folder / "runs")
    with ThreadPoolExecutor(1) as other:  # the browser keeps an event loop in this thread, and a run makes its own
        for name, asked in ((BEFORE, Earlier(bot)), (NEWEST, bot)):
            run = other.submit(inspected.run, asked, *made).result()
            Path(run.path).rename(folder / "runs" / name)
    run = replace(run, path=str(folder / "runs" / NEWEST), date="2026-11-29T09:00:00Z")
    history.keep(run)
    return Ready(folder, real_embedder, run)


def verifier(embedder: Embedder) -> Any:
    """The real verifier."""
    from bot_fixtures import parts

    return make_verifier(settings.Settings(), parts().entities, embedder)


@dataclass
class Served:
    """A desk that is listening, and the files it works on."""

    address: str
    folder: Path
    run: Run
    browser: Browser
    stack: ExitStack

    def ingest(self, *command: str) -> str:
        """`python -m ingest` over this desk's files, in a process of its own; what it said."""
        own = settings.for_child(CORPUS=str(self.folder / "corpus"), INDEX__PATH=str(self.folder / "index"))
        run = [sys.executable, "-m", "ingest", *command]
        done = subprocess.run(run, cwd=settings.ROOT, env=own, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def enter(self, name: str) -> Page:
        """Sign in by keys, in a browser of one's own; an error of the page's script or policy fails the test."""
        context = self.browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        self.stack.callback(context.close)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"the page's script: {error}"))
        page.on("console", lambda said: self._listen(said))
        page.goto(f"{self.address}/review/")
        page.get_by_label("Name").press_sequentially(name)
        page.keyboard.press("Tab")
        page.keyboard.type(PEOPLE[name])
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Queue")).to_be_visible()
        page.wait_for_load_state()  # its script has the keys
        return page

    def _listen(self, said: Any) -> None:
        assert "Content Security Policy" not in said.text, said.text


@pytest.fixture
def serve_desk(ready_desk: Ready, browser: Browser, tmp_path: Path) -> Iterator[Callable[[str], Served]]:
    """Serves a desk over a database; everything is closed afterwards."""
    with ExitStack() as stack:

        def opened(url: str) -> Served:
            folder = tmp_path / "desk"
            shutil.copytree(ready_desk.folder, folder)
            tables = database.Database(url, TABLES)
            tables.migrate()
            stack.callback(tables.close)
            people = " ".join(f"{name}:{password}" for name, password in PEOPLE.items())
            loaded = settings.Settings(
                corpus=folder / "corpus",
                review=settings.ReviewSettings(passwords=SecretStr(people), share=1, double=1),
            )
            bot = bot_over(folder / "index", ready_desk.embedder)
            cases, runs = folder / "cases", folder / "runs"
            checks = verifier(ready_desk.embedder)
            desk = build_desk(
                Parts(
                    loaded,
                    tables,
                    bot,
                    cases=cases,
                    runs=runs,
                    results=folder / "results",
                    root=folder,
                    verifier=checks,
                    embedder=ready_desk.embedder,
                )
            )
            address = stack.enter_context(listening(beside(FastAPI(), desk)))
            return Served(address, folder, ready_desk.run, browser, stack)

        yield opened


@pytest.fixture
def small_desk(serve_desk: Callable[[str], Served], tmp_path: Path) -> Served:
    """A desk on SQLite, its queue filled."""
    made = serve_desk(f"sqlite:///{tmp_path}/records.db")
    page = made.enter("anna")
    page.get_by_role("button", name="From the newest run").click()
    expect(page.get_by_role("status")).to_contain_text("5 new items from 5 replies")
    page.context.close()
    return made


def signed_in(context: BrowserContext, served: Served) -> Page:
    """The queue, after signing in; the page before has nothing serious for axe."""
    page = context.new_page()
    page.goto(f"{served.address}/review/")
    assert violations(page) == []
    page.get_by_label("Name").fill("anna")
    page.get_by_label("Password").fill(PEOPLE["anna"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()
    return page


def is_ready(page: Page) -> None:
    """Wait until the item's script has the keys."""
    expect(page.locator("#item[data-ready]")).to_be_attached()


def saved(page: Page, words: str) -> None:
    """Wait until the desk says so."""
    expect(page.get_by_role("status")).to_contain_text(words)


def handed_in(page: Page) -> None:
    """Wait until the page has come back with what was folded away; before, it says at what time it was handed in."""
    expect(page.get_by_role("status")).to_have_text("Handed in")
    is_ready(page)


def open_item(page: Page, case: str) -> int:
    """From the queue to a case's item, by its link; its number."""
    number = item_of(page, case)
    page.get_by_role("link", name=f"Item {number}", exact=True).press("Enter")
    is_ready(page)
    return number


def statements(page: Page) -> int:
    """How many there are to judge."""
    return page.locator(".statement").count()


def judge(page: Page, verdict: str = "1", call: str = "p") -> None:
    """The same verdict on every statement, one on the answer, and hand in: nothing but keys."""
    is_ready(page)
    for _ in range(statements(page)):
        page.keyboard.press(verdict)
    page.keyboard.press(call)
    page.keyboard.press("Enter")
    handed_in(page)


def item_of(queue: Page, case: str) -> int:
    """The number of a case's item in the queue."""
    row = queue.get_by_role("row").filter(has=queue.get_by_role("cell", name=case, exact=True))
    return int(re.findall(r"\d+", row.get_by_role("link").inner_text())[0])
