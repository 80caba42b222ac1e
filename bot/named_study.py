"""A study that is named only by its year, country or kind ("the 2019 review"): it is asked of the site's subject. Knows no source."""

from __future__ import annotations

import re

from bot.countries import COUNTRIES
from bot.entities import TOPIC
from bot.question import core

_KIND = (
    r"pilot|open[- ]label|randomi[sz]ed|controlled|placebo[- ]controlled|double[- ]blind|single[- ]blind|blinded|crossover|observational|population|"
    r"systematic|cochrane|clinical|big|bigger|biggest|large|larger|largest|small|smaller|recent|latest|newest|new|old|older|oldest|first|other|main|key"
)
_REGION = r"america|american|us|usa|united states|british|uk|britain|england|english|scottish|europe|european|nordic|asia|asian"
_PLACED = re.compile(rf"\b(?:{'|'.join(COUNTRIES)}|{_REGION}|(?:19|20)\d\d)\b", re.IGNORECASE)
_NAMED = re.compile(rf"\b(?:{_KIND})\b|{_PLACED.pattern}", re.IGNORECASE)
_STUDY = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|papers?|reviews?|surveys?|research|researchers|meta[- ]?analys[ei]s|investigation|experiments?|guidelines?)\b",
    re.IGNORECASE,
)
_ONE = re.compile(r"\bones?\b", re.IGNORECASE)
"""Means a study only beside a year or a country: "the other one" may be anything."""
_FOUND = re.compile(r"\b(?:find|finds|found|show|shows|showed|shown|conclude|concluded|discover|discovered)\b", re.I)
_ASKING = re.compile(
    r"\b(?:tell|me|about|more|what|which|who|whats|does|do|did|was|were|is|are|has|have|had|the|that|this|those|a|an|your|in|from|of|on|by|with|"
    r"and|so|exactly|actually|please|explain|describe|summari[sz]e|summary|sum|up|give|us|know|can|could|you|i|want|hear|details?|results?|findings?|"
    r"conclusions?|outcome|say|says|said|reports?|reported|done|published|carried|out|like|any|detail|it|they|look|looked|at)\b|'s\b",
    re.IGNORECASE,
)
_NO_WORD = re.compile(r"[\W_]+")


def with_subject(question: str) -> str:
    """A question that names a study by nothing but its year, country or kind, with the site's subject; any other as it is."""
    bare = core(question).rstrip(" ?.!")
    is_study = _STUDY.search(bare) or (_PLACED.search(bare) and (_ONE.search(bare) or _FOUND.search(bare)))
    if not is_study or not _NAMED.search(bare):
        return question
    rest = bare
    for known in (_NAMED, _STUDY, _ONE, _FOUND, _ASKING):
        rest = known.sub(" ", rest)
    return question if _NO_WORD.sub("", rest) else f"{bare} on {TOPIC}"
