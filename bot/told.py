"""What somebody said that they have or are ("I have kidney disease"), and the later questions that go with it."""

from __future__ import annotations

import re

from bot.entities import Entities

_SOMEONE = re.compile(r"\b(?:i|me|my|mine|she|her|he|him|his|they|them|their|we|us|our)\b", re.I)
_EXPECTING = re.compile(r"\bpregnant\b|\bbreast ?feeding\b", re.I)
_EXPECTED = re.compile(r"\bpregnan|\bbreast ?feeding", re.I)
_OURS = re.compile(r"restless legs?(?: syndrome)?|rls", re.I)
_RULED = re.compile(
    r"\b(?:ok|okay|safe|allowed|good|bad|dangerous|harmful|all right|alright|recommended|treated|without medicines)\b",
    re.I,
)
"""Asks for a ruling, which depends on whom it is for, though nobody is named."""


def told_of(message: str, entities: Entities) -> str:
    """What somebody is said to have or to be in a message that asks nothing, as it goes behind a question: "with kidney disease", "while pregnant"."""
    if not _SOMEONE.search(message):
        return ""
    if expecting := _EXPECTING.search(message):
        return f"while {expecting.group().lower()}"
    found = [e.text for e in entities.find(message) if e.sort == "condition" and not _OURS.fullmatch(e.text)]
    return f"with {found[-1]}" if found else ""


def of_someone(resolved: str, told: str) -> str:
    """What is asked for somebody, or for a ruling, is asked with what somebody was said to have."""
    return with_told(told, resolved) if _SOMEONE.search(resolved) or _RULED.search(resolved) else resolved


def with_told(told: str, question: str) -> str:
    """A question with what somebody was said to have, unless it says that already."""
    if not told:
        return question
    named = _EXPECTED if _EXPECTING.search(told) else re.compile(re.escape(told.split(" ", 1)[1]), re.I)
    return question if named.search(question) else f"{question.rstrip(' ?.!')} {told}?"
