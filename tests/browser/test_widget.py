"""The widget on a site of another origin, by keyboard, role and label; one chat, one site and one browser for all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import kept
from conftest import COUNTRIES, free_port, listening
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from scripted import CONSULT, DIFFER, PLAIN, POST, REVIEW, ScriptedBot, answer
from test_axe import WCAG

from bot.answer import Answer, Statement
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
        """The Answer written for this question."""
        if not re.search("sentence|twice", question):
            return super().ask(question, history, *more)
        paragraph = next(p for p in POST_FILE.read_text(encoding="utf-8").split("\n\n") if p.startswith(SENTENCE))
        cited = replace(POST, n=2, quote=SENTENCE, paragraph=paragraph.strip(), link="/article#:~:text=Increasing")
        if "twice" in question:
            cited = replace(cited, quote="magnesium deficiency", paragraph="magnesium deficiency")
        return answer(
            question,
            statements=(Statement(REVIEW.quote, "evidence", (1,)), Statement(cited.quote, "article", (2,))),
            citations=(REVIEW, cited),
            notices=(DIFFER, CONSULT),
        )


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
        return self.root.locator("[role=log] p").all_inner_texts()


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


def test_a_round_trip_by_keyboard_alone(widget: Widget) -> None:
    """Open, be told what this is, ask, follow a citation and come back, close: the focus is never lost."""
    page = widget.page
    launcher = page.get_by_role("button", name=OPEN)
    launcher.focus()
    kept(page, "widget-button")
    page.keyboard.press("Enter")
    expect(widget.panel).to_have_accessible_description(re.compile("automated assistant, not a clinician"))
    expect(widget.panel).to_have_accessible_name("Magnesium and restless legs")
    assert focused(page) == "question"
    kept(page, "widget-open")
    page.keyboard.type("Does it help?")
    page.keyboard.press("Enter")
    turn = widget.finished(1)
    marker = turn.get_by_role("button", name="Source 1: systematic review, 2019").nth(1)
    marker.focus()
    page.keyboard.press("Enter")
    expect(turn.locator("mark").first).to_have_text(REVIEW.quote)
    assert focused(page).startswith("1\nMagnesium supplementation")
    kept(page, "widget-passage")
    page.keyboard.press("Escape")
    expect(marker).to_be_focused()
    page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    expect(launcher).to_be_focused()


def test_each_sentence_is_told_to_a_screen_reader_once_and_in_words(widget: Widget) -> None:
    """Statements under their lane, then the notices; no bracketed number, nothing twice."""
    widget.opened().ask("Does it help?")
    told = widget.announced()
    assert told == [
        "The evidence is thin.",
        "What the research says:",
        REVIEW.quote,
        "What our article says:",
        POST.quote,
        DIFFER.text,
        CONSULT.text,
        "The answer is complete. Passages it rests on: 2.",
    ]


def test_an_answer_has_the_lanes_badges_and_boxes_of_the_page(widget: Widget) -> None:
    """Evidence with its badge, the article with what differs, whom to ask, the passage's facts and its source."""
    turn = widget.opened().ask("Does it help?")
    expect(turn.get_by_role("heading", name="What the research says")).to_be_visible()
    expect(turn.locator(".lane.evidence .badge")).to_have_text(
        "Systematic review, 2019 · 8 studies of magnesium for RLS"
    )
    expect(turn.locator(".lane.article .notice.disagreement")).to_contain_text(DIFFER.text)
    expect(turn.locator(".consult .bring")).to_have_text("Bring the label.")
    kept(widget.page, "widget-answer")
    turn.get_by_role("button", name="Source 1").first.click()
    passage = turn.locator(".passage").first
    expect(passage).to_contain_text("Limitation: Only one trial was randomised.")
    source = passage.get_by_role("link", name="Open the source at doi.org (opens in a new tab)")
    expect(source).to_have_attribute("href", REVIEW.url)
    expect(source).to_have_attribute("rel", "noopener noreferrer")
    expect(passage.get_by_role("button", name="Copy citation")).to_be_visible()
    turn.get_by_role("button", name="Which foods have magnesium?").click()
    expect(widget.finished(2)).to_contain_text("Which foods have magnesium?")


