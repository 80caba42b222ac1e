"""Lets verified statements out and keeps the rest back, with citations renumbered. Knows no check and no composer."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer import Citation, Statement
from bot.verify.verdict import Failure, Verdict, Verifies
from ingest.errors import EmbeddingFailed
from ingest.index import Index

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Released:
    """What may be shown: statements that passed, the citations they name numbered from 1, and how many were kept back."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    withheld: int

    @property
    def answers(self) -> bool:
        """Whether more than a summary line is left."""
        return any(s.lane != "summary" for s in self.statements)


def release(
    statements: Sequence[Statement], citations: Sequence[Citation], verifier: Verifies, index: Index
) -> Released:
    """Check every statement; a summary line goes too when a statement it counts was kept back."""
    passed = [s for s in statements if verdict(s, citations, verifier, index).passes]
    withheld = len(statements) - len(passed)
    shown = {n for s in passed if s.lane != "summary" for n in s.citations}
    kept = [s for s in passed if s.lane != "summary" or set(s.citations) <= shown]
    return _renumbered(kept, citations, withheld + len(passed) - len(kept))


def verdict(statement: Statement, citations: Sequence[Citation], verifier: Verifies, index: Index) -> Verdict:
    """The verifier's verdict; a statement that cannot be checked does not pass."""
    try:
        found = verifier.check(statement, citations, index)
    except EmbeddingFailed as error:
        log.error("a statement could not be verified: %s", type(error).__name__)
        return Verdict((Failure("meaning", ""),))
    for failure in found.failures[:1]:
        log.info("statement withheld: %s", failure.check)
    return found


def _renumbered(statements: Sequence[Statement], citations: Sequence[Citation], withheld: int) -> Released:
    """Citations that a statement names, in their old order, numbered without gaps."""
    used = {n for s in statements for n in s.citations}
    kept = [c for c in citations if c.n in used]
    number = {c.n: place for place, c in enumerate(kept, 1)}
    return Released(
        tuple(replace(s, citations=tuple(number[n] for n in s.citations)) for s in statements),
        tuple(replace(c, n=number[c.n]) for c in kept),
        withheld,
    )
