"""Whether a summary line is one of our own sentences, and true: the claim check's verdict or verdicts, the kinds of evidence, that an answer is given again."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Citation, Statement
from bot.strength import checked_line, claim_line, kinds_line
from bot.texts import Texts
from ingest.index import Index


def is_ours(statement: Statement, named: Sequence[Citation], index: Index, wordings: Sequence[Texts]) -> bool:
    """Whether the text is what our templates say of exactly these citations, in one of the languages.

    The kinds named are those of the cited sources, a claim is one of the post's own with its own verdict, and verdicts are counted over all
    of the post's claims.
    """
    sources = [index.sources[c.source_id] for c in named]
    for texts in wordings:
        kinds = kinds_line(sources, texts)
        if statement.text in (kinds, checked_line(index.claims, texts), texts.say("summary.again")):
            return True
        said = statement.text.removesuffix(f" {kinds}")
        if said != statement.text:
            return any(claim_line(c, texts) == said for c in index.claims if c.claim.rstrip(".") in said)
    return False
