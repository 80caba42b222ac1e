"""No request leaves the origin: the page with an answer, the article, the sheet, the chat for a frame."""

from __future__ import annotations

import json

import pytest
from browsing import ask, opened, outside_requests
from playwright.sync_api import BrowserContext, expect

TOLD = json.dumps({"turns": [{"question": "Does it help?", "outcome": "answered"}], "language": "en"})
SEND = """told => { const form = Object.assign(document.createElement("form"), { method: "post", action: "sheet" });
form.append(Object.assign(document.createElement("input"), { name: "told", value: told }));
document.body.append(form); form.submit(); }"""


def test_the_page_and_its_answers_ask_only_their_own_server(context: BrowserContext, address: str) -> None:
    """From the first byte to an answer, an open passage and a card with numbers; and nothing is a cookie of ours."""
    page = context.new_page()
    outside = outside_requests(page, address)
    page.goto(address + "/")
    expect(page.get_by_label("Your question")).to_be_visible()
    ask(page, "Does it help?").get_by_role("link", name="Source 1").first.click()
    ask(page, "emergency")
    assert outside == []


@pytest.mark.parametrize("path", ["/article", "/sheet", "/embed"])
def test_the_other_pages_ask_only_their_own_server(context: BrowserContext, address: str, path: str) -> None:
    """Styles, scripts and fonts are ours."""
    page = context.new_page()
    outside = outside_requests(page, address)
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    assert outside == []


def test_a_sheet_asks_only_its_own_server(context: BrowserContext, address: str) -> None:
    """Also one that was made of a conversation."""
    page = opened(context, address)
    outside = outside_requests(page, address)
    page.goto(address + "/article")
    page.evaluate(SEND, TOLD)
    expect(page.get_by_role("heading", name="For my appointment", level=1)).to_be_visible()
    assert outside == []
