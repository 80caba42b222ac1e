"""What narrows a question beyond its subject: measures, countries, the newest, a share, what it leaves out, the rule on what somebody may do."""

from __future__ import annotations

import pytest

from bot.limiters import left_out, limiters, measures


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("what had changed after one month", {"1 month"}),
        ("is the 17 minutes about falling asleep", {"17 minute"}),
        ("a 28-hour laboratory study", {"28 hour"}),
        ("I have had it for 6 years", set()),
        ("28 weeks pregnant and no sleep", set()),
        ("my son is 7 years old", set()),
        ("two of my friends", set()),
    ],
)
def test_a_measure_narrows_a_question_unless_it_is_the_visitors_own(question: str, found: set[str]) -> None:
    """An age, or how long somebody has been ill, is no figure of a study."""
    assert limiters(question).measures == found


def test_a_measure_is_the_same_in_words_and_figures() -> None:
    """Sources write "one month", visitors "1 month" or the other way round."""
    assert measures("after one month") == measures("after 1 month")


def test_of_equally_good_findings_the_newest_has_more_of_what_is_asked() -> None:
    """ "Newest", "latest" and "now" ask for it; "now" in a story does not."""
    asked = limiters("how many genes are linked to it now")
    assert asked.held("", 2024, 2024) > asked.held("", 2020, 2024)
    assert not limiters("now my legs hurt").is_newest


def test_a_country_that_is_named_is_held_by_its_adjective_too() -> None:
    """Findings say "a Saudi study", visitors "in Saudi Arabia"."""
    asked = limiters("how common is it in Saudi Arabia")
    assert asked.held("In a Saudi study", None, None) > asked.held("A UK charity says", None, None)


def test_who_asks_for_a_percentage_gets_a_share_before_a_score() -> None:
    """ "7.2 points" is no answer to "what % got better"."""
    asked = limiters("what % got better")
    assert asked.held("45% improved", None, None) > asked.held("fell by 7.2 points", None, None)


@pytest.mark.parametrize(
    ("question", "limit", "rule", "other"),
    [
        (
            "going to drop my sertraline",
            "stopping_medicine",
            "keep taking it",
            "the first step is to deal with triggers",
        ),
        ("how many gummies may a child take", "child", "The US upper limit for supplements", "recommended intake"),
        ("antibiotic and magnesium, problem?", "interaction", "at least 2 hours before", "magnesium in food"),
        ("may I double it tonight", "dose", "Taking extra doses makes it worse", "fell asleep while driving"),
    ],
)
def test_the_rule_on_what_somebody_may_do_comes_before_the_rest(
    question: str, limit: str, rule: str, other: str
) -> None:
    """Where advice has a limit, the finding that states the rule has more of what is asked."""
    asked = limiters(question, [limit])
    assert asked.held(rule, None, None) > asked.held(other, None, None)
    assert not limiters(question).rules


@pytest.mark.parametrize(
    ("question", "out"),
    [
        ("the spinach is gone, what else has magnesium", {"spinach"}),
        ("which foods other than nuts have it", {"nuts"}),
        ("what helps besides magnesium", {"magnesium"}),
        ("does spinach have magnesium", set()),
        ("how much magnesium was in it, what else was inside", set()),
        ("they gave me magnesium instead of what I had", set()),
    ],
)
def test_what_a_question_leaves_out_is_known(question: str, out: set[str]) -> None:
    """ "What else" leaves out what was named before it, "other than" what is named behind it."""
    names = {name for name in ("spinach", "nuts", "magnesium") if name in question}
    assert left_out(question, names) == out
