"""The words a visitor is asked with, and the version that stands for them. Knows no database and no page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.texts import Texts

_KEYS = ("ask", "kept", "removed", "not_promised", "until", "yes", "no")
"""Texts under `page.consent` that somebody reads before they decide, in reading order."""


@dataclass(frozen=True)
class Consent:
    """What is asked, sentence by sentence, and its version."""

    ask: str
    details: tuple[str, ...]
    yes: str
    no: str
    language: str
    days: int
    """Retention that the words name."""

    @property
    def text(self) -> str:
        """Everything that is read before deciding, one sentence a line."""
        return "\n".join((self.ask, *self.details, self.yes, self.no))

    @property
    def version(self) -> str:
        """Language and a hash of the words: one changed letter makes another version, by itself."""
        return f"{self.language}-{hashlib.sha256(self.text.encode()).hexdigest()[:12]}"


def consent(texts: Texts, retention_days: int) -> Consent:
    """The words in the language of `texts`, with the days filled in."""
    ask, *details, yes, no = (texts.say(f"page.consent.{key}", days=retention_days) for key in _KEYS)
    return Consent(ask, tuple(details), yes, no, texts.language, retention_days)
