"""What a visitor does on the page, by role and label, in English or another language."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from bot.texts import Texts, texts

ENGLISH = texts("en")


def opened(context: BrowserContext, address: str, said: Texts = ENGLISH) -> Page:
    """The chat page, once its input is there."""
    page = context.new_page()
    page.goto(address + "/")
    expect(box(page, said)).to_be_visible()
    return page


def box(page: Page, said: Texts = ENGLISH) -> Locator:
    """Where a question is typed."""
    return page.get_by_label(said.say("page.input"), exact=True)


def turns(page: Page) -> Locator:
    """The turns of the conversation."""
    return page.get_by_role("log").get_by_role("article")


def send(page: Page, question: str, said: Texts = ENGLISH) -> None:
    """Type a question and send it."""
    box(page, said).fill(question)
    page.get_by_role("button", name=said.say("page.send"), exact=True).click()


def finished(page: Page, count: int) -> Locator:
    """The last turn, once there are `count` and it is whole."""
    expect(turns(page)).to_have_count(count)
    expect(turns(page).last).to_have_attribute("aria-busy", "false")
    return turns(page).last


def ask(page: Page, question: str, said: Texts = ENGLISH) -> Locator:
    """Send a question and wait for the whole answer."""
    count = turns(page).count() + 1
    send(page, question, said)
    return finished(page, count)


def outside_requests(page: Page | BrowserContext, *origins: str) -> list[str]:
    """A list that fills with every request that goes elsewhere."""
    found: list[str] = []

    def note(request: Any) -> None:
        if not request.url.startswith((*origins, "data:", "blob:")):
            found.append(request.url)

    page.on("request", note)
    return found
