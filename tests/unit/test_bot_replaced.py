"""Short messages that name what the question before is to be asked of instead."""

from __future__ import annotations

import pytest
from asked_fixtures import entities, facets

from bot.standalone import stand_alone, understood


class TestInstead:
    """What is named now takes the place of what was named before."""

    @pytest.mark.parametrize(
        ("earlier", "message", "asked"),
        [
            (["epsom salts for rls yes or no"], "so just a hot bath without salt then", "hot bath for rls yes or no"),
            (["do hot baths help rls"], "or cold?", "cold for rls?"),
            (["what pills make restless legs worse"], "benadryl?", "does benadryl make restless legs worse?"),
            (
                ["what pills make restless legs worse", "benadryl?"],
                "im on mirtazapine tho",
                "does mirtazapine make restless legs worse?",
            ),
            (["should i come off pregabalin now"], "what about iron instead", "iron for restless legs?"),
            (["vitamin c with iron?"], "so magnesium is left lol", "does magnesium help restless legs?"),
            (["does gabapentin help rls"], "so only exercise is left", "does exercise help rls?"),
            (["does vitamin d help rls"], "ok vitamin c? read somewhere", "does vitamin c help rls?"),
            (
                ["does gabapentin make you sleepy"],
                "my dad takes it with oxycodone for his legs",
                "can gabapentin be taken together with oxycodone?",
            ),
            (["does acupuncture help rls"], "soap in bed my nan swears by it", "does soap in bed help rls?"),
            (["is ropinirole ok"], "milk of magnesia ok?", "milk of magnesia ok?"),
            (["how much magnesium for a man of 45"], "my wife", "how much magnesium for a woman"),
        ],
    )
    def test_the_question_is_asked_of_it(self, earlier: list[str], message: str, asked: str) -> None:
        """Whatever small words are around its name."""
        assert stand_alone(message, earlier, entities()).rstrip("?") == asked.rstrip("?")

    @pytest.mark.parametrize("message", ["even a small one? just 100mg", "not even half?", "so which is it"])
    def test_less_of_it_is_the_same_question(self, message: str) -> None:
        """And so is which of two answers holds."""
        assert stand_alone(message, ["should i take magnesium"], entities()) == "should i take magnesium"


class TestUnknownNames:
    """What a message names that we do not know by name must be in the evidence."""

    @pytest.mark.parametrize(
        ("earlier", "message", "name"),
        [
            ("does acupuncture help rls", "cupping?", "cupping"),
            ("does magnesium help migraine", "and my tinnitus", "tinnitus"),
            ("does magnesium help migraine", "tinnitus too?", "tinnitus"),
            ("is driving on clonazepam allowed", "and in germany", "germany"),
        ],
    )
    def test_it_is_noted(self, earlier: str, message: str, name: str) -> None:
        """So that what was shown before is not shown once more in its place."""
        assert understood(message, [earlier], entities()).name == name

    @pytest.mark.parametrize("message", ["really?", "what about iron", "and in women?", "my wife", "since 2019?"])
    def test_other_short_messages_name_nothing_unknown(self, message: str) -> None:
        """Doubt, a thing that we know, and people."""
        assert understood(message, ["does magnesium help rls"], entities()).name == ""


class TestScores:
    """A bare number behind a question on how something is measured asks what it means."""

    @pytest.mark.parametrize("message", ["lol ok. whats a 25", "and 25", "what does 25 mean?"])
    def test_it_is_a_score(self, message: str) -> None:
        """However it is put."""
        earlier = ["how is rls severity measured"]
        assert stand_alone(message, earlier, entities()).endswith("what does a score of 25 mean?")

    def test_behind_another_question_it_is_none(self) -> None:
        """A dose is no score."""
        assert "score" not in stand_alone("and 25", ["how much zinc should i take"], entities())


class TestOfWhatWasShown:
    """Where nothing was named, "that" is the first medicine shown."""

    def test_a_medicine_shown_is_asked_about(self) -> None:
        """The bot finds it again: it keeps nothing of what it said."""
        shown = "The algorithm says that high-potency opioids may be used."
        point = understood(
            "isnt that addictive",
            ["whats the strongest thing for bad rls"],
            entities(),
            facets(),
            shown=lambda asked: shown,
        )
        assert point.question == "Is opioids addictive?"

    def test_what_was_named_comes_first(self) -> None:
        """Then nothing is looked up for it."""
        point = understood(
            "isnt that addictive", ["does gabapentin help rls"], entities(), facets(), shown=lambda asked: "opioids"
        )
        assert point.question == "Is gabapentin addictive?"


class TestReasonsAndTimes:
    """Why, since when and what it is called are asked of the whole question before."""

    @pytest.mark.parametrize(
        ("message", "says"),
        [
            ("why", "It may be due to low iron."),
            ("since when", "It was lower in the 1980s than in the 1930s."),
            ("whats it called again", "Augmentation means that it gets worse."),
        ],
    )
    def test_evidence_must_say_it(self, message: str, says: str) -> None:
        """Else what was shown before would be shown once more."""
        point = understood(message, ["is rls more common in women"], entities(), facets())
        assert "is rls more common in women" in point.question
        assert point.needs is not None
        assert point.needs.search(says)
        assert not point.needs.search("RLS was found more often in women.")
