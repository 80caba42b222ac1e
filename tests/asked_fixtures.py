"""The real subjects and short questions, read once, and what a message asks with them."""

from __future__ import annotations

from functools import lru_cache

import settings
from bot.entities import Entities
from bot.facets import Facets, Point
from bot.standalone import stand_alone, understood
from bot.wiring import load_entities

CORPUS = settings.ROOT / "corpus"


@lru_cache(maxsize=1)
def entities() -> Entities:
    """The real subjects."""
    return load_entities(CORPUS / "entities.yaml", CORPUS / "guard")


@lru_cache(maxsize=1)
def facets() -> Facets:
    """The real list."""
    return Facets.load(CORPUS / "facets.yaml")


def asked(message: str, *earlier: str) -> str:
    """The message as it stands alone."""
    return stand_alone(message, earlier, entities(), facets())


def point(message: str, *earlier: str) -> Point:
    """What a message asks, and what evidence must say."""
    return understood(message, earlier, entities(), facets())
