"""What narrows a question beyond its subject: a measure it names, a country, the newest study, a share, what it leaves out. Knows words only."""

from __future__ import annotations

import re
from collections.abc import Collection, Set
from dataclasses import dataclass

from bot.countries import COUNTRIES
from bot.stopping import STOPS

_NUMBERS = {
    word: str(n) for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_UNITS = {
    "minute": "minutes?|mins?",
    "hour": "hours?|hrs?",
    "day": "days?",
    "week": "weeks?|wks?",
    "month": "months?",
    "year": "years?|yrs?",
    "percent": "percent|per cent|%",
    "point": "points?",
    "mg": "mg|milligrams?",
}
_UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS.items())
_MEASURE = re.compile(
    rf"(?<![\w.])(?P<number>\d+(?:\.\d+)?|{'|'.join(_NUMBERS)})[\s-]?(?:{_UNIT})(?!\w)", re.IGNORECASE
)
_THEIR_OWN = re.compile(
    r"\b(?:i am|i'?m|he'?s|she'?s|is|aged?|(?:for|since|past|last|take|took|taking|give|gave)(?:\s+\w+)?)\s+$",
    re.IGNORECASE,
)
_OF_A_PERSON = re.compile(r"\s*(?:-\s*)?(?:old|ago|pregnant|along|post ?partum|now)\b", re.IGNORECASE)
"""What stands before and behind a measure of the visitor's own: an age, how long something is taken."""
_NEWEST = re.compile(
    r"\b(?:newest|latest|most recent|more recent|recent|recently|current|currently|nowadays|these days|so far|up[- ]to[- ]date)\b"
    r"|\b(?:known|linked|found|recommended|advised|think|say) (?:\w+ ){0,3}now\b|\bnow\W*$",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"%|\bper ?cent(?:age)?\b|\bproportion\b|\bwhat (?:share|fraction)\b|\bhow many (?:of|people|patients|got|were|did)\b|\bpct\b",
    re.IGNORECASE,
)
_IS_SHARE = re.compile(r"%|\bone in \w+\b|\b1 in \d+\b|\bout of\b|\bhalf\b|\bthird\b|\bquarter\b", re.IGNORECASE)
_ON_STOPPING = re.compile(
    r"\b(?:stop(?:ped|ping)?|withdrawal|keep taking|taper\w*|step by step|gradually|coming off|come off|abruptly|suddenly|on your own|alone)\b",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"\b(?:tablets?|pills?|capsules?|gumm(?:y|ies)|supplements?|giv(?:e|ing)|tak(?:e|ing)|allowed|may|can)\b|\bhave \d",
    re.IGNORECASE,
)
_RAISES = re.compile(
    r"\b(?:go up|up my|raise|raising|increase|double|doubling|twice|two instead|extra|another|second (?:tablet|pill|dose)|more)\b",
    re.I,
)
_RULES = (
    (
        frozenset({"interaction"}),
        re.compile(""),
        re.compile(r"\b(?:hours?|apart|together|same time)\b", re.IGNORECASE),
    ),
    (frozenset({"dose"}), _RAISES, re.compile(r"\b(?:doses?|prescriber)\b", re.IGNORECASE)),
    (frozenset({"stopping_medicine"}), STOPS, _ON_STOPPING),
    (frozenset({"child", "dose"}), _TAKES, re.compile(r"\bupper limit\b", re.IGNORECASE)),
)
"""For limits of advice: what shows that somebody may do it, and what a finding with the rule on that says."""
_COUNTRIES = tuple(re.compile(rf"\b(?:{names})\b", re.IGNORECASE) for names in COUNTRIES)
_OTHER_THAN = re.compile(
    r"\b(?:other than|apart from|besides|aside from|except(?: for)?|not counting)\b(?P<rest>[^.?!]*)", re.IGNORECASE
)
_ELSE = re.compile(
    r"\b(?:(?:what|anything|something) else|(?:what|which|any) other \w+)(?= (?:has|have|helps?|works?|can|could|contains?|gives?|is|are|to|should i)\b|\W*$)",
    re.IGNORECASE,
)
"""Asks for another thing of the kind; "what else was inside" asks more of the same."""


@dataclass(frozen=True)
class Limiters:
    """What a passage must have to be what is asked, of several on the same subject."""

    measures: frozenset[str] = frozenset()
    """Numbers with their unit, such as "1 month"; none of the visitor's own."""
    countries: tuple[re.Pattern[str], ...] = ()
    is_newest: bool = False
    is_share: bool = False
    rules: tuple[re.Pattern[str], ...] = ()
    """What a passage says that gives the rule on what the visitor may be about to do."""

    def held(self, text: str, year: int | None, newest: int | None) -> float:
        """How much of them a passage has: 1 for each, and two thirds for being the newest or a share.

        Args:
            text: What the passage says, with its source's title.
            year: Of its source.
            newest: Year of the newest source that is as good an answer.
        """
        exactly = len(self.measures & measures(text)) + sum(
            bool(p.search(text)) for p in (*self.countries, *self.rules)
        )
        partly = (self.is_newest and year is not None and year == newest) + (
            self.is_share and bool(_IS_SHARE.search(text))
        )
        return exactly + 2 * partly / 3

    def __bool__(self) -> bool:
        return self != Limiters()


def limiters(question: str, limits: Collection[str] = ()) -> Limiters:
    """What narrows a question; `limits` are those of advice that it runs into."""
    return Limiters(
        frozenset(_measure(m) for m in _MEASURE.finditer(question) if not _is_their_own(question, m)),
        tuple(country for country in _COUNTRIES if country.search(question)),
        bool(_NEWEST.search(question)),
        bool(_SHARE.search(question)),
        tuple(rule for kinds, asks, rule in _RULES if kinds & set(limits) and asks.search(question)),
    )


def measures(text: str) -> frozenset[str]:
    """Every number with a unit that a text names, as "1 month"."""
    return frozenset(map(_measure, _MEASURE.finditer(text)))


def left_out(question: str, names: Set[str]) -> frozenset[str]:
    """Of the things that a question names, those it asks to leave out: "besides iron", "no spinach left, what else".

    Args:
        question: Standing alone.
        names: The things, as they are written there.
    """
    if found := _OTHER_THAN.search(question):
        return frozenset(name for name in names if name.lower() in found["rest"].lower())
    if found := _ELSE.search(question):
        return frozenset(name for name in names if name.lower() in question[: found.start()].lower())
    return frozenset()


def _measure(found: re.Match[str]) -> str:
    number = found["number"].lower()
    return f"{_NUMBERS.get(number, number)} {found.lastgroup}"


def _is_their_own(question: str, found: re.Match[str]) -> bool:
    return bool(_THEIR_OWN.search(question[: found.start()]) or _OF_A_PERSON.match(question[found.end() :]))