@pytest.mark.parametrize("context", [(1280, "light"), (375, "light")], indirect=True)
def test_a_citation_of_the_post_marks_its_sentence_in_the_page(widget: Widget) -> None:
    """Exactly the quote, although the page wraps and emphasises it otherwise; in view; and Escape leads back."""
    page = widget.page
    turn = widget.opened().ask("sentence")
    turn.locator(".passage summary").nth(1).click()
    turn.get_by_role("button", name=SHOW).press("Enter")
    assert marked(page) == SENTENCE
    assert SENTENCE not in page.locator("article").first.inner_html()
    assert focused(page).startswith(SENTENCE)
    back = page.get_by_role("button", name="Back to the answer")
    expect(back).to_be_visible()
    kept(page, f"widget-marked-in-the-post-{page.viewport_size['width']}")
    page.keyboard.press("Escape")
    expect(turn.get_by_role("button", name=SHOW)).to_be_focused()
    assert marked(page) == ""
    turn.get_by_role("button", name=SHOW).click()
    back.click()
    expect(turn.get_by_role("button", name=SHOW)).to_be_focused()


@pytest.mark.parametrize(
    ("question", "change"),
    [
        ("sentence", "html => html.replace('alleviate', 'cure')"),
        ("sentence", "html => html + html"),
        ("twice", "html => html"),
    ],
)
def test_a_sentence_that_is_not_exactly_there_is_not_marked(widget: Widget, question: str, change: str) -> None:
    """It was edited, the post stands there twice, or the words do: the citation opens our own copy instead."""
    widget.page.evaluate(
        f"() => {{ const a = document.querySelector('article'); a.innerHTML = ({change})(a.innerHTML); }}"
    )
    turn = widget.opened().ask(question)
    turn.locator(".passage summary").nth(1).click()
    copy = turn.get_by_role("link", name="Show this sentence in our article")
    expect(copy).to_have_attribute("href", re.compile(r"/article#s-0:~:text=Increasing$"))
    expect(turn.get_by_role("button", name=SHOW)).to_have_count(0)


@pytest.mark.parametrize("context", [(375, "dark")], indirect=True)
def test_someone_in_need_sees_the_card_and_can_change_the_country(widget: Widget) -> None:
    """An alert with a number to press and nothing else; another country asks again for its numbers."""
    for outcome in ("urgent", "crisis", "emergency"):
        card = (
            widget.opened().ask(outcome).get_by_role("alert")
            if outcome == "urgent"
            else widget.ask(outcome).get_by_role("alert")
        )
        expect(card).to_have_class(f"card {outcome}")
        kept(widget.page, f"widget-{outcome}-375-dark")
        expect(card.locator(".icon")).to_be_visible()
        expect(widget.turns.last.locator(".passage, .consult, .below, .follow-ups")).to_have_count(0)
    expect(card.get_by_role("heading")).to_have_text("Call 112 now.")
    card.get_by_label("Show numbers for:").select_option("GB")
    expect(widget.finished(3).get_by_role("link", name="Call 999").first).to_have_attribute("href", "tel:999")


def test_what_is_declined_or_not_covered_is_said_in_the_first_words(widget: Widget, bot: PostBot) -> None:
    """Without a passage; what lies near is offered as a button; earlier questions go along as history."""
    turn = widget.opened().ask("mattress")
    expect(turn.locator(".lead")).to_have_text("The sources here do not answer this.")
    expect(turn.get_by_role("button", name="Which stretch?")).to_be_visible()
    turn = widget.ask("rules")
    expect(turn.locator(".lead")).to_contain_text("I keep to my job")
    expect(turn.locator(".passage, .below")).to_have_count(0)
    assert bot.asked[-1][:2] == ("rules", ("mattress",))


def test_texts_from_outside_cannot_run(widget: Widget) -> None:
    """Scripts in every text of an Answer stay text, and an address that would run is no link."""
    turn = widget.opened().ask("inject")
    for passage in turn.locator(".passage summary").all():
        passage.click()
    assert widget.page.evaluate("window.ran") is None
    expect(turn.locator("script, img, a.out[href^=javascript]")).to_have_count(0)


