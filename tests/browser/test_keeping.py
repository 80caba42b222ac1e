"""Consent and feedback on the page: nothing is stored without a yes, everything goes with a withdrawal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from accessibility import violations
from browsing import ask, opened, turns
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect
from scripted import ScriptedBot
from serving import served

from bot.texts import texts
from web.records.database import Database
from web.records.keeper import Keeper
from web.records.records import Records
from web.records.redaction import redact

YES, NO, DELETE = "Yes, keep it", "No, thanks", "Delete it and keep nothing"


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """What redacts is loaded, which takes a busy machine longer than a test waits."""
    redact("ready")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the records go."""
    return tmp_path / "records.db"


@pytest.fixture
def records(file: Path) -> Records:
    """The real records, on SQLite."""
    return Records(Database(f"sqlite:///{file}"))


@pytest.fixture
def page(context: BrowserContext, records: Records) -> Iterator[Page]:
    """The chat page of a server that keeps what visitors agree to."""
    with served(ScriptedBot(), Keeper(records, 30)) as address:
        yield opened(context, address)


def press(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).click()


def question(page: Page) -> Locator:
    """The part of the page that asks whether the conversation may be kept."""
    return page.get_by_role("region", name="May we keep this conversation?")


def test_nothing_is_stored_while_somebody_has_not_decided(page: Page, file: Path) -> None:
    """The answer is there, the question says what would happen, and there is no database yet."""
    ask(page, "Does it help?")
    for said in ("at most 30 days", "It cannot find everything", "the answers are the same"):
        expect(question(page)).to_contain_text(said)
    assert not file.exists()


def test_a_yes_keeps_the_conversation_from_its_first_message_on(page: Page, records: Records) -> None:
    """What was asked before the decision is stored, redacted, and what is asked after it too."""
    ask(page, "My name is Anna. Does it help?")
    press(page, YES)
    expect(question(page)).to_contain_text("This conversation is kept for at most 30 days.")
    expect(page.get_by_role("log").get_by_text("could not be")).to_have_count(0)
    ask(page, "And at night?")
    assert records.totals().turns == 2
    expect(question(page)).to_have_count(1)


def test_a_press_on_its_way_shows_so_until_it_is_done(page: Page) -> None:
    """A slow line looks like a slow line and not like a button that does nothing."""
    held: list[Route] = []
    ask(page, "Does it help?")
    page.route("**/page/choose", lambda route: held.append(route))
    press(page, YES)
    expect(page.get_by_role("button", name=YES)).to_have_css("border-top-style", "dashed")
    held[0].continue_()
    expect(question(page)).to_contain_text("This conversation is kept")
    expect(page.get_by_role("button", name=DELETE)).to_have_css("border-top-style", "solid")


def test_what_is_kept_is_redacted(page: Page, file: Path) -> None:
    """The file holds no name and no address of the visitor's, in any of its tables."""
    ask(page, "My name is Anna Schmidt, anna@web.example. Does it help?")
    press(page, YES)
    expect(question(page)).to_contain_text("This conversation is kept")
    with closing(sqlite3.connect(file)) as opened_file:
        kept = "\n".join(opened_file.iterdump())
    assert "My name is <NAME>, <EMAIL>. Does it help?" in kept
    assert "Schmidt" not in kept
    assert "anna@" not in kept


def test_a_no_keeps_nothing_and_is_not_asked_again(page: Page, file: Path) -> None:
    """Later answers come without the question; a new conversation asks anew."""
    ask(page, "Does it help?")
    press(page, NO)
    expect(question(page)).to_contain_text("This conversation is not kept.")
    ask(page, "And at night?")
    expect(page.get_by_role("button", name=YES)).to_have_count(0)
    assert not file.exists()
    press(page, "New chat")
    expect(turns(page)).to_have_count(0)
    ask(page, "Something else?")
    expect(page.get_by_role("button", name=YES)).to_be_visible()


def test_a_withdrawal_deletes_the_turns_at_once_and_keeps_no_more(page: Page, records: Records, file: Path) -> None:
    """Nothing of the words is left in the files; what is asked afterwards is not stored."""
    ask(page, "Does withdrawable magnesium help?")
    press(page, YES)
    expect(question(page)).to_contain_text("This conversation is kept")
    press(page, "Helpful")
    press(page, DELETE)
    expect(question(page)).to_contain_text("is deleted")
    ask(page, "And at night?")
    totals = records.totals()
    assert (totals.turns, totals.feedback, totals.withdrawn) == (0, 0, 1)
    left = b"".join(path.read_bytes() for path in file.parent.glob("records.db*"))
    assert b"withdrawable" not in left


