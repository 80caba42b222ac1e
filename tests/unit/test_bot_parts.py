"""Rules and classes of the guard folder, the conversation's state, follow-ups, rendering, citing and batch lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Answer, Citation, Notice, Statement
from bot.batch import answer_lines
from bot.errors import TextsInvalid
from bot.followups import follow_ups, tidy
from bot.general import GeneralQuestions
from bot.guards.classes import load_classes
from bot.guards.guard import Guards
from bot.guards.normalise import views
from bot.guards.rules import expand, load_rules
from bot.guards.ruling import Ruling
from bot.render import limited, plain_text, with_markers
from bot.retrieve import Candidate, says_same, thin
from bot.texts import texts
from bot.wiring import load_entities
from ingest.embedder import Read
from ingest.source import Passage, Source

LEXICON = "me: ['\\bmy\\b', '\\bi\\b']\nbody: ['\\bchest\\b', '{limb}']\nlimb: ['\\barms?\\b', '\\blegs?\\b']\n"
RULES = """\
lists:
  hurt: ['\\bhurts?\\b', '\\bpain\\b']
rules:
  - id: body-hurts
    class: emergency-heart
    all: ['{me}', '{body}']
    any: ['{hurt}']
    unless: ['\\byears ago\\b']
  - id: pills
    class: emergency-overdose
    any: ['\\bwhole bottle\\b']
  - id: wish
    class: crisis
    any: ['\\bwant to die\\b']
  - id: shop
    class: declined-shop
    any: ['\\bmy order\\b']
  - id: today
    class: urgent
    any: ['\\bspreading\\b']
  - id: fine
    class: resolved
    any: ['\\bfine now\\b']
  - id: expecting
    class: limit-pregnancy
    any: ['\\bpregnant\\b']
  - id: amount
    class: limit-dose
    any: ['\\bhow many\\b']
  - id: brand
    class: limit-product
    any: ['\\bbrand\\b']
"""
HEADS = {
    "emergency-heart": "emergency",
    "emergency-overdose": "emergency",
    "crisis": "crisis",
    "urgent": "urgent",
    "declined-shop": "declined",
    "limit-pregnancy": "limit",
    "limit-dose": "limit",
    "limit-product": "limit",
}
NOTICES = {"limit-pregnancy": "pregnancy", "limit-dose": "dose", "limit-product": "consult"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small guard folder."""
    (tmp_path / "lexicon.yaml").write_text(LEXICON, encoding="utf-8")
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    for name, outcome in HEADS.items():
        reason = "off_topic" if outcome == "declined" else "null"
        head = f"class: {name}\noutcome: {outcome}\nnotice: {NOTICES.get(name, 'null')}\nreason: {reason}\n"
        (tmp_path / f"{name}.yaml").write_text(head + "families:\n  - [not: read, {at all\n", encoding="utf-8")
    return tmp_path


