"""The wire: a verified statement arrives while the model still writes, and nothing of another one ever leaves."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import uvicorn
from generate_fixtures import INVENTED, QUESTION, SAID, UNCLEAR, bot_with, chat
from model_server import ModelServer, Request

from bot.events import Done, Noted, Released, Step
from web.app import build_app

PATIENCE_S = 30
MARKERS = (b"zzyzxia", b"93%", b"cures")


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    """A model's server."""
    with ModelServer().serving() as serving:
        yield serving


@pytest.fixture(scope="module")
def address(model: ModelServer) -> Iterator[str]:
    """The whole application on a port of its own, its answers worded by that model."""
    bot = bot_with("openai:m", chat(model.url, turn_limit_s=PATIENCE_S, timeout_s=PATIENCE_S))
    server = uvicorn.Server(uvicorn.Config(build_app(bot), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def events(raw: bytes) -> list[tuple[str, Any]]:
    """Name and data of each whole event so far."""
    found = []
    for block in raw.replace(b"\r\n", b"\n").split(b"\n\n")[:-1]:
        lines = dict(line.split(": ", 1) for line in block.decode().split("\n") if ": " in line and line[0] != ":")
        if lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


def test_a_statement_arrives_before_the_model_has_finished_and_no_other_leaves(
    model: ModelServer, address: str
) -> None:
    """The model waits until the visitor has the first statement; then it invents one, slowly, and never ends it."""
    is_read, has_ended = threading.Event(), threading.Event()

    def slowly(request: Request) -> None:
        n = request.number(UNCLEAR)
        request.begin()
        for piece in ('{"quote": ', f'{n}, "words": "', UNCLEAR, '"}\n', '{"say": "', SAID, f' [{n}]"}}\n'):
            request.say(piece)
        assert is_read.wait(PATIENCE_S)
        for letter in '{"say": "' + INVENTED + f' [{n}]"}}\n':
            request.say(letter)
        has_ended.set()
        request.end()

    model.behave = slowly
    raw, ended_early = b"", None
    with httpx.stream("POST", f"{address}/api/ask/stream", json={"question": QUESTION}, timeout=PATIENCE_S) as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        for chunk in reply.iter_raw():
            raw += chunk
            if ended_early is None and any(name == "statement" for name, _ in events(raw)):
                ended_early = has_ended.is_set()
                is_read.set()
    assert ended_early is False
    assert has_ended.is_set()
    assert not any(marker in raw for marker in MARKERS)
    told = events(raw)
    first = next(data for name, data in told if name == "statement")
    assert first["statement"]["text"] == SAID
    assert UNCLEAR in first["citations"][0]["quote"]
    assert told[-1][0] == "answer"
    assert told[-1][1]["withheld"] == 1
    texts = [data["statement"]["text"] for name, data in told if name == "statement"]
    assert sorted(texts) == sorted(s["text"] for s in told[-1][1]["statements"])


def test_the_same_body_rules_as_for_one_answer(address: str) -> None:
    """A bad body is refused before anything is streamed, and repeats nothing."""
    refused = httpx.post(f"{address}/api/ask/stream", json={"question": 3, "zzyzxia": 1})
    assert refused.status_code == 422
    assert "zzyzxia" not in refused.text


def test_a_fault_in_the_middle_is_no_error_on_the_wire(model: ModelServer, address: str) -> None:
    """The stream ends with the quoted answer."""
    model.behave = lambda request: request.refuse(500, "zzyzxia")
    with httpx.stream("POST", f"{address}/api/ask/stream", json={"question": QUESTION}, timeout=PATIENCE_S) as reply:
        raw = b"".join(reply.iter_raw())
    assert events(raw)[-1][1]["versions"]["fallback"] == "server_error"
    assert b"zzyzxia" not in raw


class TestEvents:
    def test_a_turn_is_told_in_order_and_ends_with_its_answer(self, model: ModelServer) -> None:
        """Steps, then statements with every citation they name, then one Answer; also without a model."""
        model.behave = lambda request: request.reply([{"say": f"{SAID} [{request.number(UNCLEAR)}]"}])
        told = list(bot_with("openai:m", chat(model.url)).stream(QUESTION))
        assert [e.name for e in told if isinstance(e, Step)] == ["look_up", "write"]
        released = [e for e in told if isinstance(e, Released)]
        assert released[0].statement.text == SAID
        assert all({c.n for c in e.citations} == set(e.statement.citations) for e in released)
        assert isinstance(told[-1], Done)
        assert [type(e) for e in told].count(Done) == 1
        shown = {s.text: s.citations for s in told[-1].answer.statements}
        assert {e.statement.text: e.statement.citations for e in released} == shown

    def test_a_doubt_comes_before_any_statement(self, model: ModelServer) -> None:
        """What to do in an emergency is not told after an answer; a plain question brings no such notice."""
        model.behave = lambda request: request.refuse(500)
        bot = bot_with("openai:m", chat(model.url))
        assert not any(isinstance(e, Noted) for e in bot.stream(QUESTION))
        told = next((t for t in map(list, map(bot.stream, DOUBTFUL)) if any(isinstance(e, Noted) for e in t)), None)
        assert told is not None, "no message of the list leaves the guards undecided any more; find another"
        at = next(n for n, e in enumerate(told) if isinstance(e, Noted))
        assert not any(isinstance(e, Released) for e in told[:at])


DOUBTFUL = (
    "i feel numb in one foot at night, magnesium?",
    "As I drop off my whole body jolts and I am wide awake with my heart pounding. Is this restless legs or something normal?",
    "My cramps used to be gone in a minute but one went on for nearly a quarter of an hour and my foot felt numb afterwards. When should someone see the doctor about cramp?",
    "magnesium and my heart is racing a bit at night with restless legs",
    "My ankles look like balloons by teatime since the heatwave, both of them. What causes both ankles to swell in hot weather?",
    "They gave me a breathing machine for my sleep apnoea. Might it make my restless legs any better?",
    "could magnesium make me feel weak and confused",
)
