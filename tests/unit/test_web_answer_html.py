"""An Answer as HTML: order, lanes, cards, passages, and that nothing untrusted stays live."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Citation, Notice, Statement
from bot.render import plain_text
from bot.texts import texts
from web.answer_html import pieces
from web.cards import with_calls
from web.countries import country_options
from web.header import starters
from web.markup import first_sentence, link_target
from web.passages_html import marked
from web.plain_words import badge, lead

SAID = texts()
REVIEW = Citation(
    1, "s", "A review", "systematic-review", 2019, "s:1", "It is not clear.", 10, 26, "https://doi.org/10.1/x",
    heading="Findings", paragraph="We looked. It is not clear.", population="8 studies",
)  # fmt: skip
LIMIT = Citation(2, "s", "A review", "systematic-review", 2019, "s:2", "Small.", 30, 36, "", is_limitation=True)
POST = Citation(3, "article", "The post", "article", None, "a:1", "It helps.", 5, 14, "/article", paragraph="It helps.")
CONSULT = Notice("consult", "Ask a pharmacist.")
DIFFER = Notice("disagreement", "Our article puts this more strongly.")


def make(outcome: str = "answered", said: str = "", **given: object) -> Answer:
    """An Answer whose text is made as the bot makes it."""
    fields = {"statements": (), "citations": (), "notices": (), **given}
    text = plain_text(said, fields["statements"], fields["citations"], fields["notices"], SAID)  # type: ignore[arg-type]
    return Answer("1", "q", "q", "en", outcome, text=text, **fields)  # type: ignore[arg-type]


FULL = make(
    statements=(
        Statement("Unclear.", "summary", (1,)),
        Statement("It is not clear.", "evidence", (1,)),
        Statement("Small.", "evidence", (2,)),
        Statement("It helps.", "article", (3,)),
    ),
    citations=(REVIEW, LIMIT, POST),
    notices=(Notice("kidney", "With kidney disease, ask first."), DIFFER, CONSULT),
    follow_ups=("And at night?",),
)


class Tags(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def whole(answer: Answer, **given: str) -> str:
    """All pieces of an answer."""
    return "".join(pieces(answer, 1, SAID, **given))


def test_an_answer_reads_from_the_direct_answer_to_the_follow_ups() -> None:
    """Summary, research, article with the disagreement, limits, consult, the quiet row, follow-ups, passages: in that order."""
    html = whole(FULL)
    order = (
        "Unclear.",
        "What the research says",
        "What our article says",
        "more strongly",
        "With kidney disease",
        "Whom",
    )
    last = (SAID.say("page.made"), "And at night?", "Passages")
    places = [html.index(part) for part in (*order, *last)]
    assert places == sorted(places)


def test_a_limitation_names_the_source_it_limits_and_links_it() -> None:
    """ "Limitation of [1]:" carries a marker of its own."""
    assert re.search(r'class="limitation"[^>]*>Limitation of <a class="marker" id="m-1-1-3"', whole(FULL))


def test_each_marker_has_an_id_of_its_own_and_an_existing_passage() -> None:
    """Ids are unique; every marker leads to a passage and every way back to a marker."""
    tags = Tags(whole(FULL)).found
    ids = [a["id"] for _, a in tags if "id" in a]
    assert len(ids) == len(set(ids))
    inner = [str(a["href"])[1:] for _, a in tags if str(a.get("href", "")).startswith("#")]
    assert inner
    assert set(inner) <= set(ids)


def test_the_badge_says_kind_year_and_who_was_studied() -> None:
    """In plain words, below the statement; our own article has no year."""
    assert "Systematic review, 2019 · 8 studies" in whole(FULL)
    assert badge(POST, SAID) == "our article"


def test_an_article_citation_links_to_its_sentence() -> None:
    """The place is the quote's offset in the post."""
    assert 'href="./article#s-5"' in whole(FULL)


def test_an_article_citation_marks_its_words_where_it_can() -> None:
    """The text fragment goes behind the sentence's own id."""
    cited = tuple(
        replace(c, link="/article#:~:text=Magnesium%20helps") if c.kind == "article" else c for c in FULL.citations
    )
    html = whole(replace(FULL, citations=cited))
    assert ":~:text=Magnesium%20helps" in html
    assert html.count("./article#s-") == sum(c.kind == "article" for c in cited)


