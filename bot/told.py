"""What somebody said that they have or are ("I have kidney disease"), and the later questions that go with it."""

from __future__ import annotations

import re

from bot.entities import Entities

SOMEONE = re.compile(r"\b(?:i|im|ive|me|my|mine|she|her|he|him|his|they|them|their|we|us|our)\b", re.I)
_EXPECTING = re.compile(r"\bpregnant\b|\bbreast ?feeding\b", re.I)
_EXPECTED = re.compile(r"\bpregnan|\bbreast ?feeding", re.I)
_OURS = re.compile(r"restless legs?(?: syndrome)?|rls", re.I)
_SHORT_FORMS = re.compile(r"\bckd\b", re.I)
"""Conditions as people who have them write them."""
_MEANT_FOR = re.compile(
    r"\b(?:while|when|whilst|if|i'?m|i am|during|in)\s+(?:you'?re |i'?m |you are |i am )?(?:pregnan(?:t|cy)|breast ?feeding)\b",
    re.I,
)
"""Asks about pregnancy or breastfeeding as of somebody's own."""
_RELATIVE = r"(?:(?:little|young|old|elderly|grand) ?)*(?:son|daughter|boy|girl|child|kid|baby|toddler|grandson|granddaughter|grandchild|nephew|niece|mum|mom|mother|dad|father|nan|gran|granny|grandma|grandad|grandpa|grandmother|grandfather|aunt|uncle|husband|wife|partner|friend|brother|sister|neighbour)"
_AGE = re.compile(
    rf"\b(?:i'?m|i am|my {_RELATIVE}\b[\w ,']{{0,24}}?)\W*(?:who'?s? )?(?:is |s |aged |turned |just turned |nearly |almost |now |only )*(?P<age>\d{{1,3}})(?! ?(?:mg|mcg|g|weeks?|months?|days?|times|nights?|hours?|%|/|\.\d|tablets?|pills?|kg|stone|of|points?))\b",
    re.I,
)
"""Says how old somebody is."""
CHILD_BELOW, _OLD_FROM, _OLDEST = 18, 65, 115
"""Ages in years."""
_RULED = re.compile(
    r"\b(?:ok|okay|safe|allowed|good|bad|dangerous|harmful|all right|alright|recommended|treated|without medicines)\b",
    re.I,
)
"""Asks for a ruling, which depends on whom it is for, though nobody is named."""


def is_ours(condition: str) -> bool:
    """Whether a condition is the site's subject."""
    return bool(_OURS.fullmatch(condition))


def age_of(message: str) -> int | None:
    """How old somebody is said to be, in years."""
    found = _AGE.search(message)
    return int(found["age"]) if found else None


def aged(message: str) -> str:
    """The same as sources speak of it: "in children", "in older people"; empty for other ages."""
    told = age_of(message)
    age = CHILD_BELOW if told is None else told
    return "in children" if age < CHILD_BELOW else "in older people" if _OLD_FROM <= age < _OLDEST else ""


def told_of(message: str, entities: Entities) -> str:
    """What somebody is said to have or to be in a message that asks nothing, as it goes behind a question: "with kidney disease", "while pregnant"."""
    if not SOMEONE.search(message):
        return ""
    if expecting := _EXPECTING.search(message):
        return f"while {expecting.group().lower()}"
    found = [e.text for e in entities.find(message) if e.sort == "condition" and not _OURS.fullmatch(e.text)]
    found += ["kidney disease"] * bool(_SHORT_FORMS.search(message))
    return f"with {found[-1]}" if found else aged(message)


def asked_for(question: str) -> str:
    """Whom a question is asked for, as it goes behind a later one for the same person: "is it safe while breastfeeding"."""
    found = _MEANT_FOR.search(question) and _EXPECTED.search(question)
    if not found:
        return ""
    return "while breastfeeding" if "feeding" in found.group().lower() else "in pregnancy"


def of_someone(told: str, resolved: str) -> str:
    """What is asked for somebody, or for a ruling, is asked with what somebody was said to have."""
    return with_told(told, resolved) if SOMEONE.search(resolved) or _RULED.search(resolved) else resolved


def with_told(told: str, question: str) -> str:
    """A question with what somebody was said to have, unless it says that already."""
    if not told:
        return question
    named = _EXPECTED if _EXPECTED.search(told) else re.compile(re.escape(told.split(" ", 1)[1]), re.I)
    return question if named.search(question) else f"{question.rstrip(' ?.!')} {told}?"
