"""One entry of `corpus/facets.yaml`: the messages that it is of, and what they ask. Knows no conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Facet:
    """What short messages ask of whatever was talked about."""

    said: tuple[re.Pattern[str], ...]
    lay: tuple[re.Pattern[str], ...]
    asks: Mapping[str, str]
    needs: re.Pattern[str] | None
    after: re.Pattern[str] | None
    follows: bool
    again: bool
    general: bool

    def match(self, core: str, names: bool) -> re.Match[str] | None:
        """How the words of a message, which may itself name what it asks about, are those of this facet."""
        patterns = self.lay if names and not self.is_of_condition else (*self.lay, *self.said)
        return next((found for pattern in patterns if (found := pattern.fullmatch(core))), None)

    def fits(self, past: Sequence[str]) -> bool:
        """Whether it can be asked behind these questions."""
        if self.after is not None:
            return bool(past) and bool(self.after.search(past[0]))
        return bool(past) or not self.follows

    @property
    def is_of_condition(self) -> bool:
        """Whether it is asked of the condition rather than of what is taken for it."""
        return "condition" in self.asks

    @property
    def is_of_question(self) -> bool:
        """Whether it is asked of the very question before."""
        return "before" in self.asks


def facet_of(entry: Mapping[str, object], words: Mapping[str, str]) -> Facet:
    """Read an entry.

    Args:
        entry: As it stands in the list.
        words: What names in braces stand for in its patterns.

    Raises:
        TypeError: It is not of the right form.
        re.error: A pattern does not compile.
    """
    said, lay, asks = entry.get("said", []), entry.get("lay", []), entry["asks"]
    if not isinstance(said, list) or not isinstance(lay, list) or not isinstance(asks, Mapping):
        raise TypeError
    patterns, others = (tuple(re.compile(_in_full(str(p), words)) for p in given) for given in (said, lay))
    needs, after = (re.compile(str(p), re.I) if p else None for p in (entry.get("needs"), entry.get("after")))
    questions = {str(sort): str(question) for sort, question in asks.items()}
    flags = (bool(entry.get(flag)) for flag in ("follows", "again", "general"))
    return Facet(patterns, others, questions, needs, after, *flags)


def _in_full(pattern: str, words: Mapping[str, str]) -> str:
    for name, stands_for in words.items():
        pattern = pattern.replace(name, f"(?:{stands_for})")
    return pattern
