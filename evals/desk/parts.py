"""What the desk is handed by whoever builds it, as small protocols. Knows nothing of the web page or its records."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session as Transaction

import settings
from bot.answer import Answer
from bot.verify.verdict import Verifies
from ingest.embedder import Embedder
from ingest.index import Index


class Opens(Protocol):
    """A database that holds the desk's tables; `database.Database` is one."""

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        ...

    def session(self) -> AbstractContextManager[Transaction]:
        """A transaction: kept when the block ends, undone when it raises."""
        ...


class SharedTurn(Protocol):
    """One turn of a chat that its visitor agreed to share, redacted."""

    @property
    def conversation(self) -> str:
        """What stands for the conversation."""
        ...

    @property
    def answer(self) -> Answer:
        """The whole Answer."""
        ...

    @property
    def created_at(self) -> datetime:
        """When it was asked."""
        ...

    @property
    def is_helpful(self) -> bool | None:
        """The visitor's thumb; None when they gave none."""
        ...

    @property
    def comment(self) -> str:
        """What they wrote beside it, redacted."""
        ...


class SharedChats(Protocol):
    """Chats shared with consent. What was withdrawn or purged is not found."""

    def turns(self) -> Sequence[SharedTurn]:
        """Every shared turn, oldest first."""
        ...

    def conversation(self, answer_id: str) -> Sequence[SharedTurn]:
        """The turns of the conversation that holds this answer, oldest first; none when it is gone."""
        ...

    def known(self, answer_ids: Collection[str]) -> Collection[str]:
        """Those of the ids that are still there."""
        ...


class Asks(Protocol):
    """The bot that serves now."""

    def ask(
        self, question: str, history: Sequence[str] = (), country: str | None = None, language: str | None = None
    ) -> Answer:
        """Answer one message; see `Bot.ask`."""
        ...

    def index(self) -> Index:
        """The build that serves now."""
        ...


@dataclass(frozen=True)
class Parts:
    """What a desk is made of."""

    loaded: settings.Settings
    database: Opens
    bot: Asks
    chats: SharedChats | None = None
    """None when nobody is asked to share."""
    tokens: Path = settings.ROOT / "web" / "static" / "tokens.css"
    """The look, defined once for page and desk."""
    cases: Path = settings.ROOT / "evals" / "cases"
    runs: Path = settings.ROOT / ".restwell" / "runs"
    results: Path = settings.ROOT / "evals" / "results"
    """Where the agreed runs are kept."""
    root: Path = settings.ROOT
    """What the paths of files to edit are told relative to."""
    verifier: Verifies | None = None
    """What scores statements when cases are run again; made from the settings when not given."""
    embedder: Embedder | None = None
    """What groups questions by meaning; made from the settings when not given."""
    clock: Callable[[], datetime] | None = None
