"""A connection that is lost: it is said, what was typed stays, and after a restart of the service the conversation goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from browsing import ask, finished, opened, send
from gradio.context import Context
from playwright.sync_api import BrowserContext, Page, expect
from scripted import ScriptedBot
from serving import COUNTRIES, free_port, listening

from web.app import build_app


@contextmanager
def service(bot: ScriptedBot, port: int) -> Iterator[str]:
    """The application made anew, as a new process makes it: nothing of before is in its memory."""
    Context.id = 0
    app = build_app(bot, countries=COUNTRIES)
    with listening(app, port) as address:
        yield address


@pytest.fixture
def port() -> int:
    """One that nobody listens on."""
    return free_port()


def test_after_a_restart_the_conversation_goes_on(context: BrowserContext, port: int) -> None:
    """While it is down the page says so and keeps the question; then the next answer knows what was asked before."""
    before, after = ScriptedBot(), ScriptedBot()
    with service(before, port) as address:
        page: Page = opened(context, address)
        ask(page, "Does it help?")
    send(page, "And at night?")
    status = page.locator("#link").get_by_role("status")
    expect(status).to_contain_text("The connection is lost.")
    expect(page.get_by_label("Your question")).to_have_value("And at night?")
    with service(after, port):
        expect(status).to_contain_text("The service was restarted")
        page.get_by_role("button", name="Ask", exact=True).click()
        shown = page.locator("#log .turn")
        expect(shown).to_have_count(2)
        expect(shown.last).to_have_attribute("aria-busy", "false")
        assert after.asked[-1][:2] == ("And at night?", ("Does it help?",))
        expect(shown.first).to_contain_text("The evidence is thin.")
        shown.first.get_by_role("link", name="Source 2").first.click()
        expect(shown.first.locator("details.passage[open]")).to_contain_text("Our article")
        expect(shown.last).to_have_attribute("id", "t-2")


def test_offline_is_said_and_nothing_is_lost(page: Page, context: BrowserContext) -> None:
    """Back online, the same question is answered."""
    context.set_offline(True)
    send(page, "Does it help?")
    expect(page.locator("#link")).to_contain_text("You are offline.")
    expect(page.get_by_label("Your question")).to_have_value("Does it help?")
    context.set_offline(False)
    expect(page.locator("#link")).to_contain_text("Connected again.")
    page.get_by_role("button", name="Ask", exact=True).click()
    finished(page, 1)


def test_the_last_question_can_be_changed(page: Page) -> None:
    """It is back in the box, ready to be written on."""
    ask(page, "Does it help?").get_by_role("button", name="Change this question").click()
    expect(page.get_by_label("Your question")).to_have_value("Does it help?")
    expect(page.get_by_label("Your question")).to_be_focused()
