"""Consent and feedback over HTTP, the words and their version, the command line. SQLite, no browser."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from test_web_app import Echo

import settings
from bot.answer import Answer
from bot.language import SUPPORTED
from bot.texts import Texts, texts
from web.app import build_app
from web.records.__main__ import main
from web.records.consent import consent
from web.records.database import Database
from web.records.keeper import Keeper
from web.records.records import Records

CONVERSATION = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
SECRET = "my-own-words-on-my-legs"


class Numbered(Echo):
    """Gives each answer an id of its own, and an outcome."""

    def __init__(self) -> None:
        super().__init__()
        self.number = 0

    def ask(self, *args: Any, **kwargs: Any) -> Answer:
        self.number += 1
        return replace(super().ask(*args, **kwargs), id=f"a{self.number}", outcome="answered")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the records go."""
    return tmp_path / "records.db"


@pytest.fixture
def records(file: Path) -> Records:
    """The records, on SQLite."""
    return Records(Database(f"sqlite:///{file}"))


@pytest.fixture
def client(records: Records) -> Iterator[TestClient]:
    """A server that keeps what visitors agree to."""
    with TestClient(build_app(Numbered(), keeper=Keeper(records, 30))) as opened:
        yield opened


def ask(client: TestClient, **more: Any) -> str:
    """Ask in the conversation; the answer's id."""
    return str(client.post("/api/ask", json={"question": "Why?", "conversation": CONVERSATION, **more}).json()["id"])


def choose(client: TestClient, given: bool, **more: Any) -> Any:
    """Agree with today's words, or not."""
    version = client.get("/api/consent").json()["version"]
    body = {"conversation": CONVERSATION, "given": given, "version": version, **more}
    return client.post("/api/consent", json=body)


class TestWords:
    @pytest.mark.parametrize("language", SUPPORTED)
    def test_every_language_says_what_somebody_must_know(self, language: str) -> None:
        """The days, and each sentence in its own words."""
        words = consent(texts(language), 17)
        assert words.language == language
        assert "17" in words.text
        assert len(set(words.text.split("\n"))) == 7
        if language != "en":
            assert not set(words.text.split("\n")) & set(consent(texts(), 17).text.split("\n"))

    def test_one_changed_letter_in_any_of_them_makes_another_version(self) -> None:
        """No sentence that is read before deciding can change without it, and nor can the days."""
        words = consent(texts(), 30)
        versions = {words.version, consent(texts(), 31).version, consent(texts("de"), 30).version}
        for field in fields(words):
            value = getattr(words, field.name)
            if isinstance(value, str):
                versions.add(replace(words, **{field.name: value + "."}).version)
        for number in range(len(words.details)):
            changed = tuple(line + " " * (n == number) for n, line in enumerate(words.details))
            versions.add(replace(words, details=changed).version)
        assert len(versions) == 3 + 4 + len(words.details)

    def test_every_sentence_before_the_decision_is_part_of_the_version(self) -> None:
        """A new key that is shown must be listed; the others come after the decision."""
        after = {"title", "given", "withdraw", "declined", "withdrawn", "failed", "changed", "not_deleted", "not_saved"}
        marked = {key: f"{key}!" for key in texts().get("page.consent")}
        shown = consent(Texts("en", {"page": {"consent": marked}}), 30).text.replace("!", "").split("\n")
        assert set(shown) | after == set(marked)
        assert not set(shown) & after

    def test_they_are_served_in_each_language_and_english_otherwise(self, client: TestClient) -> None:
        """The widget shows them as they are; a made-up language reads no file."""
        german = client.get("/api/consent", params={"language": "de"}).json()
        assert german["version"] == consent(texts("de"), 30).version
        assert german["retention_days"] == 30
        assert client.get("/api/consent", params={"language": "../../x"}).json()["language"] == "en"


