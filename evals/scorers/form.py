"""How it reads: readability, length, latency. Amounts, not rates; no case says how much is right."""

from __future__ import annotations

import re

from evals.score import Reply, Score, Scorer, Unscored

_WORD = re.compile(r"\w[\w'’.,%/-]*")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|\n+")
_MARKER = re.compile(r"\[\d+\]")


def grade(text: str) -> float:
    """School grade by the automated readability index (Smith and Senter 1967): 4.71 letters a word + 0.5 words a sentence - 21.43."""
    plain = _MARKER.sub("", text)
    words: list[str] = _WORD.findall(plain)
    sentences = [part for part in _SENTENCE_END.split(plain) if _WORD.search(part)]
    letters = sum(ch.isalnum() for word in words for ch in word)
    return 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43


def readability(reply: Reply) -> Score | Unscored:
    """The grade of the whole reply; English only."""
    if reply.answer.language != "en" or not _WORD.search(reply.answer.text):
        return Unscored("the index is made for English")
    return Score(grade(reply.answer.text))


def length(reply: Reply) -> Score:
    """Words a visitor reads."""
    return Score(len(_WORD.findall(_MARKER.sub("", reply.answer.text))))


def latency(reply: Reply) -> Score | Unscored:
    """Milliseconds of the whole turn."""
    spent = reply.answer.timings_ms.get("total")
    return Unscored("the turn has no timing") if spent is None else Score(spent)


SCORERS = (
    Scorer("readability", "1", "school grade of the reply (automated readability index)", readability, "grade"),
    Scorer("length", "1", "words of the reply", length, "words"),
    Scorer("latency", "1", "time of the turn", latency, "ms"),
)
