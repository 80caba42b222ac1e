"""Cuts a statement at its joints, so that each part can rest on one quote: a claim no single quote makes is no support."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_JOINT = re.compile(
    r"(?<=[.;!?])\s+(?=[A-Z0-9“\"])|;\s+|,?\s+(?=(?:while|whereas|but|and|although|though)\s)|,\s+(?=(?:with|which|or)\s)|:\s+"
)
_MIN_WORDS = 3


def splits(text: str, quotes: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """Every way to cut `text` in two at a joint, both halves of at least three words.

    Args:
        text: What is cut.
        quotes: Texts in which a joint with its neighbours ("supplements and fortified") is one phrase, so no joint.
    """
    phrases = [" ".join(quote.lower().split()) for quote in quotes]
    for match in _JOINT.finditer(text):
        if _is_phrase(text, match, phrases):
            continue
        first, second = text[: match.start()].strip(), text[match.end() :].strip()
        if min(len(first.split()), len(second.split())) >= _MIN_WORDS:
            yield first, re.sub(r"^(?:and|but|while|whereas|although|though)\s+", "", second)


def _is_phrase(text: str, match: re.Match[str], phrases: Sequence[str]) -> bool:
    before, behind = text[: match.start()].lower().split(), text[match.end() :].lower().split()
    joint = " ".join([*before[-1:], *behind[:2]])
    return match.group().isspace() and any(joint in phrase for phrase in phrases)
