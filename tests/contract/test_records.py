"""The records do the same on SQLite and on a real PostgreSQL: consent, turns, feedback, counts, retention, migrations."""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.answer import Answer, Statement
from bot.texts import texts
from web.records.consent import consent
from web.records.database import Database
from web.records.errors import ConsentWithdrawn, RecordsUnavailable
from web.records.keeper import Keeper
from web.records.models import Base
from web.records.records import Records, key
from web.records.waiting import Waiting

WORDS = consent(texts(), 30)
MINE, YOURS = "m" * 32, "y" * 32
ANSWER = Answer(
    id="a1",
    question="I'm Anna Schmidt. Does it help?",
    standalone_question="Does it help?",
    language="en",
    outcome="answered",
    statements=(Statement("It may — 400 mg 镁.", "summary", (1,)),),
    text="It may.",
    timings_ms={"total": 12.5},
    versions={"index": "rw-1"},
)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database of each sort."""
    made = Database(database_url)
    made.migrate()
    yield made
    made.close()


@pytest.fixture
def clock() -> Clock:
    """Noon of a day in November."""
    return Clock()


@pytest.fixture
def records(database: Database, clock: Clock) -> Records:
    """The records over it."""
    return Records(database, clock)


def many(number: int, start: int = 0) -> list[Answer]:
    """That many answers with ids of their own."""
    return [replace(ANSWER, id=f"a{start + n}") for n in range(number)]


class TestRecords:
    def test_a_turn_is_stored_only_with_consent(self, records: Records) -> None:
        """Without, nothing; with, redacted, and what comes back is an Answer."""
        assert records.record(MINE, ANSWER) is False
        assert records.find("a1") is None
        records.agree(MINE, WORDS, "GB")
        assert records.record(MINE, ANSWER) is True
        assert records.find("a1") == replace(ANSWER, question="I'm <NAME>. Does it help?")
        assert records.record(YOURS, replace(ANSWER, id="a2")) is False

    def test_twice_is_once(self, records: Records) -> None:
        """Agreeing and recording again change nothing."""
        for _ in range(2):
            records.agree(MINE, WORDS)
            assert records.record(MINE, ANSWER)
        totals = records.totals()
        assert (totals.conversations, totals.turns) == (1, 1)

    def test_the_words_that_were_agreed_to_are_kept_with_their_version(
        self, records: Records, database: Database
    ) -> None:
        """What somebody said yes to can be read later, also after the words have changed."""
        records.agree(MINE, WORDS)
        records.agree(YOURS, consent(texts("de"), 30))
        with database.session() as session:
            rows = dict(session.execute(sa.text("select version, text from wordings")).all())  # type: ignore[arg-type]
            given = session.execute(sa.text("select consent_version from conversations")).scalars().all()
        assert rows[WORDS.version] == WORDS.text
        assert set(given) == set(rows)

    def test_the_number_that_may_delete_is_not_stored(self, records: Records, database: Database) -> None:
        """Who reads the database cannot act as a visitor."""
        records.agree(MINE, WORDS)
        with database.session() as session:
            stored = session.execute(sa.text("select id from conversations")).scalar()
        assert stored == key(MINE)
        assert MINE not in str(stored)

    def test_a_withdrawal_deletes_turns_and_feedback_and_holds(self, records: Records) -> None:
        """At once and only its own; nothing more is stored, and the same conversation cannot be agreed to again."""
        for conversation, answer in ((MINE, ANSWER), (YOURS, replace(ANSWER, id="a2"))):
            records.agree(conversation, WORDS)
            records.record(conversation, answer)
        records.comment(MINE, "a1", 1, "good")
        assert records.withdraw(MINE) is True
        totals = records.totals()
        assert (totals.turns, totals.feedback, totals.withdrawn) == (1, 0, 1)
        assert records.record(MINE, replace(ANSWER, id="a3")) is False
        with pytest.raises(ConsentWithdrawn, match="Start a new one"):
            records.agree(MINE, WORDS)
        assert records.withdraw("n" * 32) is False

    def test_feedback_belongs_to_a_stored_answer_of_the_same_conversation(self, records: Records) -> None:
        """A second opinion replaces the first; another conversation's answer, or none, takes none."""
        records.agree(MINE, WORDS)
        records.record(MINE, ANSWER)
        assert records.comment(MINE, "a1", 1, "call 07700 900123")
        assert records.comment(MINE, "a1", -1)
        (shown,) = records.conversation("a1")
        assert shown["feedback"] == {"verdict": -1, "comment": "call <NUMBER>"}
        assert records.comment(YOURS, "a1", 1) is False
        assert records.comment(MINE, "a9", 1) is False

    def test_counts_hold_a_day_an_outcome_and_a_number(
        self, records: Records, database: Database, clock: Clock
    ) -> None:
        """Nothing else, and the same day adds up."""
        for verdict in (1, 1, -1):
            records.count("answered", verdict)
        clock.now += timedelta(days=1)
        records.count("not_covered", -1)
        with database.session() as session:
            rows = session.execute(sa.text("select day, outcome, verdict, number from counts order by 1, 3")).all()
        assert [(str(r[0]), *r[1:]) for r in rows] == [
            ("2026-11-24", "answered", -1, 1),
            ("2026-11-24", "answered", 1, 2),
            ("2026-11-25", "not_covered", -1, 1),
        ]
        assert records.totals().counted == 4

    def test_a_conversation_is_found_by_any_of_its_names(self, records: Records) -> None:
        """The answer's id, the hash, or the number on the visitor's page; oldest first, with its moment in UTC."""
        records.agree(MINE, WORDS)
        for answer in many(3):
            records.record(MINE, answer)
        for name in (MINE, key(MINE)):
            assert [turn["answer"]["id"] for turn in records.conversation(name)] == ["a0", "a1", "a2"]
        assert records.conversation("a1")[0]["created_at"] == "2026-11-24T12:00:00+00:00"
        assert records.conversation("nothing") == []

    @pytest.mark.parametrize(("age_days", "left"), [(29, 1), (30, 1), (31, 0)])
    def test_a_purge_deletes_what_is_older_than_the_retention(
        self, records: Records, clock: Clock, age_days: int, left: int
    ) -> None:
        """To the day; an empty conversation goes too, one with younger turns stays, counts stay."""
        records.agree(MINE, WORDS)
        records.record(MINE, ANSWER)
        records.count("answered", 1)
        clock.now += timedelta(days=age_days)
        assert records.purge(30) == (1 - left, 1 - left)
        totals = records.totals()
        assert (totals.turns, totals.conversations, totals.counted) == (left, left, 1)

    @pytest.mark.parametrize("days", [10, 30, 60, 365])
    def test_a_longer_retention_does_not_break_an_earlier_promise(
        self, records: Records, clock: Clock, days: int
    ) -> None:
        """Somebody was told 30 days; a conversation of later, told 365, stays."""
        records.agree(MINE, WORDS)
        records.record(MINE, ANSWER)
        clock.now += timedelta(days=31)
        records.agree(YOURS, consent(texts(), 365))
        records.record(YOURS, replace(ANSWER, id="a2"))
        assert records.purge(days) == (1, 1)
        assert records.find("a1") is None
        assert records.find("a2")

    def test_a_purge_leaves_a_conversation_that_goes_on(self, records: Records, clock: Clock) -> None:
        """Its old turn goes; its new one and its consent stay."""
        records.agree(MINE, WORDS)
        records.record(MINE, ANSWER)
        clock.now += timedelta(days=31)
        records.record(MINE, replace(ANSWER, id="a2"))
        assert records.purge(30) == (1, 0)
        assert records.find("a2")
        assert records.record(MINE, replace(ANSWER, id="a3"))


