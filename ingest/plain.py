"""Plain wordings beside findings: which an installed verifier refuses, and why. Knows no check from inside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from ingest.corpus import Problem, RawCorpus
from ingest.embedder import Embedder
from ingest.grade import grade
from ingest.source import Document

PLUG = "restwell.plain"
"""Entry point of an installed package that verifies: a function from corpus folder and embedder to a `Judge`."""
_MISSING = "it cannot be verified: no verifier is installed; run `pip install -e .` in the project's folder"


class Judge(Protocol):
    """Says whether plain wordings are faithful."""

    def reasons(self, pairs: Sequence[tuple[str, str]]) -> list[str]:
        """For each finding and its plain wording why it is refused, in words for an editor; empty for a faithful one.

        Raises:
            EmbeddingFailed: The embedder cannot run.
        """
        ...


class InstalledJudge:
    """The judge of an installed package, loaded with the first wording; without one every wording is refused."""

    def __init__(self, corpus: Path, embedder: Embedder) -> None:
        self._corpus = corpus
        self._embedder = embedder

    def reasons(self, pairs: Sequence[tuple[str, str]]) -> list[str]:
        """See `Judge.reasons`."""
        plug = next(iter(entry_points(group=PLUG)), None)
        if plug is None:
            return [_MISSING] * len(pairs)
        try:
            judge: Judge = plug.load()(self._corpus, self._embedder)
        except Exception as error:  # the package has errors of its own; whatever they are, nothing was verified
            return [f"it cannot be verified: {error}"] * len(pairs)
        return judge.reasons(pairs)


def unfaithful(documents: Iterable[Document], judge: Judge) -> list[Problem]:
    """The plain wordings that the judge refuses, or that are no easier to read than their finding, in file order."""
    worded = [(d.path, b) for d in documents for b in d.blocks if b.plain]
    reasons = judge.reasons([(block.text, block.plain) for _, block in worded]) if worded else []
    return [
        Problem(path, block.line, f"the plain wording is not used: {reason}")
        for (path, block), judged in zip(worded, reasons, strict=True)
        if (reason := judged or harder(block.text, block.plain))
    ]


def harder(finding: str, plain: str) -> str:
    """Why a wording is no simpler, in words for an editor; nothing when its grade, to one decimal, is lower than the finding's."""
    own, other = (f"{grade(text):.1f}" for text in (plain, finding))
    if float(own) < float(other):
        return ""
    return (
        f"it is no easier to read: school grade {own}, the finding {other}; make two sentences of one, "
        "put a shorter word for a long one, or leave the wording out"
    )


def faithful(raw: RawCorpus, judge: Judge) -> RawCorpus:
    """The corpus without the plain wordings that the judge refuses; each is among its problems."""
    problems = unfaithful(raw.documents, judge)
    refused = {(problem.path, problem.line) for problem in problems}
    documents = tuple(
        replace(
            document,
            blocks=tuple(replace(b, plain="") if (document.path, b.line) in refused else b for b in document.blocks),
        )
        for document in raw.documents
    )
    return replace(raw, documents=documents, problems=(*raw.problems, *problems))
