"""A message that only names something is asked of the site's subject as well."""

from __future__ import annotations

import pytest

from bot.keyword import with_topic
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
