"""A message that only names something is asked of the site's subject as well."""

from __future__ import annotations

import pytest

from bot.keyword import names_nothing, with_topic
from bot.question import asks_particulars
from ingest.lexical import terms

KNOWN = frozenset(terms("alcohol tens machine magnesium cream women"))


def known(stem: str) -> bool:
    """Whether a passage of this small corpus holds it."""
    return stem in KNOWN


@pytest.mark.parametrize("message", ["alcohol", "Alcohol?", "tens machine", "magnesium cream!", "women"])
def test_a_bare_name_gets_the_subject(message: str) -> None:
    """Its own words are kept, its punctuation is not."""
    assert with_topic(message, known) == f"{message.strip('?!')} and restless legs"


@pytest.mark.parametrize(
    "message",
    [
        "",
        "?!",
        "what about alcohol",
        "is alcohol bad",
        "alcohol and restless legs",
        "magnesium for cramps",
        "magnesium cream for women",
        "who are you",
        "does it help",
        "plms meaning",
    ],
)
def test_what_asks_or_names_the_subject_stays_as_it_is(message: str) -> None:
    """A question has words of its own; four words are more than a name."""
    assert with_topic(message, known) == ""


def test_a_name_that_no_passage_holds_stays_as_it_is() -> None:
    """The subject would find something near whatever is named: "pickle juice" is not covered."""
    assert with_topic("pickle alcohol", known) == ""


@pytest.mark.parametrize(
    "message", ["how long", "how long?", "levels", "dose", "how many", "how much?", "how often", "results"]
)
def test_a_measure_of_nothing_names_nothing(message: str) -> None:
    """What it is of has to be asked back."""
    assert names_nothing(message)


@pytest.mark.parametrize(
    "message", ["ferritin levels", "magnesium dose", "symptoms", "caffeine", "how long does it take to work", "why"]
)
def test_a_measure_of_something_names_it(message: str) -> None:
    """That can be looked up, and so can a bare name."""
    assert not names_nothing(message)


@pytest.mark.parametrize(
    "question",
    [
        "when was this article published",
        "what year was the post written?",
        "how old is this article",
        "is there a date on the page",
        "does the article cite any references",
        "how many references does the article have and are they any good",
        "is the author a doctor",
        "publication date?",
    ],
)
def test_the_date_author_and_references_of_the_article_are_particulars(question: str) -> None:
    """The article gives none of them, and the reply says so."""
    assert asks_particulars(question, is_first=False)


def test_this_is_the_article_only_where_nothing_was_said_before() -> None:
    """Later it may be a study."""
    assert asks_particulars("when was this published", is_first=True)
    assert not asks_particulars("when was this published", is_first=False)


@pytest.mark.parametrize(
    "question",
    [
        "when was the Iranian trial published",
        "what does the article say about iron",
        "how old are people with RLS",
        "which foods are good sources",
    ],
)
def test_what_the_article_says_is_no_particular(question: str) -> None:
    """That is looked up."""
    assert not asks_particulars(question, is_first=True)
