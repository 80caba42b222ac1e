"""Messages about the conversation itself."""

from __future__ import annotations

import pytest

from bot.remarks import is_weary, remark


class TestRemarks:
    @pytest.mark.parametrize(
        ("message", "kind"),
        [
            ("that doesn't answer my question", "missed"),
            ("That’s not what I asked!", "missed"),
            ("you didnt answer me", "missed"),
            ("not helpful", "missed"),
            ("hmm", "noted"),
            ("ok I see", "noted"),
            ("no thanks", "noted"),
            ("where is that from?", "sources"),
            ("says who", "sources"),
            ("can I see the study", "sources"),
            ("how old is that study?", "sources"),
            ("was that in humans?", "sources"),
            ("can you explain that in simpler words", "plain"),
            ("I don't understand", "plain"),
            ("gah. too complicated", "plain"),
            ("ok trying heat. nite", "noted"),
            ("not me btw, im prepping a lecture for nurses", "noted"),
        ],
    )
    def test_a_whole_message_of_the_conversation_is_recognised(self, message: str, kind: str) -> None:
        """Whatever its apostrophes and signs."""
        assert remark(message) == kind

    @pytest.mark.parametrize(
        "message",
        [
            "that doesn't answer my question about iron",
            "where is magnesium from",
            "what is the source of most iron in food?",
            "not helpful for my legs",
            "does it help or not",
            "is it safe for people with asthma",
        ],
    )
    def test_what_says_more_is_looked_up(self, message: str) -> None:
        """A remark with a question in it is a question."""
        assert remark(message) is None


class TestWeariness:
    @pytest.mark.parametrize(
        "message", ["im so tired of this", "I'm fed up!", "this is driving me mad", "I hate my legs", "ugh"]
    )
    def test_somebody_who_has_had_enough_of_their_legs_is_heard(self, message: str) -> None:
        """It asks nothing, so nothing is looked up."""
        assert is_weary(message)

    @pytest.mark.parametrize(
        "message",
        [
            "I'm so tired of life",
            "I can't take this any more",
            "I'm tired of everything, what is the point",
            "am I tired because of low iron?",
            "my legs are killing me",
        ],
    )
    def test_what_may_be_more_or_asks_something_is_none_of_it(self, message: str) -> None:
        """The guards and the search see to those."""
        assert not is_weary(message)
