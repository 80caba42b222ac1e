"""Serves an application in a thread, for browsers to open."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import uvicorn

import settings
from bot.helplines import Helplines
from web.about import About
from web.answers import Answers
from web.app import build_app
from web.records.keeper import Keeper

COUNTRIES = ("US", "GB", "DE", "NO")


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
