"""What the page asks of a bot. The one seam between web and bot; a scripted double satisfies it in tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from bot.answer import Answer
from bot.events import Event


class Answers(Protocol):
    """Answers questions from several threads at once. `ask` never raises; see `bot.turn.Bot`."""

    def ask(
        self, question: str, history: Sequence[str] = (), country: str | None = None, language: str | None = None
    ) -> Answer:
        """One Answer, whatever happens."""
        ...

    def stream(
        self, question: str, history: Sequence[str] = (), country: str | None = None, language: str | None = None
    ) -> Iterator[Event]:
        """What `ask` does, told on the way; ends with `Done`, whatever happens."""
        ...

    def warm(self) -> None:
        """Load what the first answer needs; raises when that cannot be done."""
        ...

    def is_ready(self) -> bool:
        """Whether there is an index to answer from."""
        ...

    def index(self) -> Build:
        """The build that serves now; raises when there is none."""
        ...


class Build(Protocol):
    """What the article page reads of an index: sources by id, and passages in reading order."""

    @property
    def sources(self) -> Mapping[str, Any]:
        """Each source by its id."""
        ...

    @property
    def passages(self) -> Mapping[str, Any]:
        """Each passage by its id, in the order of its source."""
        ...
