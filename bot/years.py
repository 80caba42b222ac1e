"""The year of a study that a question names: what another year's study found is no answer."""

from __future__ import annotations

import re
from collections.abc import Set

from ingest.source import Passage, Source

_STUDY = r"(?:stud(?:y|ies)|trials?|papers?|reviews?|guidelines?|guidance|surveys?|research|researchers|meta[- ]?analys[ei]s|reports?|statements?|consensus)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_BETWEEN = r"(?:(?!(?:and|but|so|then|when|i|my|we|he|she|they)\b)[\w'-]+\s+)"
_NAMED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!since )(?<!after )(?<!before )(?<!than )(?<!until )(?<!till )\b{_YEAR}'?s?,?\s+{_BETWEEN}{{0,4}}{_STUDY}\b",
        rf"\b{_STUDY}\s+{_BETWEEN}{{0,4}}?(?:in|from|of|published in)\s+{_YEAR}\b",
        rf"\b{_STUDY}\s*[(,]?\s*{_YEAR}\b",
    )
)


def years_of_studies(question: str) -> frozenset[int]:
    """Years that a question ties to a study ("the 2022 trial", "a review from 2019"); not one since which somebody is ill."""
    return frozenset(int(found["year"]) for pattern in _NAMED for found in pattern.finditer(question))


def is_of_year(source: Source, passage: Passage, years: Set[int]) -> bool:
    """Whether a passage is of one of the years, or speaks of it."""
    said = f"{source.title} {passage.text}"
    return source.year in years or any(re.search(rf"\b{year}\b", said) for year in years)
