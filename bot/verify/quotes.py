"""Whether a statement's citations exist: numbers that are cited, passages of this build, quotes byte for byte, lanes kept apart."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Citation, Statement
from bot.verify.verdict import Failure
from ingest.index import Index

_LANE_OF = {"article": "article", "editor-note": "safety"}


def cited(statement: Statement, citations: Sequence[Citation]) -> list[Citation] | Failure:
    """The citations that a statement names; a failure when it names none or one that is not there."""
    if not statement.citations:
        return Failure("citation", "")
    by_number = {c.n: c for c in citations}
    missing = [n for n in statement.citations if n not in by_number]
    return Failure("citation", f"[{missing[0]}]") if missing else [by_number[n] for n in statement.citations]


def check_quotes(statement: Statement, named: Sequence[Citation], index: Index) -> list[Failure]:
    """Quotes that are not in the index, byte for byte, and sources that belong in another lane."""
    failures = [Failure("quote", f"[{c.n}]") for c in named if not _exists(c, index)]
    if failures or statement.lane == "summary":
        return failures
    return [
        Failure("citation", f"[{c.n}]")
        for c in named
        if _LANE_OF.get(index.sources[c.source_id].kind, "evidence") != statement.lane
    ]


def _exists(citation: Citation, index: Index) -> bool:
    passage = index.passages.get(citation.passage_id)
    if passage is None or passage.source_id != citation.source_id or not citation.quote:
        return False
    inside = passage.start <= citation.start < citation.end <= passage.end
    return inside and index.quote(passage, citation.start, citation.end) == citation.quote


def is_verbatim(statement: Statement, named: Sequence[Citation]) -> bool:
    """Whether a statement is nothing but its one quote."""
    return len(named) == 1 and statement.text == named[0].quote
