"""What a visitor does on the page, by role and label."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect


def opened(context: BrowserContext, address: str) -> Page:
    """The chat page, once its input is there."""
    page = context.new_page()
    page.goto(address + "/")
    expect(page.get_by_label("Your question")).to_be_visible()
    return page


def kept(page: Page, name: str) -> None:
    """A picture of this state, in the folder that `SCREENSHOTS` names; none when it names none."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")


def turns(page: Page) -> Locator:
    """The turns of the conversation."""
    return page.get_by_role("log").get_by_role("article")


def send(page: Page, question: str) -> None:
    """Type a question and send it."""
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()


def finished(page: Page, count: int) -> Locator:
    """The last turn, once there are `count` and it is whole."""
    expect(turns(page)).to_have_count(count)
    expect(turns(page).last).to_have_attribute("aria-busy", "false")
    return turns(page).last


def ask(page: Page, question: str) -> Locator:
    """Send a question and wait for the whole answer."""
    count = turns(page).count() + 1
    send(page, question)
    return finished(page, count)


def outside_requests(page: Page, address: str) -> list[str]:
    """A list that fills with every request that leaves the page's origin."""
    found: list[str] = []

    def note(request: Any) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            found.append(request.url)

    page.on("request", note)
    return found
