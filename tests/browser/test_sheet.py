"""The visit sheet in a browser, over the real bot: opened by keyboard, printed, downloaded, and left nowhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from accessibility import violations
from browsing import ask, opened, outside_requests, turns
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from bot.texts import texts
from web.answers import Answers

pytestmark = pytest.mark.slow

QUESTION = "Does magnesium help restless legs if I have kidney disease? My name is Anna Miller."
CRISIS = "I want to kill myself"


@pytest.fixture(scope="module", autouse=True)
def _warm(real_bot: Answers) -> None:
    """The first question does not wait for the models."""
    real_bot.warm()


@pytest.fixture(scope="module")
def told(browser: Any, real_address: str) -> dict[str, Any]:
    """What the page tells of two turns: one that is answered, one that needs help."""
    context = browser.new_context()
    page = opened(context, real_address)
    ask(page, QUESTION)
    ask(page, CRISIS)
    turns = page.locator("[data-told]").evaluate_all("all => all.map(e => JSON.parse(e.dataset.told))")
    context.close()
    return {"turns": turns, "language": "en", "country": "GB"}


def shown(page: Page, address: str, told: dict[str, Any]) -> None:
    """Open the sheet in this tab as the page's form does."""
    page.goto(address + "/article")
    page.evaluate(
        """told => { const form = Object.assign(document.createElement("form"), { method: "post", action: "sheet" });
        form.append(Object.assign(document.createElement("input"), { name: "told", value: told }));
        document.body.append(form); form.submit(); }""",
        json.dumps(told),
    )
    page.wait_for_selector("body.sheet")


def test_the_sheet_is_opened_by_keyboard_and_downloaded(
    context: BrowserContext, real_address: str, tmp_path: Path
) -> None:
    """From the consult box to a new tab with the same quotes, and to a PDF that says the same; no address tells anything."""
    page = opened(context, real_address)
    outside = outside_requests(page, real_address)
    turn = ask(page, QUESTION)
    quotes = turn.locator("blockquote mark").all_text_contents()
    ask(page, CRISIS)
    with context.expect_page() as opening:
        turns(page).first.get_by_role("button", name="Prepare for my appointment").focus()
        page.keyboard.press("Enter")
    sheet = opening.value
    expect(sheet.get_by_role("heading", name="For my appointment", level=1)).to_be_visible()
    expect(
        sheet.get_by_role("heading", name="Does magnesium help restless legs if I have kidney disease?")
    ).to_be_visible()
    assert sheet.locator("blockquote p").all_text_contents() != []
    text = sheet.locator("main").inner_text()
    assert all(quote in text for quote in quotes)
    assert "Anna" not in text
    assert "kill" not in text
    expect(sheet.get_by_role("heading", name="If you need help now")).to_be_visible()
    expect(sheet.get_by_text("With my kidneys, is this suitable for me?")).to_be_visible()
    assert sheet.url == f"{real_address}/sheet"
    with sheet.expect_download() as downloading:
        sheet.get_by_role("button", name="Download as PDF").focus()
        sheet.keyboard.press("Enter")
    file = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(file)
    said = " ".join("".join(p.extract_text() for p in PdfReader(file).pages).split())
    assert file.name == "visit-sheet.pdf"
    assert all(" ".join(quote.split()) in said for quote in quotes)
    for line in (*texts().get("sheet.tell_lines").values(), "With my kidneys, is this suitable for me?"):
        expect(sheet.get_by_text(line)).to_be_visible()
        assert line in said
    assert "Does magnesium help restless legs if I have kidney disease?" in said
    assert "Anna" not in said
    assert "kill" not in said
    assert outside == []


def test_the_print_button_prints_and_paper_shows_no_buttons(
    context: BrowserContext, told: dict[str, Any], real_address: str
) -> None:
    """One press asks the browser to print; what it prints is the sheet alone, dark on white."""
    page = context.new_page()
    page.emulate_media(color_scheme="dark")
    shown(page, real_address, told)
    page.evaluate("() => { window.print = () => { window.printed = (window.printed || 0) + 1; }; }")
    page.wait_for_load_state()  # its script listens from then on
    page.get_by_role("button", name="Print").click()
    page.wait_for_function("window.printed === 1")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_role("heading", name="Questions to ask")).to_be_visible()
    assert page.locator("body").evaluate("e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]") == [
        "rgb(0, 0, 0)",
        "rgb(255, 255, 255)",
    ]


@pytest.mark.parametrize("context", [(1280, "light"), (375, "dark")], indirect=True)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_the_sheet(
    context: BrowserContext, real_address: str, told: dict[str, Any], language: str
) -> None:
    """Left to right and right to left, wide and narrow, by day and by night; nothing scrolls sideways."""
    page = context.new_page()
    shown(page, real_address, {**told, "language": language})
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
