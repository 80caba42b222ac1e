"""Whether a question is about our article as a whole."""

from __future__ import annotations

import pytest

from bot.overview import Aim, aim, of_the_whole


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What does the article get wrong?", "faults"),
        ("is the article wrong about anything?", "faults"),
        ("which claims in your article aren't backed by studies", "faults"),
        ("where do the article and the research disagree", "faults"),
        ("what mistakes does the post make", "faults"),
        ("does the post exaggerate anything?", "faults"),
        ("can I trust this article?", "faults"),
        ("how accurate is your blog post", "faults"),
        ("does the science back the article up", "faults"),
        ("is everything in the article true?", "faults"),
        ("hi, is this post evidence based and reliable?", "faults"),
        ("which parts of the article are true", "merits"),
        ("what does the article get right?", "merits"),
        ("what does the article say?", None),
        ("is the article wrong about iron", None),
        ("can I trust what the article says about sprays", None),
        ("is the article right that 10% have it", None),
        ("what does the research get wrong", None),
        ("is magnesium reliable", None),
    ],
)
def test_a_question_on_the_article_as_a_whole_names_nothing_else(question: str, wanted: Aim | None) -> None:
    """A topic of its own makes it a question on that topic."""
    assert aim(question) == wanted


@pytest.mark.parametrize(
    ("question", "earlier", "full"),
    [
        ("thanks. can I trust the article?", ["does magnesium help"], "thanks. can I trust the article?"),
        ("which bits are wrong", ["can i trust the article"], "which bits are wrong in the article?"),
        ("and what is true?", ["can i trust the article", "whats wrong in it"], "and what is true in the article?"),
        ("which bits are wrong", ["does magnesium help"], None),
        ("which bits are wrong", [], None),
        ("does iron help", ["can i trust the article"], None),
    ],
)
def test_a_conversation_on_the_whole_article_goes_on(question: str, earlier: list[str], full: str | None) -> None:
    """Until a message asks something else."""
    assert of_the_whole(question, earlier) == full
