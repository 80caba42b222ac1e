"""The page for everybody: forced colours, no motion, large text, a narrow window, a keyboard alone, a screen reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from accessibility import SCROLLS, not_prose, sideways, violations
from browsing import ask, finished, opened, send, turns
from playwright.sync_api import Browser, Page, expect
from scripted import DIFFER, POST, REVIEW
from serving import served
from widgets import PostBot

from bot.texts import texts
from web.records.database import Database
from web.records.keeper import Keeper
from web.records.records import Records
from web.records.redaction import redact

CUT_OFF = """() => [...document.querySelectorAll("#top *, #where *, #first *, #log *, #composer *")].filter(e => {
  const style = getComputedStyle(e);
  const hides = style.overflowX !== "visible" || style.overflowY !== "visible";
  const meant = e.closest(".unseen, textarea, select, .passages, summary");
  return hides && !meant && e.innerText && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
}).map(e => e.outerHTML.slice(0, 120))"""
"""Elements whose words do not fit and cannot be scrolled to; a closed passage shortens its title, and says it whole when open."""

COVERED = """() => {
  const e = document.activeElement, seen = e.getBoundingClientRect(), over = document.querySelector("#composer");
  if (over.contains(e)) return false;
  const edge = over.getBoundingClientRect().top;
  return seen.top >= edge || seen.bottom <= 0;
}"""
"""Whether nothing is seen of what has the focus. WCAG 2.2, 2.4.11."""

NAME = """() => { const e = document.activeElement;
  return (e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText || e.tagName).trim(); }"""
RING = """() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2; }"""


@contextmanager
def visiting(browser: Browser, address: str, width: int = 1280, language: str = "en", **more: Any) -> Iterator[Page]:
    """The page as one visitor has it."""
    context = browser.new_context(viewport={"width": width, "height": 800}, locale=language, **more)
    try:
        yield opened(context, address, texts(language))
    finally:
        context.close()


def test_with_forced_colours_every_state_still_shows(browser: Browser, address: str) -> None:
    """What is current, pressed or urgent is told by an outline, a border or a word, since its colours are gone."""
    with visiting(browser, address, forced_colors="active") as page:
        turn = ask(page, "Does it help?")
        marker = turn.get_by_role("link", name="Source 2").first
        marker.click()
        assert outline(page, "#log .marker.is-current") == "solid"
        assert outline(page, ".passage[open] .n") == "solid"
        for button in page.get_by_role("button").all():
            bordered, underlined = button.evaluate(
                "e => { const s = getComputedStyle(e); return [parseFloat(s.borderTopWidth) > 0, s.textDecorationLine]; }"
            )
            assert bordered or underlined == "underline", button.inner_text()
        assert violations(page) == []
        borders = set()
        for outcome in ("emergency", "urgent", "crisis"):
            card = ask(page, outcome).get_by_role("alert")
            borders.add(card.evaluate("e => getComputedStyle(e).border"))
            expect(card.locator(".label")).to_be_visible()
        assert len(borders) == 3
        assert violations(page) == []


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """The first choice waits for no library."""
    redact("Loads its library before a visitor waits for it.")


def outline(page: Page, selector: str) -> str:
    """The style of an element's outline."""
    return str(page.locator(selector).first.evaluate("e => getComputedStyle(e).outlineStyle"))


def test_who_wants_no_motion_sees_none(browser: Browser, address: str) -> None:
    """Nothing is animated and every scroll is a jump, from the question to a passage and back."""
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(SCROLLS)
    page = opened(context, address)
    turn = ask(page, "Does it help?")
    turn.get_by_role("link", name="Source 2").first.click()
    page.keyboard.press("Escape")
    assert set(page.evaluate("window.scrolls")) == {"auto"}
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_text_at_twice_its_size_loses_nothing(language: str, browser: Browser, address: str) -> None:
    """The reader's own type at 200 %, on a laptop and on a phone: no sideways scroll, nothing cut off, room to read."""
    for width in (1280, 375):
        with visiting(browser, address, width, language) as page:
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 32
            for question in ("Does it help?", "mattress", "emergency"):
                turn = ask(page, question, texts(language))
                for summary in turn.locator("summary").all():
                    summary.click()
                assert sideways(page) <= 0, question
                assert page.evaluate(CUT_OFF) == [], question
            left = page.evaluate("document.querySelector('#composer').getBoundingClientRect().top / innerHeight")
            assert left >= 0.55, "the box for questions leaves most of the window to read in"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_zoomed_to_400_percent_the_page_reflows(language: str, browser: Browser, address: str) -> None:
    """1280 by 1024 at 400 % is 320 by 256: one column, no sideways scroll, and the box does not take the window."""
    context = browser.new_context(viewport={"width": 320, "height": 256}, device_scale_factor=4, locale=language)
    page = opened(context, address, texts(language))
    assert sideways(page) <= 0
    for question in ("Does it help?", "mattress", "emergency", "crisis", "inject", "x" * 900):
        turn = ask(page, question, texts(language))
        for summary in turn.locator("summary").all():
            summary.click()
        assert sideways(page) <= 0, question
        assert page.evaluate(CUT_OFF) == [], question
    marker = turns(page).first.get_by_role("link").first
    marker.focus()
    page.keyboard.press("Enter")
    in_sight(page)
    context.close()


