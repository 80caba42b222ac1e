"""The desk's arithmetic and its ways in and out, on examples small enough to check by hand."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
import yaml
from desk_fixtures import run

from bot.answer import Answer, Citation, Notice, NoticeKind, Statement
from evals.cases import read_cases
from evals.desk import fill, promote
from evals.desk.agreement import Alpha, alpha
from evals.desk.difference import compare
from evals.desk.errors import BadInput
from evals.desk.estimates import Settled, confusions, publishable, supported
from evals.desk.exchange import COLUMNS, neutral, read_assignments, to_csv, to_jsonl
from evals.desk.items import Filled, New
from evals.desk.judgement import CALLS, VERDICTS, Judgement, read
from evals.desk.places import Places
from evals.desk.rules import lot, picked
from evals.desk.transcript import Transcript
from evals.score import Score, Unscored
from settings import ReviewSettings

ANSWER = Answer("1", "q", "q", "en", "answered", statements=(Statement("It takes 17 minutes.", "evidence", (1,)),))
GOOD = Judgement(verdicts={1: "supported"}, call="publish")
BAD = Judgement(verdicts={1: "contradicted"}, call="block")


class Queued:
    """Keeps what would be queued."""

    def __init__(self) -> None:
        self.new: list[New] = []

    def fill(self, items: list[New], filled: Filled, _: str) -> Filled:
        """See `Items.fill`."""
        self.new += items
        return filled


class TestRules:
    @pytest.mark.parametrize(
        ("change", "is_helpful", "rules"),
        [
            ({}, None, ()),
            ({}, True, ()),
            ({}, False, ("thumbs_down",)),
            ({"outcome": "crisis"}, None, ("guard",)),
            ({"outcome": "declined", "reason": "abuse"}, None, ("guard",)),
            ({"outcome": "not_covered", "margin": -0.3}, None, ("abstention",)),
            ({"withheld": 1, "margin": 0.05}, False, ("thumbs_down", "withheld", "low_margin")),
            ({"margin": -0.1}, None, ("low_margin",)),
            ({"margin": 0.11}, None, ()),
            ({"notices": (Notice("kidney", "Ask first."), Notice("consult", "Ask."))}, None, ("limit",)),
            (
                {"notices": (Notice("diagnosis", "No diagnosis."),), "margin": 0.0},
                False,
                ("thumbs_down", "low_margin", "limit"),
            ),
            ({"notices": (Notice("consult", "Ask."), Notice("premise", "Not so."))}, None, ()),
        ],
    )
    def test_each_rule_picks_what_it_says(
        self, change: dict[str, object], is_helpful: bool | None, rules: tuple[str, ...]
    ) -> None:
        """In the order in which items are handed out."""
        assert picked(replace(ANSWER, **change), is_helpful, 0.1) == rules  # type: ignore[arg-type]

    @pytest.mark.parametrize("kind", get_args(NoticeKind))
    def test_what_a_guard_adds_to_an_answer_is_picked(self, kind: NoticeKind) -> None:
        """Every limit of advice; helplines and emergencies have an outcome of their own, the rest is no guard's word."""
        found = picked(replace(ANSWER, notices=(Notice(kind, "x"),)), None, 0.1)
        others = {"helpline", "emergency", "premise", "disagreement", "language", "privacy", "consult"}
        assert found == (() if kind in others else ("limit",))

    def test_estimates_stay_unbiased_where_limits_are_certain(self) -> None:
        """600 answers with a limit, all bad, count once each; a fifth of 1,400 good ones counts for five: 0.7, not 0.32."""
        bounds = ReviewSettings(share=0.2)
        limited = replace(ANSWER, notices=(Notice("dose", "x"),))
        made = run(*(f"c{n}" for n in range(2000)))
        made = replace(
            made, kept=tuple(replace(k, answers=(limited if n < 600 else ANSWER,)) for n, k in enumerate(made.kept))
        )
        queue = Queued()
        fill.from_run(queue, made, None, bounds, "anna")  # type: ignore[arg-type]
        chances = Counter((new.rules, new.chance) for new in queue.new)
        assert chances.keys() == {(("limit",), 1.0), ((), 0.2)}
        assert chances[("limit",), 1.0] == 600
        found = publishable([Settled(BAD if new.rules else GOOD, {}, 1 / new.chance) for new in queue.new])
        assert found is not None
        assert found.value == pytest.approx(0.7, abs=0.03)

    def test_a_lot_is_drawn_once_and_evenly(self) -> None:
        """The same key draws the same; a tenth of many keys draws below a tenth; two purposes draw apart."""
        assert lot("a") == lot("a") != lot("a", "double")
        assert 60 <= sum(lot(f"k{n}") < 0.1 for n in range(1000)) <= 140


