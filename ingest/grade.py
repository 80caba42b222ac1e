"""At which school grade a text reads: to tell whether one wording of the same fact is easier than another. Knows no meaning."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w[\w'’.,%/-]*")
_END = re.compile(r"[.!?]+[\"”’)\]]*(?=\s|$)|\n+")
_PARTS = re.compile(r"[A-Z]{2,}s?(?![a-z])|[^\W\d_]+|\d[\d.,]*")
_VOWELS = re.compile(r"[aeiouyà-ÿ]+")
_SILENT = re.compile(r"(?:[^aeiouy]e|(?<![sxzcg])(?<![cs]h)es|(?<![td])ed)$")
_IN_FULL = (("RLS", "restless legs"),)
"""Abbreviations of the subject itself: to write them out is no harder reading, and to keep them no easier."""


def grade(text: str) -> float:
    """The Flesch-Kincaid grade (Kincaid and others 1975): 0.39 words a sentence + 11.8 syllables a word - 15.59.

    It is made for passages; of one sentence its height says little. Two wordings of the same finding share their names, numbers and
    studies, so that what differs between them is what an editor can change: longer or shorter sentences, words of more or fewer
    syllables. Only that difference is used. Syllables are counted by rule, as runs of vowels without a silent e; an abbreviation has
    one for each letter, a number one.

    Args:
        text: English; with a word in it.
    """
    for short, words in _IN_FULL:
        text = re.sub(rf"\b{short}\b", words, text)
    count = len(_WORD.findall(text))
    sentences = sum(bool(_WORD.search(part)) for part in _END.split(text))
    return 0.39 * count / sentences + 11.8 * sum(map(syllables, _PARTS.findall(text))) / count - 15.59


def syllables(word: str) -> int:
    """How many a word, an abbreviation in capitals or a number has; at least one."""
    if word.isupper() or (word[:-1].isupper() and len(word) > 2):
        return len(word.rstrip("s"))
    plain = word.lower()
    runs = len(_VOWELS.findall(plain))
    is_silent = runs > 1 and _SILENT.search(plain) and not re.search(r"[^aeiouy]les?$", plain)
    return max(1, runs - bool(is_silent))
