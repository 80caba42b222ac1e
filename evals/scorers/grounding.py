"""Does what is said rest on the sources: exact quotes, statements supported, lanes apart. Knows no case."""

from __future__ import annotations

from bot.answer import Citation, Statement
from bot.verify.verdict import Verifies
from evals.score import Reply, Score, Scorer, Unscored, tally
from ingest.index import Index


def quotes(reply: Reply) -> Score | Unscored:
    """How many citations are, byte for byte, what the index holds at that place of that source."""
    cited = reply.answer.citations
    if not cited:
        return Unscored("the reply cites nothing")
    return tally(
        [c.quote for c in cited], [f"[{c.n}] is not in {c.source_id}" for c in cited if not _stands(c, reply.index)]
    )


def _stands(citation: Citation, index: Index) -> bool:
    source, passage = index.sources.get(citation.source_id), index.passages.get(citation.passage_id)
    if source is None or passage is None or passage.source_id != source.id or not citation.quote:
        return False
    inside = passage.start <= citation.start < citation.end <= passage.end
    return inside and source.text[citation.start : citation.end] == citation.quote


def lanes(reply: Reply) -> Score | Unscored:
    """How many statements keep to their lane, and how many doubtful lines of the post come with what contradicts them."""
    answer = reply.answer
    if not answer.statements:
        return Unscored("the reply makes no statement")
    cited = {c.n: c for c in answer.citations}
    checks = {f"{n}: {s.lane}": _keeps_lane(s, cited) for n, s in enumerate(answer.statements, start=1)}
    checks |= {f"{c.n}: disagreement": _is_answered_for(c, reply) for c in answer.citations if _doubts(c, reply.index)}
    return tally(list(checks), [name for name, is_kept in checks.items() if not is_kept])


def _keeps_lane(statement: Statement, cited: dict[int, Citation]) -> bool:
    """The post under its own heading only; a line that sums up may rest on the research, not on both."""
    ours = [cited[n].kind == "article" for n in statement.citations if n in cited]
    return all(ours) if statement.lane == "article" else not any(ours)


def _doubts(citation: Citation, index: Index) -> list[frozenset[str]]:
    """For each claim in a cited part of the post that the research does not support: the passages that show it."""
    if citation.kind != "article":
        return []
    return [
        frozenset(claim.passage_ids)
        for claim in index.claims
        if claim.verdict != "supports" and citation.start < claim.sentence.end and claim.sentence.start < citation.end
    ]


def _is_answered_for(citation: Citation, reply: Reply) -> bool:
    shown = {c.passage_id for c in reply.answer.citations}
    doubts = _doubts(citation, reply.index)
    return reply.answer.notice("disagreement") is not None and any(not d or d & shown for d in doubts)


def supported(verifier: Verifies) -> Scorer:
    """The scorer of statements supported; its version names the verifier."""

    def judge(reply: Reply) -> Score | Unscored:
        answer = reply.answer
        if answer.outcome != "answered" or not answer.statements:
            return Unscored(f"the reply is {answer.outcome} and makes no statement to support")
        missed = []
        for n, statement in enumerate(answer.statements, start=1):
            verdict = verifier.check(statement, answer.citations, reply.index)
            if not verdict.passes:
                missed.append(f"statement {n}: {', '.join(f'{f.check} {f.detail}'.strip() for f in verdict.failures)}")
        return tally([s.text for s in answer.statements], missed)

    return Scorer("supported", f"1+{verifier.name}", "every statement is borne by the quotes it cites", judge)


SCORERS = (
    Scorer("quotes_exact", "1", "every quote stands in the index byte for byte", quotes),
    Scorer("lanes", "1", "post and research are kept apart, and a doubtful line of the post is answered", lanes),
)
