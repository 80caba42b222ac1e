"""Which answers a person should look at: by rule, and a seeded share of the rest. Knows no table."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from bot.answer import Answer, NoticeKind

RULES: Mapping[str, str] = {
    "guard": "a guard spoke: emergency, urgent, crisis or declined",
    "thumbs_down": "the visitor found it not helpful",
    "withheld": "a statement was withheld",
    "abstention": "the bot said that its sources do not answer",
    "low_margin": "it was decided narrowly whether to answer",
    "limit": "answered with a limit: kidneys, pregnancy, child, dose, interaction, stopping a medicine, diagnosis",
}
"""Each rule and what it says, in the order in which items are handed out. What no rule picks may be drawn."""
_GUARDED = ("emergency", "urgent", "crisis", "declined")
LIMITS: frozenset[NoticeKind] = frozenset(
    ("interaction", "kidney", "pregnancy", "child", "dose", "stopping_medicine", "diagnosis")
)
"""Notices that a guard puts to an answer which it lets pass."""
_SEED = "restwell-review-1"


def picked(answer: Answer, is_helpful: bool | None, low_margin: float) -> tuple[str, ...]:
    """Every rule that picks an answer, in order; none when only chance can.

    Args:
        answer: The Answer.
        is_helpful: The visitor's thumb, if they gave one.
        low_margin: Distance from the threshold of answerability, at most, that counts as narrow.
    """
    holds = {
        "guard": answer.outcome in _GUARDED,
        "thumbs_down": is_helpful is False,
        "withheld": answer.withheld > 0,
        "abstention": answer.outcome == "not_covered",
        "low_margin": answer.margin is not None and abs(answer.margin) <= low_margin,
        "limit": any(notice.kind in LIMITS for notice in answer.notices),
    }
    return tuple(rule for rule in RULES if holds[rule])


def lot(key: str, purpose: str = "share") -> float:
    """A number from 0 up to 1 that an item draws once and for all.

    An item is drawn when its lot is below the share, so a larger share only adds items, and the probability that an
    item is in is the largest share it was ever tried with.
    """
    digest = hashlib.sha256(f"{_SEED}:{purpose}:{key}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
