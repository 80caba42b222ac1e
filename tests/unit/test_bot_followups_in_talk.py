"""Follow-ups as people chat: the people talked about are kept, things are named by their place, messages are clipped to a few words."""

from __future__ import annotations

import pytest
from asked_fixtures import asked, entities, point

from bot.own_list import listed

MAGNESIUM = "does magnesium help restless legs"
KIDS = "Can children get RLS?"
VITAMINS = "which vitamin works best for restless legs: C, D, E or B6"
TRIAL = (MAGNESIUM, "how many people was that", "is that a lot")


class TestPeopleTalkedAbout:
    @pytest.mark.parametrize(
        ("earlier", "message", "full"),
        [
            ([KIDS], "and iron for them?", "iron for RLS in children?"),
            ([KIDS, "and iron for them?"], "magnesium?", "magnesium for RLS in children?"),
            ([KIDS], "is melatonin safe for them", "is melatonin safe in children"),
            (["is rls common in people on dialysis"], "does gabapentin help?", "Does gabapentin help rls on dialysis?"),
            (
                ["does rls go away after pregnancy"],
                "how is it treated",
                "How is rls treated in pregnancy?",
            ),
            (["is rls common in older people"], "what makes it worse", None),
        ],
    )
    def test_they_are_kept_while_messages_lean_on_the_question(
        self, earlier: list[str], message: str, full: str | None
    ) -> None:
        """Whether the message is a swap, a pronoun or a question of the list."""
        found = asked(message, *earlier)
        assert found == full if full else "in older people" in found

    def test_a_question_of_its_own_is_asked_of_anyone(self) -> None:
        """And so is what follows it."""
        assert asked("what is augmentation", KIDS) == "what is augmentation"
        assert "children" not in asked("why does it happen", KIDS, "what is augmentation")

    def test_a_name_alone_is_asked_of_them(self) -> None:
        """Though it could stand in the place of nothing in the question before."""
        assert asked("gabapentin?", KIDS) == "gabapentin for RLS in children?"

    def test_they_are_left_with_the_question_that_was_gone_on_from(self) -> None:
        """Going back to a question that was of anyone."""
        assert asked("back to genes, how many are there", "is rls genetic", "can kids take magnesium") == (
            "is rls genetic: how many are there"
        )

    def test_people_named_anew_take_their_place(self) -> None:
        """Adults are no children."""
        assert asked("and in adults?", KIDS) == "Can adults get RLS?"


class TestBackFromTheDetailsOfStudies:
    def test_another_thing_is_asked_what_the_visitor_wants_to_know(self) -> None:
        """Not whether its trial was too small as well."""
        assert asked("what about iron then", *TRIAL) == "does iron help restless legs"

    def test_the_two_are_then_compared_as_treatments(self) -> None:
        """Which is better is no detail of a trial."""
        full = asked("so which is better", *TRIAL, "what about iron then")
        assert full == "does magnesium or iron help restless legs: which is better"

    def test_a_detail_of_one_of_them_can_be_gone_back_to(self) -> None:
        """Though the latest question named both."""
        back = "wait go back, the magnesium people, were they old or young"
        full = asked(back, *TRIAL, "what about iron then", "so which is better")
        assert full == "What did the trials of magnesium for restless legs find, and who was in them?"


class TestPlacesInALine:
    @pytest.mark.parametrize(
        ("before", "message", "full"),
        [
            (VITAMINS, "the first one", "vitamin C for restless legs?"),
            (VITAMINS, "the last", "B6 for restless legs?"),
            (
                "Does smoking matter? What about obesity?",
                "the second: how strong",
                "obesity and restless legs: how strong",
            ),
            ("restless legs vs akathisia", "what drugs cause the 2nd one", "what drugs cause akathisia"),
            ("iron or vitamin d for rls?", "2 please", "vitamin d for rls?"),
            ("does tea or coffee make rls worse", "the first one", "tea and rls?"),
            ("is gabapentin or pregabalin better for rls", "what about the latter", "pregabalin for rls?"),
        ],
    )
    def test_the_visitors_own_list_is_meant(self, before: str, message: str, full: str) -> None:
        """In one question, whatever sign stands between its items."""
        assert asked(message, before) == full

    @pytest.mark.parametrize(
        "message", ["elaborate on 2", "nah 3", "number 3 in plain english", "and the 5th why is it there"]
    )
    def test_a_list_of_ours_is_asked_back(self, message: str) -> None:
        """The bot keeps none, and says so."""
        assert point(message, "what are the top 3 things for rls").is_lost

    def test_what_was_asked_back_is_not_leant_on(self) -> None:
        """The next message goes on from the question before."""
        full = asked("do i need all of them", "What are the five diagnostic criteria", "number 3 in plain english")
        assert full == "What are the five diagnostic criteria: do i need all of them"

    @pytest.mark.parametrize("message", ["does iron help rls", "what causes rls?", "take 3 tablets, or 2"])
    def test_one_subject_is_no_list(self, message: str) -> None:
        """Nothing stands side by side in it."""
        assert listed(message, entities()) == []