@pytest.mark.parametrize(
    ("fallback", "said"),
    [("timeout", "it took too long"), ("server_error", "could not be reached"), ("breaker", "could not be reached")],
)
def test_how_an_answer_was_made_names_the_composer_and_why_quotes_stand_in(fallback: str, said: str) -> None:
    """A model's name and prompt are not for visitors; that one spoke, or why it did not, is."""
    versions = {"composer": "generative:openai:m:lines-1", "fallback": fallback}
    html = whole(replace(FULL, versions=versions))
    assert "a language model, each sentence checked" in html
    assert said in html
    assert "openai:m" not in html
    assert "stand in" not in whole(replace(FULL, versions={"composer": "extractive"}))


def test_what_to_do_if_something_is_happening_now_is_said_once() -> None:
    """It stands first in the text of an answer, and in a box of its own on the page, where nothing is quoted too."""
    doubt = Notice("emergency", "Call 112 if it is happening now.")
    made = make("not_covered", "Not answered here.", notices=(CONSULT,))
    answer = replace(made, notices=(doubt, CONSULT), text=f"{doubt.text}\n\n{made.text}")
    assert lead(answer) == "Not answered here."
    shown = re.sub(r'data-copy="[^"]*"', "", whole(answer))
    assert re.sub("<[^>]+>", "", shown).count("if it is happening now") == 1


def test_a_site_path_cannot_turn_into_a_script() -> None:
    """A path keeps its slash, so that "/javascript:" stays a path."""
    evil = replace(REVIEW, url="/javascript:alert(1)")
    assert 'href="./javascript:alert(1)"' in whole(replace(FULL, citations=(evil, LIMIT, POST)))


def test_not_covered_shows_its_lead_and_leaves_the_notices_to_their_boxes() -> None:
    """The lead is the text up to the first notice."""
    answer = make("not_covered", "Not answered here.", notices=(CONSULT,), follow_ups=("Which stretch?",))
    assert lead(answer) == "Not answered here."
    html = whole(answer)
    assert html.count("Ask a pharmacist.") == 2  # the box, and the copy button's text
    assert html.index(SAID.say("headings.nearby")) < html.index('class="quiet"')


def test_the_helplines_english_words_are_marked_in_a_card_of_another_language() -> None:
    """In the notices and in the instruction, with the numbers in them still to press; what is around them is not English."""
    said = texts("ar")
    number = "112 from mobile phones; ambulance 10177"
    text, line = (
        said.say("care.emergency", emergency=number),
        said.say("care.number_emergency", country="ZA", number=number),
    )
    answer = replace(make("emergency", text, notices=(Notice("emergency", line, (number,)),)), language="ar")
    html = "".join(pieces(answer, 1, said))
    marked = re.findall(r'<span lang="en" dir="ltr">(.*?)</span>', html)
    assert [re.sub(r"<[^>]+>", "", words) for words in marked] == [number, number]
    assert all('href="tel:10177"' in words for words in marked)
    doubt = replace(FULL, notices=(Notice("emergency", line, (number,)),))
    assert '<span lang="en" dir="ltr"><a class="call"' in "".join(pieces(doubt, 1, said))
    assert '<span lang="en" dir="ltr"><a class="call"' not in "".join(pieces(doubt, 1, SAID))


