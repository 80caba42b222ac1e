"""How a statement may not be worded, whoever supports it: advice, another language, markup, the prompt's own rules.

A first sieve before the verifier, which judges what a statement says. Knows no model and no index.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from bot import language
from bot.generate.prompt import rules
from bot.reading import plain
from ingest.lexical import words

Fault = Literal["characters", "markup", "address", "advice", "echo", "language"]

_MARKUP = re.compile(r"<\s*[/!]?\s*[a-zA-Z]|\*\*|__|`|\]\(|^\s*(?:#|[-*+•]\s|\d+[.)]\s)|\[|\]|\{|\}|\||\\|&#?\w+;|\n")
_ADDRESS = re.compile(r"https?:|www\.|\b\w+@\w|\b[\w-]+\.(?:com|org|net|io|gov|edu|co|info|shop)\b|\b10\.\d{4,}/", re.I)
_PERSON = re.compile(r"\b(?:you|your|yours|yourself|i|i'm|we|our|us|me|my|mine|let's|dear|please)\b", re.I)
_DUTY = re.compile(r"\b(?:should|must|ought|need(?:s|ed)? to|ha(?:ve|s) to|had better|never|always)\b", re.I)
_ORDER = re.compile(
    r"^(?:(?:so|then|first|next|just|simply|instead|also|to start|for best results),?\s+)?(?:do(?:n't| not)|take|try|start|"
    r"stop|use|avoid|increase|reduce|lower|raise|double|halve|skip|consider|ask|talk|see|speak|consult|call|visit|contact|add|"
    r"eat|drink|swap|switch|combine|ensure|make sure|remember|get|buy|order|choose|keep|limit|give|apply|follow|check|"
    r"discuss|seek|ignore|begin|continue|swallow|mix|rub|soak|test)\b",
    re.I,
)
_ECHO_WORDS = 6
"""This many words in a row of our own prompt are no health fact. A guess; no finding of the corpus has them."""


def fault(text: str, quotes: Sequence[str]) -> Fault | None:
    """What is wrong with how `text` is worded; None when nothing is.

    Args:
        text: A statement without its markers.
        quotes: What it cites: a source may say "should", and so may who cites it.
    """
    if text != plain(text):
        return "characters"
    if _MARKUP.search(text):
        return "markup"
    if _ADDRESS.search(text):
        return "address"
    if _PERSON.search(text) or _ORDER.search(text) or not _duties(text) <= _duties(" ".join(quotes)):
        return "advice"
    if _runs(text) & _rule_runs():
        return "echo"
    return None if language.detect(text) == "en" else "language"


def _duties(text: str) -> set[str]:
    return {" ".join(found.lower().split()) for found in _DUTY.findall(text)}


def _runs(text: str) -> set[tuple[str, ...]]:
    said = words(text)
    return {tuple(said[at : at + _ECHO_WORDS]) for at in range(len(said) - _ECHO_WORDS + 1)}


@lru_cache(maxsize=1)
def _rule_runs() -> frozenset[tuple[str, ...]]:
    return frozenset(_runs(rules()))
