"""The beginning of one turn in the conversation: the visitor's words above the reply. Pure functions."""

from __future__ import annotations

from bot.personal import without_personal
from bot.texts import Texts
from web.languages import attributes
from web.markup import safe

_SHOWN_CHARS = 400
"""Characters of a question shown above its answer."""


def begun(number: int, question: str, texts: Texts) -> str:
    """The turn's element, left open: the reply goes on from here.

    Args:
        number: Of the turn in the conversation, from 1; makes ids unique.
        question: The visitor's words; what is personal in them is not shown.
        texts: Wording, in the language of the reply.
    """
    words = without_personal(question).text.strip() or texts.say("page.no_words")
    if len(words) > _SHOWN_CHARS:
        words = words[:_SHOWN_CHARS].rstrip() + "…"
    return (
        f'<article class="turn" id="t-{number}" {attributes(texts.language)} aria-labelledby="q-{number}" aria-busy="true">'
        f'<h2 class="question" id="q-{number}"><span class="unseen">{safe(texts.say("page.you_asked"))} </span>'
        f'<span dir="auto">{safe(words)}</span></h2>'
    )
