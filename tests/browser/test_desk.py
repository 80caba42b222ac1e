"""The review desk in a browser: what docs/reviewing.md says a person can do, done by keys, on SQLite and on PostgreSQL."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
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
from bot.wiring import make_verifier
from evals import gate, history
from evals.cases import read_cases
from evals.desk.app import build_desk
from evals.desk.parts import Parts
from evals.desk.tables import TABLES
from evals.record import Run
from ingest.embedder import Embedder
from ui import beside

PEOPLE = {"anna": "correct-horse-battery", "ben": "staple-of-the-desk"}
QUESTIONS = {
    "asleep-sooner": ("How much faster do people fall asleep with magnesium?", "review-2019"),
    "ferritin": ("Should I have my ferritin tested for restless legs?", "guideline-2024"),
    "oxide": ("Did magnesium oxide beat placebo for sleep?", "trial-2020"),
    "experts": ("Is magnesium recommended for restless legs by experts?", "guideline-2024"),
    "bowels": ("Can magnesium give me diarrhoea?", "editors-notes"),
}
CASE = """\
- id: {name}
  family: {name}
  half: dev
  tags: [covered]
  question: {question}
  expect:
    sources_any: [[{source}]]
"""


@dataclass(frozen=True)
class Ready:
    """A small corpus, its index, its cases, and a run of them: made once, copied for each test."""

    folder: Path
    embedder: Embedder
    run: Run


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory, real_embedder: Embedder) -> Ready:
    """As after `python -m ingest` and `python -m evals run`."""
    from evals import inspected
    from evals.scorers.catalogue import scorers

    folder = tmp_path_factory.mktemp("desk")
    (folder / "corpus" / "sources").mkdir(parents=True)
    for name, text in TINY.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    (folder / "cases").mkdir()
    written = "".join(CASE.format(name=n, question=q, source=s) for n, (q, s) in QUESTIONS.items())
    (folder / "cases" / "small.yaml").write_text(written, encoding="utf-8")
    ingest_into(folder / "index", folder / "corpus", real_embedder)
    bot = bot_over(folder / "index", real_embedder)
    cases = read_cases(folder / "cases").cases
    made = (bot, cases, scorers(verifier(real_embedder)), {"suite": "smoke"}, folder / "runs")
    with ThreadPoolExecutor(1) as other:  # the browser keeps an event loop in this thread, and a run makes its own
        run = other.submit(inspected.run, *made).result()
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
def serve(ready: Ready, browser: Browser, tmp_path: Path) -> Iterator[Callable[[str], Served]]:
    """Serves a desk over a database; everything is closed afterwards."""
    with ExitStack() as stack:

        def opened(url: str) -> Served:
            folder = tmp_path / "desk"
            shutil.copytree(ready.folder, folder)
            tables = database.Database(url, TABLES)
            tables.migrate()
            stack.callback(tables.close)
            people = " ".join(f"{name}:{password}" for name, password in PEOPLE.items())
            loaded = settings.Settings(
                corpus=folder / "corpus",
                review=settings.ReviewSettings(passwords=SecretStr(people), share=1, double=1),
            )
            bot = bot_over(folder / "index", ready.embedder)
            cases, runs = folder / "cases", folder / "runs"
            checks = verifier(ready.embedder)
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
                    embedder=ready.embedder,
                )
            )
            address = stack.enter_context(listening(beside(FastAPI(), desk)))
            return Served(address, folder, ready.run, browser, stack)

        yield opened


@pytest.fixture
def small(serve: Callable[[str], Served], tmp_path: Path) -> Served:
    """A desk on SQLite, its queue filled."""
    made = serve(f"sqlite:///{tmp_path}/records.db")
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


def test_a_person_reviews_disagrees_decides_exports_and_mends(
    serve: Callable[[str], Served], database_url: str
) -> None:
    """docs/reviewing.md from its first step to its last; the case fails before the corpus is mended and passes after."""
    made = serve(database_url)
    anna = made.enter("anna")
    anna.get_by_role("button", name="From the newest run").press("Enter")
    expect(anna.get_by_role("status")).to_contain_text("5 new items from 5 replies")

    # Five items, by keys alone.
    first = item_of(anna, "asleep-sooner")
    anna.get_by_role("link", name="Start with the next").press("Enter")
    for _ in range(5):
        judge(anna)
        with anna.expect_navigation():
            anna.keyboard.press("Enter")
    expect(anna.get_by_text("Nothing waits for you")).to_be_visible()

    # A colleague sees none of it, and sees one otherwise.
    ben = made.enter("ben")
    expect(ben.get_by_role("heading", name="Waiting for you: 5")).to_be_visible()
    ben.get_by_role("link", name=f"Item {first}", exact=True).press("Enter")
    is_ready(ben)
    expect(ben.get_by_text("anna:")).to_have_count(0)
    ben.keyboard.press("n")
    ben.keyboard.type("Says 17 minutes, and not that this is an average")
    ben.keyboard.press("Escape")
    saved(ben, "Saved")
    judge(ben, "2", "f")
    expect(ben.get_by_text("anna: Publish")).to_be_visible()

    # The disagreement is decided, with a reason.
    ben.get_by_role("link", name="Disagreements").click()
    ben.get_by_role("link", name=f"Decide item {first}").click()
    is_ready(ben)
    ben.keyboard.press("Enter")
    saved(ben, "Still needed: statement 1")
    for n in range(statements(ben)):
        ben.keyboard.press("]" if n == 0 else "[")
    ben.keyboard.press("f")
    ben.keyboard.press("n")
    ben.keyboard.type("The finding gives a mean")
    ben.keyboard.press("Escape")
    ben.keyboard.press("Enter")
    handed_in(ben)
    ben.get_by_role("link", name="Disagreements").click()
    expect(ben.get_by_text("None to decide")).to_be_visible()
    ben.get_by_role("link", name="Agreement", exact=True).click()
    expect(ben.get_by_role("row", name=re.compile("^Statements .* nominal$"))).to_contain_text(
        re.compile(r"\d\.\d\d \[|not measured")
    )
    expect(ben.get_by_role("table", name=re.compile("^supported"))).to_be_visible()
    ben.get_by_role("link", name="Dashboard").click()
    expect(ben.get_by_role("row", name=re.compile("^ben 4 0 1 1"))).to_be_visible()

    # Everything that was said can be taken away.
    ben.get_by_role("link", name="Export and import").click()
    with ben.expect_download() as download:
        ben.get_by_role("link", name="reviews.csv").click()
    with Path(download.value.path()).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    finals = {(r["author"], r["kind"], r["verdict"]) for r in rows if r["item"] == str(first) and r["final"] == "True"}
    assert {("anna", "review", "publish"), ("ben", "review", "fix"), ("ben", "adjudication", "fix")} <= finals

    # One key makes a case; the page says where it stands and which line of the corpus to mend.
    ben.goto(f"{made.address}/review/item/{first}")
    is_ready(ben)
    ben.keyboard.press("c")
    expect(ben.get_by_label("Facts and required quotes")).to_have_value(re.compile("17 minutes"))
    ben.get_by_label("Id", exact=True).fill("sleep-average-1")
    ben.get_by_label("What the visitor writes").fill("By how many minutes do people fall asleep faster with magnesium?")
    ben.get_by_label("Facts and required quotes").fill("17 minutes on average")
    ben.get_by_label("Forbidden").fill("")
    ben.get_by_role("button", name="Add the case").press("Enter")
    expect(ben.get_by_role("status")).to_have_text("sleep-average-1 stands at cases/reviewed.yaml:1.")
    named = (
        ben.get_by_role("listitem").filter(has_text="three small trials found").last.get_by_role("code").inner_text()
    )

    # It fails; the line is edited and built; it passes.
    ben.get_by_role("button", name="Re-run its cases").press("Enter")
    row = ben.get_by_role("row", name=re.compile("sleep-average-1"))
    expect(row).to_contain_text("✗ fails")
    expect(row).to_contain_text("17 minutes on average")
    path, line = named.rsplit(":", 1)
    file_ = made.folder / path
    lines = file_.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[int(line) - 1] = lines[int(line) - 1].replace("17 minutes", "17 minutes on average")
    file_.write_text("".join(lines), encoding="utf-8")
    assert "nothing to mend" in made.ingest("check")
    assert "1 added" in made.ingest()
    ben.get_by_role("button", name="Run them again").press("Enter")
    expect(row).to_contain_text("✓ passes")
    assert read_cases(made.folder / "cases").problems == ()


def test_nothing_is_lost_on_reload_and_undo_goes_back(small: Served) -> None:
    """Verdicts, tags and a note typed a moment before are there again; u takes the last step back."""
    page = small.enter("anna")
    page.keyboard.press("Enter")
    is_ready(page)
    page.keyboard.press("4")
    page.keyboard.press("t")
    page.keyboard.type("Numbers, old")
    page.keyboard.press("Enter")
    page.keyboard.press("n")
    page.keyboard.type("typed and not left")
    page.reload()
    is_ready(page)
    page.reload()  # the note's save outlives the page that typed it
    is_ready(page)
    expect(page.get_by_label("Note")).to_have_value("typed and not left")
    expect(page.get_by_label("Tags")).to_have_value("numbers, old")
    expect(page.locator("#s1 .verdict")).to_have_text("Contradicted")
    page.keyboard.press("u")
    saved(page, "Undone")
    expect(page.get_by_label("Note")).to_have_value("")


def test_two_windows_on_one_item_lose_nobodys_words(small: Served) -> None:
    """The later one is told, sees both, and takes its own with both notes."""
    page = small.enter("anna")
    page.keyboard.press("Enter")
    is_ready(page)
    other = page.context.new_page()
    other.goto(page.url)
    is_ready(other)
    for window, words in ((page, "from the first window"), (other, "from the second window")):
        window.keyboard.press("n")
        window.keyboard.type(words)
        window.keyboard.press("Escape")
    saved(page, "Saved")
    conflict = other.get_by_role("alert")
    expect(conflict).to_contain_text("from the first window")
    expect(conflict).to_contain_text("from the second window")
    other.get_by_role("button", name="Mine, with both notes").press("Enter")
    saved(other, "Saved")
    expect(other.get_by_label("Note")).to_have_value("from the second window\nfrom the first window")


def test_keys_are_listed_can_be_switched_off_and_scores_stay_folded(small: Served) -> None:
    """The ? sheet; no verdict by a stray key when they are off; scores only after handing in."""
    page = small.enter("anna")
    page.keyboard.press("Enter")
    is_ready(page)
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("automatic scores, once you have handed in")
    sheet.get_by_label("Single keys work").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.locator("#s1 .verdict")).to_have_text("not judged yet")
    page.get_by_role("button", name="Keys").click()
    sheet.get_by_label("Single keys work").check()
    sheet.get_by_role("button", name="Close").click()
    page.locator("h1").click()
    page.keyboard.press("s")
    expect(page.get_by_text("Folded away until you have handed in")).to_be_visible()
    judge(page)
    page.keyboard.press("s")
    expect(page.get_by_role("row", name=re.compile("^quotes_exact"))).to_be_visible()


@pytest.mark.parametrize("context", [(1280, "light"), (1280, "dark"), (375, "light")], indirect=True)
def test_axe_finds_nothing_serious_on_the_desk(small: Served, context: BrowserContext) -> None:
    """Sign-in, queue, item, sheet of keys, form of a case, agreement, export, disagreements, coverage."""
    page = signed_in(context, small)
    assert violations(page) == []
    page.get_by_role("link", name="Item 1", exact=True).click()
    is_ready(page)
    page.keyboard.press("1")
    saved(page, "Saved")
    assert violations(page) == []
    page.keyboard.press("?")
    assert violations(page) == []
    for path in ("item/1/promote", "agreement", "exchange", "disagreements", "coverage"):
        page.goto(f"{small.address}/review/{path}")
        assert violations(page) == [], path


@pytest.mark.parametrize("context", [(1280, "light"), (1280, "dark"), (375, "light")], indirect=True)
def test_the_dashboard_draws_runs_and_says_them(small: Served, context: BrowserContext) -> None:
    """Three runs, the last gated: each measure drawn and in a table that unfolds by key; nothing serious for axe."""
    floor = {"outcome": gate.Bound(at_least=0.9, may_lose=0, why="a test")}
    for day, count in ((27, 3), (28, 4)):
        log = small.folder / "runs" / f"2026-11-{day}T09-00-00-00-00_restwell-smoke_x.eval"
        log.touch()
        earlier = replace(small.run, kept=small.run.kept[:count], path=str(log), date=f"2026-11-{day}T09:00:00Z")
        history.keep(earlier)
        history.gated(earlier, gate.complaints(earlier, floor, None))
    page = signed_in(context, small)
    page.get_by_role("link", name="Dashboard").click()
    expect(page.get_by_role("img", name=re.compile("^outcome, newest of 3 runs: "))).to_be_visible()
    page.get_by_text("The same as a table").press("Enter")
    table = page.get_by_role("region", name="Measures of the smoke suite by run")
    expect(table.get_by_role("row")).to_have_count(4)
    expect(table.get_by_role("row", name=re.compile("^2026-11-27 09:00"))).to_contain_text("passed")
    expect(page.get_by_role("row", name=re.compile("^all "))).to_contain_text("5")
    assert violations(page) == []