@pytest.mark.parametrize("outcome", ["emergency", "urgent", "crisis"])
def test_a_card_leads_with_the_instruction_and_carries_nothing_else(outcome: str) -> None:
    """First sentence as heading, numbers that call, the chooser; no follow-ups even when there are some."""
    told = (Notice("emergency", "Poison line: 1-800-222-1222."),)
    answer = make(outcome, "Call 112 now. Do not wait.", notices=told, follow_ups=("More?",))
    html = whole(answer, country="GB", countries=country_options(("GB", "DE"), SAID))
    assert 'role="alert"' in html
    assert '<a class="call" dir="ltr" href="tel:112" aria-label="Call 112">112</a> now.</h3><p>Do not wait.</p>' in html
    assert 'href="tel:18002221222"' in html
    assert '<option value="GB" selected>' in html
    assert "More?" not in html
    assert "data-copy" not in html


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("999 or 112", ["tel:999", "tel:112"]),
        ("13 11 26 (24/7)", ["tel:131126"]),
        ("1-800-222-1222 (Poison Help, free, 24/7)", ["tel:18002221222"]),
        ("text HOME to 741741", ["sms:741741"]),
        ("01 809 2166 (public poisons line, 8am-10pm daily)", ["tel:018092166"]),
        ("+44 20 7946 0000", ["tel:+442079460000"]),
        ("Open 24/7, within 4.5 hours, 80%", []),
    ],
)
def test_phone_numbers_become_links_and_nothing_else_does(text: str, targets: list[str]) -> None:
    """Opening hours and shares are no phone numbers."""
    assert [a["href"] for _, a in Tags(with_calls(text, SAID)).found] == targets


def test_a_quote_that_is_not_in_its_paragraph_highlights_nothing() -> None:
    """No guess at where it might stand."""
    assert "<mark>" not in marked("Another text.", "quote")
    assert marked("a <quote> b", "<quote>") == "a <mark>&lt;quote&gt;</mark> b"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " javascript:x", "data:text/html,x", "//evil.test/x", "/\\evil.test", "http://", "x", ""],
)
def test_a_link_that_could_run_or_mislead_is_no_link(url: str) -> None:
    """Only http(s) with a host, and paths of this site."""
    assert link_target(url) == ""


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Call 112 now. Do not wait.", "Call 112 now."),
        ("One line", "One line"),
        ("立即拨打120。不要等。", "立即拨打120。"),
    ],
)
def test_the_first_sentence_is_told_from_the_rest(text: str, first: str) -> None:
    """In several scripts."""
    assert first_sentence(text)[0] == first


def test_the_first_screen_offers_six_questions() -> None:
    """Two in each of three groups."""
    assert starters(SAID).count("data-ask") == 6


_TEXT = st.text(alphabet="<>\"'`&=/ abc${}[]1\n", max_size=60).map(lambda t: f"{t}<script>x</script>\"onload='y'{t}")


@given(_TEXT)
def test_whatever_the_corpus_holds_only_our_own_tags_and_attributes_are_written(text: str) -> None:
    """No script, image or handler is ever a tag or an attribute."""
    citation = Citation(1, text, text, text, 2000, text, text, 0, 1, text, text, text, text, text, text, text)
    answer = make(
        statements=(
            Statement(text, "summary", (1,)),
            Statement(text, "evidence", (1, 9)),
            Statement(text, "article", (1,)),
        ),
        citations=(citation,),
        notices=(Notice("disagreement", text), Notice("consult", text), Notice("dose", text)),
        follow_ups=(text,),
        versions={"index": text},
    )
    card = make("crisis", text, notices=(Notice("helpline", text),))
    for tag, attributes in Tags(whole(answer) + whole(card)).found:
        assert tag not in ("script", "img", "svg", "iframe", "style")
        assert not any(name.startswith("on") for name in attributes)
        assert str(attributes.get("href", "#")).startswith(("#", "http", "./", "tel:", "sms:"))


def test_english_questions_are_marked_in_a_page_of_another_language() -> None:
    """What lies near, in the lead and among the buttons, is English and left to right inside Arabic; in English nothing needs a mark."""
    arabic = texts("ar")
    ask = "Does iron help & when?"
    near = arabic.say("not_covered.lead") + " " + arabic.say("not_covered.nearest", ask=ask)
    answer = replace(make("not_covered", near, notices=(CONSULT,), follow_ups=(ask,)), language="ar")
    html = "".join(pieces(answer, 1, arabic))
    assert '<span lang="en" dir="ltr">Does iron help &amp; when?</span></p>' in html
    assert '<button type="button" lang="en" dir="ltr" data-ask="Does iron help &amp; when?">' in html
    assert '<span lang="en"' not in whole(replace(answer, language="en"))
