"""A connection that is lost: it is said, what was typed stays, and after a restart of the service the conversation goes on."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from browsing import ask, finished, opened, send, turns
from gradio.context import Context
from playwright.sync_api import BrowserContext, Page, expect
from scripted import ScriptedBot
from serving import COUNTRIES, free_port, listening

import settings
from bot.texts import texts
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


DYING = """
import os, sys
sys.path[:0] = ["tests/browser"]
import uvicorn
from scripted import ScriptedBot
from bot.events import Released, Step
from web.app import build_app

class Dying(ScriptedBot):
    def stream(self, question, *asked):
        if "last" not in question:
            yield from super().stream(question, *asked)
            return
        made = self.ask(question, *asked)
        yield Step("write")
        yield Released(made.statements[0], made.citations)
        sys.stdin.readline()
        os._exit(1)

uvicorn.run(build_app(Dying(), countries=("US", "GB")), port=int(sys.argv[1]), log_level="warning")
"""


@contextmanager
def dying(port: int) -> Iterator[tuple[str, Any]]:
    """A server in a process of its own, which dies in the middle of an answer when it is told to."""
    with subprocess.Popen(
        [sys.executable, "-c", DYING, str(port)], stdin=subprocess.PIPE, cwd=settings.ROOT
    ) as process:
        address = f"http://127.0.0.1:{port}"
        while process.poll() is None:
            try:
                httpx.get(address + "/healthz")
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield address, process
        process.kill()


def test_an_answer_that_is_cut_off_keeps_what_came_and_can_be_asked_again(context: BrowserContext, port: int) -> None:
    """The server's process dies while its first statement is shown; what was being typed stays, and the next server answers."""
    with dying(port) as (address, process):
        page = opened(context, address)
        ask(page, "Does it help?")
        send(page, "The last one?")
        turn = turns(page).nth(1)  # not the last, which is the first one until the second has begun
        expect(turn).to_contain_text("The evidence is thin.")
        page.get_by_label("Your question").fill("half a thought")
        process.communicate(b"die\n")
        expect(turn).to_contain_text("The connection broke off before this answer was complete.")
        expect(turn).to_have_attribute("aria-busy", "false")
        expect(turn).to_contain_text("The evidence is thin.")
        expect(page.locator("#link")).to_contain_text("The connection is lost.")
        expect(page.get_by_role("button", name="Stop")).to_be_disabled()
    after = ScriptedBot()
    with service(after, port):
        expect(page.locator("#link")).to_contain_text("The service was restarted")
        turn.get_by_role("button", name="Try again").click()
        expect(finished(page, 2).get_by_role("heading", name="Whom to ask")).to_be_visible()
    expect(turn).not_to_contain_text("broke off")
    assert after.asked[-1][:2] == ("The last one?", ("Does it help?",))
    expect(page.get_by_label("Your question")).to_have_value("half a thought")


def test_a_question_that_cannot_be_sent_is_in_the_box(page: Page, context: BrowserContext) -> None:
    """Also one that was a button's."""
    context.set_offline(True)
    page.locator("#first").get_by_role("button").first.click()
    expect(page.locator("#link")).to_contain_text("You are offline.")
    expect(page.get_by_label("Your question")).not_to_have_value("")
    context.set_offline(False)
    expect(page.locator("#link")).to_contain_text("Connected again.")
    page.get_by_label("Your question").press("Enter")
    finished(page, 1)
    expect(page.get_by_label("Your question")).to_have_value("")


def test_a_language_chosen_offline_is_spoken_once_there_is_a_connection(page: Page, context: BrowserContext) -> None:
    """Of two choices the last."""
    context.set_offline(True)
    page.get_by_label("Language").select_option("fr")
    page.get_by_label("Language").select_option("de")
    expect(page.locator("#link")).to_contain_text("You are offline.")
    context.set_offline(False)
    expect(page.get_by_role("button", name=texts("de").say("page.send"), exact=True)).to_be_visible()


def test_the_last_question_can_be_changed(page: Page) -> None:
    """It is back in the box, ready to be written on."""
    ask(page, "Does it help?").get_by_role("button", name="Change this question").click()
    expect(page.get_by_label("Your question")).to_have_value("Does it help?")
    expect(page.get_by_label("Your question")).to_be_focused()
