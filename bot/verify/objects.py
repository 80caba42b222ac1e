"""The lock on objects: a statement that says "raise dopamine" of a quote that has "block dopamine, raise serotonin" exchanges two verbs."""

from __future__ import annotations

from collections.abc import Iterator

from bot.verify.reading import Mark, Reading
from bot.verify.verdict import Failure
from bot.verify.ways import way_of, ways_marked

_NEAR = 3
"""Tokens behind a word that points somewhere in which the thing it is of stands, at most. A guess."""
_ENDS = frozenset(".,;:()") | frozenset("and or but while of in with for".split())
_UP = ("rise", "more", "strong", "start", "add", "allow")
_DOWN = ("fall", "less", "weak", "stop", "remove", "block")


def check_objects(statement: Reading, quote: Reading) -> list[Failure]:
    """A way that the quote takes of another thing, said of a thing of which the quote takes another way only."""
    there = list(_acts(quote))
    for mark, way, thing in _acts(statement):
        own = {w for _, w, t in there if t & thing}
        others = {w for _, w, t in there if not t & thing}
        if own and way in others and all(_sign(way) * _sign(w) < 0 for w in own):
            return [Failure("direction", " ".join(t.text for t in statement.tokens[mark.start : mark.end]))]
    return []


def _sign(way: str) -> int:
    """1 for what brings more, -1 for what brings less, 0 for all else."""
    return (way in _UP) - (way in _DOWN)


def _acts(reading: Reading) -> Iterator[tuple[Mark, str, frozenset[str]]]:
    """Each word that points somewhere, its way, and the senses of the thing right behind it."""
    for mark in ways_marked(reading):
        for token in reading.tokens[mark.end : mark.end + _NEAR]:
            if token.text in _ENDS or token.text[0].isdigit():
                break
            if token.is_word and not token.is_light:
                yield mark, way_of(mark, reading), reading.senses[token.at]
                break
