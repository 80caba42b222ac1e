"""Which sentences of the post no finding of the related sources bears, with the claim check's verdict beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.verify.verdict import Verdict
from bot.verify.verifier import Verifier
from ingest.embedder import Embedder
from ingest.index import Index
from ingest.source import Passage, Span
from ingest.spoken import spoken

_NEAREST = 40
"""Vectors looked at for a sentence; several lead to one finding."""
_TRIED = 8
"""Findings tried, closest first. A guess: past it they are on something else."""
_OURS = ("article", "editor-note")


@dataclass(frozen=True)
class Linted:
    """A sentence of the post, what the verifier says against the finding that bears it best, and the claim check's word."""

    text: str
    finding: Passage | None
    verdict: Verdict
    claims: tuple[tuple[str, str], ...]
    """Id and verdict of each claim that the sentence makes."""

    @property
    def differs(self) -> bool:
        """Whether the verifier and the claim check say opposite things."""
        verdicts = {verdict for _, verdict in self.claims}
        if not verdicts:
            return False
        return self.verdict.passes != (verdicts == {"supports"})


def lint(index: Index, embedder: Embedder, verifier: Verifier) -> list[Linted]:
    """Every sentence of the post, in order."""
    return [_linted(passage, span, index, embedder, verifier) for passage, span in _sentences(index)]


def _sentences(index: Index) -> Iterator[tuple[Passage, Span]]:
    for passage in index.passages.values():
        if index.source(passage).kind == "article" and passage.role == "paragraph":
            for span in passage.sentences:
                yield passage, span


def _linted(passage: Passage, span: Span, index: Index, embedder: Embedder, verifier: Verifier) -> Linted:
    text = index.quote(passage, *span)
    hits = index.nearest(embedder.embed([spoken(text)])[0], _NEAREST)
    near = [h.passage for h in sorted(hits, key=lambda h: -h.own) if index.source(h.passage).kind not in _OURS]
    tried = [(verifier.bears([f.text], text, index.lexical.idf), f) for f in near[:_TRIED]]
    claims = tuple((c.id, c.verdict) for c in index.claims if c.sentence == span)
    if not tried:
        return Linted(text, None, Verdict(), claims)
    verdict, finding = min(tried, key=lambda pair: (len(pair[0].failures), -(pair[0].meaning or 0.0)))
    return Linted(text, finding, verdict, claims)


def write(linted: Sequence[Linted], index: Index, path: Path) -> None:
    """Every sentence that no finding bears, and every one on which verifier and claim check differ."""
    lines = [
        "# Sentences of the post that no finding of the related sources bears word for word; see docs/operating.md."
    ]
    for row in linted:
        if row.verdict.passes and not row.differs:
            continue
        why = ", ".join(f"{f.check} {f.detail}".strip() for f in row.verdict.failures) or "borne"
        claims = ", ".join(f"{name} {verdict}" for name, verdict in row.claims) or "not a claim of the claim check"
        nearest = f"{row.finding.source_id}: {row.finding.text}" if row.finding else "none"
        mark = "DIFFERS " if row.differs else ""
        lines += [
            f"{mark}{row.text}",
            f"    verifier: {why}",
            f"    claim check: {claims}",
            f"    nearest: {nearest}",
            "",
        ]
    path.write_text("\n".join(lines), encoding="utf-8")
