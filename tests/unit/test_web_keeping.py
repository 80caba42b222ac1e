"""Keeping a page's conversation, without a browser: who is asked, what a press changes, what is shown."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_web_app import Echo

from bot.answer import Answer
from bot.texts import Texts, texts
from web.conversation import Conversations
from web.keeping import Keeping
from web.keeping_html import below
from web.readiness import Readiness
from web.records.consent import consent
from web.records.database import Database
from web.records.keeper import Keeper
from web.records.records import Records
from web.visit import Visit

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
def talk(records: Records) -> Conversations:
    """Conversations that are kept when somebody agrees."""
    bot = Outcomes()
    return Conversations(bot, Readiness(bot), keeper=Keeper(records, 30))


def shown(fragments: Any) -> str:
    """The last state of the log."""
    return "".join(fragments if isinstance(fragments, list) else list(fragments)[-1])


@pytest.mark.parametrize(
    ("outcome", "asked"),
    [("answered", 1), ("not_covered", 1), ("emergency", 0), ("crisis", 0), ("declined", 0)],
)
def test_only_an_answer_from_the_sources_asks_for_anything(talk: Conversations, outcome: str, asked: int) -> None:
    """One question on keeping and one on helpfulness, or neither."""
    page = shown(talk.ask(Visit(), outcome))
    assert page.count('data-keep="yes"') == asked
    assert page.count('data-helpful="yes"') == asked


def test_the_question_stands_under_the_first_answer_only(talk: Conversations) -> None:
    """However long the conversation gets."""
    visit = Visit()
    for _ in range(3):
        page = shown(talk.ask(visit, "Why?"))
    assert page.count('class="keep"') == 1
    assert page.index('class="keep"') < page.index('id="t-2"')


def test_a_yes_says_no_trouble_and_stores_what_waited(talk: Conversations, records: Records) -> None:
    """Under the last answer stands nothing of a failure."""
    visit = Visit()
    list(talk.ask(visit, "Why?"))
    page = shown(talk.choose(visit, True))
    assert SAID.say("page.consent.given", days=30) in page
    assert 'class="trouble"' not in page
    assert records.totals().turns == 1


def test_two_visitors_do_not_share_a_decision(talk: Conversations, records: Records) -> None:
    """Each conversation has its own number; a new chat has another."""
    mine, yours = Visit(), Visit()
    for visit in (mine, yours):
        list(talk.ask(visit, "Why?"))
    talk.choose(mine, True)
    assert yours.keeping.consent == "open"
    assert records.totals().turns == 1
    before = mine.keeping.conversation
    talk.new(mine)
    assert (mine.keeping.consent, mine.keeping.conversation != before) == ("open", True)


def test_an_opinion_on_an_answer_that_was_not_given_here_changes_nothing(talk: Conversations, records: Records) -> None:
    """Another visitor's answer, an invented one, or none."""
    mine, yours = Visit(), Visit()
    list(talk.ask(mine, "Why?"))
    list(talk.ask(yours, "Why?"))
    for answer_id in ("a2", "invented", ""):
        talk.opinion(mine, answer_id, True)
    assert records.totals().counted == 0
    talk.opinion(mine, "a1", True)
    assert records.totals().counted == 1


def test_a_comment_that_is_too_long_or_sent_without_consent_is_not_stored(
    talk: Conversations, records: Records
) -> None:
    """The first is said with the limit; the second is thrown away."""
    visit = Visit()
    list(talk.ask(visit, "Why?"))
    talk.opinion(visit, "a1", True, "words")
    talk.choose(visit, True)
    assert records.conversation("a1")[0]["feedback"] is None
    assert "1000 characters" in shown(talk.opinion(visit, "a1", True, "x" * 1001))
    assert records.conversation("a1")[0]["feedback"] is None


def test_a_stopped_answer_is_not_kept(records: Records) -> None:
    """Nobody read it; what is asked next is kept."""
    bot, visit = Outcomes(), Visit()
    talk = Conversations(bot, Readiness(bot), keeper=Keeper(records, 30), workers=1)
    list(talk.ask(visit, "Why?"))
    talk.choose(visit, True)
    bot.go.clear()
    steps = talk.ask(visit, "Slow?")
    next(steps)
    next(steps)
    visit.stop()
    list(steps)
    bot.go.set()
    talk._pool.submit(lambda: None).result(5)
    assert records.totals().turns == 1
    list(talk.ask(visit, "And then?"))
    assert records.totals().turns == 2


def test_a_withdrawal_that_fails_says_so_and_can_be_tried_again(
    talk: Conversations, records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is called deleted that is not; the button stays."""
    monkeypatch.setattr("database.WAIT_S", 0.05)
    visit = Visit()
    list(talk.ask(visit, "Why?"))
    talk.choose(visit, True)
    with closing(sqlite3.connect(tmp_path / "records.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        page = shown(talk.choose(visit, False))
        assert SAID.say("page.consent.not_deleted") in page
        assert 'data-keep="no"' in page
    assert SAID.say("page.consent.withdrawn") in shown(talk.choose(visit, False))
    assert records.totals().turns == 0


def test_a_hostile_id_or_wording_is_shown_as_text(records: Records) -> None:
    """Nothing below an answer is read as markup."""
    page = dict(SAID.get("page"))
    page["consent"] = dict.fromkeys(page["consent"], EVIL)
    page["feedback"] = dict.fromkeys(page["feedback"], EVIL)
    evil = Texts("en", {"page": page})
    rows = below(f'"{EVIL}', 1, Keeping(), evil, consent(evil, 30), True)
    assert "<script" not in rows
    assert 'data-opinion="&quot;' in rows
