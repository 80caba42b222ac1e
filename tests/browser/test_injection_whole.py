"""Every payload in every text, in a real parser: each function that makes HTML, a corpus put through ingest, the review desk.

`test_injection.py` drives the page with some payloads in each text; here each text takes all of them, in a few page loads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from desk_fixtures import ANSWER, Turned
from desk_room import Room
from playwright.sync_api import BrowserContext, Locator
from scripted import answer
from test_injection import FOUND, PAYLOADS, Watched, injected

import settings
from bot.answer import Answer, Notice
from bot.citing import Sheet
from bot.texts import FOLDER, Texts
from evals.desk import fill
from ingest.build import build
from ingest.corpus import build_corpus, read_corpus
from ingest.index import Index, IndexReader
from ingest.manifest import Layout
from ingest.source import Passage, Source
from ingest.store import ChromaStore
from web.about import About
from web.answer_html import pieces
from web.article_page import article_page
from web.countries import country_options
from web.header import bar, header, link_line, starters
from web.keeping import Keeping, Opinion
from web.keeping_html import below
from web.progress_html import ended, waiting
from web.records.consent import consent
from web.sheet.html import message_page, sheet_page
from web.sheet.model import Call, visit_sheet
from web.sheet.told import Told
from web.turn_html import begun

if TYPE_CHECKING:
    from conftest import HashEmbedder

ENGLISH = yaml.safe_load((FOLDER / "en.yaml").read_text(encoding="utf-8"))
SHOW = """async parts => {
  const log = document.querySelector("#log .log");
  const holder = document.createElement("template");
  for (const html of parts) {
    holder.innerHTML = html; // as look/page/log.js does
    log.append(holder.content);
  }
  await new Promise(done => setTimeout(done, 200));
  return log.textContent.length;
}"""


def all_as(data: Any, text: str) -> Any:
    """A language file in which every sentence is `text`."""
    if isinstance(data, Mapping):
        return {key: all_as(value, text) for key, value in data.items()}
    return [all_as(value, text) for value in data] if isinstance(data, list) else text


def body(document: str) -> str:
    """What a whole page shows, and its title as text would be."""
    found = re.search(r"<main>.*</main>", document, re.DOTALL)
    assert found
    return found[0]


def build_of(text: str) -> Any:
    """An index whose post is `text` in title, heading, authors, address and sentence."""
    post = Source("article", text, "article", text, text, None, text, url=text)
    passage = Passage("article:0", "article", "paragraph", text, 0, len(text), (text, text), ((0, len(text)),))  # type: ignore[arg-type]
    return SimpleNamespace(sources={"article": post}, passages={"article:0": passage})


def sheets(text: str, said: Texts) -> Iterator[str]:
    """The visit sheet of a conversation in which all is `text`, and the page when there is none."""
    quotes = [{"passage": "article:0", "start": 0, "end": len(text)}]
    turn = {"question": text, "outcome": "answered", "notices": ["kidney", "disagreement"], "quotes": quotes}
    sheet = visit_sheet(Told.model_validate({"turns": [turn]}), build_of(text), said, None)
    yield body(sheet_page(replace(sheet, calls=(Call(text, (text,)),)), said, date(2026, 11, 29)))
    yield body(message_page(text, said, ""))


def replies(text: str) -> Iterator[Answer]:
    """One of each kind, each of its texts `text`."""
    whole = injected(text, [text] * 5)
    yield replace(whole, versions=dict.fromkeys(("index", "corpus", "composer", "prompt", "fallback"), text))
    yield replace(whole, outcome="not_covered", statements=(), text=text)
    yield answer(text, "declined", text, reason="injection")
    for outcome in ("emergency", "urgent", "crisis"):
        yield answer(text, outcome, text, notices=(Notice("helpline", text, (text,)), Notice("emergency", text)))


def everything(number: int, text: str) -> list[str]:
    """All that the server makes of our texts, with `text` as every sentence of the language file and as all that is put in."""
    said = Texts("de", all_as(ENGLISH, text))
    asked, choosers = consent(said, 30), country_options(("GB", "DE"), said)
    made = [begun(number, text, said) + "</article>", waiting(text), ended(text, said)]
    for at, reply in enumerate(replies(text)):
        made += ["".join(pieces(reply, 1000 * number + at, said, "GB", choosers))]
    for standing in ("open", "given", "declined", "withdrawn"):
        for opinion in (Opinion(True, "kept"), Opinion(False, "sent")):
            keeping = Keeping("n" * 32, standing, "failed", f"{text}", {text: opinion})  # type: ignore[arg-type]
            made.append(below(text, keeping, said, asked))
    made += [header(About(text, date(2026, 11, 29)), said), starters(said), bar(choosers, said), link_line(said)]
    post = article_page(build_of(text), said)
    assert post
    return [*made, body(post), *sheets(text, said)]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The application: its page is where the HTML is put in."""
    from scripted import ScriptedBot
    from serving import served

    with served(ScriptedBot()) as address:
        yield address