def test_a_vote_without_consent_is_counted_without_words(page: Page, records: Records, file: Path) -> None:
    """One thumb, thanked for; no box for a comment; the count knows day and outcome only."""
    turn = ask(page, "Does it help?")
    press(page, "Not helpful")
    expect(turn).to_contain_text("Your vote was counted, without any of your words.")
    expect(page.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("textbox", name="What was good, or missing?")).to_have_count(0)
    assert (records.totals().counted, records.totals().turns) == (1, 0)
    with closing(sqlite3.connect(file)) as opened_file:
        assert "Does it help" not in "\n".join(opened_file.iterdump())


def test_a_second_press_without_consent_changes_no_count(page: Page, records: Records) -> None:
    """Votes cannot be stuffed by pressing on."""
    ask(page, "Does it help?")
    press(page, "Helpful")
    expect(page.get_by_role("log").get_by_text("Your vote was counted")).to_be_visible()
    press(page, "Not helpful")
    press(page, "Helpful")
    expect(page.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "true")
    assert records.totals().counted == 1


def test_with_consent_a_vote_and_a_comment_are_kept_with_the_answer(page: Page, records: Records) -> None:
    """The comment is redacted like everything else; a change of mind replaces the vote."""
    turn = ask(page, "Does it help?")
    press(page, YES)
    press(page, "Helpful")
    expect(turn).to_contain_text("Your vote is kept with this answer.")
    press(page, "Not helpful")
    page.get_by_label("What was good, or missing?").fill("Write to me at anna@web.example, it missed sleep")
    press(page, "Send comment")
    expect(turn).to_contain_text("Your comment is kept with this answer.")
    answer_id = page.get_by_role("button", name="Helpful", exact=True).get_attribute("data-opinion") or ""
    assert records.conversation(answer_id)[0]["feedback"] == {
        "verdict": -1,
        "comment": "Write to me at <EMAIL>, it missed sleep",
    }


def test_a_comment_goes_with_the_vote_pressed_last(page: Page, records: Records) -> None:
    """Also when it is sent before the page has heard back of that vote."""
    turn = ask(page, "Does it help?")
    press(page, YES)
    press(page, "Helpful")
    page.get_by_label("What was good, or missing?").fill("it missed sleep")
    held: list[Route] = []
    page.route("**/page/vote", lambda route: route.continue_() if held else held.append(route))
    press(page, "Not helpful")
    press(page, "Send comment")
    held[0].continue_()
    expect(turn).to_contain_text("Your comment is kept with this answer.")
    answer_id = page.get_by_role("button", name="Helpful", exact=True).get_attribute("data-opinion") or ""
    assert records.conversation(answer_id)[0]["feedback"] == {"verdict": -1, "comment": "it missed sleep"}


def test_a_half_written_comment_survives_the_next_answer(page: Page) -> None:
    """The conversation grows around it."""
    ask(page, "Does it help?")
    press(page, YES)
    press(page, "Helpful")
    box = page.get_by_label("What was good, or missing?")
    box.fill("half a thought")
    ask(page, "And at night?")
    expect(box).to_have_value("half a thought")


@pytest.mark.parametrize("outcome", ["emergency", "urgent", "crisis", "rules"])
def test_who_needs_help_now_is_asked_for_nothing(page: Page, outcome: str) -> None:
    """No vote and no consent under a card, nor under a refusal; the question comes with the first real answer."""
    turn = ask(page, outcome)
    expect(turn.get_by_role("button", name="Helpful")).to_have_count(0)
    expect(question(page)).to_have_count(0)
    ask(page, "Does it help?")
    expect(question(page)).to_have_count(1)


def test_a_crisis_in_a_conversation_that_may_be_kept_is_kept(page: Page, records: Records) -> None:
    """The review desk looks at these first; the card itself shows nothing of it."""
    ask(page, "crisis")
    ask(page, "Does it help?")
    press(page, YES)
    expect(question(page)).to_contain_text("This conversation is kept")
    assert records.totals().turns == 2


def test_presses_that_come_faster_than_the_server_answers_all_count(page: Page, records: Records) -> None:
    """Yes, helpful and a change of mind in one breath, while the next answer is asked for too: each is done, in that order."""
    ask(page, "Does it help?")
    page.evaluate(
        """() => { for (const press of ['[data-keep="yes"]', '[data-helpful="yes"]', '[data-helpful="no"]', '[data-ask]'])
        document.querySelector(`#log ${press}`).click(); }"""
    )
    first = turns(page).first
    expect(question(page)).to_contain_text("This conversation is kept")
    expect(first).to_contain_text("Your vote is kept with this answer.")
    expect(first.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")
    expect(turns(page)).to_have_count(2)
    expect(turns(page).last).to_have_attribute("aria-busy", "false")
    assert (records.totals().turns, records.totals().feedback) == (2, 1)


def test_the_question_is_told_in_the_language_that_is_switched_to(page: Page) -> None:
    """Before somebody decides, and with what was voted; other rows stay what they are."""
    ask(page, "Does it help?")
    press(page, "Helpful")
    expect(page.get_by_role("log").get_by_text("Your vote was counted")).to_be_visible()
    ask(page, "And at night?")
    page.get_by_label("Language").select_option("de")
    said = texts("de")
    asked = page.get_by_role("region", name=said.say("page.consent.title"))
    expect(asked).to_have_attribute("lang", "de")
    expect(page.get_by_role("log").get_by_text(said.say("page.feedback.counted"))).to_be_visible()
    pressed = turns(page).first.get_by_role("button", name=said.say("page.feedback.helpful"), exact=True)
    expect(pressed).to_have_attribute("aria-pressed", "true")


def test_consent_and_vote_work_by_keyboard_alone(page: Page) -> None:
    """Tab reaches them, Enter and Space press them, and the focus is never lost."""
    ask(page, "Does it help?")
    helpful = page.get_by_role("button", name="Helpful", exact=True)
    helpful.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("log").get_by_text("Your vote was counted")).to_be_visible()
    expect(helpful).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=YES)).to_be_focused()
    page.keyboard.press("Enter")
    expect(question(page)).to_contain_text("This conversation is kept")
    assert page.evaluate("document.activeElement.closest('.keep') !== null")


