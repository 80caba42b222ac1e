"""Keeping a page's conversation, without a browser: who is asked, what a press changes, what is shown."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from test_web_app import Echo
from visitor import Visitor

from bot.answer import Answer
from bot.texts import Texts, texts
from web.app import build_app
from web.asking import Asking
from web.conversation import Conversations, Turn
from web.keeping import Keeping
from web.keeping_html import below
from web.reader import ANYBODY
from web.readiness import Readiness
from web.records.consent import consent
from web.records.database import Database
from web.records.keeper import Keeper
from web.records.records import Records

SAID = texts()
EVIL = "<script>window.ran=1</script>"


class Outcomes(Echo):
    """Answers with the outcome that the question names, and an id of its own each time."""

    def ask(self, question: str, *args: Any, **kwargs: Any) -> Answer:
        answer = super().ask(question, *args, **kwargs)
        self.number = getattr(self, "number", 0) + 1
        outcome: Any = question if question in ("emergency", "crisis", "declined", "not_covered") else "answered"
        return replace(answer, id=f"a{self.number}", outcome=outcome)


@pytest.fixture
def records(tmp_path: Path) -> Records:
    """The real records, on SQLite."""
    return Records(Database(f"sqlite:///{tmp_path}/records.db"))


@pytest.fixture
def bot() -> Outcomes:
    """Answers at once."""
    return Outcomes()


@pytest.fixture
def client(bot: Outcomes, records: Records) -> Iterator[TestClient]:
    """The application, which keeps conversations when somebody agrees."""
    with TestClient(build_app(bot, keeper=Keeper(records, 30))) as opened:
        yield opened


@pytest.fixture
def visitor(client: TestClient) -> Visitor:
    """Somebody with the page open."""
    return Visitor(client)


def agreed(folder: Path) -> list[str]:
    """Versions of the words that somebody agreed to."""
    with closing(sqlite3.connect(folder / "records.db")) as database:
        return [row[0] for row in database.execute("select consent_version from conversations")]


@pytest.mark.parametrize(
    ("outcome", "asked"),
    [("answered", 1), ("not_covered", 1), ("emergency", 0), ("crisis", 0), ("declined", 0)],
)
def test_only_an_answer_from_the_sources_asks_for_anything(visitor: Visitor, outcome: str, asked: int) -> None:
    """One question on keeping and one on helpfulness, or neither."""
    page = visitor.ask(outcome)
    assert page.count('data-keep="yes"') == asked
    assert page.count('data-helpful="yes"') == asked


def test_the_question_stands_under_the_answer_that_may_carry_it(visitor: Visitor) -> None:
    """The page asks for it once; later answers have the two buttons only."""
    for _ in range(3):
        visitor.ask("Why?")
    assert visitor.page.count('class="keep"') == 1
    assert visitor.page.index('class="keep"') < visitor.page.index('id="t-2"')
    assert visitor.page.count('data-helpful="yes"') == 3


def test_a_yes_says_no_trouble_and_stores_what_waited(visitor: Visitor, records: Records) -> None:
    """Under the last answer stands nothing of a failure."""
    visitor.ask("Why?")
    rows = visitor.choose(True)
    assert SAID.say("page.consent.given", days=30) in rows
    assert 'class="trouble"' not in rows
    assert records.totals().turns == 1


@pytest.mark.parametrize("version", ["", "en-000000000000", "xx", "de-2d610f6cc0fa"])
def test_a_yes_to_words_that_have_changed_stores_nothing_and_shows_those_of_now(
    visitor: Visitor, records: Records, tmp_path: Path, version: str
) -> None:
    """As after a restart with other words: the row comes again, says so, and a yes to it is recorded with its version."""
    visitor.ask("Why?")
    visitor.version = version
    rows = visitor.choose(True)
    assert SAID.say("page.consent.changed") in rows
    assert SAID.say("page.consent.ask") in rows
    assert visitor.kept["consent"] == "open"
    assert records.totals().turns == 0
    assert SAID.say("page.consent.changed") not in visitor.choose(True)
    assert (records.totals().turns, agreed(tmp_path)) == (1, [consent(SAID, 30).version])


def test_the_words_that_were_read_are_recorded_also_when_the_page_speaks_another_language_by_then(
    visitor: Visitor, tmp_path: Path
) -> None:
    """A yes may be pressed while the rows in the new language are on their way."""
    visitor.ask("Why?")
    visitor.place = {"language": "es", "chosen": True}
    assert texts("es").say("page.consent.given", days=30) in visitor.choose(True)
    assert agreed(tmp_path) == [consent(SAID, 30).version]


def test_a_no_needs_no_version(visitor: Visitor, records: Records) -> None:
    """Nothing is stored with it, whatever was read."""
    visitor.ask("Why?")
    visitor.version = "en-000000000000"
    assert SAID.say("page.consent.declined") in visitor.choose(False)
    assert records.totals().turns == 0


def test_two_visitors_do_not_share_a_decision(client: TestClient, records: Records) -> None:
    """Each conversation has its own number."""
    mine, yours = Visitor(client), Visitor(client)
    for visitor in (mine, yours):
        visitor.ask("Why?")
    mine.choose(True)
    yours.ask("And why?")
    assert records.totals().turns == 1


def test_a_yes_that_a_page_only_claims_stores_nothing(visitor: Visitor, records: Records) -> None:
    """What a page hands back decides what is shown; whether words are stored, the records alone."""
    visitor.kept = {"consent": "given"}
    visitor.ask("Why?")
    visitor.vote("a1", True, "words")
    assert records.totals().turns == 0
    assert not list(records.conversation("a1"))


def test_an_opinion_on_an_answer_that_nobody_was_given_changes_nothing(visitor: Visitor, records: Records) -> None:
    """An invented one."""
    visitor.ask("Why?")
    visitor.vote("invented")
    assert records.totals().counted == 0
    visitor.vote("a1")
    assert records.totals().counted == 1


def test_what_was_pressed_last_week_and_a_new_press_do_not_count_twice(visitor: Visitor, records: Records) -> None:
    """The first vote without consent stands, and the page shows it so."""
    visitor.ask("Why?")
    visitor.vote("a1", True)
    rows = visitor.vote("a1", False)
    assert records.totals().counted == 1
    assert 'data-helpful="yes" aria-pressed="true"' in rows


def test_a_comment_that_is_too_long_or_sent_without_consent_is_not_stored(visitor: Visitor, records: Records) -> None:
    """The first is said with the limit; the second is thrown away."""
    visitor.ask("Why?")
    visitor.vote("a1", True, "words")
    visitor.choose(True)
    assert records.conversation("a1")[0]["feedback"] is None
    assert "1000 characters" in visitor.vote("a1", True, "x" * 1001)
    assert records.conversation("a1")[0]["feedback"] is None


def test_an_answer_that_nobody_waits_for_is_not_kept(bot: Outcomes, records: Records) -> None:
    """Whoever stops an answer, or is gone, does not read it; what is asked next is kept."""
    keeper = Keeper(records, 30)
    keeper.agree("n" * 32, keeper.words(SAID))

    async def left_early() -> None:
        asking = Asking(bot, at_once=1)
        talk = Conversations(asking, bot, Readiness(bot), keeper=keeper)
        turn = Turn(1, "Slow?", (), Keeping("n" * 32, "given"), False)
        bot.go.clear()
        steps = talk.ask(turn, ANYBODY)
        assert (await anext(steps)).name == "turn"
        waits = asyncio.ensure_future(anext(steps))
        await asyncio.sleep(0)
        waits.cancel()
        with suppress(asyncio.CancelledError):
            await waits
        bot.go.set()
        after = [told.name async for told in talk.ask(replace(turn, question="And then?"), ANYBODY)]
        assert after[-1] == "answer"

    asyncio.run(left_early())
    assert records.totals().turns == 1


def test_a_withdrawal_that_fails_says_so_and_can_be_tried_again(
    visitor: Visitor, records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is called deleted that is not; the button stays."""
    monkeypatch.setattr("database.WAIT_S", 0.05)
    visitor.ask("Why?")
    visitor.choose(True)
    with closing(sqlite3.connect(tmp_path / "records.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        rows = visitor.choose(False)
        assert SAID.say("page.consent.not_deleted") in rows
        assert 'data-keep="no"' in rows
    assert SAID.say("page.consent.withdrawn") in visitor.choose(False)
    assert records.totals().turns == 0


def test_a_turn_that_could_not_be_stored_is_said_under_its_answer_and_unsaid_later(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the next answer both are stored, and the rows say so."""
    monkeypatch.setattr("database.WAIT_S", 0.05)
    monkeypatch.setattr("web.records.keeper.REST_S", 0.0)
    visitor.ask("Why?")
    visitor.choose(True)
    with closing(sqlite3.connect(tmp_path / "records.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert SAID.say("page.consent.not_saved") in visitor.ask("And now?")
    assert SAID.say("page.consent.not_saved") not in visitor.ask("And then?")
    assert visitor.kept["unsaved"] == ""


def test_a_hostile_id_or_wording_is_shown_as_text(records: Records) -> None:
    """Nothing below an answer is read as markup."""
    page = dict(SAID.get("page"))
    page["consent"] = dict.fromkeys(page["consent"], EVIL)
    page["feedback"] = dict.fromkeys(page["feedback"], EVIL)
    evil = Texts("en", {"page": page})
    rows = below(f'"{EVIL}', Keeping("n" * 32, unsaved=f'"{EVIL}'), evil, consent(evil, 30))
    assert "<script" not in rows
    assert 'data-opinion="&quot;' in rows
