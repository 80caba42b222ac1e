"""What somebody was said to have - a pregnancy, weak kidneys, a child's age, a medicine - goes with later questions on what to take."""

from __future__ import annotations

import pytest
from asked_fixtures import entities

from bot.facets import Point
from bot.risks import Risk, risks_in
from bot.standalone import understood


def read(*messages: str, is_covered: bool = True) -> Point:
    """The last message as it is understood behind those before it."""
    *earlier, question = messages
    return understood(question, earlier, entities(), covers=lambda risk, asked: is_covered)


class TestCarried:
    """It is put into a later question that does not say it itself."""

    @pytest.mark.parametrize(
        ("messages", "asked"),
        [
            (
                ["i have ckd stage 4", "best magnesium for rls?"],
                "best magnesium for rls with kidney disease?",
            ),
            (
                ["i have haemochromatosis and restless legs. should i take iron", "vitamin c with it?"],
                "vitamin c with iron with haemochromatosis?",
            ),
            (
                ["are restless legs in pregnancy normal?", "can i take pregabalin"],
                "can i take pregabalin in pregnancy?",
            ),
            (
                ["im 7 months pregnant and my legs wont stop. magnesium safe?", "what about ropinirole then"],
                "ropinirole safe in pregnancy?",
            ),
            (
                ["trying for a baby, on pregabalin for rls", "should i come off it now"],
                "should i come off pregabalin now in pregnancy?",
            ),
            (
                ["i take omeprazole since 5 years", "so i just take magnesium pills and done?"],
                "is magnesium pills enough while taking omeprazole?",
            ),
        ],
    )
    def test_it_is_asked_with_what_was_told(self, messages: list[str], asked: str) -> None:
        """Whatever was told first, and whether it was told or asked of oneself."""
        assert read(*messages).question == asked

    @pytest.mark.parametrize(
        "messages",
        [
            ["i have ckd stage 4", "how common is rls?"],
            ["i have ckd stage 4", "what did the trials of magnesium find?"],
            ["is magnesium safe in pregnancy?", "does coffee make rls worse?"],
            ["im pregnant. is iron safe?", "does magnesium help my husband?"],
            ["i take gabapentin and it does nothing", "does pregabalin help rls?"],
        ],
    )
    def test_it_is_not_added_where_nobody_asks_for_it(self, messages: list[str]) -> None:
        """To a fact that is the same for anybody, for somebody else, behind a question of no one's own, or to another medicine."""
        assert read(*messages).question == messages[-1]

    def test_it_is_left_out_where_no_source_speaks_of_it(self) -> None:
        """A question that nothing answers for them would find what only has a word in common with it."""
        messages = ["i have haemochromatosis", "does magnesium help cramps?"]
        assert read(*messages, is_covered=False).question == messages[-1]

    def test_a_baby_that_is_hoped_for_is_no_child(self) -> None:
        """The risk to it is one of pregnancy."""
        asked = read("trying for a baby, on pregabalin for rls", "how big is the risk").question
        assert "pregnancy" in asked
        assert "children" not in asked

    def test_whether_it_matters_asks_whether_the_thing_is_safe(self) -> None:
        """Told behind a question on a form of magnesium."""
        asked = read("does glycinate help rls", "i have bad kidneys, does that matter").question
        assert asked == "is magnesium glycinate safe with kidney disease?"


class TestEvidence:
    """Which passages are on those who have it."""

    @pytest.mark.parametrize(
        ("text", "is_in"),
        [
            ("The limit is 110 mg a day at ages 4-8.", True),
            ("The limit is 350 mg a day for anyone aged 9 or over.", False),
            ("80 mg a day at ages 1-3; 130 mg at ages 4-8.", True),
            ("Iron for children is prescribed by a doctor.", True),
            ("Adults need 300 mg a day.", False),
        ],
    )
    def test_a_passage_with_ages_is_on_those(self, text: str, is_in: bool) -> None:
        """One on children without ages is on all of them."""
        (child,) = risks_in("and for my son, he is 5 years old?", entities())
        assert child.is_in(text) is is_in

    def test_a_question_that_names_it_wants_evidence_on_it(self) -> None:
        """Though nothing is added to its words."""
        found: tuple[Risk, ...] = read("what is the highest dose of magnesium?", "and for a child of 5 years?").risks
        assert [risk.age for risk in found] == [5]


class TestNotEaten:
    """What somebody does not eat is not what they are told to eat."""

    def test_a_message_that_only_says_so_asks_again(self) -> None:
        """The question before, without it."""
        point = read("what foods have the most magnesium", "no seeds, im allergic")
        assert point.question == "what foods have the most magnesium"
        assert {"seed", "chia"} <= set(point.excepted)

    def test_an_allergy_holds_for_later_questions(self) -> None:
        """Until that food is asked about itself."""
        told = ["what foods have the most magnesium", "im allergic to nuts"]
        assert "almond" in read(*told, "and for iron?").excepted
        assert "almond" not in read(*told, "are almonds that bad?").excepted

    @pytest.mark.parametrize("message", ["no, tell me about iron", "no side effects?", "without tablets?"])
    def test_a_no_to_something_else_is_none(self, message: str) -> None:
        """Only foods are left out."""
        assert read("what foods have the most magnesium", message).excepted == ()
