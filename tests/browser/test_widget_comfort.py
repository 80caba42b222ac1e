"""The widget for everybody: by keyboard alone, from right to left, with large text, and what axe finds."""

from __future__ import annotations

import re

import pytest
from accessibility import SCROLLS, violations
from pictures import kept
from playwright.sync_api import Browser, Locator, expect
from scripted import REVIEW
from widgets import OPEN, SHOW, PostBot, Sites, Widget, fits, focused


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


def test_with_forced_colours_every_state_still_shows(browser: Browser, sites: Sites) -> None:
    """What is current is outlined, every button has a border or a line, and the three cards can be told apart."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, forced_colors="active")
    widget = Widget(context.new_page(), sites.site).opened()
    turn = widget.ask("Does it help?")
    turn.get_by_role("button", name="Source 2").first.click()
    assert {
        style(turn.locator(name).first, "outlineStyle") for name in (".marker.is-current", ".passage[open] .n")
    } == {"solid"}
    for button in widget.panel.get_by_role("button").all():
        bordered = style(button, "borderTopStyle") != "none" and style(button, "borderTopWidth") != "0px"
        assert bordered or "underline" in style(button, "textDecorationLine"), button.inner_text()
    assert violations(widget.page) == []
    borders = {
        style(widget.ask(outcome).get_by_role("alert"), "border") for outcome in ("emergency", "urgent", "crisis")
    }
    assert len(borders) == 3
    assert violations(widget.page) == []
    context.close()


def test_who_wants_no_motion_sees_none(browser: Browser, sites: Sites) -> None:
    """Nothing is animated and every scroll is a jump, in the panel and in the post around it."""
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(SCROLLS)
    widget = Widget(context.new_page(), sites.site).opened()
    turn = widget.ask("a sentence of the post")
    turn.locator(".lane.article .marker").first.click()
    turn.get_by_role("button", name=SHOW).last.click()
    expect(widget.page.get_by_role("button", name="Back")).to_be_visible()
    assert set(widget.page.evaluate("window.scrolls")) == {"auto"}
    assert widget.page.evaluate("document.getAnimations().length") == 0
    context.close()


def style(element: Locator, name: str) -> str:
    """A computed style of an element."""
    return str(element.evaluate("(e, name) => getComputedStyle(e)[name]", name))
