"""What verifying a statement says. The seam between composers and the verifier; knows no check from inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.answer import Citation, Statement
from ingest.index import Index

Check = Literal[
    "citation", "quote", "number", "unit", "entity", "population", "study", "negation", "hedge", "direction",
    "comparator", "causality", "meaning",
]  # fmt: skip
"""What a statement can fail on, in the order in which it is checked."""


@dataclass(frozen=True)
class Failure:
    """One check that a statement does not pass."""

    check: Check
    detail: str
    """What of the statement is not in its quotes ("400 mg"); empty when naming it says nothing. May hold a model's words."""
    is_doubtful: bool = False
    """Whether other wording may be all there is to it: a "not" or a way that the lists see in one text only."""


@dataclass(frozen=True)
class Verdict:
    """Whether a statement may be shown, and if not, why."""

    failures: tuple[Failure, ...] = ()
    meaning: float | None = None
    """How well the quotes bear the statement, in [0, 1]; None when an earlier check failed and it was not measured."""

    @property
    def passes(self) -> bool:
        """Whether no check failed."""
        return not self.failures


class Verifies(Protocol):
    """Checks statements. Deterministic, and safe to call from several threads."""

    name: str
    """Name and version of the checks and their thresholds, for an Answer's `versions`."""

    def check(self, statement: Statement, citations: Sequence[Citation], index: Index) -> Verdict:
        """Whether the citations that `statement` names bear it.

        Args:
            statement: What would be shown; its `citations` are numbers of `citations`.
            citations: All citations of the answer.
            index: The build that the citations are of.

        Raises:
            EmbeddingFailed: The embedder that compares meaning cannot run; the caller withholds the statement.
        """
        ...
