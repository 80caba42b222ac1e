"""A follow-up made to stand alone from the visitor's earlier turns, by rule, with no chat model.

A question keeps its own words; what it leans on ("it", "what about…", "and in pregnancy?") is filled in from the question
before. A statement ("the dentist gave me doxycycline") adds to what the conversation is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.asking import is_asking
from bot.entities import Entities
from bot.facets import Facets, Point
from bot.leaning import CORRECTION, filled_in
from bot.told import of_someone, told_of, with_told


def stand_alone(question: str, earlier: Sequence[str], entities: Entities, facets: Facets | None = None) -> str:
    """The question as it would be asked with nothing before it; see `understood`."""
    return understood(question, earlier, entities, facets).question


def understood(question: str, earlier: Sequence[str], entities: Entities, facets: Facets | None = None) -> Point:
    """The question as it would be asked with nothing before it, and what evidence for it must say.

    Args:
        question: The visitor's latest message.
        earlier: The visitor's messages before it, oldest first.
        entities: Finds what a text is about.
        facets: Knows short messages that ask one thing of whatever was talked about.

    Returns:
        `question` itself when it stands alone already.
    """
    context, told, past = "", "", list[str]()
    for message in earlier:
        short = facets.point(message, past, entities) if facets else None
        resolved = short.question if short else filled_in(message, context, entities)
        if short or is_asking(message) or CORRECTION.match(message) or not context:
            context = resolved
        else:
            context = f"{context.rstrip('.')}. {message}"
        past.insert(0, context)
        if not is_asking(message):
            told = told_of(message, entities) or told
    if facets and (point := facets.point(question, past, entities)):
        return replace(point, question=with_told(told, point.question))
    return Point(of_someone(filled_in(question, context, entities), told))
