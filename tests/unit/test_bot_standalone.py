"""Follow-ups made to stand alone: what they lean on is filled in, and what stands alone keeps its words."""

from __future__ import annotations

import pytest
from asked_fixtures import entities

from bot.standalone import stand_alone


class TestTakenAlready:
    """A follow-up that says what else somebody takes asks for the two together."""

    @pytest.mark.parametrize(
        ("earlier", "message", "asked"),
        [
            (
                "does magnesium help restless legs?",
                "what about if i already take iron tablets?",
                "can magnesium be taken together with iron tablets?",
            ),
            (
                "does magnesium help restless legs?",
                "and if I'm on gabapentin already?",
                "can magnesium be taken together with gabapentin?",
            ),
            (
                "is gabapentin safe?",
                "what if she is also taking magnesium",
                "can gabapentin be taken together with magnesium?",
            ),
        ],
    )
    def test_the_two_are_asked_about_together(self, earlier: str, message: str, asked: str) -> None:
        """Whoever takes it, and wherever the word for "already" stands."""
        assert stand_alone(message, [earlier], entities()) == asked

    @pytest.mark.parametrize(
        "message",
        [
            "what if I take iron instead?",
            "what about iron?",
            "what if I'm on a plane?",
            "will it work if I also take iron?",
        ],
    )
    def test_another_thing_or_another_question_is_none(self, message: str) -> None:
        """What replaces it, what is only named, what is no medicine, and what asks something itself."""
        assert "together" not in stand_alone(message, ["does magnesium help restless legs?"], entities())


CONVERSATIONS = [
    (["Does iron help?"], "and how is it tested?", "how is iron tested?"),
    (["What is restless legs syndrome?"], "why is it worse at night?", "why is restless legs syndrome worse at night?"),
    (["Does gabapentin help restless legs?"], "what about pregabalin?", "Does pregabalin help restless legs?"),
    (["Does yoga help restless legs?"], "and massage?", "Does massage help restless legs?"),
    (
        ["How does magnesium citrate compare with oxide?"],
        "which one is better absorbed?",
        "which one, magnesium citrate or oxide, is better absorbed?",
    ),
    (
        ["is quinine or magnesium better for rls"],
        "which one has fewer side effects in older people?",
        "which one, quinine or magnesium, has fewer side effects in older people?",
    ),
    (
        ["Do magnesium and iron help?"],
        "can they be taken together?",
        "can magnesium and iron be taken together?",
    ),
    (["Does pramipexole help RLS?", "thanks"], "what are its side effects?", "what are pramipexole's side effects?"),
    (["Is magnesium good for RLS?", "and iron?"], "how much of it do adults need?", "how much of iron do adults need?"),
    (["What does your article say about sleep?"], "is that bit true?", "is that bit true in your article?"),
    (["Does gabapentin work?"], "and compared to pramipexole?", "gabapentin compared to pramipexole?"),
    (["Does coffee make it worse?", "I meant tea"], "and wine?", "Does wine make restless legs worse?"),
    (["Does magnesium help?"], "sorry, I meant iron, not magnesium", "Does iron help?"),
    (["Does vitamin D help RLS?"], "not vitamin D, vitamin B12", "Does vitamin B12 help RLS?"),
    (["Does yoga help?"], "no, I mean how do I know it is RLS?", "how do I know it is RLS?"),
    (["I have kidney disease", "is magnesium ok for me"], "what about iron", "is iron ok for me with kidney disease?"),
    (["I am pregnant"], "can I take ropinirole?", "can I take ropinirole while pregnant?"),
    (["can I take magnesium?"], "ok and ropinirole?", "can I take ropinirole?"),
    (["is there a cure"], "do some people get better anyway?", "restless legs: do some people get better anyway?"),
    (["Who gets RLS?"], "why more women?", "RLS: why more women?"),
    (
        ["Does magnesium oxide help restless legs?"],
        "and what about the glycinate one then?",
        "Does magnesium glycinate help restless legs?",
    ),
    (["Do Epsom salts help cramps?"], "what about citrate instead?", "Do citrate help cramps?"),
    (["Does yoga help?"], "and a hot bath, then?", "Does a hot bath help?"),
    (["Does coffee affect RLS?"], "which drugs make it worse?", "which drugs make RLS worse?"),
    (["Does magnesium help RLS?"], "could it make it worse?", "could magnesium make RLS worse?"),
    (["I'm pregnant, my legs are awful"], "how common is it?", "how common is restless legs in pregnancy?"),
    (["Does gabapentin help RLS?"], "pregabalin?", "Does pregabalin help RLS?"),
    (["Can low ferritin cause RLS?"], "how do they test it?", "how do they test ferritin?"),
    (["Does the article say magnesium calms?"], "is that true?", "Does the article say magnesium calms?"),
    (["What does the article say?"], "so should I trust it?", "should I trust your article?"),
    (["Is magnesium good for RLS?"], "is it safe for kids?", "is magnesium safe for kids?"),
]
MENTIONS = [
    (["Is magnesium citrate good for RLS?"], "what about with levothyroxine?", {"magnesium citrate", "levothyroxine"}),
    (["the dentist gave me doxycycline"], "is it ok with magnesium?", {"doxycycline", "magnesium"}),
    (["I take magnesium at night"], "Is that ok with omeprazole?", {"omeprazole", "magnesium"}),
    (["Can I take magnesium with doxycycline?"], "why?", {"doxycycline", "magnesium", "why"}),
    (["Is magnesium safe?"], "and in pregnant women?", {"magnesium", "pregnant", "safe"}),
    (["Is restless legs inherited?"], "what about children?", {"restless legs", "inherited", "children"}),
]
ALONE = [
    ([], "what about it?"),
    (["Does gabapentin help restless legs?"], "Which foods have magnesium?"),
    (["Which foods have the most magnesium?"], "Who gets augmentation?"),
    (["Does magnesium help restless legs?"], "Is it true that exercise helps restless legs?"),
    (["I have kidney disease"], "Which foods have magnesium?"),
    ([], "Is the gummy really what it says on the label?"),
]


