"""What sort of thing a question asks, what it says that our article says, and how far a passage is on the point."""

from __future__ import annotations

import pytest

from bot.point import fit, sorts
from bot.question import said_of_article


@pytest.mark.parametrize(
    ("question", "sort"),
    [
        ("What is augmentation?", "meaning"),
        ("how common is it in women", "share"),
        ("How is RLS diagnosed?", "finding"),
        ("prescription meds that cause restless legs", "cause"),
        ("does yoga help", "help"),
        ("Side effects of gabapentin", "harm"),
        ("How much magnesium do adults need?", "amount"),
        ("does it go away after the birth", "course"),
        ("how long until iron works", "time"),
        ("cramps vs restless legs", "compare"),
        ("which foods have magnesium", "food"),
        ("is it linked to ADHD", "link"),
        ("does it run in families", "family"),
        ("can I take it together with iron", "together"),
    ],
)
def test_a_question_has_the_sort_that_it_asks(question: str, sort: str) -> None:
    """Told by its words, however it is cased."""
    assert sort in sorts(question)


def test_a_question_of_no_sort_has_no_point() -> None:
    """Then nothing is more on the point than anything else."""
    assert sorts("restless legs") == frozenset()
    assert fit(sorts("restless legs"), ["What is RLS?"]) == 0


def test_a_passage_is_on_the_point_as_far_as_it_answers_such_questions() -> None:
    """One that answers only questions of the sort asked fits wholly, one that answers none not at all."""
    asked = sorts("how common is RLS")
    assert fit(asked, ["How many people have RLS?", "what percentage of adults has it"]) == 1
    assert fit(asked, ["How many people have RLS?", "Does yoga help?"]) == 0.5
    assert fit(asked, ["Does yoga help?"]) == 0
    assert fit(asked, []) == 0


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("The post promises that fixing it helps a lot. What did the trials find?", "fixing it helps a lot."),
        ("Your article says one in ten people have RLS, is that right?", "one in ten people have RLS, is that right?"),
        ("The blog links dopamine and magnesium. Do studies?", "dopamine and magnesium."),
    ],
)
def test_what_the_article_is_said_to_say_is_found(question: str, said: str) -> None:
    """Without the words that say so, as it would be looked for in the article."""
    assert said in said_of_article(question)


def test_other_questions_say_nothing_of_the_article() -> None:
    """So nothing more is looked for."""
    assert said_of_article("Does magnesium help? My doctor says so.") == ()
