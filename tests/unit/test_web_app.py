"""The application without a browser: API, health, limits, headers, the article, and readiness."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from visitor import Visitor

from bot.answer import Answer
from bot.events import Done, Event, Step
from bot.texts import texts
from web.app import build_app
from web.asking import Asking
from web.conversation import Conversations, Turn
from web.fixed_parts import FixedParts
from web.keeping import Keeping
from web.rate import AskLimit
from web.reader import ANYBODY
from web.readiness import Readiness

SECRET = "my-own-words-on-my-legs"


class Echo:
    """Answers with what it was asked, and can be cold, without an index, or slow."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.has_index = True
        self.error: Exception | None = None

    def ask(
        self, question: str, history: Sequence[str] = (), country: str | None = None, language: str | None = None
    ) -> Answer:
        self.go.wait(5)
        return Answer("1", question, question, language or "en", "clarify", text=f"{len(history)} {country}")

    def stream(self, *asked: Any) -> Iterator[Event]:
        yield Step("look_up")
        yield Done(self.ask(*asked))

    def warm(self) -> None:
        self.go.wait(5)
        if self.error:
            raise self.error

    def is_ready(self) -> bool:
        return self.has_index

    def index(self) -> Any:
        text = "Title here. It helps <b>. Ask first."
        post = SimpleNamespace(
            source_id="article", start=12, end=36, heading_path=("Part",), sentences=((12, 25), (26, 36))
        )
        return SimpleNamespace(sources={"article": SimpleNamespace(title="Post", text=text)}, passages={"1": post})


@pytest.fixture
def bot() -> Echo:
    """A warm bot."""
    return Echo()


@pytest.fixture
def client(bot: Echo) -> Iterator[TestClient]:
    """The application over that bot, started."""
    with TestClient(build_app(bot)) as opened:
        yield opened


def test_a_question_gets_an_answer_with_every_field_of_the_contract(client: TestClient) -> None:
    """Country and language are taken in any case."""
    answer = client.post(
        "/api/ask", json={"question": "Why?", "history": ["a"], "country": "gb", "language": "EN"}
    ).json()
    assert answer["text"] == "1 GB"
    assert {"outcome", "statements", "citations", "notices", "follow_ups", "withheld", "versions"} <= set(answer)


def test_a_stream_tells_steps_and_ends_with_the_answer(client: TestClient) -> None:
    """Server-sent events, for the same body; no cache keeps them."""
    told = client.post("/api/ask/stream", json={"question": "Why?", "country": "gb"})
    assert told.headers["content-type"].startswith("text/event-stream")
    assert told.headers["cache-control"] == "no-cache"
    names = [line.removeprefix("event: ") for line in told.text.splitlines() if line.startswith("event: ")]
    assert names == ["step", "answer"]
    assert '"text":"0 GB"' in told.text.replace('": "', '":"')


@pytest.mark.parametrize(
    ("header", "country"),
    [
        ("en-GB,en;q=0.9", "GB"),
        ("de", "None"),
        ("de,fr-CH;q=0.8", "CH"),
        ("fr-FR;q=0.3, pt-BR;q=0.7", "BR"),
        ("zh-Hant-TW", "TW"),
        ("es-419", "None"),
        ("en-GB;q=0", "None"),
        ("*, ;;;q=x, en-", "None"),
        ("", "None"),
    ],
)
def test_without_a_country_the_browsers_language_names_it(header: str, country: str, client: TestClient) -> None:
    """The region of the language most wanted; nothing where no language has one, or the header makes no sense."""
    asked = client.post("/api/ask", json={"question": "Why?"}, headers={"Accept-Language": header})
    assert asked.json()["text"] == f"0 {country}"


def test_a_country_that_was_sent_wins(client: TestClient) -> None:
    """Over the browser's language."""
    body = {"question": "Why?", "country": "ie"}
    assert client.post("/api/ask", json=body, headers={"Accept-Language": "en-GB"}).json()["text"] == "0 IE"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "question is missing"),
        ({"question": {"x": SECRET}}, "question should be text"),
        ({"question": "q", "history": SECRET}, "history should be a list of texts"),
        ({"question": "q", "history": [SECRET] * 201}, "history has more than 200 entries"),
        ({"question": "q", "country": SECRET}, "country should be a code of two letters"),
        ({"question": "q", SECRET: 1}, "unknown field"),
        ([SECRET], "the body"),
    ],
)
def test_a_bad_request_is_told_what_is_wrong_and_nothing_it_said(client: TestClient, body: Any, said: str) -> None:
    """422 with the field and the problem; never the value."""
    refused = client.post("/api/ask", json=body)
    assert refused.status_code == 422
    assert said in refused.json()["message"]
    assert SECRET not in refused.text


