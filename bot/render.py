"""An Answer's parts as plain text, in reading order, with [n] markers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.answer import Citation, Notice, Statement
from bot.texts import Texts

_HEADED = {"evidence", "article", "safety"}


def plain_text(
    lead: str,
    statements: Sequence[Statement],
    citations: Sequence[Citation],
    notices: Sequence[Notice],
    texts: Texts,
) -> str:
    """The whole reply: a lead where there is one, statements under their lane's heading, then the notices."""
    parts = [lead] if lead else []
    for lane, group in groupby(statements, key=lambda s: s.lane):
        lines = [limited(s, citations, texts) + with_markers(s) for s in group]
        if lane in _HEADED:
            lines = [f"{texts.say(f'headings.{lane}')}:", *(f"- {line}" for line in lines)]
        parts.append("\n".join(lines))
    parts += [notice.text for notice in notices]
    return "\n\n".join(parts)


def with_markers(statement: Statement) -> str:
    """A statement followed by its citation numbers: "… trial. [2][3]"."""
    markers = "".join(f"[{n}]" for n in statement.citations)
    return f"{statement.text} {markers}".strip()


def limited(statement: Statement, citations: Sequence[Citation], texts: Texts) -> str:
    """ "Limitation of [1]: " before a statement that is a limitation of a source cited before it; else nothing."""
    cited = [c for c in citations if c.n in statement.citations]
    if not cited or not cited[0].is_limitation:
        return ""
    first = next((c.n for c in citations if c.source_id == cited[0].source_id), cited[0].n)
    return texts.say("headings.limitation", n=first) + " "
