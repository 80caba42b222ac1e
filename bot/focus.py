"""The part of a long message that asks: visitors tell their story first, and a small embedder would average it all."""

from __future__ import annotations

import re

from bot.entities import Entities
from bot.question import core
from bot.standalone import stand_alone
from ingest.lexical import terms
from ingest.sentences import sentence_spans

_ASKS = re.compile(
    r"^(?:what|which|how|why|when|where|who|is|are|was|were|does|do|did|can|could|will|would|should|has|have|may|might|am|any|tell me|explain)\b",
    re.I,
)
_MIN_TERMS = 2
_LONG_WORDS = 12
"""A message of up to this many words is looked up as it is. A guess; most starter questions have fewer than ten."""


def focus(message: str, entities: Entities) -> str | None:
    """What a longer message asks, made to stand alone from the story around it; None for a short message."""
    if len(message.split()) <= _LONG_WORDS:
        return None
    pieces = [message[s.start : s.end] for s in sentence_spans(message)]
    asking = [p for p in pieces if p.rstrip().endswith("?") or _ASKS.match(core(p))]
    if not asking or len(asking) == len(pieces):
        return None
    story = " ".join(p for p in pieces if p not in asking)
    asked = stand_alone(" ".join(asking), [story], entities)
    topic = entities.topic(story)
    if topic and not entities.find(asked):
        asked = f"{topic.text}: {asked}"
    return asked if len(set(terms(asked))) >= _MIN_TERMS else None