class TestRules:
    def test_all_any_and_unless(self, folder: Path) -> None:
        """Every `all`, one of `any`, none of `unless`; word lists may name other lists."""
        book = load_rules(folder)
        hits = {t: book.hits((t,)) for t in ("my chest hurts", "my legs hurt", "my chest", "my chest hurt years ago")}
        assert hits["my chest hurts"] == hits["my legs hurt"] == {"emergency-heart": "body-hurts"}
        assert hits["my chest"] == hits["my chest hurt years ago"] == {}

    @pytest.mark.parametrize(
        ("old", "new", "why"),
        [
            ("'\\bwhole bottle\\b'", "'whole (bottle'", r"rules\.yaml: rule 'pills'.*mend the pattern"),
            ("{me}", "{nobody}", r"rule 'body-hurts' names word list 'nobody', which lexicon\.yaml lacks"),
            ("rules:", "rules: [", r"rules\.yaml' cannot be read"),
        ],
    )
    def test_a_rule_that_cannot_be_used_is_named(self, old: str, new: str, why: str, folder: Path) -> None:
        """A bad pattern, an unknown list or broken YAML says which file, which rule and what to mend."""
        path = folder / "rules.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(TextsInvalid, match=why):
            load_rules(folder)

    def test_missing_files_are_named(self, folder: Path) -> None:
        """No lexicon, or no rules: the guards do not start half."""
        (folder / "rules.yaml").unlink()
        with pytest.raises(TextsInvalid, match="No rules in"):
            load_rules(folder)
        (folder / "lexicon.yaml").unlink()
        with pytest.raises(TextsInvalid, match=r"lexicon\.yaml' cannot be read"):
            load_rules(folder)

    def test_an_unknown_list_in_the_subjects_is_named(self, folder: Path) -> None:
        """entities.yaml uses the same lists."""
        path = folder / "entities.yaml"
        path.write_text("medicine: ['{nobody}']\n", encoding="utf-8")
        with pytest.raises(TextsInvalid, match="names word list 'nobody'"):
            load_entities(path, folder)
        path.write_text("medicine: ['(']\n", encoding="utf-8")
        with pytest.raises(TextsInvalid, match=r"entities\.yaml' cannot be used"):
            load_entities(path, folder)

    def test_general_questions_that_cannot_be_read_are_named(self, folder: Path) -> None:
        """A list where a mapping belongs."""
        path = folder / "general.yaml"
        path.write_text("- a\n", encoding="utf-8")
        with pytest.raises(TextsInvalid, match=r"general\.yaml' cannot be used"):
            GeneralQuestions.load(path, load_entities_of(folder))

    def test_counts_in_braces_are_no_list(self) -> None:
        """`{2,3}` stays what it is in a pattern."""
        assert expand(r"a{2,3} {me}", {"me": "(?:i)"}, "here") == r"a{2,3} (?:i)"

    def test_a_class_reads_its_head_only(self, folder: Path) -> None:
        """Thousands of examples below are not parsed; a head without an outcome is named."""
        assert load_classes(folder)["declined-shop"].reason == "off_topic"
        (folder / "urgent.yaml").write_text("class: urgent\n", encoding="utf-8")
        with pytest.raises(TextsInvalid, match=r"urgent\.yaml' lacks 'outcome'"):
            load_classes(folder)


def load_entities_of(folder: Path) -> Any:
    """Subjects of a small guard folder."""
    path = folder / "entities.yaml"
    path.write_text("supplement: ['magnesium']\n", encoding="utf-8")
    return load_entities(path, folder)


class TestConversation:
    def triage(self, folder: Path, *messages: str) -> Ruling:
        """What the rules of the small folder make of a conversation."""
        return Guards.load(folder).triage(messages)

    def test_nothing_said_passes(self, folder: Path) -> None:
        """No rule, no outcome, no limit."""
        assert self.triage(folder, "which foods") == Ruling()

    @pytest.mark.parametrize(
        ("first", "outcome"),
        [("my chest hurts", "emergency"), ("I want to die", "crisis"), ("whole bottle", "emergency")],
    )
    def test_it_stays_until_it_is_dealt_with(self, folder: Path, first: str, outcome: str) -> None:
        """A new subject repeats it; an all-clear ends it; the next question passes."""
        repeated = self.triage(folder, first, "which foods")
        assert (repeated.outcome, repeated.is_repeated) == (outcome, True)
        assert self.triage(folder, first, "I am fine now").outcome is None
        assert self.triage(folder, first, "I am fine now", "which foods").outcome is None

    def test_urgent_does_not_stay(self, folder: Path) -> None:
        """Being seen today is no reason to refuse the next question."""
        assert self.triage(folder, "it is spreading").outcome == "urgent"
        assert self.triage(folder, "it is spreading", "which foods").outcome is None

    def test_an_all_clear_with_a_new_emergency_is_an_emergency(self, folder: Path) -> None:
        """The sign wins."""
        assert self.triage(folder, "I want to die", "fine now but my chest hurts").outcome == "emergency"

    def test_a_declined_message_does_not_end_an_emergency(self, folder: Path) -> None:
        """The shop waits."""
        assert self.triage(folder, "my chest hurts", "where is my order").outcome == "emergency"
        assert self.triage(folder, "where is my order").reason == "off_topic"

    def test_a_crisis_in_the_same_message_wins_over_a_sign_of_the_body(self, folder: Path) -> None:
        """And either wins over what would be declined."""
        assert self.triage(folder, "I want to die and my chest hurts").outcome == "crisis"
        assert self.triage(folder, "my chest hurts where is my order").outcome == "emergency"

    def test_limits_are_notices_in_order_and_pregnancy_lasts(self, folder: Path) -> None:
        """A dose is of its message only; a product is told apart and is no notice of its own."""
        ruling = self.triage(folder, "I am pregnant", "how many, and which brand")
        assert (ruling.limits, ruling.wants_product) == (("pregnancy", "dose"), True)
        assert self.triage(folder, "how many", "which foods").limits == ()

    def test_a_follow_up_made_whole_can_add_a_limit(self, folder: Path) -> None:
        """What only shows in the standalone question is added, nothing is lost."""
        guards = Guards.load(folder)
        widened = guards.widen(Ruling(limits=("dose",)), "is it safe when pregnant")
        assert widened.limits == ("pregnancy", "dose")

    def test_without_a_classifier_the_ruling_stays(self, folder: Path) -> None:
        """An index built without examples has none."""
        import numpy as np

        ruling = Ruling(limits=("dose",))
        assert Guards.load(folder).judge(ruling, None, (), Read(np.zeros((1, 3), dtype=np.float32))) is ruling

    def test_every_reading_is_tried(self, folder: Path) -> None:
        """A disguised sign is found in the reading that reveals it."""
        assert "emergency-heart" in load_rules(folder).hits(views("my ch3st hurts"))


