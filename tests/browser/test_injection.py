"""Payloads in every text that reaches a page: question, corpus, title, address, comment, language file. None runs.

They stand in `tests/data/payloads.jsonl`. One page load carries many: each field of a reply is a payload, and so is each wording.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browsing import outside_requests
from playwright.sync_api import BrowserContext, Locator, Page, expect
from scripted import ScriptedBot, answer
from serving import served

import bot.texts
from bot.answer import Answer, Citation, Notice, Statement
from ingest.source import Passage, Source
from web.records.database import Database
from web.records.keeper import Keeper
from web.records.records import Records

DATA = Path(__file__).resolve().parents[1] / "data" / "payloads.jsonl"
PAYLOADS: list[str] = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
CHUNK = 28
CHUNKS = [PAYLOADS[at : at + CHUNK] for at in range(0, len(PAYLOADS), CHUNK)]
MESSAGE = -(-len(PAYLOADS) // (len(CHUNKS) + 2))
ASKED = [" ".join(PAYLOADS[at : at + MESSAGE]) for at in range(0, len(PAYLOADS), MESSAGE)]
"""All payloads as questions: one for each reply there is, a card and a refusal after those with a chunk."""

FOUND = """root => {
  const bad = "script,iframe,object,embed,img,image,svg,math,video,audio,base,meta,link,style,form,input,dialog,template,marquee,noscript,plaintext,xmp,listing,frame";
  const all = [...root.querySelectorAll("*")].filter(e => !e.closest(".actions, .composer, .helpful, .comment"));
  const address = e => ["href", "src", "srcset", "action", "formaction", "data"].some(n => /^\\s*(javascript|vbscript|data):/i.test(e.getAttribute(n) || ""));
  return all.filter(e => e.matches(bad) || address(e) || e.getAttributeNames().some(n => n.startsWith("on"))).map(e => e.outerHTML.slice(0, 200));
}"""


def cited(n: int, text: str) -> Citation:
    """A citation all of whose texts, and whose address, are the payload."""
    return Citation(
        n, text, text, text, 2020, text, text, 0, len(text), text, heading=text, paragraph=f"Before {text} after",
        population=text, publication=text, authors=text, limitation=text, is_limitation=n % 5 == 0, link=text,
    )  # fmt: skip


def injected(question: str, chunk: Sequence[str]) -> Answer:
    """A reply made of payloads."""
    lanes = ("evidence", "article", "safety")
    statements = [Statement(text, "summary", (n,), text) for n, text in enumerate(chunk[:2], 1)]
    statements += [
        Statement(text, lanes[n * 3 // (len(chunk) + 1)], (n,), text)  # type: ignore[arg-type]
        for n, text in enumerate(chunk, 1)
    ]
    kinds = ("interaction", "disagreement", "consult")
    return answer(
        question,
        statements=tuple(statements),
        citations=tuple(cited(n, text) for n, text in enumerate(chunk, 1)),
        notices=tuple(Notice(kinds[n % 3], text) for n, text in enumerate(chunk)),  # type: ignore[arg-type]
        follow_ups=tuple(chunk),
    )


TEXT = "\n\n".join(PAYLOADS)


def passages() -> Iterator[Passage]:
    """Each payload as a passage of the post."""
    at = 0
    for text in PAYLOADS:
        yield Passage(
            f"article:{at}",
            "article",
            "paragraph",
            text,
            at,
            at + len(text),
            (PAYLOADS[0], text),
            ((at, at + len(text)),),  # type: ignore[arg-type]
        )
        at += len(text) + 2


@dataclass
class Poisoned:
    """An index whose post is made of payloads."""

    sources: dict[str, Any] = field(
        default_factory=lambda: {
            "article": Source(
                "article", PAYLOADS[5], "article", TEXT, PAYLOADS[10], None, PAYLOADS[11], url=PAYLOADS[63]
            )
        }
    )
    passages: dict[str, Any] = field(default_factory=lambda: {p.id: p for p in passages()})


class Injecting(ScriptedBot):
    """Answers with the chunk of payloads that the question begins with the number of."""

    def ask(
        self, question: str, history: Sequence[str] = (), country: str | None = None, language: str | None = None
    ) -> Answer:
        """A reply made of payloads; a card of payloads for an emergency."""
        number = int(question.split()[0])
        if number == len(CHUNKS):
            return answer(
                question, "emergency", "\n".join(PAYLOADS), notices=tuple(Notice("emergency", p) for p in PAYLOADS)
            )
        if number > len(CHUNKS):
            return answer(question, "declined", "\n\n".join(PAYLOADS), reason="injection")
        return injected(question, CHUNKS[number])

    def index(self) -> Any:
        """A post of payloads."""
        return Poisoned()


def poisoned(data: Any, at: list[int]) -> Any:
    """Every wording followed by a payload."""
    if isinstance(data, Mapping):
        return {key: poisoned(value, at) for key, value in data.items()}
    if isinstance(data, list):
        return [poisoned(value, at) for value in data]
    if not isinstance(data, str):
        return data
    at[0] += 1
    return f"{data} {PAYLOADS[at[0] % len(PAYLOADS)]}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application with a poisoned bot, index and language files."""
    read = bot.texts._read
    records = Records(Database(f"sqlite:///{tmp_path_factory.mktemp('records') / 'records.db'}"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.texts, "_read", lambda path: poisoned(read(path), [0]))
        bot.texts.texts.cache_clear()
        with served(Injecting(), Keeper(records, 30)) as address:
            yield address
    bot.texts.texts.cache_clear()


class Watched:
    """A page on which nothing may run, open, or be fetched from elsewhere."""

    def __init__(self, context: BrowserContext, server: str) -> None:
        self.page: Page = context.new_page()
        self.server = server
        self.outside = outside_requests(self.page, server)
        self.dialogs: list[str] = []
        self.page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def nothing_ran(self, within: Locator, path: str) -> None:
        """No script ran, no element of a payload is there, the page is still where it was."""
        assert within.evaluate(FOUND) == []
        assert self.page.evaluate("[typeof window.ran, typeof ({}).ran, new URL(document.baseURI).origin]") == [
            "undefined",
            "undefined",
            self.server,
        ]
        assert self.dialogs == []
        assert self.outside == []
        assert self.page.url.startswith(self.server + path)


@pytest.fixture
def watched(context: BrowserContext, server: str) -> Watched:
    """A fresh page."""
    return Watched(context, server)


def test_there_are_many_payloads() -> None:
    """At least 60, none twice; all of them fit into the questions that are asked."""
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60
    assert len(ASKED) == len(CHUNKS) + 2
    assert max(map(len, ASKED)) < 1900


def test_nothing_runs_on_the_page(watched: Watched) -> None:
    """Questions, replies with their passages, a card, a comment, an address with a query and a fragment, every wording."""
    page = watched.page
    page.goto(f"{watched.server}/?q={quote(TEXT[:1500])}&__theme={quote(PAYLOADS[0])}#{quote(TEXT[:1500])}")
    log = page.get_by_role("log")
    expect(page.locator("#question textarea")).to_be_visible()
    for number, text in enumerate(ASKED):
        page.locator("#question textarea").fill(f"{number} {text}")
        page.locator("#question textarea").press("Enter")
        last = log.locator(".turn").nth(number)
        expect(last).to_have_attribute("aria-busy", "false")
    for passage in log.locator(".turn").first.locator("details.passage summary").all()[:3]:
        passage.click()
    log.locator("[data-keep=yes]").first.click()

    expect(log.locator("[data-keep=yes]")).to_have_count(0)
    log.locator("[data-opinion][data-helpful=no]").first.click()
    box = log.locator("textarea").first
    box.fill(TEXT[:900])
    log.locator("[data-comment]").first.click()
    expect(box).to_have_count(0)
    assert len(log.locator("blockquote").all()) >= 60
    watched.nothing_ran(log, "/")
    watched.nothing_ran(page.locator("#top"), "/")


def test_nothing_runs_in_the_widget(watched: Watched) -> None:
    """Every wording, each reply with its passages open, a card, a reply without sources; nothing is taken for a link that is none."""
    page = watched.page
    page.goto(f"{watched.server}/embed?language={quote(PAYLOADS[0])}&country={quote(PAYLOADS[1])}#{quote(TEXT[:900])}")
    widget = page.locator("restwell-chat")
    for number, text in enumerate(ASKED):
        widget.locator("#question").fill(f"{number} {text}")
        widget.locator("#question").press("Enter")
        expect(widget.locator(".turn").nth(number)).to_have_attribute("aria-busy", "false")
    for passage in widget.locator(".passage summary").all()[:3]:
        passage.press("Enter")
    assert widget.locator("blockquote").count() >= 60
    for part in ("header", ".first", ".log", ".announcer"):
        watched.nothing_ran(widget.locator(part), "/embed")


def test_nothing_runs_on_the_article(watched: Watched) -> None:
    """A corpus file made of payloads: title, headings, every sentence."""
    watched.page.goto(f"{watched.server}/article?x={quote(TEXT[:1500])}#{quote(PAYLOADS[10])}")
    main = watched.page.locator("main")
    expect(main.locator("p span")).to_have_count(len(PAYLOADS))
    watched.nothing_ran(main, "/article")


def test_nothing_runs_on_the_sheet(watched: Watched) -> None:
    """Payloads as questions, quotes, titles, authors and wordings; and in what another script could have sent."""
    kept = list(passages())
    turns = [
        {
            "question": text,
            "outcome": "answered",
            "notices": ["kidney"],
            "quotes": [{"passage": p.id, "start": p.start, "end": p.end}],
        }
        for text, p in zip(PAYLOADS[:60], kept, strict=False)
    ]
    page = watched.page
    page.goto(f"{watched.server}/article")
    page.evaluate(
        """told => { const form = Object.assign(document.createElement("form"), { method: "post", action: "sheet" });
        form.append(Object.assign(document.createElement("input"), { name: "told", value: told }));
        document.body.append(form); form.submit(); }""",
        json.dumps({"turns": turns, "language": "en", "country": "GB"}),
    )
    expect(page.locator("body.sheet h3")).to_have_count(len([t for t in PAYLOADS[:60] if t.strip("\x00 ")]))
    watched.nothing_ran(page.locator("main"), "/sheet")
