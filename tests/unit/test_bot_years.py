"""Years of studies that questions name."""

from __future__ import annotations

import pytest

from bot.years import is_of_year, years_of_studies
from ingest.source import Passage, Source


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("How was the 2022 trial done?", {2022}),
        ("what did the 1998 pilot study find", {1998}),
        ("In the 2013 study what happened?", {2013}),
        ("in 2019 a systematic review looked at magnesium", {2019}),
        ("what does the AASM 2025 RLS guideline say", {2025}),
        ("the review from 2019", {2019}),
        ("a trial published in 2022 on vitamin B6", {2022}),
        ("the 2019 review and the 2022 trial", {2019, 2022}),
        ("I was diagnosed in 2019 and a study says iron helps", set()),
        ("is there a study since 2019", set()),
        ("any review newer than 2020", set()),
        ("I have had it since 2015, what do studies say?", set()),
        ("does 2000 mg of magnesium help", set()),
    ],
)
def test_a_year_counts_where_it_is_a_studys(question: str, years: set[int]) -> None:
    """Not the year of somebody's own illness, nor a bound."""
    assert years_of_studies(question) == years


def test_a_passage_is_of_the_year_of_its_source_or_of_one_that_it_names() -> None:
    """A review of 2019 may tell of a trial of 1998."""
    source = Source("a", "A review", "systematic-review", year=2019)
    passage = Passage("a:1", "a", "finding", "A trial of 1998 found less of it.", 0, 33)
    assert is_of_year(source, passage, {2019})
    assert is_of_year(source, passage, {1998})
    assert not is_of_year(source, passage, {2022})