def candidate(name: str, text: str, *asks: str, source: str = "s") -> Candidate:
    """A passage found, with its asks."""
    passage = Passage(name, source, "finding", text, 0, len(text), asks=asks)
    return Candidate(passage, Source(source, source, "rct", text), 0.8, 0.8, 0.8, 0.8, 1.0, 1.0)


IRON = candidate(
    "p1", "Iron stores were low in many patients of the clinic.", "iron stores low", "Are iron stores low in patients?"
)
SLEEP = candidate(
    "p2", "Magnesium brought sleep sooner in older adults.", "Does magnesium bring sleep sooner?", source="t"
)
MINE = candidate(
    "p3", "Yoga eased symptoms in a trial of women.", "Can yoga calm my legs?", "Did yoga ease symptoms in women?"
)


class TestFollowUps:
    def test_asks_of_passages_found_but_not_shown(self) -> None:
        """The first ask that is a question, nobody's own and not what was asked."""
        found = follow_ups("does pramipexole help", [IRON, SLEEP, MINE], {"p2"})
        assert found == ("Are iron stores low in patients?", "Did yoga ease symptoms in women?")

    def test_never_what_was_asked(self) -> None:
        """Mostly the same words are the same question."""
        assert follow_ups("are the iron stores of patients low", [IRON], set()) == ()

    def test_no_more_than_the_limit_and_none_alike(self) -> None:
        """A passage that says what one before it says adds nothing."""
        twin = candidate("p4", IRON.passage.text, "Is ferritin short in clinics?", source="u")
        assert follow_ups("x", [IRON, twin, SLEEP, MINE], set(), limit=2) == (
            "Are iron stores low in patients?",
            "Does magnesium bring sleep sooner?",
        )

    @pytest.mark.parametrize(
        ("ask", "tidied"),
        [("does it help", "Does it help?"), ("Does it help??", "Does it help?"), ("iron test RLS", "Iron test RLS")],
    )
    def test_tidy(self, ask: str, tidied: str) -> None:
        """A capital, and a question mark where it is a question."""
        assert tidy(ask) == tidied


