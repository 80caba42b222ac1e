"""A visitor's message made plain: Unicode normalised, control characters gone, length checked. Knows no guard."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_BREAKS = re.compile(r"\s*\n\s*")
_SENTENCE_END = re.compile(r"(?<=[.?!。？！؟।])\s+|\n+")
_WITH_UNIT = re.compile(
    r"(?<![\w.])(\d+(?:[.,]\d+)?) ?(mg|mcg|kg|lbs?|ml|iu|yrs?|hrs?|mins?|wks?|pm|am)\b", re.IGNORECASE
)
_IN_FULL = {
    "yr": "year",
    "yrs": "years",
    "hr": "hour",
    "hrs": "hours",
    "min": "minute",
    "mins": "minutes",
    "wk": "week",
    "wks": "weeks",
}
_INVISIBLE = frozenset(
    "\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
)

_CONTROLS = {code: None for code in (*range(32), 127) if chr(code) not in "\n\t"}


def plain(text: str) -> str:
    """`text` in NFC, without control and invisible characters, with single spaces and line breaks.

    Joiners that Hindi and Arabic need (U+200C, U+200D) stay between letters of those scripts.
    """
    return _BREAKS.sub("\n", _SPACES.sub(" ", visible(text))).strip()


def visible(text: str) -> str:
    """`text` in NFC without control and invisible characters; spaces as they were."""
    if text.isascii():
        return text.translate(_CONTROLS)
    kept = []
    composed = unicodedata.normalize("NFC", text)
    for at, character in enumerate(composed):
        if character in "\n\t":
            kept.append(character)
        elif character in _INVISIBLE:
            if character in "\u200c\u200d" and 0 < at < len(composed) - 1 and _joins(composed[at - 1]):
                kept.append(character)
        elif unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn"):
            kept.append(character)
    return "".join(kept)


def _joins(character: str) -> bool:
    return "\u0600" <= character <= "\u06ff" or "\u0900" <= character <= "\u0dff"


def said_once(text: str) -> str:
    """The text without sentences that it has already said, letter by letter."""
    sentences = _SENTENCE_END.split(text.strip())
    once = dict.fromkeys(sentences)
    return text if len(once) == len(sentences) else " ".join(once)


def figures_apart(text: str) -> str:
    """The text with its figures apart from their units, and units of time in full: "600mg" is "600 mg", as the sources write it."""
    return _WITH_UNIT.sub(lambda m: f"{m[1]} {_IN_FULL.get(m[2].lower(), m[2])}", text)
