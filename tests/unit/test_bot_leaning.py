"""What a message leans on: earlier subjects gone back to, two things compared, and what somebody said of themselves."""

from __future__ import annotations

import pytest
from asked_fixtures import asked, entities, facets

from bot.comparing import compared
from bot.going_back import going_back
from bot.standalone import understood
from bot.told import aged


class TestGoingBack:
    @pytest.mark.parametrize(
        ("earlier", "message", "full"),
        [
            (
                ["does yoga help rls", "and massage?"],
                "back to yoga, how many people was that",
                "How many people were in the trial of yoga for rls?",
            ),
            (
                ["does gabapentin help rls", "and pregabalin"],
                "sorry, going back to the first one, is it addictive",
                "Is gabapentin addictive?",
            ),
            (["does iron help rls", "and vitamin d?"], "is the first one safe?", "is iron safe?"),
            (["does iron help rls", "and vitamin d?"], "what about the other one", "does iron help rls"),
            (["does iron help rls", "and yoga?"], "back to iron", "does iron help rls"),
            (
                ["does magnesium help rls", "is it safe"],
                "back to legs. is diabetes linked to rls",
                "is diabetes linked to rls",
            ),
            (
                ["tell me about the 2019 review", "and the iranian one"],
                "back to the first one, how many studies did it have",
                "tell me about the 2019 review: how many studies were there?",
            ),
        ],
    )
    def test_the_subject_gone_back_to_is_asked_about(self, earlier: list[str], message: str, full: str) -> None:
        """By name, by its place among the visitor's own subjects, or as the one not just talked about."""
        assert asked(message, *earlier) == full

    def test_a_place_that_the_visitor_named_nothing_at_is_asked_back(self) -> None:
        """The second food of an answer: the bot keeps no answers."""
        assert understood("what was the second one", ["foods high in magnesium"], entities(), facets()).is_open

    @pytest.mark.parametrize(
        ("past", "message"),
        [
            ([], "my left leg is fine but the other one twitches at night"),
            (["did my first baby bring rls on"], "the second one too?"),
            (["does iron help rls"], "what is the first one to try"),
            (["does iron help rls"], "does it run in families"),
        ],
    )
    def test_another_leg_another_baby_and_what_to_try_first_are_no_subjects(
        self, past: list[str], message: str
    ) -> None:
        """Nothing is gone back to."""
        assert going_back(message, past, entities()) is None


class TestComparing:
    @pytest.mark.parametrize(
        ("earlier", "message", "full"),
        [
            (
                ["do leg massagers help rls", "and heat"],
                "which was better",
                "do leg massagers or heat help rls: which was better",
            ),
            (
                ["does iron help rls", "what about magnesium"],
                "so which one has more evidence?",
                "does iron or magnesium help rls: which one has more evidence?",
            ),
            (
                ["how much magnesium is in almonds", "and cashews?"],
                "which has more",
                "how much magnesium is in almonds or cashews: which has more",
            ),
            (
                ["does pregabalin help rls", "and pramipexole?"],
                "whats the difference",
                "does pregabalin or pramipexole help rls: whats the difference",
            ),
            (["do bananas have magnesium"], "more than spinach?", "do bananas have magnesium more than spinach?"),
            (["do bananas have magnesium", "more than spinach?"], "what about oats", "do oats have magnesium?"),
            (["does vitamin b6 help rls"], "better than magnesium?", "does vitamin b6 help rls better than magnesium?"),
        ],
    )
    def test_both_are_named(self, earlier: list[str], message: str, full: str) -> None:
        """Those of two messages, or the new one beside the old; what comes next is compared with neither."""
        assert asked(message, *earlier) == full

    @pytest.mark.parametrize(
        ("past", "message"),
        [
            ([], "which is better"),
            (["does iron help rls"], "which is better"),
            (["is oxide or citrate better", "does iron help"], "which is better"),
            (["does magnesium help rls", "does iron help rls"], "which foods have the most"),
            (["does magnesium help rls", "does iron help rls"], "what is the best dose"),
            (["does magnesium help rls", "does iron help rls"], "is glycinate better than citrate"),
        ],
    )
    def test_one_thing_or_a_question_on_something_else_compares_nothing(self, past: list[str], message: str) -> None:
        """The latest of `past` stands first."""
        found = compared(message, past, entities())
        assert " or iron" not in found
        assert " or magnesium" not in found


class TestWhatIsKept:
    @pytest.mark.parametrize(
        ("earlier", "message", "full"),
        [
            (["which type of magnesium is best"], "what about citrate for rls", "does citrate help rls?"),
            (["does magnesium raise dopamine"], "how do they all know", "magnesium: how do they all know"),
            (
                ["how much magnesium is in a banana"],
                "is that a lot",
                "how much magnesium is in a banana: is that a lot",
            ),
            (
                ["can antidepressants cause rls"],
                "is there one that doesnt",
                "antidepressants for rls: is there one that doesnt",
            ),
            (["what is augmentation"], "how would i know its happening", "how would i know augmentation is happening"),
            (["what is augmentation"], "explain it simply", "what is augmentation"),
            (["how is it tested"], "no I meant iron", "how is iron tested"),
            (["any link between rls and ms"], "and migraine", "any link between rls and migraine?"),
            (["can i take magnesium with my antibiotic"], "doxycycline", "can i take magnesium with my doxycycline"),
            (
                ["is magnesium good for sleep"],
                "he takes furosemide",
                "can magnesium be taken together with furosemide?",
            ),
            (["which nuts have most magnesium"], "and are supplements ok", "magnesium: are supplements ok"),
            (["does magnesium help rls"], "and does iron help too", "Does iron help rls?"),
            (["The article says magnesium calms."], "so they made it up?", "The article says magnesium calms."),
            (["can I trust the article"], "which bits are wrong", "What does the article get wrong?"),
        ],
    )
    def test_a_follow_up_reads_as_a_question_of_its_own(self, earlier: list[str], message: str, full: str) -> None:
        """Amounts, relative clauses, studies, corrections and what is taken besides."""
        assert asked(message, *earlier) == full

    @pytest.mark.parametrize(
        ("message", "whom"),
        [
            ("my son is 6 and cannot sleep", "in children"),
            ("and for my dad he is 80", "in older people"),
            ("what about my gran who is 90?", "in older people"),
            ("im 71", "in older people"),
            ("I'm 45", ""),
            ("my mum takes 80 mg", ""),
            ("I am 34 weeks pregnant", ""),
        ],
    )
    def test_an_age_is_said_as_sources_say_it(self, message: str, whom: str) -> None:
        """Only of somebody, and not of an amount or of weeks."""
        assert aged(message) == whom

    def test_a_child_is_kept_in_mind(self) -> None:
        """A later question that names nobody is asked for the child."""
        assert asked("does magnesium help", "my daughter is 9 and has rls") == "Does magnesium help rls in children?"

    def test_older_people_are_named_but_for_conditions(self) -> None:
        """Sources tell ages apart for sleep and not for restless legs."""
        assert asked("and for my dad he is 80", "does magnesium help you sleep").endswith("in older people?")
        assert "older people" not in asked("and for my dad he is 80", "does magnesium help rls")

    def test_what_was_asked_for_somebody_breastfeeding_stays_so(self) -> None:
        """Though it was a question."""
        assert asked("whats the limit for me", "is magnesium safe while breastfeeding").endswith("while breastfeeding?")
        assert asked("is it ok", "can i take magnesium", "im breastfeeding") == "Is magnesium safe while breastfeeding?"
