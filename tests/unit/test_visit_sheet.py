"""The visit sheet: the index's own words for what a page tells, no personal data, nothing of a crisis but a line to call."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pypdf import PdfReader

import settings
from bot.answer import Answer, Citation, Notice, Statement
from bot.helplines import Helplines
from bot.texts import FOLDER, texts
from ingest.source import Passage, Source
from web.sheet import pdf as pdf_module
from web.sheet import routes
from web.sheet.hook import told_attribute, with_button
from web.sheet.html import sheet_page
from web.sheet.model import QUESTIONS, visit_sheet
from web.sheet.pdf import to_pdf
from web.sheet.routes import make_sheet_router
from web.sheet.told import Told, told

SAID = texts()
DAY = date(2026, 11, 29)
QUOTE = "It is not clear whether magnesium relieves RLS."
TEXT = f"A review.\n\n{QUOTE}\n\nOnly one trial was randomised."
LIMIT = "Only one trial was randomised."
STYLES = "".join((routes.STATIC / name).read_text(encoding="utf-8") for name in ("tokens.css", "sheet.css"))
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def passage(name: str, words: str, role: Any = "finding") -> Passage:
    """A passage of the one source."""
    at = TEXT.index(words)
    return Passage(name, "marshall-2019", role, words, at, at + len(words))


@dataclass
class Built:
    """An index of one source with a finding and a limitation."""

    sources: dict[str, Any] = field(
        default_factory=lambda: {
            "marshall-2019": Source(
                "marshall-2019",
                "Magnesium for restless legs",
                "systematic-review",
                TEXT,
                "Marshall NS et al.",
                2019,
                "Sleep Medicine Reviews 48",
                url="https://doi.org/10.1/x",
            )
        }
    )
    passages: dict[str, Any] = field(
        default_factory=lambda: {"m:1": passage("m:1", QUOTE), "m:2": passage("m:2", LIMIT, "limitation")}
    )


@pytest.fixture(scope="module")
def helplines() -> Helplines:
    """The real numbers."""
    return Helplines.load(settings.ROOT / "corpus" / "helplines.yaml")


def without(what: str) -> None:
    """Skip a test whose system packages are missing, loudly; on continuous integration they must be there."""
    assert os.environ.get("CI") != "true", f"CI=true and no {what}"
    pytest.skip(f"NO {what}: see .ci/run for Debian's packages")


def made_pdf(page: str, styles: str = STYLES) -> bytes:
    """The page as PDF."""
    if not pdf_module.is_available():
        without("libraries for a PDF")
    return to_pdf(page, styles)


def place(name: str = "m:1", words: str = QUOTE) -> dict[str, Any]:
    """Where a quote stands, as the page tells it."""
    at = TEXT.index(words)
    return {"passage": name, "start": at, "end": at + len(words)}


def turn(question: str = "Does it help?", **given: Any) -> dict[str, Any]:
    """An answered turn as the page tells it."""
    return {"question": question, "outcome": "answered", "quotes": [place()], "notices": ["consult"], **given}


def said(*turns: dict[str, Any], language: str = "en", country: str = "", helplines: Helplines | None = None) -> str:
    """The sheet of these turns as HTML."""
    given = Told.model_validate({"turns": turns, "language": language, "country": country})
    wording = texts(language)
    return sheet_page(visit_sheet(given, Built(), wording, helplines), wording, DAY)


def test_a_question_stands_with_the_quote_and_its_source() -> None:
    """The words are those of the index; kind, year, title, authors and address are beside them."""
    page = said(turn(quotes=[place(), place("m:2", LIMIT)]))
    for words in (
        "Does it help?",
        QUOTE,
        "systematic review, 2019",
        "Magnesium for restless legs. Marshall NS et al",
        "https://doi.org/10.1/x",
    ):
        assert words in page
    assert f"<strong>Limitation:</strong> {LIMIT}" in page


def test_what_the_index_does_not_hold_is_left_out_and_counted() -> None:
    """Another passage, or characters outside it: no words, and the sheet says how many are missing."""
    page = said(
        turn(quotes=[{"passage": "gone", "start": 0, "end": 9}, {"passage": "m:1", "start": 0, "end": 5}, place()])
    )
    assert page.count("<blockquote") == 1
    assert "left out: 2" in page


def test_personal_data_is_left_out() -> None:
    """Whatever the browser sends, the question is cleaned again."""
    page = said(turn("My name is Anna Miller, call me on 0171 123 4567: does it help?"))
    assert "Anna" not in page
    assert "123 4567" not in page
    assert "does it help?" in page


@pytest.mark.parametrize("outcome", ["emergency", "urgent", "crisis"])
def test_a_turn_that_needed_help_is_a_line_to_call_and_nothing_else(outcome: str, helplines: Helplines) -> None:
    """Its words and quotes do not appear, even if a page sends them."""
    page = said(turn(), turn("I want to end it", outcome=outcome, quotes=[place()]), country="GB", helplines=helplines)
    assert "end it" not in page
    assert page.count("<blockquote") == 1
    assert "call 999 or 112" in page
    assert ("116 123" in page) == (outcome == "crisis")


def test_the_helplines_english_words_are_marked_on_a_sheet_of_another_language(helplines: Helplines) -> None:
    """So that they are read aloud as English, also in the file; in the line to call too. What is translated is not."""
    words = "112 from mobile phones; ambulance 10177"
    page = said(turn(outcome="emergency", quotes=[]), language="de", country="ZA", helplines=helplines)
    assert page.count(f'<span lang="en" dir="ltr">{words}</span>') == page.count(words) == 2
    assert "999 oder 112" in said(turn(outcome="emergency"), language="de", country="GB", helplines=helplines)
    right = said(turn(outcome="emergency"), language="ar", country="ZA", helplines=helplines)
    assert '<span lang="en" dir="ltr">\u2066112\u2069 from mobile phones; ambulance \u206610177\u2069</span>' in right


def test_questions_to_ask_follow_from_the_notices() -> None:
    """One for each limit that was raised, one where sources differ, and two that always fit."""
    page = said(turn(notices=["kidney", "disagreement", "consult"]))
    asked = [SAID.say(f"sheet.questions.{key}") for key in ("kidney", "differ", "about", "watch")]
    assert [words for words in asked if words in page] == asked
    assert SAID.say("sheet.questions.pregnancy") not in page


def test_the_page_tells_no_words_of_a_source_and_none_of_a_crisis() -> None:
    """Only where quotes stand; a question without personal data; of a crisis its outcome alone."""
    cited = Citation(1, "marshall-2019", "T", "rct", 2019, "m:1", QUOTE, 11, 58, "")
    answered = Answer(
        "1", "I am called Bob: does it help?", "", "en", "answered",
        statements=(Statement(QUOTE, "evidence", (1,)),), citations=(cited,), notices=(Notice("kidney", "x"), Notice("kidney", "y")),
    )  # fmt: skip
    attribute = told_attribute(answered)
    assert QUOTE not in attribute
    assert "Bob" not in attribute
    assert told(answered).notices == ["kidney"]
    crisis = Answer("2", "I want to die", "", "en", "crisis")
    assert told(crisis).model_dump(exclude_defaults=True) == {"outcome": "crisis"}
    assert told_attribute(Answer("3", "hello", "", "en", "clarify")) == ""


def test_the_button_stands_at_the_end_of_the_consult_box() -> None:
    """Where there is no box, there is no button."""
    (box,) = with_button(["<section><p>x</p></section>"], SAID)
    assert box.startswith("<section><p>x</p><p")
    assert box.endswith("</section>")
    assert "Prepare for my appointment" in box
    assert with_button([], SAID) == []


def keys(data: dict[str, Any], before: str = "") -> set[str]:
    """Dotted keys."""
    found = set()
    for key, value in data.items():
        found |= keys(value, f"{before}{key}.") if isinstance(value, dict) else {f"{before}{key}"}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_of_the_sheet(language: str) -> None:
    """With the same {braces}; and a question for each notice that brings one."""
    own = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))["sheet"]
    english = yaml.safe_load((FOLDER / "en.yaml").read_text(encoding="utf-8"))["sheet"]
    assert keys(own) == keys(english)
    assert set(QUESTIONS) <= set(own["questions"])
    for key, brace in (("made", "{date}"), ("lost", "{count}"), ("call", "{emergency}")):
        assert brace in own[key]


@pytest.mark.parametrize(
    ("language", "question", "font"),
    [("en", "Does it help?", "Noto"), ("hi", "क्या यह मदद करता है?", "Devanagari"), ("ar", "هل يساعد؟", "Arabic"), ("zh", "有帮助吗？", "CJK|Fallback|Hei|Song")],
)  # fmt: skip
def test_the_pdf_carries_text_and_letters_of_each_script(language: str, question: str, font: str) -> None:
    """A tagged PDF in the sheet's language, with the quote as text and a font that has the script."""
    reader = PdfReader(io.BytesIO(made_pdf(said(turn(question), language=language))))
    text = "".join(page.extract_text() for page in reader.pages)
    assert " ".join(QUOTE.split()) in " ".join(text.split())
    assert reader.trailer["/Root"]["/Lang"] == language
    used = {str(f.get_object()["/BaseFont"]) for page in reader.pages for f in page["/Resources"]["/Font"].values()}
    if not any(name in used_font for name in font.split("|") for used_font in used):
        without(f"font for {language!r}; used were {sorted(used)}")


