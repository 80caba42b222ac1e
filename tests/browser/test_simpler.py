"""The switch to simpler words: our plain wording in place of a finding, said to be ours, its quote one step away."""

from __future__ import annotations

from accessibility import violations
from browsing import ask
from playwright.sync_api import Page, expect
from scripted import PLAIN, POST, REVIEW


def test_simpler_words_are_shown_where_there_are_some_and_missed_aloud_where_not(page: Page) -> None:
    """By keyboard; only one of the two wordings is read; the number still opens the quote; back again with one press."""
    turn = ask(page, "Does it help?")
    item = turn.get_by_role("listitem").filter(has=page.locator(".simpler"))
    expect(item.get_by_text(REVIEW.quote)).to_be_visible()
    expect(item.get_by_text(PLAIN)).to_be_hidden()
    switch = page.get_by_role("checkbox", name="Simpler words")
    switch.focus()
    page.keyboard.press("Space")
    expect(item.get_by_text(PLAIN)).to_be_visible()
    expect(item.get_by_text("Our own plain wording")).to_be_visible()
    assert REVIEW.quote not in item.aria_snapshot()
    ours = turn.get_by_role("listitem").filter(has_text=POST.quote)
    expect(ours.get_by_text("There is no simpler wording of this yet")).to_be_visible()
    assert violations(page) == []
    item.get_by_role("link", name="Source 1").press("Enter")
    expect(turn.get_by_role("complementary").locator("mark").filter(has_text=REVIEW.quote)).to_be_visible()
    page.keyboard.press("Escape")
    expect(item.get_by_role("link", name="Source 1")).to_be_focused()
    switch.press("Space")
    expect(item.get_by_text(REVIEW.quote)).to_be_visible()
