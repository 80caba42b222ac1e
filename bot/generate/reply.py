"""A chat model's reply, read strictly and line by line, so that a statement can go on its way when its line is whole.

A reply is JSON lines: quotes first, then statements, or one line that says that the passages do not answer. Anything
else is an error in our words. Knows no model and no passage.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from bot.errors import BotError

_MAX_LINE_CHARS = 3000
_MAX_LINES = 40
_MAX_SAY_CHARS = 500
"""Bounds on what is read at all; a plain sentence has about 150 characters. Guesses."""
_MARKERS = re.compile(r"\s*((?:\[\d{1,3}\][\s,]*)+)([.!?]?)\s*$")
_MARKER = re.compile(r"\[(\d{1,3})\]")


class ReplyInvalid(BotError):
    """The reply is not what was asked for. The message is in our words and repeats nothing of it."""


@dataclass(frozen=True)
class Quoted:
    """Words that the model says stand in a passage."""

    passage: int
    words: str


@dataclass(frozen=True)
class Said:
    """A statement, without its markers, and the numbers of the passages it cites."""

    text: str
    cites: tuple[int, ...]


@dataclass(frozen=True)
class Nothing:
    """The passages do not answer the question."""


Line = Quoted | Said | Nothing


class ReplyReader:
    """Reads one reply as it arrives."""

    def __init__(self) -> None:
        self._rest = ""
        self._read: list[Line] = []

    def feed(self, text: str) -> list[Line]:
        """The lines that `text` completes.

        Raises:
            ReplyInvalid: A line is not what was asked for; nothing after it can be read.
        """
        self._rest += text
        *whole, self._rest = self._rest.split("\n")
        found = [line for raw in whole for line in self._line(raw)]
        if len(self._rest) > _MAX_LINE_CHARS:
            raise ReplyInvalid(f"a line is longer than {_MAX_LINE_CHARS} characters")
        return found

    def close(self) -> list[Line]:
        """The last line, when the reply ended without a line break.

        Raises:
            ReplyInvalid: It is not whole, or the reply as a whole says nothing.
        """
        rest, self._rest = self._rest, ""
        found = self._line(rest)
        if not any(isinstance(line, Said | Nothing) for line in self._read):
            raise ReplyInvalid('there is neither a "say" line nor a "none" line')
        return found

    def _line(self, raw: str) -> list[Line]:
        if not raw.strip():
            return []
        number = len(self._read) + 1
        if number > _MAX_LINES:
            raise ReplyInvalid(f"there are more than {_MAX_LINES} lines")
        if len(raw) > _MAX_LINE_CHARS:
            raise ReplyInvalid(f"line {number} is longer than {_MAX_LINE_CHARS} characters")
        line = _parsed(raw, number)
        self._check_order(line, number)
        self._read.append(line)
        return [line]

    def _check_order(self, line: Line, number: int) -> None:
        if self._read and (isinstance(line, Nothing) or isinstance(self._read[0], Nothing)):
            raise ReplyInvalid('a "none" line stands alone')
        if isinstance(line, Quoted) and any(isinstance(earlier, Said) for earlier in self._read):
            raise ReplyInvalid(f'line {number} is a "quote" line after a "say" line')


def _parsed(raw: str, number: int) -> Line:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        raise ReplyInvalid(f"line {number} is not a JSON object") from None
    if not isinstance(data, dict):
        raise ReplyInvalid(f"line {number} is not a JSON object")
    if set(data) == {"quote", "words"}:
        return _quoted(data, number)
    if set(data) == {"say"}:
        return _said(data["say"], number)
    if set(data) == {"none"} and data["none"] is True:
        return Nothing()
    raise ReplyInvalid(f"line {number} has other keys than one of the three kinds of line")


def _quoted(data: dict[str, Any], number: int) -> Quoted:
    passage, words = data["quote"], data["words"]
    if type(passage) is not int or not isinstance(words, str) or not words.strip():
        raise ReplyInvalid(f'line {number} is a "quote" line without a passage number and words')
    return Quoted(passage, words)


def _said(text: object, number: int) -> Said:
    if not isinstance(text, str) or not text.strip():
        raise ReplyInvalid(f'line {number} is a "say" line without words')
    if len(text) > _MAX_SAY_CHARS:
        raise ReplyInvalid(f"the statement of line {number} has more than {_MAX_SAY_CHARS} characters")
    found = _MARKERS.search(text)
    bare = (text[: found.start()].rstrip() + found[2]).strip() if found else ""
    if not found or not bare:
        raise ReplyInvalid(f"the statement of line {number} does not end with its passage numbers, as in [2]")
    return Said(bare, tuple(dict.fromkeys(int(n) for n in _MARKER.findall(found[1]))))