def test_a_vote_counts_without_consent_and_a_yes_keeps_and_deletes(widget: Widget, sites: Sites) -> None:
    """Nothing is stored before a yes; after it the conversation from its first turn; a withdrawal deletes it."""
    before = sites.records.totals()
    turn = widget.opened().ask("Does it help?")
    turn.get_by_role("button", name="Helpful", exact=True).click()
    expect(turn.locator(".said")).to_have_text("Thank you. Your vote was counted, without any of your words.")
    asked = turn.get_by_role("region", name="May we keep this conversation?")
    expect(asked).to_contain_text("at most 30 days")
    assert sites.records.totals().turns == before.turns
    asked.get_by_role("button", name="Yes, keep it").click()
    expect(asked).to_contain_text("This conversation is kept for at most 30 days.")
    second = widget.ask("And at night?")
    assert sites.records.totals().turns == before.turns + 2
    second.get_by_role("button", name="Not helpful").click()
    second.get_by_label("What was good, or missing?").fill("too short")
    second.get_by_role("button", name="Send comment").click()
    expect(second.locator(".said")).to_have_text("Thank you. Your comment is kept with this answer.")
    asked.get_by_role("button", name="Delete it and keep nothing").click()
    expect(asked).to_contain_text("What was kept of this conversation is deleted.")
    assert sites.records.totals().turns == before.turns


def test_an_answer_can_be_stopped_asked_again_and_forgotten(widget: Widget, bot: PostBot) -> None:
    """Stop says so and offers another try; a new chat has nothing left."""
    bot.gate.clear()
    widget.opened().box.fill("slow")
    widget.box.press("Enter")
    expect(widget.turns.last).to_contain_text("Reading our article and the sources")
    widget.page.get_by_role("button", name="Stop").click()
    expect(widget.finished(1)).to_contain_text("Stopped. You can ask again.")
    bot.gate.set()
    widget.page.get_by_role("button", name="Try again").click()
    expect(widget.finished(1).locator(".summary")).to_have_text(re.compile("The evidence is thin."))
    widget.page.get_by_role("button", name="Change this question").click()
    expect(widget.box).to_have_value("slow")
    expect(widget.turns).to_have_count(0)
    widget.ask("Does it help?")
    widget.page.get_by_role("button", name="New chat").click()
    expect(widget.turns).to_have_count(0)
    expect(widget.box).to_be_focused()


def test_a_lost_connection_says_so_and_keeps_what_was_typed(context: BrowserContext, sites: Sites) -> None:
    """While it is gone and when a question cannot be sent; when it is back the same question is answered."""
    widget = Widget(context.new_page(), sites.site).opened()
    context.set_offline(True)
    status = widget.root.get_by_role("status").first
    expect(status).to_contain_text("You are offline. What you have written stays here")
    turn = widget.ask("Does it help?")
    expect(turn).to_contain_text("Your question is back in the box")
    kept(widget.page, "widget-offline")
    expect(widget.box).to_have_value("Does it help?")
    context.set_offline(False)
    expect(status).to_have_text("Connected again.")
    turn.get_by_role("button", name="Try again").click()
    expect(widget.finished(1).locator(".passage")).to_have_count(2)
    expect(widget.box).to_have_value("")


def test_a_server_that_restarts_while_the_panel_is_open_goes_on(browser: Browser) -> None:
    """A question in between is kept; afterwards the conversation continues with what was asked before."""
    bot, ports = ScriptedBot(), [free_port(), free_port()]
    chat, site = (f"http://127.0.0.1:{port}" for port in ports)
    context = browser.new_context()
    with listening(make_demo(chat), ports[1]):
        with listening(chat_app(bot, site), ports[0]):
            widget = Widget(context.new_page(), site).opened()
            widget.ask("First?")
        turn = widget.ask("Second?")
        expect(turn).to_contain_text("the connection broke off")
        with listening(chat_app(bot, site), ports[0]):
            turn.get_by_role("button", name="Try again").click()
            expect(widget.finished(2).locator(".passage")).to_have_count(2)
            assert bot.asked[-1][:2] == ("Second?", ("First?",))
        context.close()


