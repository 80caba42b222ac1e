"""Chromium, and the page over a scripted bot or the real one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from browsing import opened
from desks import ready_desk as ready_desk
from desks import serve_desk as serve_desk
from desks import small_desk as small_desk
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from scripted import ScriptedBot
from serving import served
from widgets import bot as bot
from widgets import sites as sites
from widgets import widget as widget

import settings
from web.answers import Answers

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a Chromium these tests are skipped, loudly; on continuous integration they must run."""
    if CHROMIUM or os.environ.get("CI") == "true":
        return
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.skip(reason="NO CHROMIUM FOUND: browser tests did not run. Install chromium"))


@pytest.fixture(scope="session", autouse=True)
def _offline() -> None:
    settings.go_offline()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, for all tests."""
    assert CHROMIUM, "CI=true and no Chromium: install Debian's chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def scripted() -> ScriptedBot:
    """A bot whose answers are written in advance."""
    return ScriptedBot()


@pytest.fixture(scope="session")
def address(scripted: ScriptedBot) -> Iterator[str]:
    """Where the page with the scripted bot is."""
    with served(scripted) as found:
        yield found


@pytest.fixture(scope="session")
def real_bot() -> Answers:
    """The real bot over the real index; skipped where none has been built."""
    from bot.wiring import make_bot

    bot = make_bot(settings.load())
    if not bot.is_ready():
        pytest.skip("no index; run `python -m ingest`")
    return bot


@pytest.fixture(scope="session")
def real_address(real_bot: Answers) -> Iterator[str]:
    """Where the page with the real bot is, which has loaded what it needs: on a busy machine that takes longer than a page is waited for."""
    real_bot.warm()
    with served(real_bot) as found:
        yield found


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A fresh visitor; parametrize indirectly with (width, scheme)."""
    width, scheme = getattr(request, "param", (1280, None))
    made = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    """The chat page with the scripted bot, ready to type in."""
    return opened(context, address)
