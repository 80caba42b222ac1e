"""Coverage of a run, worked by hand on five passages and three questions, and its page at the desk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from desk_fixtures import ANSWER, case, kept, run
from desk_room import Person, Room
from numpy.typing import NDArray

import settings
from bot.answer import Notice
from bot.texts import texts
from evals.coverage import cover, groups
from evals.desk import coverage_page, fill
from evals.record import Kept, Run
from ingest.source import Claim, Passage, Source

FOLDER = settings.ROOT / "bot" / "texts"
DIRECTIONS = {"legs": (1.0, 0.0), "both": (0.8, 0.6), "price": (0.0, 1.0)}


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Each question points where its first word says."""
    return np.array([DIRECTIONS[text.split()[0]] for text in texts], dtype=np.float32)


def passage(name: str, source: str, *heading: str, role: Any = "finding") -> Passage:
    """A passage whose words are its name."""
    return Passage(name, source, role, name, 0, len(name), heading)


def index() -> Any:
    """Two sources that are cited, one that is not, and a post of two sections."""
    sources = [Source("post", "Post", "article"), *(Source(i, i, "rct") for i in ("review-2019", "trial-2020", "far"))]
    passages = [
        passage("p1", "review-2019"),
        passage("p3", "review-2019"),
        passage("p4", "review-2019", role="limitation"),
        passage("p5", "far"),
        passage("p2", "trial-2020"),
        passage("s1", "post", "Post", "Cause"),
        passage("s2", "post", "Post", "Dose"),
    ]
    claims = [Claim(f"C{n}", "q", words, "contradicts", "") for n, words in enumerate(("It cures.", "It helps."))]
    return SimpleNamespace(
        sources={s.id: s for s in sources},
        passages={p.id: p for p in passages},
        claims=claims,
        manifest=SimpleNamespace(name="rw-test"),
    )


def uncovered(name: str, question: str) -> Kept:
    """A case that got no answer."""
    return kept(name, replace(ANSWER, outcome="not_covered", standalone_question=question, citations=(), statements=()))


def disputing(name: str, words: str) -> Kept:
    """A case that was told of a disagreement."""
    return kept(name, replace(ANSWER, notices=(Notice("disagreement", f"Not supported: “{words}”"),)))


def test_what_no_answer_cites_is_named_once() -> None:
    """p1 and p2 are cited: of six searched passages two; p5 stands under its source, p4 is not searched for."""
    section = replace(ANSWER.citations[0], n=3, source_id="post", passage_id="s1")
    answered = Kept(case("one"), (replace(ANSWER, citations=(*ANSWER.citations, section)), ANSWER), {})
    found = cover([answered], index(), embed)
    assert (found.answers, found.cited, found.searched) == (2, 3, 6)
    assert [p.id for p in found.passages] == ["p3"]
    assert [s.id for s in found.sources] == ["far"]
    assert [(name, p.id) for name, p in found.sections] == [("Post › Dose", "s2")]


def test_claims_are_ordered_by_the_cases_that_were_told() -> None:
    """The second claim twice, the first once; a case without the notice counts for none."""
    runs = [disputing("a", "It cures."), disputing("b", "It helps."), disputing("c", "It helps."), kept("d")]
    found = cover(runs, index(), embed).disputed
    assert [(d.claim.id, d.cases) for d in found] == [("C1", ("b", "c")), ("C0", ("a",))]


@pytest.mark.parametrize("language", sorted(p.stem for p in FOLDER.glob("*.yaml")))
@pytest.mark.parametrize("verdict", ["partly supports", "no evidence found", "contradicts"])
def test_a_claim_is_known_in_the_notice_of_every_language(language: str, verdict: str) -> None:
    """The bot quotes it as it stands in the corpus, whatever the words around it."""
    notice = texts(language).say(f"notices.disagreement.{verdict}", claim="It helps.")
    told = Kept(case("a"), (replace(ANSWER, language=language, notices=(Notice("disagreement", notice),)),), {})
    assert [d.claim.id for d in cover([told], index(), embed).disputed] == ["C1"]


def test_every_claim_that_one_answer_disputes_counts() -> None:
    """An answer has a notice a claim; a pair of sources that differ has one too and is no claim of the post."""
    told = tuple(Notice("disagreement", words) for words in ("Two sources differ.", "No: It cures.", "No: It helps."))
    found = cover([kept("a", replace(ANSWER, notices=told))], index(), embed).disputed
    assert {d.claim.id for d in found} == {"C0", "C1"}


