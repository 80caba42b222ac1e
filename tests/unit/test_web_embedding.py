"""Other sites and the widget's addresses: who may read them, who may frame the page, what is sent and how large it is."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.answer import Answer
from bot.events import Done, Event
from bot.helplines import Helplines
from bot.language import SUPPORTED
from bot.texts import texts
from settings import ROOT
from web.about import About, load_about
from web.app import build_app
from web.rate import AskLimit
from web.widget import STATIC, Parts, chosen

SITE = "https://post.example"
OTHER = "https://other.example"
BUDGET = 30_000
"""Bytes of the whole widget, gzipped. From the product's brief."""


class Quick:
    """Answers at once with the question itself."""

    def ask(self, question: str, history: Sequence[str] = (), *more: Any) -> Answer:
        return Answer("1", question, question, "en", "clarify", text=question)

    def stream(self, *asked: Any) -> Iterator[Event]:
        yield Done(self.ask(*asked))

    def warm(self) -> None:
        """Nothing to load."""

    def is_ready(self) -> bool:
        return True

    def index(self) -> Any:
        raise LookupError


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The application, with one other site listed."""
    with TestClient(build_app(Quick(), countries=("GB", "US"), origins=(SITE,))) as opened:
        yield opened


@pytest.fixture(scope="module")
def alone() -> Iterator[TestClient]:
    """The application as it is unless somebody lists a site."""
    with TestClient(build_app(Quick())) as opened:
        yield opened


def preflight(client: TestClient, origin: str, method: str = "POST", path: str = "/api/ask/stream") -> Any:
    """What a browser asks before a question."""
    wanted = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "content-type",
    }
    return client.options(path, headers=wanted)


def test_a_listed_site_may_ask_and_read_without_credentials(client: TestClient) -> None:
    """Preflight and question name that site and no other, vary by it, and take no cookie along."""
    for reply in (
        preflight(client, SITE),
        client.post("/api/ask", json={"question": "q"}, headers={"Origin": SITE}),
        client.post("/api/ask/stream", json={"question": "q"}, headers={"Origin": SITE}),
        client.get("/api/widget", headers={"Origin": SITE}),
    ):
        assert reply.status_code == 200
        assert reply.headers["access-control-allow-origin"] == SITE
        assert "Origin" in reply.headers["vary"]
        assert "access-control-allow-credentials" not in reply.headers


def test_a_listed_site_may_do_nothing_but_get_and_post(client: TestClient) -> None:
    """Other methods and other headers fail the preflight."""
    assert preflight(client, SITE, method="DELETE").status_code == 400
    wanted = {
        "Origin": SITE,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    assert client.options("/api/ask", headers=wanted).status_code == 400


@pytest.mark.parametrize(
    "origin", [OTHER, "null", SITE + ".evil.example", SITE.replace("https", "http"), SITE + ":8443"]
)
def test_another_site_gets_nothing(client: TestClient, origin: str) -> None:
    """Neither a preflight nor an answer, words or a module: 403, without a header that would let it read even that."""
    part = f"/widget/{Parts().version}/main.js"
    for reply in (
        preflight(client, origin),
        client.post("/api/ask", json={"question": "q"}, headers={"Origin": origin}),
        client.get("/api/widget", headers={"Origin": origin}),
        client.get(part, headers={"Origin": origin}),
    ):
        assert reply.status_code == 403
        assert "access-control-allow-origin" not in reply.headers
        assert reply.headers["vary"] == "Origin"
        assert "RESTWELL_EMBED__ORIGINS" in reply.text


def test_nobody_is_listed_unless_somebody_is(alone: TestClient) -> None:
    """The default lets no other site in, and no other site frame anything."""
    assert preflight(alone, SITE).status_code == 403
    assert alone.get("/embed").headers["content-security-policy"].endswith("frame-ancestors 'self'")


def test_this_site_s_own_pages_may_ask(alone: TestClient) -> None:
    """By host, or, where a proxy changed that, by what the browser says of the request; callers without a browser too."""
    for headers in ({"Origin": "http://testserver"}, {"Origin": OTHER, "Sec-Fetch-Site": "same-origin"}, {}):
        assert alone.post("/api/ask", json={"question": "q"}, headers=headers).status_code == 200


def test_only_the_frame_page_can_be_framed_by_a_listed_site(client: TestClient) -> None:
    """The chat page itself and everything else stay with this site."""
    assert f"frame-ancestors 'self' {SITE}" in client.get("/embed").headers["content-security-policy"]
    for path in ("/", "/widget.js", "/api/widget", "/nowhere"):
        assert SITE not in client.get(path).headers["content-security-policy"]


def test_the_frame_page_runs_no_inline_code(client: TestClient) -> None:
    """Its policy allows none, it has none, and every address in it is relative."""
    reply = client.get("/embed?language=ar&country=gb")
    policy = reply.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert re.findall(r"<script[^>]*>", reply.text) == [
        '<script src="widget.js" data-embedded data-language="ar" data-country="GB">'
    ]
    assert not re.search(r"\son\w+=|style=|<style|javascript:", reply.text)
    assert re.findall(r'(?:src|href)="([^"]*)"', reply.text) == [
        "look/tokens.css",
        "look/embed.css",
        "article",
        "widget.js",
    ]


@pytest.mark.parametrize("value", ['"><script>alert(1)</script>', "xx", "../", "EN"])
def test_the_frame_page_takes_only_known_languages_and_countries(client: TestClient, value: str) -> None:
    """Anything else is as if it had not been given."""
    page = client.get("/embed", params={"language": value, "country": value}).text
    assert 'data-language="" data-country=""' in page


@pytest.mark.parametrize("language", SUPPORTED)
def test_the_widget_keeps_its_size(language: str) -> None:
    """All that a visitor of another site loads: loader, every module, the style, and the words of their language, each packed."""
    parts = Parts()
    about, countries = (
        load_about(ROOT / "corpus" / "about.yaml"),
        Helplines.load(ROOT / "corpus" / "helplines.yaml").countries,
    )
    words = json.dumps(chosen(texts(language), about, countries, is_asking=True), ensure_ascii=False).encode()
    bodies = {**parts.files, "widget.js": parts.loader, "words": words}
    sizes = {name: len(gzip.compress(body)) for name, body in bodies.items()}
    assert sum(sizes.values()) < BUDGET, sizes


def test_the_widget_s_own_code_builds_no_markup_from_text() -> None:
    """Nothing in it parses a string as HTML or as a script, stores anything, or names a host."""
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|\beval\b|new Function"
        r"|localStorage|sessionStorage|indexedDB|document\.cookie|https?://(?!www\.w3\.org/2000/svg)"
    )
    for path in (STATIC / "widget").glob("*.js"):
        assert not forbidden.findall(path.read_text(encoding="utf-8")), path.name


def test_modules_are_kept_for_good_and_the_loader_is_asked_for_again(client: TestClient) -> None:
    """The loader names the version of the modules; another version is not there."""
    loader = client.get("/widget.js")
    assert loader.headers["cache-control"] == "no-cache"
    assert loader.headers["cross-origin-resource-policy"] == "cross-origin"
    again = client.get("/widget.js", headers={"If-None-Match": loader.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    found = re.search(r'"(widget/[0-9a-f]{12}/main\.js)"', loader.text)
    assert found
    module = client.get(f"/{found[1]}", headers={"Origin": SITE})
    assert module.headers["content-type"].startswith("text/javascript")
    assert "immutable" in module.headers["cache-control"]
    assert client.get("/widget/000000000000/main.js").status_code == 404
    assert client.get(f"/{found[1]}".replace("main.js", "loader.js")).status_code == 404


def test_every_import_of_a_module_is_served(client: TestClient) -> None:
    """A module that names another one which is missing would leave the page without a button."""
    parts = Parts()
    for name, body in parts.files.items():
        for wanted in re.findall(r'from "\./([\w.]+)"', body.decode()):
            assert wanted in parts.files, f"{name} imports {wanted}"


@pytest.mark.parametrize("language", SUPPORTED)
def test_the_words_come_from_the_translators_files(client: TestClient, language: str) -> None:
    """The same sentences as the page's, with direction, and kept by browsers for some minutes only."""
    reply = client.get("/api/widget", params={"language": language})
    words = reply.json()
    assert words["language"] == language
    assert words["dir"] == ("rtl" if language == "ar" else "ltr")
    assert words["texts"]["page"]["consent"]["given"] == texts(language).say("page.consent.given")
    assert words["texts"]["widget"]["open"] == texts(language).say("widget.open")
    assert [choice["code"] for choice in words["languages"]] == list(SUPPORTED)
    assert words["countries"] == ["GB", "US"]
    assert words["asks_consent"] is False
    assert "max-age" in reply.headers["cache-control"]