class TestAtOnce:
    def test_twenty_threads_record_without_loss(self, records: Records) -> None:
        """Ten turns each, in conversations of their own: all there, none mixed up."""
        names = [str(n) * 32 for n in range(20)]

        def visit(number: int) -> None:
            records.agree(names[number], WORDS)
            for answer in many(10, start=100 * number):
                assert records.record(names[number], replace(answer, question=f"question of {number}"))

        with ThreadPoolExecutor(20) as pool:
            list(pool.map(visit, range(20)))
        assert records.totals().turns == 200
        for number, name in enumerate(names):
            turns = records.conversation(name)
            assert len(turns) == 10
            assert {turn["answer"]["question"] for turn in turns} == {f"question of {number}"}

    def test_twenty_threads_that_agree_at_once_are_one_consent(self, records: Records) -> None:
        """And one wording."""
        with ThreadPoolExecutor(20) as pool:
            list(pool.map(lambda _: records.agree(MINE, WORDS), range(20)))
        assert records.totals().conversations == 1

    def test_twenty_threads_that_count_add_up(self, records: Records) -> None:
        """No vote is lost."""
        with ThreadPoolExecutor(20) as pool:
            list(pool.map(lambda _: records.count("answered", 1), range(100)))
        assert records.totals().counted == 100

    def test_a_withdrawal_while_turns_are_recorded_leaves_none(self, records: Records) -> None:
        """Whichever comes first: after the withdrawal there is no turn, and none comes."""
        for round_ in range(5):
            name = str(round_) * 32
            records.agree(name, WORDS)
            begun = threading.Barrier(9)

            def write(
                start: int, name: str = name, begun: threading.Barrier = begun, round_: int = round_
            ) -> list[bool]:
                begun.wait(10)
                return [records.record(name, a) for a in many(10, start=1000 * round_ + 10 * start)]

            def leave(name: str = name, begun: threading.Barrier = begun) -> None:
                begun.wait(10)
                records.withdraw(name)

            with ThreadPoolExecutor(9) as pool:
                writers = [pool.submit(write, n) for n in range(8)]
                pool.submit(leave).result()
                for writer in writers:
                    writer.result()
            assert records.conversation(name) == []
        assert records.totals().turns == 0

    def test_two_servers_share_one_database(self, records: Records, database_url: str) -> None:
        """Consent given on one holds on the other; a withdrawal too."""
        other_database = Database(database_url)
        other = Records(other_database)
        records.agree(MINE, WORDS)
        assert other.record(MINE, ANSWER)
        other.withdraw(MINE)
        assert records.record(MINE, replace(ANSWER, id="a2")) is False
        other_database.close()


