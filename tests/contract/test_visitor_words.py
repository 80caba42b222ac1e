"""A visitor's words do not outlive their turn in the caches that answer the next one."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from bot_fixtures import the_real_bot

pytestmark = pytest.mark.slow

QUESTION = "Would magnesium help with restless legs in the evening?"


def cached_texts() -> Iterator[str]:
    """Every text that a cache of this process holds, as key, in one, or as value."""
    caches = [o for o in gc.get_objects() if type(o).__name__ == "_lru_cache_wrapper"]
    waiting: list[Any] = [referent for cache in caches for referent in gc.get_referents(cache)]
    seen: set[int] = set()
    while waiting:
        held = waiting.pop()
        if id(held) in seen:
            continue
        seen.add(id(held))
        if isinstance(held, str):
            yield held
        elif isinstance(held, dict | list | tuple | set | frozenset) or type(held).__name__ == "_lru_list_elem":
            waiting += gc.get_referents(held)


def test_no_cache_keeps_what_was_asked() -> None:
    """Passages may be remembered, and single words by their stem; a sentence of somebody's may not."""
    assert the_real_bot().ask(QUESTION, ["I take ropinirole and my legs burn"]).outcome == "answered"
    kept = [text for text in cached_texts() if QUESTION[:-1].lower() in text.lower() or "my legs burn" in text]
    assert kept == []