class TestClipped:
    @pytest.mark.parametrize(
        ("before", "message", "full"),
        [
            ("does RLS ever just go away", "in pregnancy it does?", "does RLS ever just go away in pregnancy?"),
            (
                "how long does pregabalin take to work",
                "vs the dopamine ones",
                "How long does pregabalin or dopamine medicines take to work?",
            ),
            (
                "can i take magnesium with gabapentin",
                "what about with my thyroid pill",
                "can i take magnesium with my thyroid pill?",
            ),
            ("does a weighted blanket help", "vibrating pad thing", "does a vibrating pad help"),
            ("is there a quick tip", "hot bath or cold", "hot bath or cold for restless legs"),
            ("does magnesium help leg cramps", "oh i thought cramps WERE rls", "are cramps rls?"),
            ("does coffee make rls worse", "what about weed", "does weed make rls worse"),
            ("does alcohol make rls worse", "lol asking for a friend. and chocolate", "does chocolate make rls worse"),
            ("does stretching help", "yoga too?", "does yoga help"),
            ("does yoga help restless legs", "and reiki?", "does reiki help restless legs"),
            ("does massage help restless legs", "heated blanket thing", "does heated blanket help restless legs"),
            ("are iron tablets any good for RLS", "and by drip?", "are iron drips any good for RLS"),
            (
                "Is magnesium glycinate better than oxide for RLS?",
                "no I meant citrate",
                "Is magnesium citrate better than oxide for RLS?",
            ),
            (
                "can i take magnesium",
                "iron + thyroid + magnesium all together??",
                "iron + thyroid + magnesium all together??",
            ),
        ],
    )
    def test_a_few_words_are_the_question_before_with_one_thing_changed(
        self, before: str, message: str, full: str
    ) -> None:
        """Whatever is left out of them."""
        assert asked(message, before) == full

    @pytest.mark.parametrize("message", ["my dentist gave me doxycycline", "magnesium didn't work", "ferritin 12"])
    def test_a_statement_is_no_bare_name(self, message: str) -> None:
        """It adds to what was asked."""
        assert asked(message, "what helps restless legs").startswith("what helps restless legs")


class TestLeaningOnTheWholeQuestion:
    @pytest.mark.parametrize(
        ("before", "message", "words"),
        [
            ("does RLS go away in pregnancy?", "how soon after", "go away in pregnancy"),
            ("Is there research on suicide in people with RLS?", "How large is the risk?", "suicide"),
            ("pramipexole and gambling??", "how common", "gambling"),
        ],
    )
    def test_a_short_how_keeps_what_it_is_about(self, before: str, message: str, words: str) -> None:
        """The name of the condition alone would lose it."""
        assert words in asked(message, before)

    def test_more_is_more_of_the_study_and_not_of_its_placebo(self) -> None:
        """The detail asked for last is left out."""
        assert (
            asked("more", "tell me about the Hornyak study", "was there a placebo") == "tell me about the Hornyak study"
        )

    def test_how_much_after_an_effect_is_how_large_it_is(self) -> None:
        """Not the dose."""
        assert (
            asked("how much", "does pregabalin cause weight gain") == "does pregabalin cause weight gain: by how much?"
        )
        assert "dose" in asked("how much", "is pregabalin good for rls")

    def test_doubt_is_about_what_was_said(self) -> None:
        """Not about whether the thing helps."""
        said = "my blood iron is normal so that rules RLS out"
        assert asked("are you sure", "how does low iron cause RLS?", said).endswith(said)

    def test_a_pronoun_may_mean_the_messages_own_question(self) -> None:
        """Soap is sworn by, not quinine."""
        assert "quinine" not in asked("soap under the sheets? my nan swears by it", "does quinine work")

    @pytest.mark.parametrize(
        ("message", "words"), [("n=?", "how many people"), ("dropout", "completed"), ("numbers", "how much")]
    )
    def test_one_word_asks_for_a_detail_of_the_studies(self, message: str, words: str) -> None:
        """As people in the trade write it."""
        assert words in asked(message, MAGNESIUM).lower()