class TestConsent:
    def test_a_turn_is_stored_only_after_a_yes_and_then_from_the_first(
        self, client: TestClient, records: Records, file: Path
    ) -> None:
        """The first answer comes as always; nothing is on the disk until the yes."""
        first = ask(client)
        assert not file.exists()
        given = choose(client, True, country="gb")
        assert given.json()["consent"] == "given"
        assert given.json()["version"] == consent(texts(), 30).version
        second = ask(client)
        assert records.find(first) is not None
        assert records.find(second) is not None

    def test_no_conversation_no_record(self, client: TestClient, records: Records) -> None:
        """As before; and another conversation's yes changes nothing for this one."""
        choose(client, True)
        client.post("/api/ask", json={"question": "Why?"})
        ask(client, conversation="z" * 30)
        assert records.totals().turns == 0

    def test_a_withdrawal_deletes_and_cannot_be_undone(self, client: TestClient, records: Records) -> None:
        """A late yes for the same conversation is refused."""
        choose(client, True)
        ask(client)
        assert "deleted" in choose(client, False).json()["message"]
        ask(client)
        assert records.totals().turns == 0
        late = choose(client, True)
        assert late.status_code == 409
        assert "Start a new one" in late.json()["message"]

    def test_a_no_stores_nothing(self, client: TestClient, file: Path) -> None:
        """Not even that somebody said no."""
        ask(client)
        assert choose(client, False).json() == {
            "consent": "not_given",
            "version": None,
            "message": "This conversation is not kept.",
        }
        ask(client)
        assert not file.exists()

    @pytest.mark.parametrize("version", [None, "en-000000000000", "de-2d610f6cc0fa"])
    def test_words_that_are_not_those_of_today_are_no_consent(
        self, client: TestClient, file: Path, version: str | None
    ) -> None:
        """The page was open while they changed: it has to show them again."""
        refused = choose(client, True, version=version)
        assert refused.status_code == 409
        assert "GET /api/consent" in refused.json()["message"]
        assert not file.exists()

    @pytest.mark.parametrize(
        ("path", "body", "said"),
        [
            ("/api/consent", {"conversation": SECRET, "given": True}, ""),
            ("/api/consent", {"conversation": "1", "given": True}, "conversation should be 22 to 64 random"),
            ("/api/consent", {"conversation": f"<{SECRET}>", "given": True}, "conversation should be 22 to 64 random"),
            ("/api/consent", {"conversation": CONVERSATION}, "given is missing"),
            ("/api/consent", {"conversation": CONVERSATION, "given": SECRET}, "given should be true or false"),
            ("/api/consent", {"conversation": CONVERSATION, "given": True, SECRET: 1}, "unknown field"),
            ("/api/consent", {"conversation": CONVERSATION, "given": True, "version": SECRET}, "version should be a"),
            ("/api/feedback", {"conversation": CONVERSATION, "answer_id": "a b", "helpful": 1}, "answer_id should be"),
            ("/api/feedback", {"conversation": CONVERSATION, "answer_id": "a1"}, "helpful is missing"),
            (
                "/api/feedback",
                {"conversation": CONVERSATION, "answer_id": "a1", "helpful": True, "comment": SECRET * 99},
                "comment is too long",
            ),
            ("/api/ask", {"question": "q", "conversation": SECRET[:9]}, "conversation should be 22 to 64 random"),
        ],
    )
    def test_a_bad_request_is_told_what_is_wrong_and_nothing_it_said(
        self, client: TestClient, path: str, body: Any, said: str
    ) -> None:
        """422 with the field; never the value."""
        refused = client.post(path, json=body)
        assert refused.status_code == (422 if said else 409)
        assert said in refused.json()["message"]
        assert SECRET not in refused.text

    def test_a_body_over_the_limit_is_refused(self, client: TestClient) -> None:
        """As for every request to the API."""
        assert client.post("/api/feedback", json={"comment": "x" * 70_000}).status_code == 413


class TestFeedback:
    def test_with_consent_it_is_kept_with_its_answer(self, client: TestClient, records: Records) -> None:
        """Vote and redacted comment."""
        choose(client, True)
        answer_id = ask(client)
        body = {"conversation": CONVERSATION, "answer_id": answer_id, "helpful": False, "comment": "ask a@b.example"}
        assert client.post("/api/feedback", json=body).json()["feedback"] == "kept"
        assert records.conversation(answer_id)[0]["feedback"] == {"verdict": -1, "comment": "ask <EMAIL>"}

    def test_without_consent_it_is_counted_once_and_its_words_are_gone(
        self, client: TestClient, records: Records, file: Path
    ) -> None:
        """A second vote on the same answer, and one on an invented answer, count nothing."""
        body = {"conversation": CONVERSATION, "answer_id": ask(client), "helpful": True, "comment": SECRET}
        assert client.post("/api/feedback", json=body).json()["feedback"] == "counted"
        assert client.post("/api/feedback", json=body).status_code == 404
        assert client.post("/api/feedback", json={**body, "answer_id": "invented"}).status_code == 404
        assert records.totals().counted == 1
        assert SECRET.encode() not in b"".join(path.read_bytes() for path in file.parent.iterdir())


