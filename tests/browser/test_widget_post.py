"""The widget and the site around it: a citation marks its sentence in the post, the frame, who may show it."""

from __future__ import annotations

import re

import pytest
from pictures import kept
from playwright.sync_api import BrowserContext, expect
from widgets import SENTENCE, SHOW, Sites, Widget, focused, marked


@pytest.mark.parametrize("context", [(1280, "light"), (375, "light")], indirect=True)
def test_a_citation_of_the_post_marks_its_sentence_in_the_page(widget: Widget) -> None:
    """Exactly the quote, although the page wraps and emphasises it otherwise; in view; and Escape leads back."""
    page = widget.page
    turn = widget.opened().ask("sentence")
    turn.locator(".passage summary").nth(1).click()
    turn.get_by_role("button", name=SHOW).press("Enter")
    assert marked(page) == SENTENCE
    assert SENTENCE not in page.locator("article").first.inner_html()
    assert focused(page).startswith(SENTENCE)
    back = page.get_by_role("button", name="Back to the answer")
    expect(back).to_be_visible()
    kept(page, f"widget-marked-in-the-post-{page.viewport_size['width']}")
    page.keyboard.press("Escape")
    expect(turn.get_by_role("button", name=SHOW)).to_be_focused()
    assert marked(page) == ""
    turn.get_by_role("button", name=SHOW).click()
    back.click()
    expect(turn.get_by_role("button", name=SHOW)).to_be_focused()


@pytest.mark.parametrize(
    ("question", "change"),
    [
        ("sentence", "html => html.replace('alleviate', 'cure')"),
        ("sentence", "html => html + html"),
        ("twice", "html => html"),
    ],
)
def test_a_sentence_that_is_not_exactly_there_is_not_marked(widget: Widget, question: str, change: str) -> None:
    """It was edited, the post stands there twice, or the words do: the citation opens our own copy instead."""
    widget.page.evaluate(
        f"() => {{ const a = document.querySelector('article'); a.innerHTML = ({change})(a.innerHTML); }}"
    )
    turn = widget.opened().ask(question)
    turn.locator(".passage summary").nth(1).click()
    copy = turn.get_by_role("link", name="Show this sentence in our article")
    expect(copy).to_have_attribute("href", re.compile(r"/article#s-0:~:text=Increasing$"))
    expect(turn.get_by_role("button", name=SHOW)).to_have_count(0)


def test_the_frame_shows_the_same_chat_on_a_listed_site(context: BrowserContext, sites: Sites) -> None:
    """No button and nothing to close; a question is answered."""
    page = context.new_page()
    page.goto(sites.site + "/framed")
    expect(page.frame_locator("iframe").get_by_label("Your question")).to_be_visible()
    assert page.evaluate("document.activeElement.tagName") == "BODY", "a frame takes no focus by itself"
    frame = page.frame_locator("iframe")
    frame.get_by_label("Your question").fill("Does it help?")
    frame.get_by_label("Your question").press("Enter")
    expect(frame.locator(".passage")).to_have_count(2)
    expect(frame.get_by_role("button", name="Close")).to_have_count(0)


def test_in_a_folder_of_a_host_the_frame_page_works(context: BrowserContext, sites: Sites) -> None:
    """Every address is relative: nothing outside the folder is asked for."""
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sites.chat + "/chat/embed?language=fr&country=GB")
    page.get_by_label("Votre question").fill("emergency")
    page.get_by_label("Votre question").press("Enter")
    expect(page.get_by_role("alert").get_by_role("link", name="999").first).to_be_visible()
    kept(page, "widget-embed-french")
    assert all(url.startswith(sites.chat + "/chat/") for url in asked)


def test_a_site_that_is_not_listed_gets_neither_button_nor_frame(context: BrowserContext, sites: Sites) -> None:
    """The console says what to check; the browser refuses the frame."""
    page = context.new_page()
    with page.expect_console_message(lambda told: "RESTWELL_EMBED__ORIGINS" in told.text):
        page.goto(sites.other)
    expect(page.locator("restwell-chat")).to_have_count(0)
    page.goto(sites.other + "/framed")
    expect(page.frame_locator("iframe").locator("restwell-chat")).to_have_count(0)