class TestStandAlone:
    @pytest.mark.parametrize(("earlier", "question", "full"), CONVERSATIONS)
    def test_what_a_follow_up_leans_on_is_filled_in(self, earlier: list[str], question: str, full: str) -> None:
        """Pronouns, "what about", "and …?", "which one" and "they" become what they stand for."""
        assert stand_alone(question, earlier, entities()) == full

    @pytest.mark.parametrize(("earlier", "question", "names"), MENTIONS)
    def test_both_subjects_are_named(self, earlier: list[str], question: str, names: set[str]) -> None:
        """Whatever the wording, the standalone question names the old subject and the new one."""
        full = stand_alone(question, earlier, entities()).lower()
        assert {name for name in names if name not in full} == set()

    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            ("does it run in families?", "does restless legs run in families?"),
            ("what causes this", "what causes restless legs"),
            ("who should I see about this?", "who should I see about restless legs?"),
            ("can you die from this", "can you die from restless legs"),
            ("what do you think of this idea", "what do you think of this idea"),
            ("is iron good with this", "is iron good with this"),
            ("What treatments does the NHS offer for it?", "What treatments does the NHS offer for restless legs?"),
            ("Has yoga been studied for this?", "Has yoga been studied for restless legs?"),
            ("why do women get this more than men?", "why do women get restless legs more than men?"),
            ("can I take it with tea?", "can I take it with tea?"),
            ("I have a red rash, what is it?", "I have a red rash, what is it?"),
            ("is it raining?", "is it raining?"),
            ("does coffee make it worse?", "does coffee make restless legs worse?"),
            ("how long is magnesium taken before it works?", "how long is magnesium taken before it works?"),
            ("sleep paralysis what causes it", "sleep paralysis what causes it"),
            ("is it true the soil has no minerals left", "is it true the soil has no minerals left"),
            ("is it ok while taking rotigotine", "is it ok while taking rotigotine"),
        ],
    )
    def test_it_in_a_first_message_is_the_sites_subject(self, question: str, expected: str) -> None:
        """Unless it is something taken, something named before, or nothing at all; what makes it worse is not it."""
        assert stand_alone(question, [], entities()) == expected

    @pytest.mark.parametrize(("earlier", "question"), ALONE)
    def test_a_question_that_stands_alone_keeps_its_words(self, earlier: list[str], question: str) -> None:
        """A new subject, an empty "it", or nothing before it: not a letter changes."""
        assert stand_alone(question, earlier, entities()) == question