@pytest.mark.parametrize("width", [1280, 375])
def test_a_round_trip_by_keyboard_alone(width: int, browser: Browser, tmp_path: Any) -> None:
    """From the first Tab: a starter, its marker, the passage and back, a vote, the choice, another question. Never lost, never covered."""
    keeper = Keeper(Records(Database(f"sqlite:///{tmp_path}/records.db")), 30)
    # Without motion, so that no scroll of the page's is still on its way when the focus moves.
    calm = {"reduced_motion": "reduce"}
    with served(PostBot(), keeper) as address, visiting(browser, address, width, **calm) as page:
        press_until(page, "Tab", "Does magnesium help restless legs?")
        page.keyboard.press("Enter")
        turn = finished(page, 1)
        press_until(page, "Shift+Tab", "Source 2: our article")
        page.keyboard.press("Enter")
        expect(turn.locator("details.passage[open] summary")).to_be_focused()
        in_sight(page)
        page.keyboard.press("Escape")
        assert page.evaluate(NAME).startswith("Source 2")
        press_until(page, "Tab", "Helpful")
        page.keyboard.press("Space")
        expect(page.get_by_role("log").get_by_text("Your vote was counted")).to_be_visible()
        press_until(page, "Tab", "No, thanks")
        page.keyboard.press("Enter")
        expect(page.get_by_role("log").get_by_text("This conversation is not kept.")).to_be_visible()
        press_until(page, "Tab", "Your question")
        page.keyboard.type("And at night?")
        page.keyboard.press("Enter")
        finished(page, 2)


def in_sight(page: Page) -> None:
    """Wait until what has the focus is seen, if it is not yet: a passage may be on its way into the window."""
    page.wait_for_function(f"!({COVERED})()")


def press_until(page: Page, key: str, *names: str) -> None:
    """Press `key` until what has one of these names has the focus; each stop on the way can be seen, and has a ring."""
    for _ in range(60):
        page.keyboard.press(key)
        name = page.evaluate(NAME)
        if page.evaluate("document.activeElement === document.body"):
            continue
        in_sight(page)
        assert page.evaluate(RING), name
        if name.startswith(names):
            return
    raise AssertionError(f"{key} does not lead to {names}")


def test_an_answer_reads_as_prose(page: Page) -> None:
    """What the accessibility tree says, in order: whole sentences, sources in words, no mark-up and no bracketed number."""
    turn = ask(page, "Does it help?")
    turn.get_by_role("link", name="Source 1").first.click()
    tree = turn.aria_snapshot()
    wanted = ["You asked: Does it help?", "The evidence is thin.", "What the research says", REVIEW.quote]
    wanted += ["Source 1: systematic review, 2019", "What our article says", POST.quote, DIFFER.text, "Whom to ask"]
    places = [tree.find(words) for words in wanted]
    assert -1 not in places, [w for w, at in zip(wanted, places, strict=True) if at < 0]
    assert not_prose(turn) == []


def test_each_sentence_is_announced_once(browser: Browser, tmp_path: Any) -> None:
    """A screen reader hears what is added to the live region: each statement once, and none again after a vote or a choice."""
    keeper = Keeper(Records(Database(f"sqlite:///{tmp_path}/records.db")), 30)
    with served(PostBot(), keeper) as address, visiting(browser, address) as page:
        page.locator(".announcer").evaluate(LISTEN)
        ask(page, "Does it help?")
        sentences = (
            "The evidence is thin.",
            REVIEW.quote,
            POST.quote,
            DIFFER.text,
            "May we keep this conversation, so that",
        )
        assert [heard(page, words) for words in sentences] == [1, 1, 1, 1, 1]
        page.get_by_role("button", name="Helpful", exact=True).click()
        expect(page.get_by_text("Your vote was counted")).to_have_count(2)  # to be seen, and to be heard
        page.get_by_role("button", name="Yes, keep it").click()
        expect(page.get_by_text("This conversation is kept for at most")).to_have_count(2)
        assert [heard(page, words) for words in sentences] == [1, 1, 1, 1, 1]
        assert heard(page, "Your vote was counted") == 1
        assert heard(page, "This conversation is kept") == 1
        ask(page, "And at night?")
        assert [heard(page, words) for words in sentences[:4]] == [2, 2, 2, 2]


def test_a_statement_is_announced_as_soon_as_it_is_there(browser: Browser) -> None:
    """Sentence by sentence, in the order of the answer, outside of what is marked busy; nothing is read as a bracketed number."""
    bot = PostBot()
    bot.gate.clear()
    with served(bot) as address, visiting(browser, address) as page:
        page.locator(".announcer").evaluate(LISTEN)
        send(page, "halting one")
        told = page.locator(".announcer p")
        expect(told.filter(has_text="The evidence is thin.")).to_have_count(1)
        expect(told.filter(has_text=REVIEW.quote)).to_have_count(0)
        assert page.locator(".announcer").evaluate("e => e.closest('[aria-busy=true]')") is None
        bot.gate.set()
        finished(page, 1)
        said = told.all_inner_texts()
    assert [said.count(words) for words in ("The evidence is thin.", REVIEW.quote, POST.quote)] == [1, 1, 1]
    assert said.index(REVIEW.quote) < said.index(POST.quote)
    assert not [words for words in said if re.search(r"\[\d|\*\*|</?\w", words)]


LISTEN = """region => { window.told = []; new MutationObserver(all => {
  for (const { addedNodes } of all) for (const node of addedNodes) told.push(node.textContent);
}).observe(region, { childList: true }); }"""
"""Keeps what a polite live region says: the words of each sentence that is added."""


def heard(page: Page, words: str) -> int:
    """How often a screen reader was told these words."""
    return int(page.evaluate("words => told.join('\\n').split(words).length - 1", words))
