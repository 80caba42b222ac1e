"""Keys of the review desk: what each does, and that nothing is lost, in a browser."""

from __future__ import annotations

import re

from desks import Served, handed_in, is_ready, judge, open_item, saved
from playwright.sync_api import Page, expect


def test_nothing_is_lost_on_reload_and_undo_goes_back(small_desk: Served) -> None:
    """Verdicts, tags and a note typed a moment before are there again; u takes the last step back."""
    page = small_desk.enter("anna")
    open_item(page, "asleep-sooner")
    page.keyboard.press("4")
    page.keyboard.press("t")
    page.keyboard.type("Numbers, old")
    page.keyboard.press("Enter")
    page.keyboard.press("n")
    page.keyboard.type("typed and not left")
    page.reload()
    is_ready(page)
    page.reload()  # the note's save outlives the page that typed it
    is_ready(page)
    expect(page.get_by_label("Note")).to_have_value("typed and not left")
    expect(page.get_by_label("Tags")).to_have_value("numbers, old")
    expect(page.locator("#s1 .verdict")).to_have_text("Contradicted")
    page.keyboard.press("u")
    saved(page, "Undone")
    expect(page.get_by_label("Note")).to_have_value("")


def test_two_windows_on_one_item_lose_nobodys_words(small_desk: Served) -> None:
    """The later one is told, sees both, and takes its own with both notes."""
    page = small_desk.enter("anna")
    open_item(page, "asleep-sooner")
    other = page.context.new_page()
    other.goto(page.url)
    is_ready(other)
    for window, words in ((page, "from the first window"), (other, "from the second window")):
        window.keyboard.press("n")
        window.keyboard.type(words)
        window.keyboard.press("Escape")
    saved(page, "Saved")
    conflict = other.get_by_role("alert")
    expect(conflict).to_contain_text("from the first window")
    expect(conflict).to_contain_text("from the second window")
    other.get_by_role("button", name="Mine, with both notes").press("Enter")
    saved(other, "Saved")
    expect(other.get_by_label("Note")).to_have_value("from the second window\nfrom the first window")


def test_keys_are_listed_can_be_switched_off_and_scores_stay_folded(small_desk: Served) -> None:
    """The ? sheet; no verdict by a stray key when they are off; scores only after handing in."""
    page = small_desk.enter("anna")
    open_item(page, "asleep-sooner")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("automatic scores, once you have handed in")
    sheet.get_by_label("Single keys work").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.locator("#s1 .verdict")).to_have_text("not judged yet")
    page.get_by_role("button", name="Keys").click()
    sheet.get_by_label("Single keys work").check()
    sheet.get_by_role("button", name="Close").click()
    page.locator("h1").click()
    page.keyboard.press("s")
    expect(page.get_by_text("Folded away until you have handed in")).to_be_visible()
    judge(page)
    page.keyboard.press("s")
    expect(page.get_by_role("row", name=re.compile("^quotes_exact"))).to_be_visible()


LABELS = ("Supported", "Partly", "Not supported", "Contradicted", "Off the question", "Unsafe")


class Keys:
    """Presses keys and remembers which."""

    def __init__(self) -> None:
        self.pressed: set[str] = set()
        self.listed: set[str] = set()

    def press(self, page: Page, key: str) -> None:
        """Press it."""
        self.pressed.add({"Escape": "Esc"}.get(key, key))
        page.keyboard.press(key)

    def read(self, page: Page) -> None:
        """Remember what the page's sheet lists."""
        self.listed |= set(page.locator("#sheet kbd").all_text_contents())


def test_every_key_on_the_sheet_does_what_it_says(small_desk: Served) -> None:
    """Each is pressed and its effect seen; one that the sheet lists and nobody presses here fails."""
    keys, anna, ben = Keys(), small_desk.enter("anna"), small_desk.enter("ben")
    open_item(ben, "asleep-sooner")
    judge(ben, "2", "f")
    number = open_item(anna, "asleep-sooner")
    own = f"{small_desk.address}/review/item/{number}"
    keys.read(anna)
    judging(keys, anna)
    looking(keys, anna, own)
    going(keys, anna, own)
    assert keys.pressed == keys.listed


def judging(keys: Keys, page: Page) -> None:
    """Moving, verdicts, calls, fields, undo, handing in: nothing of it needs a mouse."""
    keys.press(page, "j")
    expect(page.locator("#s2")).to_be_focused()
    for key, label in enumerate(LABELS, start=1):
        keys.press(page, "k")
        expect(page.locator("#s1")).to_be_focused()
        keys.press(page, str(key))
        expect(page.locator("#s1 .verdict")).to_have_text(label)
        expect(page.locator("#s2")).to_be_focused()
    for key, label in (("b", "Block"), ("f", "Fix"), ("p", "Publish")):
        keys.press(page, key)
        expect(page.get_by_role("button", name=label)).to_have_attribute("aria-pressed", "true")
    keys.press(page, "u")
    saved(page, "Undone")
    expect(page.get_by_role("button", name="Fix")).to_have_attribute("aria-pressed", "true")
    for key, label in (("t", "Tags"), ("n", "Note")):
        keys.press(page, key)
        expect(page.get_by_label(label)).to_be_focused()
        keys.press(page, "Escape")
        expect(page.get_by_label(label)).not_to_be_focused()
    for key in ("k", "1", "1", "p"):
        keys.press(page, key)
    keys.press(page, "Enter")
    handed_in(page)


def looking(keys: Keys, page: Page, own: str) -> None:
    """What stands beside the conversation, and the decision on what two people see otherwise."""
    for key, panel in (("d", "#before"), ("e", "#evidence"), ("s", "#scores")):
        keys.press(page, key)
        expect(page.locator(panel)).to_be_visible()
        expect(page.locator(".panel:visible")).to_have_count(1)
    keys.press(page, "a")
    expect(page.get_by_role("heading", name="Decide: item")).to_be_visible()
    is_ready(page)
    keys.read(page)
    expect(page.locator("#s1 .others")).to_have_text("ben: Partly; anna: Supported")
    keys.press(page, "k")
    keys.press(page, "[")
    expect(page.locator("#s1 .verdict")).to_have_text("Partly")
    keys.press(page, "k")
    keys.press(page, "]")
    expect(page.locator("#s1 .verdict")).to_have_text("Supported")
    saved(page, "Saved")
    page.goto(own)
    is_ready(page)


def going(keys: Keys, page: Page, own: str) -> None:
    """To the case, its run, the next item and the queue."""
    for key, heading in (("c", "Make a case"), ("r", "Cases run again"), ("q", "Queue")):
        keys.press(page, key)
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        page.goto(own)
        is_ready(page)
    keys.press(page, "x")
    expect(page).not_to_have_url(own)
    is_ready(page)
