"""The page over the real bot and index: a real question, its citation, and no request that leaves."""

from __future__ import annotations

import pytest
from browsing import ask, opened, outside_requests
from playwright.sync_api import BrowserContext, expect

pytestmark = pytest.mark.slow


def test_a_real_question_is_answered_and_a_citation_opened(context: BrowserContext, real_address: str) -> None:
    """Every marker leads to a passage, and every passage shows its quote marked in its paragraph."""
    page = opened(context, real_address)
    outside = outside_requests(page, real_address)
    turn = ask(page, "Does magnesium help restless legs?")
    expect(turn.get_by_role("heading", name="What the research says")).to_be_visible()
    expect(turn.get_by_role("heading", name="Whom to ask")).to_be_visible()
    passages = turn.get_by_role("complementary").locator("details")
    assert passages.count() >= 2
    assert turn.locator("mark").count() == passages.count()
    marker = turn.get_by_role("link", name="Source 2").last
    marker.click()
    expect(passages.nth(1).locator("mark")).to_be_visible()
    turn.get_by_role("link", name="Back to [2]").click()
    expect(marker).to_be_focused()
    assert outside == []


def test_a_real_follow_up_is_answered(context: BrowserContext, real_address: str) -> None:
    """What is offered as a follow-up is answered from the sources."""
    page = opened(context, real_address)
    turn = ask(page, "Which foods have the most magnesium?")
    turn.locator("[data-ask]").first.click()
    expect(page.get_by_role("log").get_by_role("article")).to_have_count(2)
    expect(page.get_by_role("log").get_by_role("article").last.locator(".passage").first).to_be_visible()


def test_every_cited_sentence_of_the_post_is_on_its_page(context: BrowserContext, real_address: str) -> None:
    """The article page has the post's sentences, each with an id, and runs no script."""
    page = context.new_page()
    answer = page.request.get(real_address + "/article")
    assert answer.ok
    assert "<script" not in answer.text()
    page.goto(real_address + "/article")
    assert page.locator("span[id^='s-']").count() > 40
