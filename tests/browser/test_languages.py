"""The page in other languages: it follows the browser, is switched without losing anything, and marks what stays English."""

from __future__ import annotations

import pytest
from browsing import ask, turns
from playwright.sync_api import Browser, Page, expect
from scripted import ScriptedBot

from bot.texts import texts


def arabic(browser: Browser, address: str, width: int = 1280) -> Page:
    """The page in an Arabic browser, once its input is there."""
    page = browser.new_context(locale="ar-EG", viewport={"width": width, "height": 900}).new_page()
    page.goto(address + "/")
    expect(page.get_by_label(texts("ar").say("page.input"))).to_be_visible()
    return page


def test_an_arabic_browser_gets_arabic_from_right_to_left(
    browser: Browser, address: str, scripted: ScriptedBot
) -> None:
    """From the first view on: document, title, questions; quotes stay English, left to right; the bot is asked in Arabic."""
    said = texts("ar")
    page = arabic(browser, address)
    expect(page).to_have_title(said.say("page.title"))
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    page.get_by_role("button", name=said.get("starters")[0]).click()
    turn = turns(page).last
    expect(turn).to_have_attribute("aria-busy", "false")
    expect(turn.get_by_role("heading", name=said.say("headings.evidence"))).to_be_visible()
    assert (scripted.languages[-1], scripted.asked[-1][2]) == ("ar", "EG")
    for quote in (".lane .words", ".passage blockquote", ".passage .title", ".follow-ups button"):
        expect(turn.locator(quote).first).to_have_attribute("lang", "en")
        expect(turn.locator(quote).first).to_have_attribute("dir", "ltr")
    edges = turn.evaluate("t => [t.getBoundingClientRect().right, t.querySelector('h3').getBoundingClientRect().right]")
    assert edges[0] - edges[1] < 5, "headings begin at the right"
    page.context.close()


def test_a_switch_keeps_what_was_said_and_what_is_being_typed(page: Page, scripted: ScriptedBot) -> None:
    """The page turns Spanish, the last question is answered again in it, earlier turns stay as they were told."""
    ask(page, "Does it help?")
    ask(page, "And at night?")
    page.get_by_label("Where you are").select_option("Germany")
    page.get_by_label("Your question").fill("half a thought")
    page.get_by_label("Language").select_option("es")
    said = texts("es")
    expect(page.get_by_label(said.say("page.input"))).to_have_value("half a thought")
    expect(turns(page).last.get_by_role("heading", name=said.say("headings.article"))).to_be_visible()
    expect(turns(page)).to_have_count(2)
    expect(turns(page).first.get_by_role("heading", name="What our article says")).to_be_visible()
    expect(turns(page).first).to_have_attribute("lang", "en")
    expect(turns(page).last).to_have_attribute("lang", "es")
    expect(page.get_by_label(said.say("page.country"))).to_have_value("DE")
    expect(page).to_have_title(said.say("page.title"))
    assert page.evaluate("document.documentElement.lang") == "es"
    assert scripted.asked[-1] == ("And at night?", ("Does it help?",), "DE")
    assert scripted.languages[-1] == "es"


def test_an_emergency_is_told_again_in_the_language_switched_to(page: Page, scripted: ScriptedBot) -> None:
    """Nobody has to ask twice; English chosen on the page is asked for too."""
    ask(page, "emergency")
    page.get_by_label("Language").select_option("de")
    said = texts("de")
    expect(page.get_by_role("alert")).to_contain_text(said.say("page.cards.emergency"))
    page.get_by_label(said.say("page.language")).select_option("en")
    expect(page.get_by_role("alert")).to_contain_text("Emergency")
    assert scripted.languages[-1] == "en"


BACKWARDS = """links => links.filter(link => {
  const text = [...document.createTreeWalker(link, NodeFilter.SHOW_TEXT).nextNode().data], ends = [0, text.length - 1];
  const [first, last] = ends.map(at => { const range = document.createRange();
    range.setStart(link.firstChild, at); range.setEnd(link.firstChild, at + 1); return range.getBoundingClientRect().left; });
  return first > last; }).map(link => link.innerText)"""


def test_a_number_to_call_is_written_from_left_to_right_in_arabic(browser: Browser, address: str) -> None:
    """Its first digit is on the left, although its groups stand among Arabic words: another order is another number."""
    page = arabic(browser, address)
    for question in ("crisis", "emergency", "urgent"):
        calls = ask(page, question, texts("ar")).get_by_role("alert").locator("a.call")
        assert calls.count() > 0
        assert calls.evaluate_all(BACKWARDS) == []
    page.context.close()


def test_of_many_languages_chosen_at_once_the_last_counts(page: Page, scripted: ScriptedBot) -> None:
    """Whatever is on its way: the page, its document and the answer end in the same language, and nothing chosen is lost."""
    scripted.gate.clear()
    page.get_by_label("Where you are").select_option("Germany")
    page.get_by_label("Simpler words").check()
    page.get_by_label("Your question").fill("a slow emergency")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(turns(page)).to_have_count(1)
    page.locator("#language").focus()
    for code in ("es", "fr", "ar", "de"):
        page.locator("#language").select_option(code)
    scripted.gate.set()
    said = texts("de")
    expect(page.get_by_role("alert")).to_contain_text(said.say("page.cards.emergency"))
    expect(page.get_by_label(said.say("page.input"))).to_be_visible()
    expect(page.get_by_label(said.say("page.language"))).to_have_value("de")
    expect(page.get_by_label(said.say("page.language"))).to_be_focused()
    expect(page.get_by_label(said.say("page.country"))).to_have_value("DE")
    expect(page.get_by_label(said.say("page.simpler.switch"))).to_be_checked()
    expect(page.get_by_role("button", name=said.say("page.stop"))).to_be_disabled()
    expect(page.get_by_role("log")).to_have_attribute("aria-label", said.say("page.log"))
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["de", "ltr"]
    expect(turns(page)).to_have_count(1)


@pytest.mark.parametrize("width", [375, 320])
def test_arabic_needs_no_sideways_scroll(width: int, browser: Browser, address: str) -> None:
    """Nor does an answer with every passage open."""
    page = arabic(browser, address, width)
    page.get_by_role("button", name=texts("ar").get("starters")[0]).click()
    expect(turns(page).last).to_have_attribute("aria-busy", "false")
    for passage in turns(page).last.get_by_role("complementary").locator("summary").all():
        passage.click()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.close()