@pytest.fixture
def watched(context: BrowserContext, server: str) -> Watched:
    """The page, loaded."""
    watched = Watched(context, server)
    watched.page.goto(server)
    watched.page.locator("#log .log").wait_for(state="attached")
    return watched


def nothing_ran(watched: Watched, within: Locator) -> None:
    """As `Watched.nothing_ran`, beside the forms and choosers of our own."""
    found = within.evaluate(FOUND)
    ours = re.compile(r'^<input type="checkbox" id="simpler">|^<template id="(?:stopped|cut)"')
    assert [element for element in found if not ours.match(element)] == []
    assert watched.page.evaluate("[typeof window.ran, typeof ({}).ran]") == ["undefined", "undefined"]
    assert (watched.dialogs, watched.outside) == ([], [])
    assert watched.page.url.startswith(watched.server)


def test_every_payload_in_every_text_that_the_server_makes_into_html(watched: Watched) -> None:
    """Question, reply, card, rows below it, language file, first screen, article, sheet: one page holds all of it."""
    made = [html for number, text in enumerate(PAYLOADS, 1) for html in everything(number, text)]
    assert len(made) > 20 * len(PAYLOADS)
    shown = watched.page.evaluate(SHOW, made)
    assert shown > 50 * sum(map(len, PAYLOADS))
    nothing_ran(watched, watched.page.locator("#log .log"))


def of_payload(number: int, text: str) -> str:
    """A corpus file with the payload in each of its texts, and in its address as far as one may hold it."""
    address = re.sub(r"\s", "", text)
    return yaml.safe_dump(
        {
            "id": f"source-{number}", "title": text, "authors": text, "year": 2020, "publication": text,
            "kind": "rct", "url": f"https://a.test/{address}", "population": f"{number} people {text}",
            "findings": [{"text": f"Trial {number} found this: {text}", "plain": text, "asks": [text]}],
            "limitations": [f"Trial {number} was small: {text}"],
        },
        allow_unicode=True,
    )  # fmt: skip


@pytest.fixture
def ingested(tmp_path: Path, hash_embedder: HashEmbedder) -> Index:
    """An index of such files, one for each payload, made as `python -m ingest` makes it."""
    folder = tmp_path / "evil"
    (folder / "corpus" / "sources").mkdir(parents=True)
    for number, text in enumerate(PAYLOADS):
        path = folder / "corpus" / "sources" / f"source-{number}.yaml"
        path.write_text(of_payload(number, text), encoding="utf-8")
    layout = Layout(folder / "index")
    raw = read_corpus(folder / "corpus")
    built = build_corpus(raw, hash_embedder.count_tokens, hash_embedder.window)
    build(built, hash_embedder, ChromaStore(layout.vectors), layout)
    return IndexReader(layout.root, hash_embedder).current()


def test_a_corpus_of_payloads_put_through_ingest(watched: Watched, ingested: Index) -> None:
    """Title, authors, publication, address, population, finding, limitation: what reading them made, quoted and cited."""
    assert len(ingested.sources) > 0.9 * len(PAYLOADS)
    sheet = Sheet(ingested)
    for passage in ingested.passages.values():
        sheet.add_quote(passage, "evidence")
    reply = answer("?", statements=tuple(sheet.statements), citations=sheet.citations)
    made = "".join(pieces(reply, 1, Texts("en", ENGLISH)))
    assert watched.page.evaluate(SHOW, [made]) > 3 * sum(map(len, PAYLOADS))
    assert watched.page.locator("#log blockquote").count() >= len(ingested.sources)
    nothing_ran(watched, watched.page.locator("#log .log"))


def test_the_desk_shows_stored_questions_and_comments_as_text(
    watched: Watched, tmp_path: Path, tiny_corpus: Path
) -> None:
    """A conversation of payloads whose last turn has a comment of them all, in its queue and on its page; no policy helps here."""
    room = Room(tmp_path, tiny_corpus)
    for number, text in enumerate(PAYLOADS):
        reply = replace(ANSWER, id=f"t{number}", question=text, standalone_question=text, text=text)
        room.chats.kept.append(Turned(reply, is_helpful=False, comment=text if number % 2 else ""))
    last = replace(ANSWER, id="last", question="\n".join(PAYLOADS))
    room.chats.kept.append(Turned(last, is_helpful=False, comment="\n".join(PAYLOADS)))
    fill.from_chats(room.items, room.chats, settings.ReviewSettings(share=1), "test")
    anna = room.enter("anna")
    item = max(entry.id for entry in room.items.entries())
    pages = [anna.get(f"/item/{item}").text, anna.get("/").text]
    shown = [
        part[0]
        for page in pages
        for part in re.finditer(r'<section class="transcript".*?</section>|<table.*?</table>', page, re.DOTALL)
    ]
    watched.page.evaluate(SHOW, shown)
    within = watched.page.locator("#log .log")
    assert within.locator(".visitor").count() == len(PAYLOADS) + 1
    told = within.locator(".told").inner_text()
    assert sum(text in told for text in PAYLOADS) > 0.9 * len(PAYLOADS)
    nothing_ran(watched, within)
