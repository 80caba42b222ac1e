"""The widget on a site of another origin: the sites, and what a visitor does with it, by keyboard, role and label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from scripted import CONSULT, DIFFER, POST, REVIEW, ScriptedBot, answer
from serving import COUNTRIES, free_port, listening

from bot.answer import Answer, Notice, Statement
from web.about import About
from web.app import build_app
from web.demo import POST as POST_FILE
from web.demo import make_demo
from web.records.database import Database
from web.records.keeper import Keeper
from web.records.records import Records
from web.records.redaction import redact

SENTENCE = "Increasing magnesium intake through diet and supplementation can help alleviate RLS symptoms."
SHOW = "Show this sentence in the article"
OPEN = "Ask about magnesium and restless legs"


class PostBot(ScriptedBot):
    """A scripted bot that can also quote the real post: "sentence" a sentence of it, "twice" one that two places have."""

    def ask(self, question: str, history: Sequence[str] = (), *more: Any) -> Answer:
        """The Answer written for this question; "numbers" for one with lines to call above it, "unsure" for a doubt."""
        if "numbers" in question:
            made = answer(
                question,
                statements=(Statement(REVIEW.quote, "evidence", (1,)),),
                citations=(REVIEW,),
                notices=(
                    Notice(
                        "helpline",
                        "Samaritans (United Kingdom): 116 123. Or text SHOUT to 85258.",
                        ("text SHOUT to 85258",),
                    ),
                    CONSULT,
                ),
            )
            return replace(made, language=more[1] or "en")
        if "unsure" in question:
            made, doubt = (
                super().ask("mattress", history, *more),
                Notice("emergency", "If it is happening now, call 112."),
            )
            return replace(made, notices=(doubt, *made.notices), text=f"{doubt.text}\n\n{made.text}")
        if not re.search("sentence|twice", question):
            return super().ask(question, history, *more)
        paragraph = next(p for p in POST_FILE.read_text(encoding="utf-8").split("\n\n") if p.startswith(SENTENCE))
        cited = replace(POST, n=2, quote=SENTENCE, paragraph=paragraph.strip(), link="/article#:~:text=Increasing")
        if "twice" in question:
            cited = replace(cited, quote="magnesium deficiency", paragraph="magnesium deficiency")
        made = answer(
            question,
            statements=(Statement(REVIEW.quote, "evidence", (1,)), Statement(cited.quote, "article", (2,))),
            citations=(REVIEW, cited),
            notices=(DIFFER, CONSULT),
        )
        return replace(made, language=more[1] or "en")


class Sites(NamedTuple):
    """The addresses of one run: the chat, the site that it lists, one that it does not, and where its records go."""

    chat: str
    site: str
    other: str
    records: Records


def chat_app(bot: ScriptedBot, site: str, records: Records | None = None) -> Any:
    """The application as a server runs it, with one site listed, also below /chat as behind a proxy."""
    keeper = Keeper(records, 30) if records else None
    app = build_app(bot, About("the editors"), COUNTRIES, keeper=keeper, origins=(site,))

    async def with_folder(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/chat/"):
            scope = {**scope, "path": scope["path"].removeprefix("/chat")}
        await app(scope, receive, send)

    return with_folder


@pytest.fixture(scope="module")
def bot() -> PostBot:
    """The bot behind the widget."""
    return PostBot()


@pytest.fixture(scope="module")
def sites(bot: PostBot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """The chat and two sites with the post, one of them listed."""
    ports = [free_port() for _ in range(3)]
    chat, site, other = (f"http://127.0.0.1:{port}" for port in ports)
    records = Records(Database(f"sqlite:///{tmp_path_factory.mktemp('widget') / 'records.db'}"))
    redact("Loads its library before a visitor waits for it.")
    with ExitStack() as stack:
        stack.enter_context(listening(chat_app(bot, site, records), ports[0]))
        for port in ports[1:]:
            stack.enter_context(listening(make_demo(chat), port))
        yield Sites(chat, site, other, records)


class Widget:
    """What a visitor does with the widget on a page."""

    def __init__(self, page: Page, address: str, path: str = "/") -> None:
        self.page = page
        self.errors: list[str] = []
        self.hosts: set[str] = set()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda told: self.errors.append(told.text) if told.type == "error" else None)
        page.on("request", lambda request: self.hosts.add("/".join(request.url.split("/")[:3])))
        page.goto(address + path)
        self.root = page.locator("restwell-chat")

    def opened(self) -> Widget:
        """The panel, open."""
        self.root.locator(".launcher").click()
        expect(self.panel).to_be_visible()
        return self

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def box(self) -> Locator:
        return self.root.locator("#question")

    @property
    def turns(self) -> Locator:
        return self.root.locator("article.turn")

    def ask(self, question: str) -> Locator:
        """Send a question and wait for the whole answer."""
        count = self.turns.count() + 1
        self.box.fill(question)
        self.box.press("Enter")
        return self.finished(count)

    def finished(self, count: int) -> Locator:
        """The last turn, once there are `count` and it is whole."""
        expect(self.turns).to_have_count(count)
        turn = self.turns.nth(count - 1)
        expect(turn).to_have_attribute("aria-busy", "false")
        return turn

    def announced(self) -> list[str]:
        """What a screen reader was told of the last turn, in order."""
        return self.root.locator(".announcer p").all_inner_texts()


@pytest.fixture
def widget(context: BrowserContext, sites: Sites) -> Iterator[Widget]:
    """The post's page with the widget on it. Nothing may go wrong in its console, and no third host be asked."""
    made = Widget(context.new_page(), sites.site)
    yield made
    assert made.errors == []
    assert made.hosts <= {sites.site, sites.chat}


def focused(page: Page) -> str:
    """The text, or else the name, of what has the focus, in the page or in the widget."""
    return str(
        page.evaluate(
            "() => { let e = document.activeElement; while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;"
            " return (e.getAttribute('aria-label') || e.innerText || e.id || e.tagName).trim(); }"
        )
    )


def marked(page: Page) -> str:
    """What is marked in the page around the widget, its spaces as one."""
    return str(
        page.evaluate(
            "() => [...(CSS.highlights.get('restwell-quote') || [])].map(r => r.toString()).join('|').replace(/\\s+/g, ' ')"
        )
    )


def fits(widget: Widget) -> bool:
    """Whether nothing in the panel is wider than it, it is within the window, and its header and box are in view."""
    return bool(
        widget.root.evaluate(
            "e => { const [s, p, d] = ['.scroll', '.panel', 'dialog'].map(name => e.shadowRoot.querySelector(name));"
            " const box = d.getBoundingClientRect(), inner = p.getBoundingClientRect();"
            " return s.scrollWidth <= s.clientWidth && box.left >= 0 && box.right <= innerWidth && d.scrollTop === 0"
            "  && inner.top >= box.top && inner.bottom <= box.bottom; }"
        )
    )
