"""Two answers side by side, word by word: what each has that the other has not. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from bot.answer import Answer

ALIKE = 0.5
"""Share of words in common from which two statements are taken for the same one, changed. A guess."""


class Piece(NamedTuple):
    """Some words, and whether the other answer has them in that place."""

    text: str
    is_own: bool


Line = tuple[Piece, ...]


class Compared(NamedTuple):
    """Statement by statement, both answers in pieces."""

    now: tuple[Line, ...]
    before: tuple[Line, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not any(piece.is_own for line in (*self.now, *self.before) for piece in line)


def lines(answer: Answer) -> tuple[str, ...]:
    """What is compared: its statements, or the whole reply when it makes none."""
    return tuple(s.text for s in answer.statements) or (answer.text,)


def compare(now: Answer, before: Answer) -> Compared:
    """Both answers, each statement held against the one most like it."""
    ours, theirs = lines(now), lines(before)
    partner = _paired(ours, theirs)
    marked = [_marked(text, theirs[partner[n]] if n in partner else "") for n, text in enumerate(ours)]
    back = {there: here for here, there in partner.items()}
    undone = [_marked(text, ours[back[n]] if n in back else "") for n, text in enumerate(theirs)]
    return Compared(tuple(marked), tuple(undone))


def plain(answer: Answer) -> tuple[Line, ...]:
    """The lines of an answer that is compared with nothing."""
    return tuple((Piece(text, False),) for text in lines(answer))


def _paired(ours: Sequence[str], theirs: Sequence[str]) -> dict[int, int]:
    """Which of theirs each of ours is most like, each used once, the closest first."""
    likeness = sorted(
        (
            (SequenceMatcher(None, a.split(), b.split(), autojunk=False).ratio(), -n, -m)
            for n, a in enumerate(ours)
            for m, b in enumerate(theirs)
        ),
        reverse=True,
    )
    found: dict[int, int] = {}
    for ratio, n, m in likeness:
        if ratio >= ALIKE and -n not in found and -m not in found.values():
            found[-n] = -m
    return found


def _marked(text: str, other: str) -> Line:
    words, others = _words(text), _words(other)
    pieces: list[Piece] = []
    for tag, start, end, _, _ in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        if start < end:
            pieces.append(Piece("".join(words[start:end]), tag != "equal"))
    return tuple(pieces)


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*", text)
