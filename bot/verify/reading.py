"""A text as the checks see it: words with their stems, the marks of the word lists on them, and its quantities."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from bot.verify.lexicon import Lexicon
from bot.verify.numbers import Quantity, quantities
from ingest.lexical import stem

_TOKEN = re.compile(
    r"\d+/\d+(?![\d/])|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?![a-z\d])|[a-z]+\d+[a-z\d]*|\d+[a-z]+|[a-z]+|[%;:,.()?!/+=<>]"
)
_GLUED = re.compile(r"(?i)(\d)(mg|mcg|ug|g|kg|ml|dl|l|mmol|iu|hz|cm|oz|h|hrs?|mins?|am|pm|fold)\b")
_OUT_OF_IDIOMS = ("better", "worse")
"""Words that keep their meaning there: what "works better" is better, though it has no job."""
_ENDS = frozenset(".;?!:()")
_IN_IDIOMS = frozenset(("name", "negation", "direction", "certain"))
"""Families whose words mean something else inside an idiom: "at hand" is no part of the body."""
_BREAKS = frozenset("but while whereas although though and which who".split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a punctuation mark."""

    text: str
    stem: str
    at: int
    """Place among the tokens of its text."""
    is_word: bool
    is_light: bool
    is_name: bool = False
    """Whether it is written like a name, with a capital inside a sentence."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Tokens `start` to `end` (exclusive) are a phrase of a word list."""

    family: str
    key: str
    start: int
    end: int

    def covers(self, at: int) -> bool:
        """Whether a token is part of it."""
        return self.start <= at < self.end


class Reading:
    """One text, read once; everything else is looked up in it."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.tokens = _tokens(text, lexicon)
        self.marks = _marks(self.tokens, lexicon)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Numbers with their units, ranges joined."""
        return quantities([t.text for t in self.tokens])

    @cached_property
    def content(self) -> tuple[Token, ...]:
        """Words that carry meaning, in order; numbers and their units are apart."""
        taken = {at for q in self.quantities for at in range(q.start, q.end)}
        return tuple(t for t in self.tokens if t.is_word and not t.is_light and t.at not in taken)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of all words."""
        return frozenset(t.stem for t in self.tokens if t.is_word)

    @cached_property
    def same(self) -> frozenset[str]:
        """Keys of the lines of equals that the text has a word or phrase of."""
        return frozenset(m.key for m in self.marks if m.family == "same")

    @cached_property
    def senses(self) -> tuple[frozenset[str], ...]:
        """For each token its stem and the lines of equals that it is part of."""
        found: list[set[str]] = [{f"={t.stem}"} for t in self.tokens]
        for mark in self.marks:
            if mark.family in ("same", "name"):
                for at in range(mark.start, mark.end):
                    if mark.end - mark.start == 1 or mark.family == "same":
                        found[at].add(mark.key)
        return tuple(frozenset(s) for s in found)

    def marked(self, *families: str) -> list[Mark]:
        """The marks of some families, longest only where two of a family overlap."""
        chosen = [m for m in self.marks if m.family in families]
        return [m for m in chosen if not any(_hides(o, m) for o in chosen)]

    def clause(self, at: int) -> range:
        """The clause a token is in, as token places."""
        start = at
        while start > 0 and not self._breaks(start - 1):
            start -= 1
            if start > 0 and self.tokens[start - 1].text == ")":
                start = self._opening(start - 1)
        end = at + 1
        while end < len(self.tokens) and not self._breaks(end):
            end += 1
        return range(start, end)

    def _opening(self, at: int) -> int:
        """The bracket that the one at `at` closes, or `at` itself."""
        return next((n for n in range(at, -1, -1) if self.tokens[n].text == "("), at)

    def _breaks(self, at: int) -> bool:
        token = self.tokens[at]
        return token.text in _ENDS or token.text in _BREAKS or token.text == ","


def _hides(other: Mark, mark: Mark) -> bool:
    return (
        other.family == mark.family
        and other.start <= mark.start
        and mark.end <= other.end
        and other.end - other.start > mark.end - mark.start
    )


def _tokens(text: str, lexicon: Lexicon) -> tuple[Token, ...]:
    folded = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    folded = re.sub(r"[‐-―−]", "-", folded.replace("’", "'").replace("μ", "u").replace("µ", "u"))
    plain = re.sub(r"(?i)\b(can)(?:not|'t)\b", r"\1 not", folded)
    plain = re.sub(r"(?i)\bwon't\b", "will not", plain)
    plain = re.sub(r"(?i)n't\b", " not", plain)
    plain = re.sub(r"'s\b|(?<=s)'(?!\w)", "", plain)
    plain = _GLUED.sub(r"\1 \2", plain)
    found: list[Token] = []
    is_start = True
    for match in _TOKEN.finditer(plain.lower()):
        word = match.group()
        is_word = word[0].isalpha() or (word[0].isdigit() and word[-1].isalpha())
        has_capital = plain[match.start()].isupper()
        found.append(
            Token(
                word, stem(word), len(found), is_word, word in lexicon.light, is_word and has_capital and not is_start
            )
        )
        is_start = word in (".", "?", "!", ":")
    return tuple(found)


def _marks(tokens: tuple[Token, ...], lexicon: Lexicon) -> tuple[Mark, ...]:
    found = []
    stems = tuple(t.stem for t in tokens)
    for at, first in enumerate(stems):
        for entry in lexicon.starting(first):
            is_there = stems[at : at + len(entry.stems)] == entry.stems
            if is_there and entry.exact in ("", tokens[at].text):
                found.append(Mark(entry.family, entry.key, at, at + len(entry.stems)))
    idioms = [m for m in found if m.family == "idiom"]
    return tuple(
        m
        for m in found
        if m.family not in _IN_IDIOMS or tokens[m.start].text in _OUT_OF_IDIOMS or not any(_meets(i, m) for i in idioms)
    )


def _meets(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end
