"""Short follow-ups that ask one thing of whatever was talked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from asked_fixtures import asked, entities, facets

from bot.errors import TextsInvalid
from bot.facets import Facets
from bot.standalone import understood

MAGNESIUM = "does magnesium help restless legs?"


class TestWhatIsAskedOfTheTopic:
    @pytest.mark.parametrize(
        ("message", "words"),
        [
            ("any downsides", {"harm", "magnesium"}),
            ("ok and whats the catch", {"harm", "magnesium"}),
            ("How much is too much?", {"too much", "magnesium"}),
            ("is 800 mg a day too much", {"800 mg", "magnesium"}),
            ("how long till it works", {"how long", "magnesium", "restless legs"}),
            ("morning or night?", {"time of day", "magnesium"}),
            ("how do I know if I'm low?", {"tests", "magnesium"}),
            ("which kind is best", {"form", "magnesium"}),
            ("are you sure?", {"clear", "magnesium", "restless legs"}),
        ],
    )
    def test_the_thing_is_named_and_so_is_what_is_asked_of_it(self, message: str, words: set[str]) -> None:
        """In words that sources use, where the message has its own or none."""
        full = asked(message, MAGNESIUM).lower()
        assert {word for word in words if word not in full} == set()

    @pytest.mark.parametrize(
        "message",
        [
            "what else can i do",
            "so what do doctors recommend?",
            "nothing works for me",
            "tried it, didn't work",
            "what's the best treatment then",
            "what if it doesn't work",
            "any alternatives?",
        ],
    )
    def test_what_else_there_is_asks_of_the_condition_and_not_of_what_was_tried(self, message: str) -> None:
        """Magnesium in it would find magnesium again."""
        full = asked(message, MAGNESIUM)
        assert "restless legs" in full
        assert "magnesium" not in full

    def test_the_condition_is_the_one_that_was_talked_about(self) -> None:
        """Even when the question between named none."""
        assert "leg cramps" in asked("what else helps", "does magnesium stop leg cramps?", "any side effects?")

    def test_a_blood_test_is_asked_about_as_what_it_measures(self) -> None:
        """Nobody takes ferritin."""
        assert "iron" in asked("any side effects", "can low ferritin cause restless legs?")

    def test_what_somebody_said_of_themselves_goes_with_it(self) -> None:
        """Once."""
        full = asked("what can i take", "I'm pregnant and my legs drive me mad")
        assert full.count("pregnan") == 1

    def test_a_swap_asks_of_the_new_thing_what_was_asked_of_the_old(self) -> None:
        """A third message leans on the second as it was understood."""
        assert "side effects" in asked("and iron?", MAGNESIUM, "any downsides")

    def test_alternatives_to_a_named_medicine_are_asked_of_the_condition(self) -> None:
        """The medicine stays in the question, so that the guard sees that one would be given up."""
        assert "instead of taking ropinirole" in asked("alternatives to ropinirole?")


class TestWhatIsLeftAsItIs:
    @pytest.mark.parametrize(
        "message",
        [
            "what about iron instead",
            "side effects of iron",
            "do bananas have it?",
            "what is augmentation?",
            "my sister has side effects from her new tablets and wonders whether they are why she cannot sleep",
        ],
    )
    def test_a_message_that_names_its_own_subject_or_says_more(self, message: str) -> None:
        """The list is of whole messages."""
        assert facets().point(message, [MAGNESIUM], entities()) is None

    def test_a_statement_that_leans_on_nothing_asks_nothing(self) -> None:
        """ "It doesn't work" as a first message: nobody can tell what."""
        assert facets().point("it doesn't work", [], entities()) is None
        assert facets().point("it doesn't work", [MAGNESIUM], entities()) is not None

    def test_doubt_about_another_subject_asks_the_same_again(self) -> None:
        """Magnesium for sleep is not asked of restless legs."""
        assert (
            asked("is that proven?", "does magnesium glycinate help sleep?") == "does magnesium glycinate help sleep?"
        )

    def test_nothing_that_could_be_meant_or_two_things_alike(self) -> None:
        """Neither is guessed at."""
        assert facets().point("any downsides", ["what causes restless legs?"], entities()) is None
        assert facets().point("any downsides", ["magnesium citrate or glycinate?"], entities()) is None

    def test_a_message_with_nothing_before_it_is_open(self) -> None:
        """Unless it names what it asks about, or asks what can be asked of the site's subject."""
        assert facets().is_open("any downsides?", entities())
        assert not facets().is_open("any downsides of iron?", entities())
        assert "restless legs" in asked("what else can i do")

    def test_no_list_recognises_nothing(self) -> None:
        """A bot without the file works as before."""
        assert Facets().point("any downsides", [MAGNESIUM], entities()) is None


class TestWhatEvidenceMustSay:
    def test_it_says_what_is_needed_of_the_thing(self) -> None:
        """A time of day, and of magnesium."""
        point = understood("when should i take it", [MAGNESIUM], entities(), facets())
        assert point.things == ("magnesium",)
        assert point.needs is not None
        assert point.needs.search("taken at bedtime")
        assert not point.needs.search("better with meals")
        assert not point.needs.search("the upper limit is a number")

    def test_a_question_in_full_needs_nothing_more(self) -> None:
        """What it says itself is judged elsewhere."""
        assert understood("Does gabapentin cause weight gain?", [], entities(), facets()).needs is None


class TestLoading:
    @pytest.mark.parametrize(
        "text", ["facets: 3", "measures: {}\nfacets: [{lay: ['('], asks: {}}]", "facets: [{said: x}]"]
    )
    def test_a_list_that_cannot_be_used_is_named(self, text: str, tmp_path: Path) -> None:
        """With what to do."""
        path = tmp_path / "facets.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(TextsInvalid, match=r"facets\.yaml' cannot be used"):
            Facets.load(path)
