"""The desk's tables do the same on SQLite and on a real PostgreSQL: items, reviews, undo, conflicts, forgetting, migrations."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from desk_fixtures import ANSWER, Chats, Turned, run

import database
import settings
from bot.texts import texts
from evals.desk import fill
from evals.desk.errors import DeskUnavailable, NotThere
from evals.desk.items import Items
from evals.desk.judgement import Judgement
from evals.desk.models import Base
from evals.desk.reviews import ADJUDICATION, Change, Reviews, review_of
from evals.desk.tables import TABLES
from evals.desk.transcript import read
from evals.desk.work import look
from web.records.consent import consent
from web.records.database import Database as RecordsDatabase
from web.records.records import Records
from web.records.sharing import Sharing

BOUNDS = settings.ReviewSettings(share=0, double=1)
YES = Judgement(verdicts={1: "supported", 2: "supported"}, call="publish")
NO = Judgement(verdicts={1: "supported", 2: "contradicted"}, call="fix", tags=["numbers"], note="17 of what?")


@pytest.fixture
def opened(database_url: str) -> Iterator[database.Database]:
    """The desk's tables in an empty database of each sort."""
    made = database.Database(database_url, TABLES)
    made.migrate()
    yield made
    made.close()


@pytest.fixture
def items(opened: database.Database) -> Items:
    """The items over it."""
    return Items(opened)


@pytest.fixture
def reviews(opened: database.Database) -> Reviews:
    """The reviews over it."""
    return Reviews(opened)


@pytest.fixture
def item(items: Items) -> int:
    """The number of an item of a run: an abstention, so that a rule picks it."""
    fill.from_run(items, run("one", answer=replace(ANSWER, outcome="not_covered")), None, BOUNDS, "anna")
    return items.entries()[0].id


def add(reviews: Reviews, item: int, name: str, judgement: Judgement, base: int = 0, final: bool = True) -> bool:
    """Hand in; whether it was put aside."""
    stream = ADJUDICATION if name == "carla" else review_of(name)
    return reviews.add(Change(item, stream, name, base, judgement, "handed in", final)).is_aside


def test_the_migration_makes_what_the_models_say_and_takes_it_away(database_url: str) -> None:
    """Beside the visitors' tables, with a version of its own; neither touches the other's."""
    RecordsDatabase(database_url).migrate()
    desk = database.Database(database_url, TABLES)
    desk.migrate()
    engine = sa.create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        ours = {"include_name": lambda name, kind, _: kind != "table" or str(name).startswith("desk_"),
                "version_table": TABLES.version_table}  # fmt: skip
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), Base.metadata) == []
    desk.migrate("base")
    names = set(sa.inspect(engine).get_table_names())
    assert {name for name in names if name.startswith("desk_")} == {"desk_alembic_version"}
    assert {"turns", "feedback", "alembic_version"} <= names
    engine.dispose()


