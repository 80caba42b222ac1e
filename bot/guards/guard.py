"""The guards as the turn sees them: rules first, with nothing loaded; then the limits that go with an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from bot.answer import NOTICE_ORDER, NoticeKind
from bot.guards.classes import GuardClass, load_classes
from bot.guards.normalise import views
from bot.guards.rules import RuleBook, load_rules
from bot.guards.ruling import PASS, Ruling

_LASTING = ("limit-pregnancy", "limit-kidney", "limit-child")
"""Said once, these hold for the rest of the conversation."""


class Guards:
    """Rules and classes of one corpus folder."""

    def __init__(self, rules: RuleBook, classes: Mapping[str, GuardClass]) -> None:
        self._rules = rules
        self._classes = classes

    @classmethod
    def load(cls, folder: Path) -> Guards:
        """Read a guard folder.

        Raises:
            TextsInvalid: A file is missing or cannot be read.
        """
        return cls(load_rules(folder), load_classes(folder))

    def triage(self, messages: Sequence[str]) -> Ruling:
        """Decide by rules alone whether the conversation needs something other than an answer.

        Args:
            messages: The visitor's messages, oldest first; all of them count.
        """
        return PASS

    def limits(self, messages: Sequence[str], standalone: str) -> Ruling:
        """The notices that go with an answer to the latest message."""
        found = set(self._rules.hits((*views(messages[-1]), *views(standalone))))
        earlier = self._rules.hits(view for message in messages[:-1] for view in views(message))
        found |= {name for name in earlier if name in _LASTING}
        kinds = {self._classes[name].notice for name in found if name in self._classes and name != "limit-product"}
        return Ruling(
            limits=tuple(cast(NoticeKind, kind) for kind in NOTICE_ORDER if kind in kinds),
            wants_product="limit-product" in found,
        )

