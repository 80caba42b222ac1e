"""Documents to passages with exact offsets. A passage is a finding or a paragraph, split only past the embedder's window."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from ingest.sentences import sentence_spans
from ingest.source import Block, Document, Passage, Source, Span

SPLITTER = "blocks-1"
"""Version of the rules in this module; part of an index's name."""

TokenCounter = Callable[[str], int]


def canonical(blocks: Iterable[Block], title: str) -> tuple[str, tuple[Span, ...]]:
    """Lay out a source's text and say where each block stands in it.

    Returns:
        The canonical text (title, then blocks under their headings, blank lines between) and one span a block.
    """
    parts: list[str] = [title]
    length = len(title)
    spans: list[Span] = []
    for heading_path, group in groupby(blocks, key=lambda block: block.heading_path):
        heading = heading_path[-1] if heading_path else ""
        if heading and heading != title:
            parts.append(heading)
            length += 2 + len(heading)
        for block in group:
            parts.append(block.text)
            start = length + 2
            length = start + len(block.text)
            spans.append(Span(start, length))
    return "\n\n".join(parts), tuple(spans)


def cut(document: Document, count_tokens: TokenCounter, window: int) -> tuple[Source, tuple[Passage, ...]]:
    """Turn a document into its source, with canonical text, and its passages.

    Args:
        document: As a reader delivered it.
        count_tokens: Tokens the embedder would see in a text.
        window: Most tokens the embedder reads; longer blocks are split between sentences.
    """
    text, spans = canonical(document.blocks, document.source.title)
    source = replace(document.source, text=text)
    passages: dict[str, Passage] = {}
    for block, span in zip(document.blocks, spans, strict=True):
        for passage in _passages(source, block, span, count_tokens, window):
            passages.setdefault(passage.id, passage)
    return source, tuple(passages.values())


def _passages(source: Source, block: Block, span: Span, count_tokens: TokenCounter, window: int) -> Iterator[Passage]:
    sentences = sentence_spans(block.text, span.start)
    for group in _fitting(source.text, sentences, span, count_tokens, window):
        start, end = group[0].start, group[-1].end
        text = source.text[start:end]
        yield Passage(
            id=passage_id(source.id, block.heading_path, text),
            source_id=source.id,
            role=block.role,
            text=text,
            start=start,
            end=end,
            heading_path=block.heading_path,
            sentences=group,
            asks=block.asks,
            plain=block.plain if (start, end) == span else "",  # of a block that was split, no part says it all
        )


def _fitting(
    text: str, sentences: tuple[Span, ...], whole: Span, count_tokens: TokenCounter, window: int
) -> Iterator[tuple[Span, ...]]:
    """Group neighbouring sentences so that each group fits the window; a longer sentence is cut between words."""
    if count_tokens(text[whole.start : whole.end]) <= window:
        yield sentences
        return
    group: list[Span] = []
    for sentence in (piece for s in sentences for piece in _cut_long(text, s, count_tokens, window)):
        if group and count_tokens(text[group[0].start : sentence.end]) > window:
            yield tuple(group)
            group = []
        group.append(sentence)
    if group:
        yield tuple(group)


def _cut_long(text: str, span: Span, count_tokens: TokenCounter, window: int) -> Iterator[Span]:
    while count_tokens(text[span.start : span.end]) > window and span.end - span.start > 1:
        cut = _end_that_fits(text, span, count_tokens, window)
        yield Span(span.start, cut)
        while cut < span.end and text[cut].isspace():
            cut += 1
        span = Span(cut, span.end)
    if span.end > span.start:
        yield span


def _end_that_fits(text: str, span: Span, count_tokens: TokenCounter, window: int) -> int:
    """Where the first piece of a span that does not fit may end: at a space, or inside a word that alone is too long."""
    start, cut = span
    while cut - start > 1 and (tokens := count_tokens(text[start:cut])) > window:
        cut = start + (cut - start) * window // (tokens + 1)
        space = text.rfind(" ", start + 1, cut + 1)
        cut = space if space > start else max(cut, start + 1)
    return cut


def passage_id(source_id: str, heading_path: tuple[str, ...], text: str) -> str:
    """A name that changes when, and only when, the passage's words or place do."""
    digest = hashlib.sha256("\x1f".join((*heading_path, text)).encode()).hexdigest()
    return f"{source_id}:{digest[:12]}"