def test_postgresql_without_the_desks_tables_names_the_command(postgres: str) -> None:
    """Its error is the desk's own."""
    engine = sa.create_engine(postgres.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    with pytest.raises(DeskUnavailable, match="python -m evals desk migrate"):
        Items(database.Database(postgres, TABLES)).entries()


def test_a_run_is_queued_once_and_its_transcript_comes_back(items: Items) -> None:
    """With the run before it, its scores, why it is here, and certain weight."""
    made = run("one", "two", answer=replace(ANSWER, withheld=1))
    first = fill.from_run(items, made, run("one", log="before.eval"), BOUNDS, "anna")
    again = fill.from_run(items, made, None, BOUNDS, "anna")
    assert (dict(first.added), dict(again.added)) == ({"items": 2, "withheld": 2}, {"items": 0})
    one, two = items.entries()
    assert (one.rules, one.weight, one.wanted, one.case_id) == (("withheld",), 1.0, 2, "one")
    transcript = read(one, items, None)
    assert transcript.answer.statements == ANSWER.statements
    assert transcript.before is not None
    assert transcript.before_run == "before"
    assert transcript.results["supported"].missed  # type: ignore[union-attr]
    assert read(two, items, None).before is None
    assert [f.seen for f in items.fills()] == [2, 2]


def test_what_is_drawn_keeps_the_chance_with_which_it_was_drawn(items: Items) -> None:
    """A larger share adds to what a smaller one drew, and the weights follow the larger."""
    names = [f"case-{n}" for n in range(60)]
    fill.from_run(items, run(*names), None, BOUNDS.model_copy(update={"share": 0.25}), "anna")
    few = {e.key for e in items.entries()}
    fill.from_run(items, run(*names), None, BOUNDS.model_copy(update={"share": 0.5}), "anna")
    more = items.entries()
    assert few < {e.key for e in more}
    assert 5 <= len(few) <= 25
    assert {e.weight for e in more} == {2.0}
    assert 40 <= sum(e.weight for e in more) <= 80, "the weights stand for the sixty"


def test_reviews_are_added_and_never_changed(reviews: Reviews, item: int) -> None:
    """Each saving is a record; the newest holds; saving the same again adds none."""
    assert not add(reviews, item, "anna", YES, 0, final=False)
    assert not add(reviews, item, "anna", YES, 1, final=False)
    assert not add(reviews, item, "anna", NO, 1)
    records = reviews.all(item)
    assert [(r.revision, r.judgement, r.is_final) for r in records] == [(1, YES, False), (2, NO, True)]
    current = reviews.current(item, review_of("anna"))
    assert current is not None
    assert (current.author, current.reason, current.judgement.note) == ("anna", "handed in", "17 of what?")


def test_undo_goes_back_step_by_step_and_keeps_what_was_undone(reviews: Reviews, item: int) -> None:
    """Three steps back from the third state is the empty page, and further is nowhere."""
    middle = YES.model_copy(update={"call": ""})
    for base, judgement in enumerate((middle, YES, NO)):
        add(reviews, item, "anna", judgement, base, final=False)
    seen = [reviews.undo(item, review_of("anna"), "anna", base).current for base in (3, 4, 5, 6)]
    assert [r.judgement for r in seen if r] == [YES, middle, Judgement(), Judgement()]
    assert [r.revision for r in seen if r] == [4, 5, 6, 6]
    add(reviews, item, "anna", NO, 6, final=False)
    after = reviews.undo(item, review_of("anna"), "anna", 7).current
    assert after is not None
    assert after.judgement == Judgement()
    assert [r.judgement for r in reviews.all(item)][:3] == [middle, YES, NO]


def test_a_stale_save_is_kept_aside_and_both_can_be_read(reviews: Reviews, item: int) -> None:
    """The second of two windows is told what holds; its own words are a record too."""
    add(reviews, item, "anna", YES, 0, final=False)
    saved = reviews.add(Change(item, review_of("anna"), "anna", 0, NO))
    assert saved.is_aside
    assert saved.current is not None
    assert saved.current.judgement == YES
    assert [(r.revision, r.judgement) for r in reviews.all(item)] == [(1, YES), (None, NO)]
    assert reviews.undo(item, review_of("anna"), "anna", 0).is_aside


def test_of_many_who_save_at_once_one_holds_and_nobody_is_lost(reviews: Reviews, item: int) -> None:
    """Eight decisions of the same revision: one in force, seven beside it."""
    notes = [f"decision {n}" for n in range(8)]

    def decide(note: str) -> bool:
        said = YES.model_copy(update={"note": note})
        return reviews.add(Change(item, ADJUDICATION, "carla", 0, said)).is_aside

    with ThreadPoolExecutor(8) as pool:
        aside = list(pool.map(decide, notes))
    assert aside.count(False) == 1
    assert sorted(r.judgement.note for r in reviews.all(item)) == notes


def test_two_people_on_one_item_do_not_meet_until_both_handed_in(items: Items, reviews: Reviews, item: int) -> None:
    """Their pages are apart; then the difference is listed, decided and settled."""
    assert [e.id for e in look(items, reviews).waiting_for("anna")] == [item]
    add(reviews, item, "anna", YES)
    work = look(items, reviews)
    assert (work.waiting_for("anna"), len(work.waiting_for("ben")), work.disagreements()) == ((), 1, ())
    add(reviews, item, "ben", NO)
    work = look(items, reviews)
    ((entry, points),) = work.disagreements()
    assert [(p.statement, dict(p.said)) for p in points] == [
        (2, {"anna": "supported", "ben": "contradicted"}),
        (0, {"anna": "publish", "ben": "fix"}),
    ]
    assert work.settled(entry) is None
    assert work.waiting_for("dora") == (), "two are enough"
    add(reviews, item, "carla", NO)
    work = look(items, reviews)
    assert work.disagreements() == ()
    settled = work.settled(entry)
    assert settled is not None
    assert (settled.how, settled.judgement) == ("adjudicated", NO)


def test_what_is_assigned_comes_first_and_to_nobody_else(items: Items, reviews: Reviews, item: int) -> None:
    """Asking twice is once."""
    fill.from_run(items, run("two", answer=replace(ANSWER, outcome="crisis")), None, BOUNDS, "anna")
    second = items.entries()[1].id
    assert [e.id for e in look(items, reviews).waiting_for("dora")] == [second, item], (
        "a guard hit before an abstention"
    )
    assert reviews.assign([(item, "dora"), (item, "dora"), (item, "ben")], "anna") == 2
    assert reviews.assign([(item, "dora")], "anna") == 0
    work = look(items, reviews)
    assert [e.id for e in work.waiting_for("dora")] == [item, second]
    assert [e.id for e in work.waiting_for("anna")] == [second], "two others were asked to review the first"


def test_agreement_is_measured_on_what_was_first_handed_in(reviews: Reviews, item: int) -> None:
    """A change of mind after the colleague's page was shown counts for what holds, not for agreement."""
    add(reviews, item, "anna", YES)
    add(reviews, item, "ben", NO)
    add(reviews, item, "ben", YES, 1)
    assert {r.author: r.judgement.call for r in reviews.first_finals()} == {"anna": "publish", "ben": "fix"}
    assert {r.author: r.judgement.call for r in reviews.latest_finals()} == {"anna": "publish", "ben": "publish"}


def test_a_chat_is_read_where_its_consent_is_and_forgotten_with_it(items: Items, reviews: Reviews) -> None:
    """The desk holds no word of it; after a withdrawal the notes are gone, the verdicts stay."""
    chats = Chats([Turned(ANSWER), Turned(replace(ANSWER, id="a2", question="and at night?"), is_helpful=False)])
    fill.from_chats(items, chats, BOUNDS, "anna")
    (entry,) = items.entries()
    assert (entry.answer_id, entry.rules) == ("a2", ("thumbs_down",))
    assert items.content(entry.id) is None
    transcript = read(entry, items, chats)
    assert transcript.questions == ("Does it help me sleep?", "and at night?")
    add(reviews, entry.id, "anna", NO)
    chats.kept.clear()
    assert items.forget(chats.known) == 1
    assert items.forget(chats.known) == 0
    (record,) = reviews.all(entry.id)
    assert (record.judgement.note, record.judgement.tags, record.judgement.call) == ("", [], "fix")
    with pytest.raises(NotThere, match="withdrawn by its visitor"):
        read(items.entry(entry.id), items, chats)
    assert look(items, reviews).live == ()


def test_the_visitors_own_records_are_such_chats(database_url: str) -> None:
    """Through `web.records`, on the same database: shared, read, withdrawn, gone from the desk."""
    records_database = RecordsDatabase(database_url)
    records_database.migrate()
    desk = database.Database(database_url, TABLES)
    desk.migrate()
    items, records, sharing = Items(desk), Records(records_database), Sharing(records_database)
    mine = "m" * 32
    records.agree(mine, consent(texts(), 30))
    records.record(mine, replace(ANSWER, question="I am Anna Schmidt. Does it help?"))
    records.comment(mine, "a1", -1, "too long")
    fill.from_chats(items, sharing, BOUNDS, "anna")
    (entry,) = items.entries()
    transcript = read(entry, items, sharing)
    assert (transcript.answer.question, transcript.is_helpful, transcript.comment) == (
        "I am <NAME>. Does it help?",
        False,
        "too long",
    )
    records.withdraw(mine)
    fill.from_chats(items, sharing, BOUNDS, "anna")
    assert items.entry(entry.id).is_forgotten
    for opened in (desk, records_database):
        opened.close()
