"""An Answer's parts in plain words: "Systematic review, 2019", and what it says first. Knows no HTML."""

from __future__ import annotations

from bot.answer import Answer, Citation
from bot.texts import Texts


def kind_words(citation: Citation, texts: Texts) -> str:
    """The kind of source in plain words; its own name for a kind that has none yet."""
    kinds = texts.get("kinds")
    return str(kinds.get(citation.kind, citation.kind.replace("-", " ")))


def badge(citation: Citation, texts: Texts) -> str:
    """Kind and year, as in "systematic review, 2019"; "our article" carries no year."""
    words = kind_words(citation, texts)
    return f"{words}, {citation.year}" if citation.year else words


def capital(text: str) -> str:
    """`text` with its first letter large and the rest untouched."""
    return text[:1].upper() + text[1:]


def lead(answer: Answer) -> str:
    """What the answer says between what to do if something is happening now and its other notices, which have boxes of their own."""
    text = answer.text
    for notice in reversed(answer.notices):
        text = text.removesuffix(notice.text).rstrip()
    for notice in answer.notices:
        text = text.removeprefix(notice.text).lstrip()
    return text
