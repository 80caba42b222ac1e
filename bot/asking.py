"""Whether a message asks something, and what only opens it. Knows no subject."""

from __future__ import annotations

import re

_OPENER = re.compile(
    r"^(?:(?:ok(?:ay)?|thanks?(?: you)?|thx|great|right|hm+|oh|so|well|cool|got it|i see|i mean|sure|yes|no|lol|haha|k|fair(?: enough)?|fine|whatever|lovely|gah|ugh|(?:just )?asking for a friend|just (?:curious|asking|wondering)|new tab|quick (?:one|question)|(?:a )?(?:random|different|unrelated) (?:one|question)|btw|by the way|and|but|also|then)\b[\s,.!:-]*)+",
    re.I,
)
LEAD_IN = re.compile(r"^\s*(?:and|but|or|what about|how about)\b", re.I)
_ASKING = re.compile(
    r"\?|(?:^|[.!;] )(?:(?:well|so|like|ok|and|but|then|now|anyway|hey)\b[\s,]*)*(?:whats?|which|hows?|whys?|whens?|wheres?|whos?|whose|anything|anyone|anybody|is|are|was|were|does|do|did|can|could|will|would|should|has|have|may|might|am|any|tell|explain|list|"
    r"isn'?t|aren'?t|doesn'?t|don'?t|can'?t|won'?t)\b|\b(?:how|what|why|which|whether|whats|hows|wheres)\b|"
    r"\b(?:do|does|did|will|would|can|could|should|is|are|may|might)\s+(?:i|you|it|the|they|we|he|she|my|that|this|there|rls|magnesium|iron)\b",
    re.I,
)


def is_asking(message: str) -> bool:
    """Whether it asks something; a statement adds to what a conversation is about."""
    return bool(_ASKING.search(message))


def without_opener(message: str) -> str:
    """A message without "ok", "thanks" and the like before it; the whole of one that says nothing else."""
    return _OPENER.sub("", message).strip() or message