def test_every_word_the_widget_names_exists() -> None:
    """Each key in its code is in the words that it is sent; a typo would show as an empty button."""
    sent = chosen(texts(), About(), (), is_asking=True)["texts"]
    for path in (STATIC / "widget").glob("*.js"):
        for key in re.findall(r'words\.(?:say|get)\("([\w.]+)"', path.read_text(encoding="utf-8")):
            found: Any = sent
            for part in key.split("."):
                assert part in found, f"{path.name}: {key}"
                found = found[part]


def test_a_client_that_asks_too_often_is_told_so_where_its_site_can_read_it() -> None:
    """429 with the seconds to wait, and what not to wait with; reading words and health is not counted."""
    app = build_app(Quick(), origins=(SITE,), limit=AskLimit(2))
    with TestClient(app) as client:
        ask = {"json": {"question": "my own words"}, "headers": {"Origin": SITE}}
        assert [client.post(path, **ask).status_code for path in ("/api/ask", "/api/ask/stream")] == [200, 200]
        refused = client.post("/api/ask/stream", **ask)
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert refused.headers["access-control-allow-origin"] == SITE
        assert refused.headers["access-control-expose-headers"] == "Retry-After"
        assert "do not wait for this chat" in refused.json()["message"]
        assert "my own words" not in json.dumps(refused.json())
        assert client.get("/api/widget").status_code == 200
        assert client.get("/healthz").status_code == 200


def test_in_a_folder_of_a_host_the_same_rules_hold() -> None:
    """Served below /chat, with the folder told by the proxy or by the mount: frame page, policy, origins."""
    with TestClient(build_app(Quick(), origins=(SITE,)), root_path="/chat") as client:
        for path in ("/embed", "/chat/embed"):
            assert f"frame-ancestors 'self' {SITE}" in client.get(path).headers["content-security-policy"]
        assert client.post("/chat/api/ask", json={"question": "q"}, headers={"Origin": OTHER}).status_code == 403
