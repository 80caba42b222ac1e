"""Sentence spans with exact offsets. Rules, not a model: the corpus is plain prose and a span must never move."""

from __future__ import annotations

import re

from ingest.source import Span

_ABBREVIATIONS = frozenset(
    """al approx cf ca co dr e.g eg etc fig figs i.e ie inc jr ltd max min mr mrs ms no nos p pp prof st suppl vol vs""".split()
)
_BOUNDARY = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9À-Þ])|\n+")
_LAST_WORD = re.compile(r"([A-Za-z](?:[A-Za-z.]*[A-Za-z])?)$")


def sentence_spans(text: str, offset: int = 0) -> tuple[Span, ...]:
    """Cut `text` into sentences, in order.

    Args:
        text: Plain prose. A line break always ends a sentence.
        offset: Added to every span, so that spans count from the start of a longer text.

    Returns:
        Spans without surrounding white space, never empty, together holding every visible character.
    """
    cuts = [m.end() for m in _BOUNDARY.finditer(text) if _is_end(text, m)]
    spans = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            left = start + len(piece) - len(piece.lstrip())
            spans.append(Span(offset + left, offset + left + len(stripped)))
    return tuple(spans)


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Whether this stop ends a sentence rather than an abbreviation or an initial."""
    if match.group().startswith(("\n", "!", "?", "…")):
        return True
    word = _LAST_WORD.search(text[max(0, match.start() - 20) : match.start()])
    if word is None:
        return True
    last = word.group(1)
    is_initial = len(last) == 1 and last.isupper() and match.start() >= 2 and text[match.start() - 2] in " ."
    return last.lower() not in _ABBREVIATIONS and not is_initial
