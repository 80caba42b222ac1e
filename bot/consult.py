"""Whom to ask, about what, and what to bring: always specific, never a bare "see your doctor"."""

from __future__ import annotations

from bot.texts import Texts
from ingest.lexical import words


def consult(question: str, texts: Texts) -> str:
    """The consult notice for a question: of the first topic that shares a word with it, else the general one."""
    asked = set(words(question))
    topics = texts.get("consult")
    for topic in topics:
        if asked & set(topic["words"]):
            return str(topic["text"])
    return str(topics[-1]["text"])
