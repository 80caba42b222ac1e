"""Short follow-ups on the studies behind what was asked: how many people, how long, compared with what."""

from __future__ import annotations

import pytest
from asked_fixtures import point

YOGA = "does yoga help restless legs?"


class TestOfTheTrials:
    @pytest.mark.parametrize(
        ("message", "words", "says", "does_not_say"),
        [
            ("how many people was that?", "how many people", "a trial of 41 adults", "twice as common in women"),
            ("how many took part", "how many people", "of 28 people with RLS", "about 3% of adults have RLS"),
            ("how long did they test it", "how long", "12 weeks of yoga", "worse in the evening"),
            ("how often did they do it", "how often", "three days a week", "a small trial"),
            ("when did it start working", "how long", "by about 6 weeks", "a small trial"),
            ("did it beat the fake one?", "sham", "compared with placebo", "41 adults took part"),
            ("was there a control group", "placebo", "there was no control group", "41 adults took part"),
            ("who was in it", "who was in", "adults with moderate to severe RLS", "severity fell"),
            ("what country was that", "country", "in a small US trial", "a small trial"),
            ("who ran it?", "carried out", "the trial by Innes", "severity fell"),
            ("what year was that study", "year", "in a 2020 trial", "in a small trial"),
            ("how many studies were there", "how many trials", "11 randomised trials", "the trial was small"),
            ("did people drop out", "completed", "only 30 people finished", "41 adults began"),
        ],
    )
    def test_a_detail_is_asked_of_the_trials_of_the_thing_for_the_condition(
        self, message: str, words: str, says: str, does_not_say: str
    ) -> None:
        """In full, and of passages that name the thing and have such a detail."""
        found = point(message, YOGA)
        assert words in found.question.lower()
        assert "yoga" in found.question
        assert "restless legs" in found.question
        assert found.things == ("yoga",)
        assert found.needs is not None
        assert found.needs.search(says)
        assert not found.needs.search(does_not_say)

    def test_a_number_of_people_may_then_be_many_or_few(self) -> None:
        """Behind it, and behind nothing else: "is that a lot" of what a banana has is no question on a study."""
        assert "too small" in point("is that a lot?", YOGA, "how many people was that").question
        assert "too small" not in point("is that a lot?", "how much magnesium is in a banana").question

    def test_a_dose_is_asked_as_the_trial_gave_it(self) -> None:
        """Not as what adults need."""
        found = point("what dose did they use", "does magnesium citrate help rls")
        assert found.question == "What dose of magnesium citrate was used in the trial for rls?"

    def test_the_same_is_asked_of_what_is_named_next(self) -> None:
        """With the same need, and of the new thing."""
        found = point("and massage?", YOGA, "how many people was that")
        assert found.question == "How many people were in the trial of massage for restless legs?"
        assert found.things == ("massage",)
        assert found.needs is not None

    def test_whose_question_it_is_changes_no_study(self) -> None:
        """What somebody has does not go with it."""
        assert "kidney" not in point("how many people was that", "I have kidney disease", YOGA).question


class TestOfTheQuestionBefore:
    @pytest.mark.parametrize(
        "before",
        [
            "does magnesium lower blood pressure",
            "is rls genetic?",
            "does cherry juice help sleep",
            "does exercise help rls in dialysis",
            "does massage or heat help rls",
        ],
    )
    def test_what_is_of_no_one_thing_for_a_condition_keeps_its_words(self, before: str) -> None:
        """Another use, a condition alone, a thing that we do not know, some people only, or two things."""
        assert point("how many people was that", before).question.startswith(before.rstrip("?"))

    def test_no_question_further_back_is_meant(self) -> None:
        """A trial of yoga has nothing to do with how common RLS is."""
        assert "yoga" not in point("how many people was that", YOGA, "how common is rls").question

    def test_a_question_that_hardly_says_more_than_a_name_is_of_the_condition_talked_about(self) -> None:
        """ "Is it safe" says nothing of what for."""
        found = point("how many people was that", YOGA, "is it safe")
        assert "restless legs" in found.question


