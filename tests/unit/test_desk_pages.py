"""The desk's pages over HTTP, without a browser: blind until handed in, saved, refused, exported, promoted, run again."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from desk_fixtures import ANSWER, Turned, run
from desk_room import Person, Room

import settings
from evals.desk import fill

EVIL = "<script>alert(1)</script>"
BOUNDS = settings.ReviewSettings(share=0, double=1)


@pytest.fixture
def room(tmp_path: Path, tiny_corpus: Path) -> Room:
    """A desk of its own for each test."""
    return Room(tmp_path, tiny_corpus)


@pytest.fixture
def anna(room: Room) -> Person:
    """A reviewer."""
    return room.enter("anna")


@pytest.fixture
def ben(room: Room) -> Person:
    """Another."""
    return room.enter("ben")


def test_a_transcript_is_shown_whole_and_escaped(room: Room, anna: Person) -> None:
    """Question, statements, quotes in their paragraph, notices, the line to edit; markup in them is text."""
    page = anna.get(f"/item/{room.number}").text
    for words in ("Does it help me sleep?", "In all, <mark>17 minutes</mark> sooner.", "Ask a pharmacist.", "withheld"):
        assert words in page
    assert "<ins>One trial found &lt;b&gt;no&lt;/b&gt; difference.</ins>" in page
    assert "What the earlier said" in page
    assert "corpus/sources/review-2019.yaml:" in page


def test_scores_and_colleagues_are_hidden_until_one_has_spoken(room: Room, anna: Person, ben: Person) -> None:
    """Not merely out of sight: they are not in the page."""
    item = f"/item/{room.number}"
    assert "numbers 3" not in anna.get(item).text
    anna.hand_in(room.number, note="anna thinks so")
    assert "numbers 3" in anna.get(item).text
    assert "anna" not in ben.get(item).text.replace("anna-", "")
    assert "anna thinks so" not in ben.get("/export.csv").text
    ben.hand_in(room.number)
    assert "anna thinks so" in ben.get(item).text
    assert "anna thinks so" in ben.get("/export.csv").text


def test_nobody_decides_or_looks_before_both_have_spoken(room: Room, anna: Person, ben: Person) -> None:
    """The page to decide at would show the first review to the second reviewer; so would a tag that only it has."""
    item = f"/item/{room.number}"
    said = {"verdicts": {1: "supported", 2: "partly"}, "call": "fix", "tags": ["only-annas"], "note": "anna thinks so"}
    anna.send(f"{item}/save", base=0, judgement=said, final=True)
    early = ben.get(f"{item}/adjudicate")
    assert (early.status_code, "still to come" in early.text, "anna thinks so" in early.text) == (422, True, False)
    assert ben.hand_in(room.number, mode="adjudication", note="decided alone").status_code == 422
    assert "only-annas" not in ben.get(item).text
    ben.hand_in(room.number)
    assert "anna thinks so" in ben.get(f"{item}/adjudicate").text
    assert "only-annas" in ben.get(item).text


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"base": 0, "judgement": {"verdicts": {}, "call": "fix"}, "final": True}, "statement 1, statement 2"),
        ({"base": 0, "judgement": {"verdicts": {"3": "unsafe"}}}, "There is no statement 3"),
        ({"base": "x", "judgement": {}}, "base is the revision"),
        ({"base": 0, "judgement": {"call": EVIL}}, "call is not usable"),
        ({"base": 0, "judgement": {}, "mode": "adjudication"}, "nothing to decide"),
    ],
)
def test_what_cannot_be_saved_is_said(room: Room, anna: Person, sent: dict[str, Any], message: str) -> None:
    """With the reason, in JSON, and nothing is stored."""
    answer = anna.send(f"/item/{room.number}/save", **sent)
    assert answer.status_code == 422
    assert message in answer.json()["message"]
    assert anna.get("/export.jsonl").text == ""


def test_a_second_window_is_told_and_its_words_are_kept(room: Room, anna: Person) -> None:
    """409 with what holds now; the export has both notes."""
    path = f"/item/{room.number}/save"
    assert anna.send(path, base=0, judgement={"note": "from the first"}).json()["revision"] == 1
    late = anna.send(path, base=0, judgement={"note": "from the second"})
    assert (late.status_code, late.json()["judgement"]["note"], late.json()["author"]) == (
        409,
        "from the first",
        "anna",
    )
    assert {"from the first", "from the second"} == {
        json.loads(row)["note"] for row in anna.get("/export.jsonl").text.splitlines()
    }
    undone = anna.send(f"/item/{room.number}/undo", base=1).json()
    assert (undone["revision"], undone["judgement"]["note"]) == (2, "")


def test_a_disagreement_is_listed_decided_with_a_reason_and_counted(room: Room, anna: Person, ben: Person) -> None:
    """From two reviews to alpha and the confusion matrix."""
    anna.hand_in(room.number)
    ben.hand_in(room.number, "contradicted", "fix")
    assert f"/item/{room.number}/adjudicate#s2" in anna.get("/disagreements").text
    page = anna.get(f"/item/{room.number}/adjudicate").text
    assert re.findall(r"(\w+): <strong>([\w ]+)</strong>", page)[:4] == [
        ("anna", "Supported"),
        ("ben", "Supported"),
        ("anna", "Supported"),
        ("ben", "Contradicted"),
    ]
    unreasoned = anna.hand_in(room.number, "contradicted", "fix", mode="adjudication")
    assert (unreasoned.status_code, "needs a reason" in unreasoned.json()["message"]) == (422, True)
    anna.hand_in(room.number, "contradicted", "fix", mode="adjudication", note="The trial says the opposite")
    assert "None to decide" in ben.get("/disagreements").text
    page = ben.get("/agreement").text
    assert "<caption>supported" in page
    assert "Decided by anna: Fix. The trial says the opposite" in ben.get(f"/item/{room.number}").text


def test_agreement_is_shown_with_its_interval_and_one_persons_word_is_no_yardstick(
    room: Room, anna: Person, ben: Person
) -> None:
    """Six statements of three items, nine verdicts supported and three contradicted, one apart: 1 - 11 * 2 / 54 = 0.59."""
    withheld = replace(ANSWER, withheld=1)
    fill.from_run(room.items, run("two", "three", answer=withheld), None, BOUNDS, "test")
    _, second, third = (entry.id for entry in room.items.entries())
    for item, annas, bens in (
        (room.number, "supported", "supported"),
        (second, "contradicted", "contradicted"),
        (third, "supported", "contradicted"),
    ):
        anna.hand_in(item, annas)
        ben.hand_in(item, bens)
    alone = run("four", answer=withheld)
    fill.from_run(room.items, alone, None, BOUNDS.model_copy(update={"double": 0.0}), "test")
    anna.hand_in(room.items.entries()[-1].id)
    page = " ".join(anna.get("/agreement").text.split())
    found = re.search(r">Statements</th><td>([\d.]+) \[(-?[\d.]+), ([\d.]+)\]", page)
    assert found
    assert found[1] == "0.59"
    assert float(found[2]) < 0.59 < float(found[3])
    assert "From 3 settled items" in page, "one is open, and one has a single reviewer"
    outcome = page.split("<caption>outcome")[1].split("</table>")[0]
    assert sum(map(int, re.findall(r'class="number">(\d+)<', outcome))) == 2, "of two people"


def test_the_queue_takes_in_what_visitors_shared(room: Room) -> None:
    """When somebody opens it; nobody has to press anything."""
    room.chats.kept.append(Turned(ANSWER, is_helpful=False))
    assert "thumbs_down" not in {rule for entry in room.items.entries() for rule in entry.rules}
    room.enter("anna")
    assert "thumbs_down" in {rule for entry in room.items.entries() for rule in entry.rules}


def test_the_export_is_a_table_that_runs_nothing(room: Room, anna: Person) -> None:
    """A note like a formula is neutralised; every record has author, time, reason and weight."""
    anna.hand_in(room.number, note="=HYPERLINK(1)")
    answer = anna.get("/export.csv")
    assert 'filename="reviews.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["note"] for row in rows} == {"'=HYPERLINK(1)"}
    assert [(row["statement"], row["verdict"]) for row in rows] == [
        ("0", "publish"),
        ("1", "supported"),
        ("2", "supported"),
    ]
    assert {(row["author"], row["reason"], row["weight"], bool(row["at"])) for row in rows} == {
        ("anna", "handed in", "1.0", True)
    }


def test_assignments_come_in_whole_or_not_at_all(room: Room, anna: Person) -> None:
    """A bad line is named; a good file is taken once."""

    def upload(body: bytes) -> Any:
        return anna.client.post("/review/assignments", data={"csrf": anna.token}, files={"file": ("a.csv", body)})

    bad = upload(f"item,reviewer\n{room.number},ben\n{room.number},{EVIL}\n".encode())
    assert bad.status_code == 422
    assert "line 3: no reviewer &#39;&lt;script&gt;" in bad.text
    assert "1 new of 1" in upload(f"item,reviewer\n{room.number},ben\n".encode()).text
    assert "0 new of 1" in upload(f"item,reviewer\n{room.number},ben\n".encode()).text
    assert upload(b"\xff\xfe\x00").status_code == 422


def test_a_case_is_made_named_by_line_and_run_again(room: Room, anna: Person) -> None:
    """It fails on today's bot and passes when the bot says what it asks for; the case it came from is run, too."""
    anna.hand_in(room.number, "unsafe", "fix")
    page = anna.get(f"/item/{room.number}/promote").text
    assert "A review found that people fell asleep 17 minutes sooner" in page
    fields = {"id": "new-one", "family": "one", "tags": "covered", "messages": "How much sooner?", "outcome": "answered",
              "sources_any": "review-2019", "facts": "half an hour", "never": r"One trial found <b>no</b> difference\."}  # fmt: skip
    clash = anna.form(f"/item/{room.number}/promote", **fields | {"id": "one"})
    assert (clash.status_code, "is taken at sleep.yaml:1" in clash.text) == (422, True)
    assert 'value="one"' in clash.text, "what was typed stays"
    made = anna.form(f"/item/{room.number}/promote", **fields).text
    assert "cases/reviewed.yaml:1" in made
    assert "corpus/sources/review-2019.yaml:" in made
    failed = anna.form(f"/item/{room.number}/rerun").text
    assert "✗ fails" in failed
    assert "half an hour" in failed
    room.bot.answer = replace(ANSWER, text="It takes half an hour.", statements=ANSWER.statements[:1])
    assert "forbidden" not in anna.form(f"/item/{room.number}/rerun").text


