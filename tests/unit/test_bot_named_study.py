"""A study named only by its year, country or kind is asked of the site's subject."""

from __future__ import annotations

import pytest

from bot.named_study import with_subject


@pytest.mark.parametrize(
    "message",
    [
        "tell me about the 2019 review",
        "the Iranian trial",
        "what did the Turkish study find?",
        "Hi, what does Cochrane's review say",
        "the german open label one from 1998",
        "what was found in Spain?",
        "summarise the big meta-analysis please",
        "details of the US pilot study",
    ],
)
def test_a_bare_study_gets_the_subject(message: str) -> None:
    """Its own words are kept, without what greets or ends it."""
    assert with_subject(message).endswith(" on restless legs")


@pytest.mark.parametrize(
    "message",
    [
        "",
        "the review",
        "the 2019 magnesium review",
        "what did the Iranian trial say about insomnia",
        "does the new study on yoga help",
        "Turkey",
        "is 2019 long ago",
        "turkey sandwiches study",
        "which studies are there",
        "the 2022 world cup",
        "and the other one",
        "the new ones please",
    ],
)
def test_what_says_more_or_names_no_study_stays(message: str) -> None:
    """A subject of its own is not replaced, and a country or a year alone is no study."""
    assert with_subject(message) == message
