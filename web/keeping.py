"""What one page knows of keeping its conversation: its number, what was decided, what was thought of each answer."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.texts import Texts
from web.records.api import MAX_COMMENT
from web.records.errors import RecordsError
from web.records.keeper import Keeper

Standing = Literal["open", "given", "declined", "withdrawn"]


@dataclass(frozen=True)
class Opinion:
    """What was thought of one answer, and the text that says what became of it."""

    is_helpful: bool | None
    said: str


@dataclass(frozen=True)
class Keeping:
    """One conversation's standing. A change makes another one."""

    conversation: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    """Number that nobody else knows; the database holds a hash of it."""
    consent: Standing = "open"
    trouble: str = ""
    """Text of what could not be done, or nothing."""
    opinions: Mapping[str, Opinion] = field(default_factory=dict)

    def chosen(self, keeper: Keeper, texts: Texts, is_given: bool, country: str = "") -> Keeping:
        """After somebody agreed, declined or withdrew. What could not be stored or deleted leaves all as it was."""
        try:
            if is_given and self.consent == "open":
                is_stored = keeper.agree(self.conversation, keeper.words(texts), country or None)
                return replace(self, consent="given", trouble="" if is_stored else "not_saved")
            if not is_given and self.consent == "given":
                keeper.withdraw(self.conversation)
                return replace(self, consent="withdrawn", trouble="", opinions={})
        except RecordsError:
            return replace(self, trouble="failed" if is_given else "not_deleted")
        if not is_given and self.consent == "open":
            keeper.decline(self.conversation)
            return replace(self, consent="declined", trouble="")
        return self

    def with_opinion(self, keeper: Keeper, answer_id: str, is_helpful: bool, comment: str | None = None) -> Keeping:
        """After a vote, or a comment on one. Without consent the first vote on an answer stands."""
        before = self.opinions.get(answer_id)
        is_voted = before is not None and before.is_helpful is not None
        if is_voted and self.consent != "given":
            return self
        words = (comment or "").strip() if self.consent == "given" else ""
        if len(words) > MAX_COMMENT:
            return self._said(answer_id, Opinion(is_helpful, "too_long"))
        try:
            taken = keeper.feedback(self.conversation, answer_id, is_helpful, words or None)
        except RecordsError:
            return self._said(answer_id, Opinion(before.is_helpful if before else None, "failed"))
        return self._said(answer_id, Opinion(is_helpful, "sent" if words and taken == "kept" else taken))

    def _said(self, answer_id: str, opinion: Opinion) -> Keeping:
        return replace(self, opinions={**self.opinions, answer_id: opinion})
