"""Whether a summary line is one of our own sentences, true of what it cites: the claim check's verdict, the kinds of evidence."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Citation, Statement
from bot.strength import claim_line, kinds_line
from bot.texts import Texts
from ingest.index import Index


def is_ours(statement: Statement, named: Sequence[Citation], index: Index, wordings: Sequence[Texts]) -> bool:
    """Whether the text is what our templates say of exactly these citations, in one of the languages.

    The kinds named are those of the cited sources, and a claim is one of the post's own with its own verdict.
    """
    sources = [index.sources[c.source_id] for c in named]
    for texts in wordings:
        kinds = kinds_line(sources, texts)
        if statement.text == kinds:
            return True
        said = statement.text.removesuffix(f" {kinds}")
        if said != statement.text:
            return any(claim_line(c, texts) == said for c in index.claims if c.claim.rstrip(".") in said)
    return False