class TestAgreement:
    def test_alpha_is_krippendorffs(self) -> None:
        """Two people, ten units, four apart, 14 noughts and 6 ones: 1 - 19 * 4 / (14 * 6) = 0.095."""
        first, second = "0100000000", "1110010100"
        found = alpha([[(a, b)] for a, b in zip(first, second, strict=True)], ("0", "1"), "nominal")
        assert isinstance(found, Alpha)
        assert found.value == pytest.approx(0.095, abs=0.0005)
        assert found.low < found.value < found.high
        assert (found.units, found.items) == (10, 10)

    def test_a_distant_call_weighs_more_where_calls_have_an_order(self) -> None:
        """publish against block is further apart than publish against fix."""
        alike = [[("publish", "publish")], [("fix", "fix")], [("block", "block")]] * 3
        near, far = (alpha([*alike, [("publish", other)]], CALLS, "ordinal") for other in ("fix", "block"))
        assert isinstance(near, Alpha)
        assert isinstance(far, Alpha)
        assert near.value > far.value

    @pytest.mark.parametrize(
        ("items", "why"),
        [
            ([], "people: 0;"),
            ([[("fix",)]], "people: 0;"),
            ([[("fix", "block")]], "people: 1;"),
            ([[("fix", "fix")]] * 2, "same one thing"),
        ],
    )
    def test_what_cannot_be_measured_is_said(self, items: list[list[tuple[str, ...]]], why: str) -> None:
        """Not a zero and not a one."""
        found = alpha(items, CALLS, "ordinal")
        assert isinstance(found, Unscored)
        assert why in found.reason


class TestEstimates:
    def test_a_drawn_item_counts_for_those_it_stands_for(self) -> None:
        """One certain item to block and one drawn at a fifth to publish: five of six answers are publishable."""
        found = publishable([Settled(BAD, {}, 1.0), Settled(GOOD, {}, 5.0)])
        assert found is not None
        assert found.value == pytest.approx(5 / 6)
        of_statements = supported([Settled(BAD, {}, 1.0), Settled(GOOD, {}, 5.0)])
        assert of_statements is not None
        assert of_statements.value == pytest.approx(5 / 6)
        assert publishable([]) is None

    def test_scorers_are_held_against_people(self) -> None:
        """The scorer objects to statement 2 of two; people contradict statement 1: nothing of what it says is right."""
        judged = Judgement(verdicts={1: "contradicted", 2: "supported"}, call="fix")
        results = {"supported": Score(1, 2, ("statement 2: numbers",)), "outcome": Score(1), "length": Score(40.0)}
        statements, outcome = confusions([Settled(judged, results, 1.0)])
        assert (statements.scorer, dict(statements.passed), dict(statements.objected)) == (
            "supported",
            {"contradicted": 1},
            {"supported": 1},
        )
        assert (statements.caught.hits, statements.caught.total, statements.right.hits, statements.right.total) == (
            0,
            1,
            0,
            1,
        )
        assert (outcome.scorer, outcome.values, dict(outcome.passed)) == ("outcome", CALLS, {"fix": 1})

    def test_what_one_person_says_is_no_yardstick_for_a_scorer(self) -> None:
        """It counts in the estimates of all answers, and in no confusion matrix."""
        alone = Settled(GOOD, {"supported": Score(1)}, 1.0, is_of_two=False)
        assert confusions([alone]) == ()
        assert publishable([alone]) is not None


class TestJudgement:
    def test_what_is_missing_is_named(self) -> None:
        """Each open statement, then the answer."""
        assert Judgement(verdicts={2: "partly"}).missing(3) == ("statement 1", "statement 3", "the answer")
        assert GOOD.missing(1) == ()
        with pytest.raises(BadInput, match="no statement 1; this answer has 0"):
            GOOD.within(0)

    @pytest.mark.parametrize(
        ("sent", "message"),
        [
            ({"verdicts": {"1": "splendid"}}, "verdicts is not usable"),
            ({"call": "maybe"}, "call is not usable"),
            ({"tags": ["<b>"]}, "a tag is letters"),
            ({"note": "x" * 5000}, "note is not usable"),
            ({"other": 1}, "other is not usable"),
        ],
    )
    def test_what_is_no_judgement_is_refused(self, sent: dict[str, object], message: str) -> None:
        """By field, without repeating it."""
        with pytest.raises(BadInput, match=message):
            read(sent)

    def test_every_verdict_has_a_key_of_its_own(self) -> None:
        """Six for statements, three for answers."""
        assert (len(VERDICTS), len(CALLS)) == (6, 3)


