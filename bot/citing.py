"""Numbers citations as statements are added, so that every statement points at an exact passage."""

from __future__ import annotations

from typing import NamedTuple

from bot.answer import Citation, Lane, Statement
from bot.fragment import text_link
from ingest.index import Index
from ingest.source import Passage, Span


class Worded(NamedTuple):
    """A statement in a composer's own words, and where the words that bear it stand."""

    text: str
    lane: Lane
    places: tuple[tuple[Passage, Span], ...]


class Sheet:
    """Statements and their citations, in reading order. One citation a quote; a quote cited twice keeps its number."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.statements: list[Statement] = []
        self._citations: dict[tuple[str, Span], Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """In the order of their numbers."""
        return tuple(self._citations.values())

    def quotes(self, passage: Passage) -> bool:
        """Whether a sentence of `passage` is quoted already."""
        return any(name == passage.id for name, _ in self._citations)

    def add_quote(self, passage: Passage, lane: Lane, span: Span | None = None) -> None:
        """Add a statement that is the passage's own words: all of it, or the part at `span`."""
        span = span or Span(passage.start, passage.end)
        if (passage.id, span) not in self._citations:
            citation = self.cite(passage, span)
            is_whole = span == (passage.start, passage.end)
            plain = passage.plain if is_whole else ""
            self.statements.append(Statement(citation.quote, lane, (citation.n,), plain))

    def add(self, worded: Worded) -> Statement:
        """Add a statement in a composer's own words."""
        numbers = tuple(dict.fromkeys(self.cite(passage, span).n for passage, span in worded.places))
        statement = Statement(worded.text, worded.lane, numbers)
        self.statements.append(statement)
        return statement

    def preview(self, worded: Worded) -> tuple[Statement, tuple[Citation, ...]]:
        """The statement and the citations that `add` would make, without adding them."""
        made: dict[int, Citation] = {}
        fresh = 0
        for passage, span in worded.places:
            known = self._citations.get((passage.id, span))
            fresh += known is None
            citation = known or self._made(passage, span, len(self._citations) + fresh)
            made[citation.n] = citation
        return Statement(worded.text, worded.lane, tuple(made)), tuple(made.values())

    def cite(self, passage: Passage, span: Span) -> Citation:
        """The citation of a span; made on first use."""
        key = (passage.id, span)
        if key not in self._citations:
            self._citations[key] = self._made(passage, span, len(self._citations) + 1)
        return self._citations[key]

    @property
    def findings(self) -> tuple[Citation, ...]:
        """What the evidence lane cites, limitations left out, in its order."""
        by_number = {c.n: c for c in self.citations}
        shown = (by_number[n] for s in self.statements if s.lane == "evidence" for n in s.citations)
        return tuple(c for c in shown if not c.is_limitation)

    def lead(self, text: str) -> None:
        """Put a line in the bot's words first; it rests on the findings below it."""
        self.statements.insert(0, Statement(text, "summary", tuple(c.n for c in self.findings)))

    def _made(self, passage: Passage, span: Span, n: int) -> Citation:
        source = self._index.source(passage)
        limits = self._index.limitations.get(source.id, ())
        quote = source.text[span.start : span.end]
        return Citation(
            n=n,
            source_id=source.id,
            title=source.title,
            kind=source.kind,
            year=source.year,
            passage_id=passage.id,
            quote=quote,
            start=span.start,
            end=span.end,
            url=source.url,
            heading=" › ".join(passage.heading_path[1:] or passage.heading_path),
            paragraph=passage.text,
            population=source.population,
            publication=source.publication,
            authors=source.authors,
            limitation=limits[0].text if limits else "",
            is_limitation=passage.role == "limitation",
            link=text_link(source.url, quote) if source.kind == "article" else "",
        )