def test_making_a_pdf_fetches_nothing(outside_connections: list[str], tmp_path: Path) -> None:
    """Addresses in the page are refused: of the web, of the machine, of data."""
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>SECRET</text></svg>')
    page = f'<html lang="en"><title>t</title><link rel="stylesheet" href="http://example.org/x.css"><img src="file://{secret}"><img src="https://example.org/x.png"><p>kept'
    made = made_pdf(page, "p { background: url(http://example.org/y.png) }")
    assert outside_connections == []
    text = PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert "kept" in text
    assert "SECRET" not in text


class OneBot:
    """A bot with the index of one source; asks nothing."""

    ready = True

    def is_ready(self) -> bool:
        """Whether it can answer."""
        return self.ready

    def index(self) -> Built:
        """Its index."""
        return Built()


@pytest.fixture
def client(helplines: Helplines) -> Iterator[TestClient]:
    """The routes alone."""
    app = FastAPI()
    app.include_router(make_sheet_router(OneBot(), helplines))  # type: ignore[arg-type]
    with TestClient(app) as made:
        yield made


def sent(*turns: dict[str, Any], **given: Any) -> dict[str, str]:
    """The form of a page."""
    return {"told": json.dumps({"turns": turns, **given})}


def test_the_page_and_the_file_are_made_and_kept_nowhere(client: TestClient) -> None:
    """Both are no-store; the page holds what the file is made of; the file's name tells nothing."""
    if not pdf_module.is_available():
        without("libraries for a PDF")
    page = client.post("/sheet", data=sent(turn()))
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    assert QUOTE in page.text
    assert 'action="sheet.pdf"' in page.text
    file = client.post("/sheet.pdf", data=sent(turn()))
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["cache-control"] == "no-store"
    assert file.headers["content-disposition"] == 'attachment; filename="visit-sheet.pdf"'
    assert file.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "body",
    [{}, {"told": "{"}, {"told": "{}"}, {"told": '{"turns": []}'}, sent({"outcome": "secret-word"}), sent(turn(), language="../x"), sent(turn(), more="secret-word")],
)  # fmt: skip
def test_what_cannot_be_used_gets_a_page_that_says_so_and_repeats_nothing(
    client: TestClient, body: dict[str, str]
) -> None:
    """422, the way back, and not a word of what was sent."""
    for path in ("/sheet", "/sheet.pdf"):
        reply = client.post(path, data=body)
        assert reply.status_code == 422
        assert "could not be made" in reply.text
        assert "secret-word" not in reply.text