def test_text_that_is_not_json_is_refused_without_repeating_it(client: TestClient) -> None:
    """Also with the right content type."""
    refused = client.post("/api/ask", content=SECRET, headers={"content-type": "application/json"})
    assert refused.status_code == 422
    assert "not valid JSON" in refused.json()["message"]
    assert SECRET not in refused.text


def test_a_body_over_the_limit_is_refused(client: TestClient) -> None:
    """Told by its length, or sent in chunks; uploads are not taken at all."""
    assert client.post("/api/ask", json={"question": "x" * 70_000}).status_code == 413
    chunks = (b"x" * 10_000 for _ in range(8))
    assert client.post("/api/ask", content=chunks).status_code == 413
    assert client.post("/gradio_api/upload", files={"files": b"x"}).status_code == 413


def test_every_response_carries_the_security_headers(client: TestClient) -> None:
    """Page, API, error, static file."""
    for path in ("/", "/healthz", "/article", "/nowhere", "/look/page.css", "/api/ask"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'self'" in policy
        assert "default-src 'self'" in policy
        assert "'unsafe-inline'" not in policy.split("script-src")[1]


def test_the_front_page_names_no_outside_host_and_records_no_runs(client: TestClient) -> None:
    """Gradio's preview tags are gone; its run history, which lives in the browser, is off."""
    page = client.get("/").text
    assert "raw.githubusercontent.com" not in page
    assert "look/page.css" in page
    assert '"run_history":true' not in page.replace(" ", "")


def test_there_is_a_schema_and_no_page_that_loads_from_elsewhere(client: TestClient) -> None:
    """FastAPI's own documentation page is off."""
    assert "/api/ask" in client.get("/openapi.json").json()["paths"]
    assert "swagger" not in client.get("/docs").text.lower()


def test_the_article_has_an_id_for_each_sentence_and_escapes_them(client: TestClient, bot: Echo) -> None:
    """Ids are offsets into the canonical text; without an index there is a clear page."""
    page = client.get("/article").text
    assert '<span id="s-12">It helps &lt;b&gt;.</span> <span id="s-26">Ask first.</span>' in page
    bot.has_index = False
    assert client.get("/article").status_code == 503


def test_the_service_is_alive_before_it_is_ready() -> None:
    """503 with a reason while models load; 200 after; 503 when the index goes."""
    bot = Echo()
    bot.go.clear()
    with TestClient(build_app(bot)) as client:
        assert client.get("/healthz").status_code == 200
        waiting = client.get("/readyz")
        assert (waiting.status_code, waiting.json()["reason"]) == (503, "warming")
        bot.go.set()
        _until(lambda: client.get("/readyz").status_code == 200)
        bot.has_index = False
        assert client.get("/readyz").json()["reason"] == "index_missing"


@pytest.mark.parametrize(("has_index", "reason"), [(False, "index_missing"), (True, "embedder_failed")])
def test_what_does_not_load_is_named_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, has_index: bool, reason: str
) -> None:
    """The reason tells index from embedder; when the trouble is over the service becomes ready by itself."""
    monkeypatch.setattr("web.readiness.RETRY_S", 0.02)
    bot = Echo()
    bot.has_index, bot.error = has_index, RuntimeError("broken")
    readiness = Readiness(bot)
    readiness.start()
    _until(lambda: readiness.reason() == reason)
    bot.has_index, bot.error = True, None
    _until(lambda: readiness.reason() == "")


def test_a_question_stands_at_once_and_its_answer_comes_whole(client: TestClient) -> None:
    """The question first, escaped; the next one carries the first as history, and the country that was chosen."""
    visitor = Visitor(client, country="")
    visitor.ask("First <b>?")
    assert [name for name, _ in visitor.events] == ["turn", "answer"]
    assert "First &lt;b&gt;?" in visitor.events[0][1]["html"]
    assert "1 None" in visitor.ask("Second?")


def test_what_a_page_says_of_the_visitor_is_checked(client: TestClient) -> None:
    """A country that cannot be chosen is none, a language without words is the browser's; the rest is refused unread."""
    visitor = Visitor(client, country="../x", language="tlh")
    assert "0 None" in visitor.ask("Why?")
    for bad in (
        {"conversation": "short"},
        {"kept": {"consent": SECRET}},
        {"kept": {"opinions": {"a b": {}}}},
        {"turn": 0},
        {SECRET: 1},
        {"history": SECRET},
    ):
        body = {**visitor.standing(question=SECRET, history=[], turn=1), **bad}
        refused = client.post("/page/ask", json=body)
        assert refused.status_code == 422
        assert SECRET not in refused.text


