"""What is known of keeping one conversation: what was decided, what was thought of each answer. The page holds it and hands it back.

It may have been changed on the way, so it only says what is shown: whether a turn may be stored is for the records to know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from web.records.api import MAX_COMMENT
from web.records.errors import RecordsError
from web.records.keeper import Keeper

Standing = Literal["open", "given", "declined", "withdrawn"]
Trouble = Literal["", "failed", "not_deleted", "not_saved", "changed"]
Said = Literal["", "kept", "counted", "unknown", "failed", "sent", "too_long"]


@dataclass(frozen=True)
class Opinion:
    """What was thought of one answer, and the text that says what became of it."""

    is_helpful: bool | None
    said: Said


@dataclass(frozen=True)
class Keeping:
    """One conversation's standing. A change makes another one."""

    conversation: str
    """Number that nobody else knows; the database holds a hash of it."""
    consent: Standing = "open"
    trouble: Trouble = ""
    """Text of what could not be done, or nothing."""
    unsaved: str = ""
    """The last answer's id when it was to be stored and could not be."""
    opinions: Mapping[str, Opinion] = field(default_factory=dict)

    def chosen(self, keeper: Keeper, is_given: bool, version: str = "", country: str = "") -> Keeping:
        """After somebody agreed, declined or withdrew. What could not be stored or deleted leaves all as it was.

        Args:
            keeper: Stores it.
            is_given: Yes or no.
            version: Of the words that they read, in whichever language: a yes to words that have changed since is none.
            country: ISO code that they chose, or nothing.
        """
        try:
            if is_given and self.consent == "open":
                words = keeper.words_read(version)
                if not words:
                    return replace(self, trouble="changed")
                is_stored = keeper.agree(self.conversation, words, country or None)
                return replace(self, consent="given", unsaved="", trouble="" if is_stored else "not_saved")
            if not is_given and self.consent == "given":
                keeper.withdraw(self.conversation)
                return replace(self, consent="withdrawn", unsaved="", trouble="", opinions={})
        except RecordsError:
            return replace(self, trouble="failed" if is_given else "not_deleted")
        if not is_given and self.consent == "open":
            keeper.decline(self.conversation)
            return replace(self, consent="declined", trouble="")
        return self

    def with_opinion(self, keeper: Keeper, answer_id: str, is_helpful: bool, comment: str = "") -> Keeping:
        """After a vote, or a comment on one. Without consent the first vote on an answer stands."""
        before = self.opinions.get(answer_id)
        is_voted = before is not None and before.is_helpful is not None
        if is_voted and self.consent != "given":
            return self
        words = comment.strip() if self.consent == "given" else ""
        if len(words) > MAX_COMMENT:
            return self._said(answer_id, Opinion(is_helpful, "too_long"))
        try:
            taken = keeper.feedback(self.conversation, answer_id, is_helpful, words or None)
        except RecordsError:
            return self._said(answer_id, Opinion(before.is_helpful if before else None, "failed"))
        return self._said(answer_id, Opinion(is_helpful, "sent" if words and taken == "kept" else taken))

    def after(self, answer_id: str, is_unsaved: bool) -> Keeping:
        """After one more answer, which was to be stored and could not be, or not so."""
        return replace(self, unsaved=answer_id if is_unsaved else "")

    def _said(self, answer_id: str, opinion: Opinion) -> Keeping:
        return replace(self, opinions={**self.opinions, answer_id: opinion})
