"""Many visitors at once against a running server: seconds to the first statement, errors, and conversations mixed up.

Asks as the page does (`page`, answers as HTML) or the streaming API (`api`, what the widget does). Each
visitor asks their questions one after the other as one conversation; every answer is compared with the one the server gives to the
same conversation when it is asked alone. Knows the server by its address only.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx
import numpy as np

from evals.cases import read_cases
from evals.errors import EvalsError

Way = Literal["page", "api"]
GOAL_S = 2.0
"""95th percentile to the first statement that the issue on the page asks for."""
_LIMIT_S = 120.0
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Turned:
    """One question of one visitor."""

    first_s: float
    """Seconds from asking to the first statement, or to the whole reply where it has none."""
    whole_s: float
    trouble: str = ""
    """`error: …` or `mixed up`; empty when the right answer came."""


@dataclass(frozen=True)
class Figures:
    """What a run showed."""

    way: Way
    visitors: int
    asked: int
    errors: tuple[str, ...]
    mixed_up: int
    first_s: tuple[float, float, float]
    """Median, 95th percentile and largest, of the turns without error."""
    whole_s: tuple[float, float, float]
    wall_s: float
    load: float
    """Load average of the last minute, before the run."""

    @property
    def is_good(self) -> bool:
        """Whether nothing failed, nothing was mixed up and the goal was reached."""
        return not self.errors and not self.mixed_up and self.first_s[1] < GOAL_S

    def __str__(self) -> str:
        first, whole = (" / ".join(f"{value:.2f}" for value in three) for three in (self.first_s, self.whole_s))
        return (
            f"{self.way}: {self.visitors} visitors at once, {self.asked} questions in {self.wall_s:.1f} s; load average before {self.load:.1f}\n"
            f"  errors {len(self.errors)}, mixed up {self.mixed_up}\n"
            f"  seconds to the first statement, median / p95 / max: {first}\n"
            f"  seconds to the whole answer,    median / p95 / max: {whole}"
        )


def conversations(visitors: int, questions: int) -> list[list[str]]:
    """Different questions for each visitor, from the evaluation cases that the sources answer.

    Raises:
        EvalsError: There are too few of them.
    """
    known = [c.question for c in read_cases().cases if c.question and "covered" in c.tags]
    known = list(dict.fromkeys(known))
    if len(known) < visitors * questions:
        raise EvalsError(f"{visitors} x {questions} different questions are asked for; the cases have {len(known)}")
    return [known[at::visitors][:questions] for at in range(visitors)]


def measure(address: str, way: Way, visitors: int, questions: int, pause_s: float) -> Figures:
    """Run the visitors and count.

    Args:
        address: Of a running server on this machine.
        way: As the page asks, or the streaming API.
        visitors: All at once.
        questions: Of each, one after the other.
        pause_s: What a visitor reads between an answer and the next question.

    Raises:
        EvalsError: The address is not this machine's, or the server cannot be asked.
    """
    if urlsplit(address).hostname not in _LOOPBACK:
        raise EvalsError(f"{address!r} is not this machine; load is only ever put on one's own server")
    try:
        return asyncio.run(_measured(address.rstrip("/"), way, conversations(visitors, questions), pause_s))
    except httpx.HTTPError as error:
        raise EvalsError(f"{address!r} cannot be asked ({type(error).__name__}); start it with `make chat`") from None


async def _measured(address: str, way: Way, told: Sequence[Sequence[str]], pause_s: float) -> Figures:
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(_client(address, visitor)) for visitor in range(len(told))]
        alone = [await _alone(client, questions) for client, questions in zip(clients, told, strict=True)]
        before = os.getloadavg()[0]
        began = time.monotonic()
        runs = await asyncio.gather(*(_visit(*asked, way, pause_s) for asked in zip(clients, told, alone, strict=True)))
        wall_s = time.monotonic() - began
    turns = [turn for run in runs for turn in run]
    return figures(way, len(told), turns, wall_s, before)


def _client(address: str, visitor: int) -> httpx.AsyncClient:
    """A visitor behind the proxy of this machine, with an address of their own: questions are limited by address."""
    own = {"X-Forwarded-For": f"198.51.{100 + visitor // 250}.{visitor % 250 + 1}"}
    # Kept shorter than a server keeps an idle connection, so that none is used while it is being closed.
    limits = httpx.Limits(max_connections=4, keepalive_expiry=1.0)
    return httpx.AsyncClient(base_url=address, timeout=_LIMIT_S, limits=limits, headers=own)


def figures(way: Way, visitors: int, turns: Sequence[Turned], wall_s: float, load: float) -> Figures:
    """Count and rank the turns."""
    good = [t for t in turns if not t.trouble.startswith("error")]
    return Figures(
        way,
        visitors,
        len(turns),
        tuple(t.trouble for t in turns if t.trouble.startswith("error")),
        sum(t.trouble == "mixed up" for t in turns),
        _three([t.first_s for t in good]),
        _three([t.whole_s for t in good]),
        wall_s,
        load,
    )


def _three(values: Sequence[float]) -> tuple[float, float, float]:
    if not values:
        return (float("nan"),) * 3
    return float(np.median(values)), float(np.percentile(values, 95)), max(values)


async def _alone(client: httpx.AsyncClient, questions: Sequence[str]) -> list[str]:
    """The right answers to a conversation, as plain text."""
    texts = []
    for at, question in enumerate(questions):
        reply = await client.post("/api/ask", json={"question": question, "history": list(questions[:at])})
        reply.raise_for_status()
        texts.append(str(reply.json()["text"]))
    return texts


async def _visit(
    client: httpx.AsyncClient, questions: Sequence[str], answers: Sequence[str], way: Way, pause_s: float
) -> list[Turned]:
    conversation = secrets.token_hex(16)
    turns: list[Turned] = []
    for at, (question, answer) in enumerate(zip(questions, answers, strict=True)):
        if at:
            await asyncio.sleep(pause_s)
        began = time.monotonic()
        first_s, said = 0.0, ""
        asked = (question, questions[:at])
        steps = _by_page(client, conversation, *asked) if way == "page" else _by_api(client, *asked)
        try:
            async for is_statement, text in steps:
                if is_statement and not first_s:
                    first_s = time.monotonic() - began
                said = text or said
        except (httpx.HTTPError, KeyError, ValueError, RuntimeError) as error:
            turns.append(Turned(0, 0, f"error: {type(error).__name__} {error}"))
            continue
        whole_s = time.monotonic() - began
        turns.append(Turned(first_s or whole_s, whole_s, "" if _is_said(answer, said) else "mixed up"))
    return turns


def _is_said(answer: str, said: str) -> bool:
    """Whether each line of the right answer was shown; the page adds headings and buttons of its own."""
    shown = _bare(said)
    return all(_bare(line) in shown for line in answer.splitlines())


def _bare(text: str) -> str:
    """Letters and figures only: markers and bullets are drawn otherwise on a page."""
    return "".join(re.findall(r"[^\W_]+", re.sub(r"\[\d+\]", "", text)))


async def _by_api(client: httpx.AsyncClient, question: str, history: Sequence[str]) -> AsyncIterator[tuple[bool, str]]:
    """Whether a statement has come, and the whole answer at the end."""
    async for event, data in _events(client, "/api/ask/stream", {"question": question, "history": list(history)}):
        if event == "statement":
            yield True, ""
        elif event == "answer":
            yield False, str(data["text"])


async def _events(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> AsyncIterator[tuple[str, Any]]:
    """Server-sent events by name, with their JSON."""
    async with client.stream("POST", path, json=body) as reply:
        reply.raise_for_status()
        event = ""
        async for line in reply.aiter_lines():
            if line.startswith("event:"):
                event = line.partition(":")[2].strip()
            elif line.startswith("data:"):
                yield event, json.loads(line.partition(":")[2])


async def _by_page(
    client: httpx.AsyncClient, conversation: str, question: str, history: Sequence[str]
) -> AsyncIterator[tuple[bool, str]]:
    """Whether what came shows a statement, and the reply's text at the end."""
    body = {"conversation": conversation, "question": question, "history": list(history), "turn": len(history) + 1}
    async for event, data in _events(client, "/page/ask", {**body, "asks": not history}):
        if event == "line":
            yield "<li" in data["html"], ""
        if event == "answer":
            yield _told("".join(data["pieces"]))


def _told(html: str) -> tuple[bool, str]:
    """Whether a reply shows a statement or says something, and its text to copy."""
    from html import unescape

    is_statement = any(mark in html for mark in ('class="summary"', "<li>", 'class="lead"', 'class="card'))
    copied = html.partition('data-copy="')[2].partition('"')[0]  # a reply that looked nothing up has no such button
    return is_statement, unescape(copied) or unescape(re.sub(r"<[^>]+>", "\n", html))
