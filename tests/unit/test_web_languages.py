"""Which language the page speaks, the front page in each of them, and English words inside another language."""

from __future__ import annotations

import json
import re

import pytest
from fastapi.testclient import TestClient
from test_web_app import Echo

from bot.language import SUPPORTED
from bot.texts import texts
from web.app import build_app
from web.languages import direction, language_of, language_options
from web.markup import safe
from web.quoting import filled, quoted, told
from web.reader import Reader, reader_of


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ar", "ar"),
        ("pt-BR,pt;q=0.9,en;q=0.8", "pt"),
        ("xx,de-AT;q=0.3,zh-Hant-TW;q=0.8", "zh"),
        ("ja,ko", "en"),
        ("fr;q=0,hi;q=0.1", "hi"),
        ("*, ;;;q=x", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_page_speaks_the_first_language_a_browser_prefers_that_it_has_words_in(
    header: str | None, language: str
) -> None:
    """By weight; English where there is none, or the header makes no sense."""
    assert language_of(header) == language


def test_only_arabic_is_written_from_right_to_left() -> None:
    """Of the eight."""
    assert [code for code in SUPPORTED if direction(code) == "rtl"] == ["ar"]


def test_each_language_is_offered_by_its_own_name() -> None:
    """A reader finds theirs without reading another."""
    options = language_options("hi")
    assert re.findall(r">([^<]+)<", options) == [
        "English", "Español", "Français", "Deutsch", "Português", "हिन्दी", "العربية", "中文",
    ]  # fmt: skip
    assert re.findall(r'value="(\w+)" lang="\w+" selected', options) == ["hi"]


@pytest.mark.parametrize("given", [None, [], "es", {}, {"language": "xx"}, {"language": ["es"], "country": {"x": 1}}])
def test_a_reader_who_tells_nothing_usable_is_read_from_the_browser(given: object) -> None:
    """Whatever a page sends."""
    assert reader_of(given, "es-MX", ("US",)) == Reader("MX", "", "es")


def test_the_chosen_language_is_asked_for_and_english_by_default_is_left_to_the_message() -> None:
    """A Spanish message on a page that is English because the browser says so is still answered in Spanish."""
    assert Reader(language="en").asks_in is None
    assert Reader(language="en", is_chosen=True).asks_in == "en"
    assert Reader(language="fr").asks_in == "fr"


@pytest.fixture(scope="module")
def client() -> TestClient:
    """The application, whose front page needs no model."""
    return TestClient(build_app(Echo(), countries=("GB", "DE")))


def config(page: str) -> dict[str, dict[str, object]]:
    """The properties of each named part of a front page."""
    found = re.search(r"window\.gradio_config = (\{.*?\});</script>", page, re.DOTALL)
    assert found
    parts = {c["props"]["elem_id"]: c["props"] for c in json.loads(found[1])["components"] if c["props"].get("elem_id")}
    return {name: {**props, **props.get("props", {})} for name, props in parts.items()}


@pytest.mark.parametrize("language", SUPPORTED)
def test_the_front_page_comes_in_the_browser_s_language(language: str, client: TestClient) -> None:
    """The document's language, direction and title, and every part that stands there whoever asks."""
    page = client.get("/", headers={"Accept-Language": language}).text
    said, parts = texts(language), config(page)
    assert f'<html\n lang="{language}" dir="{direction(language)}"' in page
    assert f"<title>{said.say('page.title')}</title>" in page
    assert said.say("page.tagline") in str(parts["top"]["value"])
    assert said.say("page.country") in str(parts["where"]["value"])
    assert said.get("starters")[0] in str(parts["first"]["value"])
    assert parts["question"]["label"] == said.say("page.input")
    assert [parts[name]["value"] for name in ("send", "stop", "new-chat")] == [
        said.say(f"page.{key}") for key in ("send", "stop", "new_chat")
    ]
    assert f'<option value="{language}" lang="{language}" selected>' in str(parts["where"]["value"])
    assert said.say("page.log") in str(parts["log"]["value"])


def test_an_address_may_name_the_language(client: TestClient) -> None:
    """It wins over the browser; one that there are no words in is passed over."""
    for asked, language in (("AR", "ar"), ("xx", "de")):
        page = client.get(f"/?lang={asked}", headers={"Accept-Language": "de"}).text
        assert config(page)["question"]["label"] == texts(language).say("page.input")


@pytest.mark.parametrize("language", SUPPORTED)
def test_what_stands_around_the_article_is_in_the_visitor_s_language(language: str, client: TestClient) -> None:
    """The note and the way back; the post itself stays English, left to right."""
    reply = client.get("/article", headers={"Accept-Language": language})
    said, around = texts(language), f'lang="{language}" dir="{direction(language)}"'
    assert f"<html {around}>" in reply.text
    assert f'<p class="note" {around}>{safe(said.say("page.article.ours"))}</p>' in reply.text
    assert f">{safe(said.say('page.article.back'))}</a>" in reply.text
    assert '<article lang="en" dir="ltr"><h1>Post</h1>' in reply.text
    assert reply.headers["vary"] == "Accept-Language"
    assert f"<html {around}>" in client.get(f"/article?lang={language}", headers={"Accept-Language": "ja"}).text


@pytest.mark.parametrize("language", SUPPORTED)
def test_a_sheet_that_cannot_be_made_says_why_in_the_visitor_s_language(language: str, client: TestClient) -> None:
    """Asked for without a conversation, or with something that is none."""
    said, headers = texts(language), {"Accept-Language": language}
    assert safe(said.say("sheet.from_chat")) in client.get("/sheet", headers=headers).text
    refused = client.post("/sheet", data={"told": "{"}, headers=headers)
    assert refused.status_code == 422
    assert safe(said.say("sheet.invalid")) in refused.text


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Take 350 mg/day or 310-420 mg a day.", ["350 mg/day", "310-420 mg a day"]),
        ("Ferritin below 75 µg/L in 12 of 30 people, after 8 weeks (12.5%).", ["75 µg/L", "8 weeks", "12.5%"]),
        ("In 2012, 30 milligrams and B12; 24 people.", []),
        ("A 200 to 250 mg dose, 1,000 mg at most.", ["200 to 250 mg", "1,000 mg"]),
    ],
)
def test_amounts_are_set_apart_and_no_word_is_changed(text: str, amounts: list[str]) -> None:
    """A number with its unit, and per what; years and counts of people are no amounts."""
    html = quoted(text)
    assert re.findall(r'<span class="amount">([^<]+)</span>', html) == amounts
    assert re.sub(r"<[^>]+>", "", html) == text


def test_a_claim_of_the_article_inside_another_language_is_marked_as_english() -> None:
    """The sentence around it is not."""
    said = texts("ar").say("summary.claim", claim="It helps.", verdict="x")
    assert '<span lang="en" dir="ltr">It helps.</span>' in told(said, "ar")
    assert "<span" not in told("“It helps.”", "en")


def test_a_sentence_is_escaped_before_its_slots_are_filled() -> None:
    """A translator's `<` is text, the words put in are HTML already."""
    assert filled(texts(), "page.studied", population="<b>8</b>") == "Who was studied: <b>8</b>"