class TestThinning:
    def test_the_same_said_again_and_a_sources_third_go(self) -> None:
        """Best first: a near-copy and a third finding of one source are dropped."""
        texts_of_one = [
            "Iron eased symptoms in adults.",
            "Blood pressure fell by half.",
            "Nobody left the trial early.",
        ]
        same = [candidate(f"a{n}", t) for n, t in enumerate(texts_of_one)]
        copy = candidate("b0", "Iron eased the symptoms in adults.", source="other")
        assert [c.passage.id for c in thin([*same, copy])] == ["a0", "a1"]
        assert says_same(same[0].passage, copy.passage)
        assert not says_same(same[0].passage, same[1].passage)


def citation(n: int, source: str, quote: str, is_limitation: bool = False) -> Citation:
    """A citation of a quote."""
    return Citation(
        n,
        source,
        source,
        "rct",
        2020,
        f"{source}:{n}",
        quote,
        0,
        len(quote),
        "https://example.org",
        is_limitation=is_limitation,
    )


class TestRender:
    def test_lead_lanes_limitation_and_notices_in_reading_order(self) -> None:
        """Headings once a lane, markers after each statement, notices last."""
        statements = (
            Statement("The closest evidence.", "summary", (1, 2)),
            Statement("It helped.", "evidence", (1,)),
            Statement("It was small.", "evidence", (2,)),
            Statement("It always helps.", "article", (3,)),
        )
        citations = (
            citation(1, "a", "It helped."),
            citation(2, "a", "It was small.", True),
            citation(3, "post", "It always helps."),
        )
        say = texts().say
        assert plain_text("", statements, citations, (Notice("consult", "Ask."),), texts()) == (
            "The closest evidence. [1][2]\n\n"
            f"{say('headings.evidence')}:\n- It helped. [1]\n- {say('headings.limitation', n=1)} It was small. [2]\n\n"
            f"{say('headings.article')}:\n- It always helps. [3]\n\nAsk."
        )

    def test_a_lead_alone(self) -> None:
        """A reply without statements is its lead and its notices."""
        assert plain_text("Hello.", (), (), (Notice("consult", "Ask."),), texts()) == "Hello.\n\nAsk."

    def test_only_a_limitation_is_announced(self) -> None:
        """A limitation of a source cited before it names that citation."""
        small = citation(2, "a", "It was small.", True)
        assert limited(Statement("It was small.", "evidence", (2,)), (citation(1, "a", "x"), small), texts()).endswith(
            "[1]: "
        )
        assert limited(Statement("x", "evidence", (1,)), (citation(1, "a", "x"), small), texts()) == ""
        assert with_markers(Statement("Own words.", "summary")) == "Own words."


class TestBatchLines:
    def ask(self, question: str, earlier: list[str]) -> Answer:
        """An answer that shows what was asked."""
        return Answer("1", question, "|".join([*earlier, question]), "en", "clarify")

    def test_a_conversation_is_asked_turn_by_turn(self) -> None:
        """Each turn with the ones before it; without an id the line's number stands for it."""
        messages = [{"role": "user", "content": c} for c in "abc"]
        (out,) = answer_lines([json.dumps({"messages": messages})], self.ask)
        assert out["id"] == 1
        assert [a["standalone_question"] for a in out["answers"]] == ["a", "a|b", "a|b|c"]

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ("{", "not JSON"),
            ("[]", "not an object"),
            ('{"question": null}', "'question' is not text"),
            ("{}", "neither 'question' nor 'messages'"),
            ('{"messages": "hi"}', "neither 'question' nor 'messages'"),
            ('{"messages": [{"role": "system", "content": "x"}]}', "message 1 is not the user's"),
            (
                '{"messages": [{"role": "user", "content": "x"}, {"role": "user", "content": 3}]}',
                "message 2 has no text",
            ),
        ],
    )
    def test_a_bad_line_says_why(self, line: str, why: str) -> None:
        """And the good line after it is answered."""
        bad, good = answer_lines([line, '{"id": "x", "question": "q"}'], self.ask)
        assert bad["error"].startswith("line 1: ")
        assert why in bad["error"]
        assert good["answers"][0]["question"] == "q"

    def test_blank_lines_give_nothing(self) -> None:
        """But count as lines."""
        out = list(answer_lines(["", "  ", "{"], self.ask))
        assert [row["id"] for row in out] == [3]