class TestTrouble:
    def test_an_answer_comes_when_the_database_cannot_be_used(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        """The choice is refused in words, and the log says why without anybody's words."""
        (tmp_path / "folder").write_text("in the way")
        keeper = Keeper(Records(Database(f"sqlite:///{tmp_path}/folder/records.db")), 30)
        keeper._records._database.exists = lambda: True  # type: ignore[method-assign]
        with TestClient(build_app(Numbered(), keeper=keeper)) as client, caplog.at_level(logging.INFO):
            assert ask(client, question=SECRET) == "a1"
            assert choose(client, True).status_code == 503
            assert choose(client, False).status_code == 503
            body = {"conversation": CONVERSATION, "answer_id": "a1", "helpful": True, "comment": SECRET}
            assert client.post("/api/feedback", json=body).status_code == 503
        assert "a turn was not stored: The records database cannot be used" in caplog.text
        assert SECRET not in caplog.text
        assert CONVERSATION not in caplog.text

    def test_without_a_keeper_there_is_nothing_to_agree_to(self) -> None:
        """No routes, and a conversation in a question is no error."""
        with TestClient(build_app(Numbered())) as client:
            assert ask(client) == "a1"
            assert client.post("/api/consent", json={}).status_code in (404, 405)


class TestCommands:
    @pytest.fixture(autouse=True)
    def _named(self, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
        monkeypatch.setenv("RESTWELL_RECORDS__URL", f"sqlite:///{file}")

    @pytest.fixture
    def one(self, records: Records) -> None:
        """One stored turn."""
        keeper = Keeper(records, 30)
        keeper.agree(CONVERSATION, keeper.words(texts()))
        keeper.turn(CONVERSATION, Answer("a1", "I'm Anna Schmidt. Why?", "Why?", "en", "answered"))

    def test_show_prints_the_redacted_record(self, one: None, capsys: pytest.CaptureFixture[str]) -> None:
        """By the answer's id, as JSON."""
        assert main(["show", "a1"]) == 0
        (shown,) = json.loads(capsys.readouterr().out)
        assert shown["answer"]["question"] == "I'm <NAME>. Why?"

    def test_count_and_purge_say_how_many(self, one: None, capsys: pytest.CaptureFixture[str]) -> None:
        """The retention is the default; fewer days can be named."""
        assert main(["count"]) == 0
        assert "turns 1" in capsys.readouterr().out
        assert main(["purge"]) == 0
        assert "Deleted 0 turns and 0 conversations older than 30 days" in capsys.readouterr().out
        assert main(["purge", "--days", "0"]) == 0
        assert "Deleted 1 turns and 1 conversations older than 0 days" in capsys.readouterr().out

    def test_migrate_makes_the_tables(self, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Also when there is nothing yet."""
        assert main(["migrate"]) == 0
        assert file.is_file()
        assert "at version head" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [(["show", "nobody"], "Nothing is stored under this id"), (["purge", "--days", "-1"], "give 0 or more")],
    )
    def test_what_cannot_be_done_is_said(
        self, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Exit code 2, one line, no traceback."""
        assert main(arguments) == 2
        assert said in capsys.readouterr().err

    def test_an_address_that_cannot_be_used_is_said(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Without the password in it."""
        monkeypatch.setenv("RESTWELL_RECORDS__URL", "postgresql://me:hush@127.0.0.1:9/records")
        assert main(["count"]) == 2
        said = capsys.readouterr().err
        assert "The records database cannot be used" in said
        assert "hush" not in said

    def test_the_password_is_not_shown_with_the_settings(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Neither printed nor logged by accident."""
        monkeypatch.setenv("RESTWELL_RECORDS__URL", "postgresql://me:hush@db/records")
        assert "hush" not in repr(settings.load())