def test_who_asks_too_often_is_told_to_wait_and_what_not_to_wait_with(context: BrowserContext, sites: Sites) -> None:
    """The seconds come from the server; an emergency is not to wait for them; the question is kept."""
    widget = Widget(context.new_page(), sites.site).opened()
    headers = {
        "Retry-After": "17",
        "Access-Control-Allow-Origin": sites.site,
        "Access-Control-Expose-Headers": "Retry-After",
    }
    widget.page.route("**/api/ask/stream", lambda route: route.fulfill(status=429, headers=headers, json={}))
    turn = widget.ask("Does it help?")
    expect(turn).to_contain_text("Please wait 17 seconds")
    expect(turn).to_contain_text("call your local emergency number")
    expect(widget.box).to_have_value("Does it help?")


def test_simpler_words_stand_in_where_there_are_some(widget: Widget) -> None:
    """A switch for every answer: the plain wording with its marker, or that there is none; and back."""
    turn = widget.opened().ask("Does it help?")
    widget.panel.get_by_text("Language and country").click()
    switch = widget.panel.get_by_role("checkbox", name="Simpler words")
    switch.check()
    finding, article = turn.locator(".lane.evidence li"), turn.locator(".lane.article li")
    expect(finding.get_by_text(PLAIN)).to_be_visible()
    expect(finding.get_by_role("button", name="Source 1").last).to_be_visible()
    expect(finding.locator(".words")).to_be_hidden()
    expect(article.get_by_text("There is no simpler wording of this yet")).to_be_visible()
    expect(article.locator(".words")).to_be_visible()
    assert violations(widget.page) == []
    switch.uncheck()
    expect(finding.get_by_text(PLAIN)).to_be_hidden()


def test_the_visit_sheet_of_the_conversation_opens_in_a_new_tab(widget: Widget, sites: Sites) -> None:
    """With what was asked; its address has no word of the conversation."""
    turn = widget.opened().ask("Which mattress?")
    with widget.page.context.expect_page() as opening:
        turn.get_by_role("button", name="Prepare for my appointment").click()
    sheet = opening.value
    expect(sheet.get_by_role("heading", level=1)).to_have_text("For my appointment")
    expect(sheet.get_by_text("Which mattress?")).to_be_visible()
    assert sheet.url == sites.chat + "/sheet"


def test_language_and_country_can_be_chosen_in_the_panel(widget: Widget, bot: PostBot) -> None:
    """All words change at once, what was typed stays, and replies are asked for in that language."""
    widget.opened().box.fill("half a question")
    widget.panel.get_by_text("Language and country").click()
    widget.panel.get_by_label("Language").select_option("de")
    expect(widget.box).to_have_value("half a question")
    expect(widget.panel).to_contain_text("Dies ist ein automatischer Assistent")
    widget.panel.get_by_label(re.compile("Wo Sie sind")).select_option("DE")
    with widget.page.expect_request("**/api/ask/stream") as sent:
        widget.ask("Hilft es?")
    assert sent.value.post_data_json["language"] == "de"
    assert bot.asked[-1][2] == "DE"
    widget.panel.get_by_label("Sprache").select_option("fr")
    expect(widget.finished(1).get_by_role("heading", name="Ce que disent les études")).to_be_visible()
    assert bot.languages[-1] == "fr"
    expect(widget.panel.get_by_label("Langue")).to_be_focused()


@pytest.mark.parametrize("width", [1280, 375, 320])
def test_in_arabic_the_panel_runs_from_right_to_left(width: int, browser: Browser, sites: Sites) -> None:
    """As the browser asks; nothing is cut off or wider than the panel, and axe finds nothing."""
    context = browser.new_context(locale="ar", viewport={"width": width, "height": 640})
    widget = Widget(context.new_page(), sites.site).opened()
    expect(widget.root.locator(".frame")).to_have_attribute("dir", "rtl")
    expect(widget.panel).to_have_accessible_name("المغنيسيوم وتململ الساقين")
    turn = widget.ask("emergency")
    expect(turn.get_by_role("alert")).to_be_visible()
    kept(widget.page, f"widget-arabic-emergency-{width}")
    widget.ask("Does it help?").locator(".passage summary").first.click()
    kept(widget.page, f"widget-arabic-{width}")
    assert fits(widget)
    assert width != 375 or violations(widget.page) == []
    box = widget.panel.bounding_box()
    assert box
    assert box["x"] < 30
    context.close()