def test_another_site_cannot_have_a_sheet_made(client: TestClient) -> None:
    """A form of another origin gets the same refusal."""
    reply = client.post("/sheet", data=sent(turn()), headers={"Sec-Fetch-Site": "cross-site"})
    assert reply.status_code == 422


def test_without_a_conversation_the_page_says_where_a_sheet_comes_from(client: TestClient) -> None:
    """Somebody who opens the address by hand is led back."""
    assert "made from a conversation" in client.get("/sheet").text


def test_while_the_index_is_missing_the_page_says_so(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """503, in words."""
    monkeypatch.setattr(OneBot, "ready", False)
    reply = client.post("/sheet", data=sent(turn()))
    assert (reply.status_code, "being made ready" in reply.text) == (503, True)


def test_without_the_system_libraries_printing_works_and_the_page_says_that_a_pdf_does_not(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No download button that fails; who asks for the file gets a reason."""
    monkeypatch.setattr(routes, "is_available", lambda: False)
    monkeypatch.setattr(pdf_module, "is_available", lambda: False)
    page = client.post("/sheet", data=sent(turn())).text
    assert 'action="sheet.pdf"' not in page
    assert SAID.say("sheet.no_pdf") in page
    assert "data-print" in page
    file = client.post("/sheet.pdf", data=sent(turn()))
    assert (file.status_code, SAID.say("sheet.no_pdf") in file.text) == (503, True)