def test_what_became_of_a_press_is_announced_politely(page: Page) -> None:
    """It appears in its row, the polite live region says it, and the tree reads it as prose."""
    turn = ask(page, "Does it help?")
    press(page, "Helpful")
    expect(page.get_by_role("log").get_by_text("Thank you.")).to_be_visible()
    told = page.locator(".announcer")
    expect(told).to_have_attribute("aria-live", "polite")
    expect(told).to_contain_text("Thank you.")
    tree = turn.aria_snapshot()
    assert 'group "Was this answer helpful?"' in tree
    assert 'button "Helpful" [pressed]' in tree


def test_a_database_that_cannot_be_used_is_said_and_the_answer_comes(context: BrowserContext, tmp_path: Path) -> None:
    """No choice is pretended, the vote is not thanked for, the next question is answered; mended, all is stored."""
    blocker = tmp_path / "folder"
    blocker.write_text("a file where the folder should be")
    records = Records(Database(f"sqlite:///{blocker}/records.db"))
    with served(ScriptedBot(), Keeper(records, 30)) as address:
        page = opened(context, address)
        ask(page, "Does it help?")
        press(page, YES)
        expect(question(page)).to_contain_text("Your choice could not be saved, so nothing is kept.")
        press(page, "Helpful")
        expect(page.get_by_role("log").get_by_text("This could not be saved. Please try again.")).to_be_visible()
        expect(ask(page, "And at night?")).to_contain_text("The evidence is thin.")
        blocker.unlink()
        press(page, YES)
        expect(question(page)).to_contain_text("This conversation is kept")
        assert records.totals().turns == 2


def test_a_turn_that_cannot_be_stored_is_said_and_stored_later(
    page: Page, records: Records, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program holds the file after a yes: the page says so; with the next question both are stored."""
    monkeypatch.setattr("web.records.keeper.REST_S", 0.0)
    monkeypatch.setattr("database.WAIT_S", 0.05)
    ask(page, "Does it help?")
    press(page, YES)
    expect(question(page)).to_contain_text("This conversation is kept")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        expect(ask(page, "And at night?")).to_contain_text("The last answer could not be saved.")
    ask(page, "And by day?")
    expect(page.get_by_role("log").get_by_text("could not be saved")).to_have_count(0)
    assert records.totals().turns == 3


@pytest.mark.parametrize("context", [(1280, "light"), (1280, "dark"), (375, "light"), (375, "dark")], indirect=True)
def test_axe_finds_nothing_in_any_of_these_states(page: Page) -> None:
    """Asked, kept, voted with a box for words, deleted."""
    ask(page, "Does it help?")
    assert violations(page) == []
    press(page, YES)
    expect(question(page)).to_contain_text("This conversation is kept")
    press(page, "Helpful")
    expect(page.get_by_label("What was good, or missing?")).to_be_visible()
    assert violations(page) == []
    press(page, DELETE)
    expect(question(page)).to_contain_text("is deleted")
    assert violations(page) == []


@pytest.mark.parametrize("context", [(320, "light")], indirect=True)
def test_at_320_pixels_there_is_no_sideways_scroll(page: Page) -> None:
    """With the question, and with the box for words."""
    ask(page, "Does it help?")
    press(page, YES)
    press(page, "Helpful")
    expect(page.get_by_label("What was good, or missing?")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_comment_is_never_read_as_markup(page: Page) -> None:
    """What is typed goes to the server as text and comes back nowhere."""
    ask(page, "Does it help?")
    press(page, YES)
    press(page, "Helpful")
    page.get_by_label("What was good, or missing?").fill("<img src=x onerror='window.ran=1'>")
    press(page, "Send comment")
    expect(page.get_by_role("log").get_by_text("Your comment is kept")).to_be_visible()
    assert page.evaluate("window.ran") is None