class TestMigrations:
    def test_they_make_the_tables_of_the_models(self, database: Database) -> None:
        """Alembic finds no difference."""
        with database.session() as session:
            context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []

    def test_up_and_down_and_up_again(self, database: Database, records: Records) -> None:
        """Down leaves nothing of ours but Alembic's own mark; up makes it anew."""
        records.agree(MINE, WORDS)
        database.migrate("base")
        with database._open().connect() as connection:
            assert set(sa.inspect(connection).get_table_names()) <= {"alembic_version"}
        database.migrate()
        assert records.totals().conversations == 0

    def test_a_revision_that_is_not_there_is_said(self, database: Database) -> None:
        """Nothing is changed."""
        with pytest.raises(RecordsUnavailable, match="cannot be used"):
            database.migrate("nowhere")


class TestSqliteFile:
    def test_it_is_made_with_the_first_write_and_migrated_by_itself(self, tmp_path: Path) -> None:
        """Not at import, not when it is opened to read; then only its owner may read it."""
        path = tmp_path / "new" / "records.db"
        records = Records(Database(f"sqlite:///{path}"))
        assert records.find("a1") is None
        assert records.record(MINE, ANSWER) is False
        assert records.purge(30) == (0, 0)
        assert not path.parent.exists()
        records.agree(MINE, WORDS)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_a_file_that_was_taken_away_is_made_again(self, tmp_path: Path) -> None:
        """No write goes into a file that nobody can find."""
        path = tmp_path / "records.db"
        records = Records(Database(f"sqlite:///{path}"))
        records.agree(MINE, WORDS)
        for left in tmp_path.iterdir():
            left.unlink()
        records.agree(YOURS, WORDS)
        assert records.totals().conversations == 1

    def test_deleted_words_are_not_left_in_the_files(self, tmp_path: Path) -> None:
        """Neither in the database nor in its write-ahead log."""
        records = Records(Database(f"sqlite:///{tmp_path}/records.db"))
        records.agree(MINE, WORDS)
        records.record(MINE, replace(ANSWER, question="unmistakable words"))

        def left() -> bytes:
            return b"".join(path.read_bytes() for path in tmp_path.iterdir())

        assert b"unmistakable" in left()
        records.withdraw(MINE)
        assert b"unmistakable" not in left()


