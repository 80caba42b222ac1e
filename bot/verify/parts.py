"""Cuts a statement at its joints, so that each part can rest on one quote: a claim no single quote makes is no support."""

from __future__ import annotations

import re
from collections.abc import Iterator

_JOINT = re.compile(
    r"(?<=[.;!?])\s+(?=[A-Z0-9“\"])|;\s+|,?\s+(?=(?:while|whereas|but|and|although|though)\s)|,\s+(?=(?:with|which|or)\s)|:\s+"
)
_MIN_WORDS = 3


def splits(text: str) -> Iterator[tuple[str, str]]:
    """Every way to cut `text` in two at a joint, both halves of at least three words."""
    for match in _JOINT.finditer(text):
        first, second = text[: match.start()].strip(), text[match.end() :].strip()
        if min(len(first.split()), len(second.split())) >= _MIN_WORDS:
            yield first, re.sub(r"^(?:and|but|while|whereas|although|though)\s+", "", second)