def test_a_shared_chat_is_reviewed_without_its_words_going_anywhere(room: Room, anna: Person) -> None:
    """Not into an export, not into a case; after a withdrawal the page says that they are gone."""
    room.chats.kept.append(Turned(replace(ANSWER, question="my own legs at night"), is_helpful=False, comment="no"))
    anna.form("/fill/chats")
    number = max(e.id for e in room.items.entries())
    page = anna.get(f"/item/{number}").text
    assert "my own legs at night" in page
    assert "not helpful" in page
    anna.hand_in(number, note="about their legs")
    assert "their legs" not in anna.get("/export.csv").text
    fields = {
        "id": "legs",
        "family": "legs",
        "tags": "covered",
        "messages": "My own legs, at night!",
        "outcome": "answered",
    }
    refused = anna.form(f"/item/{number}/promote", **fields)
    assert "do not become a case" in refused.text
    room.chats.kept.clear()
    gone = anna.get(f"/item/{number}")
    assert (gone.status_code, "legs at night" in gone.text, "Its words are gone" in gone.text) == (404, False, True)


@pytest.mark.parametrize("path", ["/item/999", "/item/x", "/nowhere", "/item/999/promote"])
def test_what_is_not_there_is_a_page_that_says_so(anna: Person, path: str) -> None:
    """Not a traceback."""
    answer = anna.get(path)
    assert answer.status_code in (404, 422)
    assert "That was not done" in answer.text


def test_the_newest_run_is_missing_in_words(anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk says how to make one."""
    monkeypatch.setattr("evals.desk.fill.read_runs", lambda *_: (_ for _ in ()).throw(_bad()))
    answer = anna.form("/fill/run")
    assert (answer.status_code, "python -m evals run" in answer.text) == (422, True)


def _bad() -> Exception:
    from evals.desk.errors import BadInput

    return BadInput("No run in 'x'. Make one with `python -m evals run`")