@pytest.mark.parametrize("path", ["ask", "choose", "vote", "rows"])
def test_no_other_site_can_use_the_pages_own_addresses(path: str) -> None:
    """Nor can a site that may show the widget; and a form, which sends no JSON, is refused everywhere."""
    with TestClient(build_app(Echo(), origins=("https://listed.test",))) as client:
        for origin in ("https://listed.test", "https://other.test", "null"):
            assert client.post(f"/page/{path}", json={}, headers={"Origin": origin}).status_code == 403
        form = client.post(f"/page/{path}", data={"question": "q"}, headers={"Origin": "http://testserver"})
        assert form.status_code == 422


def test_a_visitor_who_asks_too_often_is_told_so_in_their_language_and_another_is_not() -> None:
    """With the seconds, what not to wait with, and the ways on."""
    with TestClient(build_app(Echo(), limit=AskLimit(1))) as client:
        visitor = Visitor(client, language="de")
        visitor.ask("First?")
        told = visitor.ask("Second?")
    assert re.search(r"Bitte warten Sie \d+ Sekunden", told)
    assert "warten Sie nicht auf diesen Chat" in told
    assert "Second?" in told
    assert "data-again" in told


def test_a_bot_that_fails_leaves_nobody_waiting_and_its_words_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    """The page says that it went wrong here, with the ways on; the log has the kind of error alone."""
    bot = Echo()

    def broken(*_: Any) -> Iterator[Event]:
        raise ValueError(SECRET)

    bot.stream = broken  # type: ignore[method-assign]
    with TestClient(build_app(bot)) as client:
        assert texts().say("page.busy") in Visitor(client).ask(SECRET)
        assert client.post("/api/ask/stream", json={"question": SECRET}).text.count("event: answer") == 0
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text


def test_when_too_many_wait_the_next_is_told_so_at_once() -> None:
    """And not left to wait as well; whoever waited is answered."""
    bot = Echo()

    async def asked() -> tuple[str, str]:
        asking = Asking(bot, at_once=1, max_waiting=1)
        talk = Conversations(asking, bot, Readiness(bot))
        turn = Turn(1, "Why?", (), Keeping("n" * 32), False)

        async def last() -> str:
            return "".join([told.data["pieces"][0] async for told in talk.ask(turn, ANYBODY) if told.name == "answer"])

        bot.go.clear()
        both = [asyncio.ensure_future(last()) for _ in range(2)]
        while asking.room:
            await asyncio.sleep(0.01)
        third = await last()
        bot.go.set()
        return third, (await asyncio.gather(*both))[1]

    third, second = asyncio.run(asked())
    assert texts().say("page.busy") in third
    assert texts().say("page.busy") not in second


def test_a_program_is_told_that_too_many_wait_and_when_to_come_again() -> None:
    """503 with `Retry-After`, in words, where the page shows a message."""
    bot = Echo()
    bot.go.clear()
    with TestClient(build_app(bot, concurrency=1, queue=1)) as client, ThreadPoolExecutor(3) as callers:
        asked = [callers.submit(client.post, "/api/ask", json={"question": SECRET}) for _ in range(3)]
        first = next(as_completed(asked))
        bot.go.set()
        answered = [call.result().status_code for call in asked if call is not first]
    refused = first.result()
    assert answered == [200, 200]
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.json() == {"message": texts().say("page.busy")}


def test_a_slow_answer_says_what_is_done_once_it_takes_long() -> None:
    """Before that, nothing; while the models load, that."""
    bot = Echo()
    bot.go.clear()

    async def lines() -> list[str]:
        readiness = Readiness(bot)
        readiness.start()
        talk = Conversations(Asking(bot), bot, readiness)
        seen = []
        async for told in talk.ask(Turn(1, "Slow?", (), Keeping("n" * 32), False), ANYBODY):
            seen.append(told.name)
            if told.name == "line":
                assert texts().say("page.warming") in told.data["html"]
                bot.go.set()
        return seen

    assert asyncio.run(lines()) == ["turn", "line", "answer"]


def test_the_words_of_a_language_come_as_gradios_parts_take_them(client: TestClient) -> None:
    """In the order of the parts, with what the document itself says; a language without words gives English."""
    told = client.get("/page/parts?lang=ar").json()
    assert (told["language"], told["dir"], told["title"]) == ("ar", "rtl", texts("ar").say("page.title"))
    assert len(told["parts"]) == len(FixedParts.SPOKEN)
    assert {"__type__": "update", "value": texts("ar").say("page.send")} in told["parts"]
    assert client.get("/page/parts?lang=x").json()["language"] == "en"


def _until(condition: Any) -> None:
    """Wait, for two seconds at most, until something becomes true."""
    for _ in range(200):
        if condition():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it did not become true")
