"""Serves the real application in a thread, over a scripted bot or the real one, and opens Chromium on it."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import uvicorn
from browsing import opened
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from scripted import ScriptedBot

import settings
from bot.helplines import Helplines
from web.about import About
from web.answers import Answers
from web.app import build_app
from web.records.keeper import Keeper

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
COUNTRIES = ("US", "GB", "DE", "NO")

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a Chromium these tests are skipped, loudly; on continuous integration they must run."""
    if CHROMIUM or os.environ.get("CI") == "true":
        return
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.skip(reason="NO CHROMIUM FOUND: browser tests did not run. Install chromium"))


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def listening(app: Any, port: int | None = None) -> Iterator[str]:
    """The address of an ASGI application, while the block runs."""
    port = port or free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = server.force_exit = True  # a page that is still open holds a connection
    thread.join(timeout=10)


@contextmanager
def served(bot: Answers, keeper: Keeper | None = None) -> Iterator[str]:
    """The address of the application over `bot`, while the block runs."""
    about = About("the editors of this site", date(2026, 11, 23))
    helplines = Helplines.load(settings.ROOT / "corpus" / "helplines.yaml")
    app = build_app(bot, about, COUNTRIES, keeper=keeper, helplines=helplines)
    with listening(app) as address:
        yield address


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
    """Where the page with the real bot is."""
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