class TestDifference:
    def test_the_words_that_differ_are_marked_on_both_sides(self) -> None:
        """A changed figure; a statement that only one has; nothing where they are alike."""
        before = replace(
            ANSWER, statements=(Statement("Eat well.", "evidence"), Statement("It takes 12 minutes.", "evidence"))
        )
        found = compare(ANSWER, before)
        assert [(p.text, p.is_own) for p in found.now[0]] == [("It takes ", False), ("17 ", True), ("minutes.", False)]
        assert [[p.text for p in line if p.is_own] for line in found.before] == [["Eat well."], ["12 "]]
        assert compare(ANSWER, ANSWER).is_same

    def test_replies_without_statements_are_compared_whole(self) -> None:
        """A refusal against a refusal in other words."""
        now, before = (Answer("1", "q", "q", "en", "declined", text=text) for text in ("I cannot.", "I may not."))
        assert not compare(now, before).is_same


class TestExchange:
    @pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =cmd|' /C calc'!A0", "%0"])
    def test_a_formula_is_neutralised(self, cell: str) -> None:
        """With an apostrophe, so that a spreadsheet shows it and runs nothing."""
        assert neutral(cell) == "'" + cell
        row = dict.fromkeys(COLUMNS, "") | {"note": cell}
        (_, read_back) = csv.reader(io.StringIO(to_csv([row]), newline=""))
        assert read_back[-1].startswith("'")

    def test_other_cells_stay_as_they_are(self) -> None:
        """Numbers too, also below zero."""
        assert [neutral(v) for v in ("17 minutes", "a=b", -1, 0.5, True, "")] == [
            "17 minutes",
            "a=b",
            -1,
            0.5,
            True,
            "",
        ]

    def test_json_lines_keep_words_as_written(self) -> None:
        """One object a line, in every script."""
        assert [json.loads(line) for line in to_jsonl([{"note": "=1 नमस्ते\n"}]).splitlines()] == [{"note": "=1 नमस्ते\n"}]

    ITEMS = {"3": 3, "run:x:y": 3, "4": 4}  # noqa: RUF012

    @pytest.mark.parametrize(
        "text",
        [
            "item,reviewer\r\n3,anna\r\n4,ben\r\n",
            "\ufeffReviewer,Item,why\nanna,run:x:y,first\nben,4,\n",
            '{"item": 3, "reviewer": "anna"}\n\n{"item": "4", "reviewer": "ben"}\n',
        ],
    )
    def test_assignments_are_read(self, text: str) -> None:
        """CSV with its columns in any order, and JSON Lines."""
        assert read_assignments(text, self.ITEMS, lambda _: True) == [(3, "anna"), (4, "ben")]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "line 1: the first line names the columns: item,reviewer"),
            ("item,reviewer\n", "line 1: no assignment"),
            ("item,reviewer\n3,anna\n9,anna\n3,nobody\n,anna\n", "line 3: there is no item '9'; line 4: no reviewer 'nobody' can sign in; line 5: item missing"),
            ("item,reviewer\n3,anna,x\n", "line 2: more cells than columns"),
            ('{"item": 3}\nnot json\n[1]\n', "line 1: reviewer missing; line 2: not JSON; line 3: not an object"),
        ],
    )  # fmt: skip
    def test_bad_lines_are_named_and_nothing_is_taken(self, text: str, message: str) -> None:
        """All of them at once."""
        with pytest.raises(BadInput) as found:
            read_assignments(text, self.ITEMS, lambda name: name in ("anna", "ben"))
        assert message in str(found.value)
        assert str(found.value).startswith("Nothing was taken. ")


class TestPlaces:
    def test_a_passage_is_named_by_file_and_line(self, tiny_corpus: Path) -> None:
        """A finding, a paragraph of the post, an editors' observation; after an edit, the line of today."""
        places = Places(tiny_corpus, tiny_corpus.parent)
        path = tiny_corpus / "sources" / "review-2019.yaml"
        text = path.read_text(encoding="utf-8")
        line = next(n for n, row in enumerate(text.splitlines(), 1) if "17 minutes" in row)
        finding = "A 2019 systematic review of three small trials found that magnesium shortened the time to fall asleep by 17 minutes."
        assert str(places.of("review-2019", finding)) == f"corpus/sources/review-2019.yaml:{line}"
        assert str(places.of("article", "Magnesium calms the body.")) == "corpus/article.md:15"
        assert "trial-2020.yaml" in str(places.of("editors-notes", "Magnesium can loosen the bowels"))
        path.write_text(
            text.replace("findings:", "# a note\nfindings:").replace("17 minutes", "18 minutes"), encoding="utf-8"
        )
        cited = Citation(1, "review-2019", "", "", None, "", finding, 0, 1, "")
        assert str(places.of_citation(cited)) == f"corpus/sources/review-2019.yaml:{line + 1}"
        assert places.of("review-2019", finding) is None