def test_questions_are_grouped_by_meaning() -> None:
    """Cosines: legs and both 0.8, price and both 0.6, legs and price 0: the first two join, then the mean 0.3 is too far."""
    found = groups([("c", "price of it"), ("a", "legs at night"), ("b", "both of them")], embed)
    assert [group.cases for group in found] == [("a", "b"), ("c",)]
    assert groups([("a", "legs")], embed)[0].questions == ("legs",)
    assert groups([], embed) == ()


@pytest.fixture
def anna(tmp_path: Path, tiny_corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """A reviewer at a desk whose newest run covers little."""
    made = run("one")
    made = replace(
        made, kept=(*made.kept, uncovered("u", "legs <i>at</i> night")), versions={"suite": "smoke", "index": "rw-old"}
    )
    return reviewer(Room(tmp_path, tiny_corpus), monkeypatch, made, index())


def reviewer(room: Room, monkeypatch: pytest.MonkeyPatch, made: Run, over: Any) -> Person:
    """Somebody at a desk with that newest run and that index."""
    monkeypatch.setattr(room.bot, "index", lambda: over)
    monkeypatch.setattr(fill, "newest", lambda _: Path(made.path))
    monkeypatch.setattr(fill, "read_runs", lambda *_: (made, None))
    monkeypatch.setattr("evals.desk.desk.make_embedder", lambda _: SimpleNamespace(embed=embed))
    return room.enter("anna")


def test_the_page_names_line_and_cases_and_computes_once(anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Escaped; the old build is told; a source that a case names is run again with one button; a second look is free."""
    page = anna.get("/coverage").text
    for words in ("2 of 6 passages", "legs &lt;i&gt;at", "Sources never reached: 1", "rw-old", "Post › Dose"):
        assert words in page
    row = next(line for line in page.split("<tr>") if ">p3<" in line)
    assert 'name="source" value="review-2019"' in row
    monkeypatch.setattr(coverage_page, "cover", None)
    assert anna.get("/coverage").text == page
    assert "sleep.yaml:1" in anna.form("/rerun", source="review-2019").text


def test_every_sort_of_row_names_the_line_to_edit(
    tmp_path: Path, tiny_corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question's case; a claim and a section of the post; a source, by its first finding; a passage."""
    finding, line = "shortened the time to fall asleep by 17 minutes.", "Magnesium calms the body."
    over = index()
    over.sources = {
        i: Source(i, i, kind) for i, kind in (("article", "article"), ("review-2019", "rct"), ("guideline-2024", "rct"))
    }
    told = {"p1": "cited", "p3": finding}
    over.passages = {name: replace(passage(name, "review-2019"), text=text) for name, text in told.items()}
    over.passages["s1"] = replace(passage("s1", "article", "Post", "Dose"), text=line)
    over.claims = [Claim("C1", line, "It cures.", "contradicts", "")]
    made = replace(run(), kept=(disputing("a", "It cures."), uncovered("one", "legs")), versions={"index": "rw-test"})
    page = reviewer(Room(tmp_path, tiny_corpus), monkeypatch, made, over).get("/coverage").text
    edits = dict(re.findall(r'<tr><th scope="row">(.*?)</th>.*?</td><td><code>(.*?)</code>', page))
    assert edits == {
        "1 question": "cases/sleep.yaml:1",
        "C1: 1 case": at(tiny_corpus, "article.md", line),
        "Post › Dose": at(tiny_corpus, "article.md", line),
        "guideline-2024": at(tiny_corpus, "sources/guideline-2024.yaml", "testing ferritin"),
        "review-2019": at(tiny_corpus, "sources/review-2019.yaml", finding),
    }


def at(corpus: Path, name: str, words: str) -> str:
    """File and line of the words, as the desk tells them."""
    lines = (corpus / name).read_text(encoding="utf-8").splitlines()
    return f"corpus/{name}:{next(n for n, row in enumerate(lines, 1) if words in row)}"


def test_the_page_needs_a_reviewer(anna: Person) -> None:
    """Somebody who is not signed in is sent to sign in."""
    anna.client.cookies.clear()
    assert anna.get("/coverage").status_code == 303
