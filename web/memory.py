"""What a page remembers of its conversation, handed back with each question, so that a restart of the service loses nothing.

It lives in the open page and nowhere else. Whatever comes back is checked: it may have been changed on the way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from web.keeping import Keeping, Standing

MAX_QUESTIONS = 50
"""Earlier questions that are taken back; `RESTWELL_ANSWER__MAX_HISTORY_TURNS` uses fewer. A guess."""
_CONVERSATION = re.compile(r"[A-Za-z0-9_-]{22,64}\Z")


@dataclass(frozen=True)
class Memory:
    """A conversation as far as it must be known to go on with it."""

    questions: tuple[str, ...] = ()
    keeping: Keeping | None = None
    """Its number and what was decided; nothing when nobody was asked yet."""

    def told(self) -> dict[str, Any]:
        """As a page keeps it."""
        kept = {"conversation": self.keeping.conversation, "consent": self.keeping.consent} if self.keeping else {}
        return {"questions": list(self.questions), **kept}


def recalled(given: object) -> Memory:
    """A memory from what a page hands back; what is not usable is left out."""
    told = given if isinstance(given, Mapping) else {}
    listed = told.get("questions")
    questions = tuple(q for q in listed if isinstance(q, str)) if isinstance(listed, list) else ()
    return Memory(questions[-MAX_QUESTIONS:], _keeping(told.get("conversation"), told.get("consent")))


def _keeping(number: object, consent: object) -> Keeping | None:
    if not isinstance(number, str) or not _CONVERSATION.match(number):
        return None
    standing = next((known for known in get_args(Standing) if known == consent), None)
    return Keeping(number, standing) if standing else None