class TestLookAlikes:
    @pytest.mark.parametrize(
        "message",
        [
            "how many people have rls",
            "how many people get restless legs in pregnancy",
            "how long does rls last",
            "what age does rls start",
            "who gets rls",
        ],
    )
    def test_people_at_large_are_in_no_trial(self, message: str) -> None:
        """Whatever was asked before."""
        assert point(message, YOGA).question == message

    @pytest.mark.parametrize(
        "message", ["how often should I take it", "how many tablets a day", "how long till it works"]
    )
    def test_what_to_do_is_not_what_was_done(self, message: str) -> None:
        """How to take it is asked of the thing."""
        assert "trial" not in point(message, "does magnesium help rls").question

    def test_with_nothing_before_it_nobody_can_tell_which_study(self) -> None:
        """So the visitor is asked."""
        assert point("how many people was that?").is_open


class TestOfTwoThings:
    @pytest.mark.parametrize(
        ("earlier", "message", "pair"),
        [
            (["can I take magnesium with gabapentin"], "how many hours apart?", ("magnesium", "gabapentin")),
            (["I'm on levothyroxine", "can I take magnesium"], "how far apart", ("levothyroxine", "magnesium")),
            (["magnesium and thyroid tablets ok?"], "levothyroxine yes. how many hrs", ("magnesium", "levothyroxine")),
            (["can I take magnesium with ciprofloxacin"], "how long should i wait", ("magnesium", "ciprofloxacin")),
            (["magnesium with gabapentin?", "how many hours apart"], "and iron?", ("iron", "gabapentin")),
            (
                ["magnesium with gabapentin?", "how many hours apart", "and iron?"],
                "ok and zinc",
                ("zinc", "gabapentin"),
            ),
        ],
    )
    def test_the_two_are_kept_over_messages(self, earlier: list[str], message: str, pair: tuple[str, str]) -> None:
        """Whoever named them where, and evidence must name both."""
        found = point(message, *earlier)
        assert set(found.things) == set(pair)
        assert "hours apart" in found.question
        assert all(name in found.question for name in pair)

    def test_how_long_to_wait_with_one_thing_only_is_until_it_works(self) -> None:
        """There is nothing to keep it apart from."""
        assert "take to work" in point("how long should i wait", "does magnesium help rls").question


class TestCompleted:
    @pytest.mark.parametrize(
        ("first", "then", "full"),
        [
            ("how long til it works", "the magnesium", "How long does magnesium take to work for restless legs?"),
            ("any side effects?", "ropinirole", "What are the risks and side effects of ropinirole?"),
            ("how much is too much", "iron", "How much iron is too much?"),
            ("is it safe", "magnesium I mean", "Is magnesium safe?"),
        ],
    )
    def test_a_name_completes_what_was_asked_of_nothing(self, first: str, then: str, full: str) -> None:
        """The first message is open, and the second says of what it was."""
        assert point(first).is_open
        assert point(then, first).question == full

    def test_a_question_of_its_own_completes_nothing(self) -> None:
        """It is asked as it is."""
        assert point("which foods have magnesium?", "any side effects?").question == "which foods have magnesium?"


class TestQuality:
    def test_what_is_in_a_bottle_is_asked_of_labels(self) -> None:
        """And need not be of that form."""
        found = point("how do i know its not rubbish inside", "is magnesium glycinate better")
        assert "label" in found.question
        assert found.things == ()

    def test_a_price_is_no_effect(self) -> None:
        """Evidence must name one."""
        found = point("what do they cost", "do compression sleeves help rls")
        assert found.needs is not None
        assert not found.needs.search("improved RLS severity more than sham sleeves")

    def test_a_gadget_is_what_sources_call_a_device(self) -> None:
        """Whatever the visitor calls it."""
        assert point("is it safe", "is there a gadget for rls").question.startswith("Is device safe for rls")