CITED = Citation(1, "review-2019", "A review", "systematic-review", 2019, "p", "It takes 17 minutes.", 0, 20, "")
TWO = replace(
    ANSWER,
    question="How long (at most)?",
    statements=(*ANSWER.statements, Statement("It cures [all].", "evidence", (1,))),
    citations=(CITED,),
)
JUDGED = Judgement(verdicts={1: "supported", 2: "unsafe"}, call="fix")


class TestPromote:
    def form(self, **change: str) -> dict[str, str]:
        """The draft of a reply with one good and one unsafe statement."""
        return promote.draft(Transcript(TWO), JUDGED, 7, False) | change

    def test_a_draft_requires_what_was_supported_and_forbids_what_was_unsafe(self) -> None:
        """As patterns that find exactly these words."""
        form = self.form()
        assert (form["facts"], form["never"], form["sources_any"]) == (
            "It takes 17 minutes",
            r"It cures \[all\]",
            "review-2019",
        )
        assert (form["family"], form["messages"]) == ("reviewed-7", "How long (at most)?")
        assert promote.draft(Transcript(TWO), JUDGED, 7, True)["messages"] == "", "a visitor's words are not taken over"

    def test_the_case_is_added_at_the_end_and_named_by_line(self, tmp_path: Path) -> None:
        """Valid, in the dev half, twice in one file; what was there stays."""
        (tmp_path / "old.yaml").write_text("- {id: old, family: old, half: test, tags: [covered], question: Old?}\n")
        first = promote.add(promote.to_case(self.form()), tmp_path, {"review-2019"})
        second = promote.add(
            promote.to_case(self.form(id="again", messages="a\nb", facts="17 || seventeen")), tmp_path, {"review-2019"}
        )
        found = read_cases(tmp_path, {"review-2019"})
        assert found.problems == ()
        assert [(p.case.id, p.case.half, p.line) for p in found.placed[1:]] == [
            ("reviewed-r7", "dev", first.line),
            ("again", "dev", second.line),
        ]
        assert found.placed[1].case.expect.facts == [["It takes 17 minutes"]]
        assert found.placed[2].case.expect.facts == [["17", "seventeen"]]
        assert (first.line, second.line > first.line) == (1, True)
        assert len(yaml.safe_load((tmp_path / promote.FILE).read_text())) == 2

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"id": "Bad Id"}, "id: "),
            ({"messages": ""}, "give either a question"),
            ({"outcome": "perfect"}, "outcome"),
            ({"facts": "(17"}, "is not a pattern"),
            ({"notices": "weather"}, "notices"),
        ],
    )
    def test_what_is_no_case_is_refused_by_field(self, change: dict[str, str], message: str) -> None:
        """Before anything is written."""
        with pytest.raises(BadInput, match=message):
            promote.to_case(self.form(**change))

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"id": "old"}, "id 'old' is taken"),
            ({"family": "old"}, "family 'old' is in 'test'"),
            ({"messages": "Old?"}, "asks the same as 'old' at old.yaml:1"),
            ({"sources_any": "nowhere-2020"}, "source 'nowhere-2020' is not in the corpus"),
        ],
    )
    def test_what_clashes_with_another_case_is_refused_and_not_written(
        self, tmp_path: Path, change: dict[str, str], message: str
    ) -> None:
        """Both halves stay apart."""
        (tmp_path / "old.yaml").write_text("- {id: old, family: old, half: test, tags: [covered], question: Old?}\n")
        with pytest.raises(BadInput, match=message):
            promote.add(promote.to_case(self.form(**change)), tmp_path, {"review-2019"})
        assert not (tmp_path / promote.FILE).exists()

    def test_a_visitors_words_are_recognised_in_any_case(self) -> None:
        """Capitals and punctuation do not make them ours."""
        assert not promote.is_own_words("how LONG, at most", Transcript(TWO))
        assert promote.is_own_words("For how many minutes?", Transcript(TWO))