class TestTrouble:
    def test_postgresql_without_tables_names_the_command(self, postgres: str, tmp_path: Path) -> None:
        """It is not migrated behind the operator's back."""
        engine = sa.create_engine(postgres.replace("postgresql:", "postgresql+psycopg:"))
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        engine.dispose()
        with pytest.raises(RecordsUnavailable, match=r"Run `python -m web\.records migrate`"):
            Records(Database(postgres)).totals()

    @pytest.mark.parametrize(
        "url",
        [
            "postgresql://me:hush-hush@127.0.0.1:9/records",
            "sqlite:////proc/nowhere/records.db",
        ],
    )
    def test_a_database_that_cannot_be_reached_says_what_to_check(self, url: str) -> None:
        """Every way to write; the message holds no password and no words."""
        records = Records(Database(url))
        for attempt in (lambda: records.agree(MINE, WORDS), lambda: records.count("answered", 1)):
            with pytest.raises(RecordsUnavailable, match="Check RESTWELL_RECORDS__URL") as found:
                attempt()
            assert "hush" not in str(found.value)
            assert found.value.__cause__ is None

    def test_a_file_that_is_no_database_is_refused_and_left_alone(self, tmp_path: Path) -> None:
        """Somebody's letter is not overwritten."""
        path = tmp_path / "letter.txt"
        path.write_text("Dear all, " * 500)
        with pytest.raises(RecordsUnavailable, match="DatabaseError"):
            Records(Database(f"sqlite:///{path}")).totals()
        assert path.read_text() == "Dear all, " * 500

    @pytest.mark.parametrize("url", ["", "nonsense", "mysql://a:hush@b/c", "postgresql://a:hush@b:port/c"])
    def test_an_address_of_nothing_we_know_is_refused_at_once(self, url: str) -> None:
        """Before anything is opened, and without repeating it."""
        with pytest.raises(RecordsUnavailable, match="RESTWELL_RECORDS__URL is no address") as found:
            Database(url)
        assert "hush" not in str(found.value)

    def test_a_broken_database_holds_an_answer_up_once_and_loses_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The turn waits, the next one does not even try, and when the rest is over all of them are stored."""
        monkeypatch.setattr("database.WAIT_S", 0.05)
        seconds = [0.0]
        records = Records(Database(f"sqlite:///{tmp_path}/records.db"))
        keeper = Keeper(records, 30, Waiting(lambda: seconds[0]), lambda: seconds[0])
        keeper.agree(MINE, WORDS)
        with closing(sqlite3.connect(tmp_path / "records.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            assert keeper.turn(MINE, ANSWER) is False
        assert keeper.turn(MINE, replace(ANSWER, id="a2")) is False
        seconds[0] = 20.0
        assert keeper.turn(MINE, replace(ANSWER, id="a3")) is True
        assert records.totals().turns == 3

    def test_consent_in_a_file_that_was_taken_away_is_not_consent(self, tmp_path: Path) -> None:
        """The turn is reported as not stored, so that the page can say so."""
        keeper = Keeper(Records(Database(f"sqlite:///{tmp_path}/records.db")), 30)
        keeper.agree(MINE, WORDS)
        assert keeper.turn(MINE, ANSWER) is True
        for left in tmp_path.iterdir():
            left.unlink()
        assert keeper.turn(MINE, replace(ANSWER, id="a2")) is False


class TestKeeper:
    @pytest.fixture
    def keeper(self, records: Records) -> Keeper:
        """Over each database."""
        return Keeper(records, 30)

    def test_what_was_asked_before_the_yes_is_stored_with_it(self, keeper: Keeper, records: Records) -> None:
        """In memory until then, in order."""
        for answer in many(3):
            assert keeper.turn(MINE, answer) is False
        assert records.totals().turns == 0
        keeper.agree(MINE, WORDS)
        assert [t["answer"]["id"] for t in records.conversation(MINE)] == ["a0", "a1", "a2"]

    def test_a_no_forgets_what_waited(self, keeper: Keeper, records: Records) -> None:
        """A later yes, if it comes, begins with what is asked after it."""
        keeper.turn(MINE, ANSWER)
        keeper.decline(MINE)
        keeper.turn(MINE, replace(ANSWER, id="a2"))
        keeper.agree(MINE, WORDS)
        assert records.totals().turns == 0

    def test_a_turn_of_no_conversation_is_not_held(self, keeper: Keeper, records: Records) -> None:
        """The API without a conversation stores nothing."""
        assert keeper.turn(None, ANSWER) is False
        assert records.totals().turns == 0

    def test_feedback_is_kept_counted_once_or_unknown(self, keeper: Keeper, records: Records) -> None:
        """By consent; an invented answer id counts nothing."""
        keeper.turn(MINE, ANSWER)
        assert keeper.feedback(MINE, "a1", True, "words") == "counted"
        assert keeper.feedback(MINE, "a1", False) == "unknown"
        assert keeper.feedback(MINE, "invented", True) == "unknown"
        keeper.agree(MINE, WORDS)
        assert keeper.feedback(MINE, "a1", False, "words") == "kept"
        totals = records.totals()
        assert (totals.counted, totals.feedback) == (1, 1)

    def test_the_server_purges_when_it_starts(self, keeper: Keeper, records: Records, clock: Clock) -> None:
        """What is too old is gone soon after."""
        keeper.agree(MINE, WORDS)
        keeper.turn(MINE, ANSWER)
        clock.now += timedelta(days=31)
        keeper.start()
        until(lambda: records.totals().turns == 0)
        keeper.stop()


class TestWaiting:
    def test_what_waits_is_bounded_in_time_and_number(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Old conversations go first, then old answers; an hour ends it."""
        monkeypatch.setattr("web.records.waiting.MAX_CONVERSATIONS", 2)
        monkeypatch.setattr("web.records.waiting.MAX_ANSWERS", 2)
        seconds = [0.0]
        waiting = Waiting(lambda: seconds[0])
        for name in ("a", "b", "c"):
            for answer in many(3):
                waiting.hold(name, answer)
        assert waiting.held("a") == ()
        assert [answer.id for answer in waiting.held("c")] == ["a1", "a2"]
        seconds[0] = 3601.0
        assert waiting.held("c") == ()

    def test_an_hour_ends_it_also_on_a_server_that_nobody_asks(
        self, records: Records, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nothing is asked after the hour, and yet the answers leave the memory."""
        monkeypatch.setattr("web.records.keeper.SWEEP_S", 0.01)
        seconds = [0.0]
        waiting = Waiting(lambda: seconds[0])
        waiting.hold("a", many(1)[0])
        keeper = Keeper(records, 30, waiting)
        keeper.start()
        seconds[0] = 3601.0
        until(lambda: not waiting._held)
        keeper.stop()

    def test_a_no_stands_for_as_long_as_the_conversation_goes_on(self) -> None:
        """Two hours of questions after a no, and none of them waits."""
        seconds = [0.0]
        waiting = Waiting(lambda: seconds[0])
        waiting.decline("a")
        for answer in many(4):
            seconds[0] += 1800.0
            waiting.hold("a", answer)
        assert waiting.held("a") == ()

    def test_only_recent_outcomes_are_remembered(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """And each is given away once."""
        monkeypatch.setattr("web.records.waiting.MAX_OUTCOMES", 2)
        waiting = Waiting()
        for answer in many(3):
            waiting.note(answer)
        assert [waiting.take_outcome(f"a{n}") for n in (0, 1, 1, 2)] == [None, "answered", None, "answered"]


def until(condition: Callable[[], bool]) -> None:
    """Wait, for five seconds at most, until something becomes true."""
    for _ in range(500):
        if condition():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it did not become true")