@pytest.mark.parametrize("context", [(1280, "light"), (375, "dark")], indirect=True)
def test_axe_finds_nothing_on_any_state(widget: Widget) -> None:
    """Button, first screen, answer with an open passage and the question of consent, each card: WCAG 2.2 A and AA."""
    expect(widget.root.locator(".launcher")).to_be_visible()
    assert violations(widget.page) == []
    widget.opened()
    for summary in widget.root.locator(".first summary").all():
        summary.click()
    assert violations(widget.page) == []
    widget.ask("Does it help?").get_by_role("button", name="Source 1").first.click()
    expect(widget.root.locator(".keep")).to_be_visible()
    assert violations(widget.page) == []
    for question in ("mattress", "rules", "emergency", "urgent", "crisis"):
        widget.ask(question)
    assert violations(widget.page) == []
    widget.root.evaluate("e => e.shadowRoot.querySelector('.log').append(document.createElement('button'))")
    assert "button-name" in violations(widget.page)[0], "axe looks inside the widget"


def test_large_text_on_a_small_screen_stays_readable(browser: Browser, sites: Sites) -> None:
    """320 by 512 CSS pixels, and the reader's own type at twice its size: nothing runs out of the panel sideways."""
    context = browser.new_context(viewport={"width": 320, "height": 512})
    widget = Widget(context.new_page(), sites.site)
    widget.root.evaluate("e => e.style.setProperty('--rw-rem', '32px')")
    widget.opened().ask("Does it help?").locator(".passage summary").first.click()
    assert fits(widget)
    context.close()


def test_the_frame_shows_the_same_chat_on_a_listed_site(context: BrowserContext, sites: Sites) -> None:
    """No button and nothing to close; a question is answered."""
    page = context.new_page()
    page.goto(sites.site + "/framed")
    expect(page.frame_locator("iframe").get_by_label("Your question")).to_be_visible()
    assert page.evaluate("document.activeElement.tagName") == "BODY", "a frame takes no focus by itself"
    frame = page.frame_locator("iframe")
    frame.get_by_label("Your question").fill("Does it help?")
    frame.get_by_label("Your question").press("Enter")
    expect(frame.locator(".passage")).to_have_count(2)
    expect(frame.get_by_role("button", name="Close")).to_have_count(0)


def test_in_a_folder_of_a_host_the_frame_page_works(context: BrowserContext, sites: Sites) -> None:
    """Every address is relative: nothing outside the folder is asked for."""
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sites.chat + "/chat/embed?language=fr&country=GB")
    page.get_by_label("Votre question").fill("emergency")
    page.get_by_label("Votre question").press("Enter")
    expect(page.get_by_role("alert").get_by_role("link", name="999").first).to_be_visible()
    kept(page, "widget-embed-french")
    assert all(url.startswith(sites.chat + "/chat/") for url in asked)


def test_a_site_that_is_not_listed_gets_neither_button_nor_frame(context: BrowserContext, sites: Sites) -> None:
    """The console says what to check; the browser refuses the frame."""
    page = context.new_page()
    with page.expect_console_message(lambda told: "RESTWELL_EMBED__ORIGINS" in told.text):
        page.goto(sites.other)
    expect(page.locator("restwell-chat")).to_have_count(0)
    page.goto(sites.other + "/framed")
    expect(page.frame_locator("iframe").locator("restwell-chat")).to_have_count(0)


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


def violations(page: Page) -> list[str]:
    """Everything axe finds on the page and inside the widget, of whatever impact."""
    found = Axe().run(page, options=WCAG).response["violations"]
    return [f"{v['id']}: {node['target']} {node.get('failureSummary', '')[:300]}" for v in found for node in v["nodes"]]
