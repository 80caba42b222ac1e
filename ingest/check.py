"""What an editor should mend before the corpus is built: `file:line: what is wrong, and what to write instead`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.corpus import ARTICLE, Problem, RawCorpus, load_entries, read_corpus
from ingest.plain import Judge, unfaithful
from ingest.schema import HelplineFile
from ingest.source import Block, Document, Kind

_NO_SUBJECT = re.compile(
    r"^(it|its|this|that|these|those|they|their|he|she|both|neither|such|also|however|but|and|here|"
    r"(?:in|of|from|for) (?:this|that|these|those|it|them)\b|"
    r"the (?:study|trial|review|authors?|participants?|patients?|groups?|results?|drug|supplement|treatment|effect|dose|risk|benefit)s?"
    r"(?= (?:was|were|is|are|had|has|have|did|found|showed?|reported|improved|got|also)\b))\b",
    re.I,
)
_PHONE = re.compile(
    r"(?:\b(?:call|dial|phone|ring|text|helpline|number is)\s+(?:on\s+|the\s+)?\+?\d[\d\s-]{1,14}\d\b)|\+\d[\d\s()-]{6,}\d|\b\d{3,5}[- ]\d{3}[- ]\d{3,4}\b",
    re.I,
)
STUDIES: frozenset[Kind] = frozenset(
    ("systematic-review", "rct", "cohort", "case-control", "cross-sectional", "open-label-trial", "case-series")
)
"""Kinds of source that studied somebody or something that can be counted."""
NOT_RECORDED = "not recorded here"
_TIME = r"(?:minutes?|hours?|days?|nights?|weeks?|months?|years?)"
_NO_SIZE = re.compile(
    rf"\btype [12]\b|\b(?:to|in|of|since|\w+(?:ary|ch|ril|may|ne|ly|ust|ber)) (?:19|20)\d\d\b|\b(?:19|20)\d\d(?:s|\s?[-–]\s?\d+)"
    rf"|\b(?:ages?|aged|age of|over|under)\s+\d{{1,2}}\b(?:\s?(?:-|–|to|and)\s?\d{{1,2}}\b)?"
    rf"|\b\d[\d.,]*(?:\s?(?:-|–|to)\s?\d[\d.,]*)?\s?(?:{_TIME}\b|mEq\b|mg\b|g\b|mcg\b|ng/mL|%)",
    re.I,
)
"""Figures that are no size: a type, a year, an age, a length of time, an amount."""
_SIZE = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", re.I)
_NATIONS = re.compile(
    r"\b(u\.?k\.?|u\.?s\.?a?\.?|britain|british|england|scotland|scottish|wales|welsh|northern ireland|europe(?:an)?|eu|american?|nhs|"
    r"canadian|irish|australian|german|french|spanish|indian|chinese|norwegian|new zealand)\b",
    re.I,
)


def check(folder: Path, judge: Judge | None = None) -> list[Problem]:
    """Everything wrong in a corpus folder, in file order; an empty list when it may be built.

    Args:
        folder: The corpus.
        judge: Reads the plain wordings; without one they are not judged.

    Raises:
        CorpusInvalid: There is no corpus to check.
        EmbeddingFailed: The judge cannot run.
    """
    raw = read_corpus(folder)
    problems = [*raw.problems, *_helplines(folder), *_claims(raw), *_pairs(raw)]
    for document in raw.documents:
        problems += _document(document)
        problems += _population(document)
    problems += _repeated_findings(raw.documents)
    problems += _repeated_asks(raw.documents)
    if judge:
        problems += unfaithful(raw.documents, judge)
    return sorted(set(problems))


def _helplines(folder: Path) -> Iterator[Problem]:
    """Schema errors (a number without its country is one) and countries listed twice."""
    problems: list[Problem] = []
    path = folder / "helplines.yaml"
    if not path.is_file():
        return
    seen: dict[str, int] = {}
    for line, item in load_entries(path, HelplineFile, problems).items:
        if item.country in seen:
            yield Problem(
                str(path), line, f"country {item.country!r} stands at line {seen[item.country]} too; merge them"
            )
        seen.setdefault(item.country, line)
    yield from problems


def _claims(raw: RawCorpus) -> Iterator[Problem]:
    documents = {d.source.id: d for d in raw.documents}
    article = documents.get(ARTICLE)
    post = "\n".join(b.text for b in article.blocks) if article else ""
    seen: set[str] = set()
    for line, item in raw.claims.items:
        if item.claim_id in seen:
            yield Problem(raw.claims.path, line, f"{item.claim_id} is used twice; give each claim its own number")
        seen.add(item.claim_id)
        if item.quote not in post:
            yield Problem(raw.claims.path, line, f"the post does not say {item.quote!r}; copy the words exactly")
        for name in item.source_ids:
            if name not in documents:
                yield Problem(
                    raw.claims.path, line, f"{item.claim_id} names source {name!r}, which is not there; correct the id"
                )
        for pointer in item.findings:
            found = documents.get(pointer.source)
            if found is None or not any(b.text.startswith(pointer.starts) for b in found.blocks):
                yield Problem(
                    raw.claims.path,
                    line,
                    f"no finding of {pointer.source!r} starts with {pointer.starts!r}; copy its first words",
                )


def _pairs(raw: RawCorpus) -> Iterator[Problem]:
    known = {d.source.id for d in raw.documents}
    for line, item in raw.contradictions.items:
        for name in (item.a, item.b):
            if name not in known:
                yield Problem(raw.contradictions.path, line, f"source {name!r} is not there; correct the id")


def _document(document: Document) -> Iterator[Problem]:
    for block in document.blocks:
        if block.role == "finding" and (found := _NO_SUBJECT.match(block.text)):
            yield Problem(
                document.path,
                block.line,
                f"the finding starts with {found.group()!r}; name who or what, and which study",
            )
        if block.role in ("finding", "observation") and len(set(block.asks)) < len(block.asks):
            yield Problem(document.path, block.line, "an ask stands twice under this finding; write it once")
        for number in _PHONE.findall(block.text):
            if not _names_country(block.text):
                yield Problem(
                    document.path, block.line, f"phone number {number.strip()!r} without a country; say where it works"
                )


def _population(document: Document) -> Iterator[Problem]:
    """A study whose badge would not say how many were studied; the post and the sources that report no study of their own need none."""
    source = document.source
    if source.kind in STUDIES and not has_size(source.population):
        lines = Path(document.path).read_text(encoding="utf-8").splitlines()
        yield Problem(
            document.path,
            next((n for n, line in enumerate(lines, 1) if line.startswith("population:")), 1),
            f"population {source.population!r} does not say how many people or studies; write the number, or end with "
            f"'(number {NOT_RECORDED})'",
        )


def has_size(population: str) -> bool:
    """Whether it says how many, or that this is not recorded; a year, an age, a dose or a length of time is no size."""
    return NOT_RECORDED in population or bool(_SIZE.search(_NO_SIZE.sub(" ", population)))


def _names_country(text: str) -> bool:
    from babel import Locale

    if _NATIONS.search(text):
        return True
    names = (name for code, name in Locale("en").territories.items() if code.isalpha())
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in names)


def _repeated_findings(documents: Iterable[Document]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for document, block in _blocks(documents):
        if block.role != "finding":
            continue
        key = _plain(block.text)
        if key in seen:
            yield Problem(document.path, block.line, f"the same finding stands at {seen[key]}; keep one")
        seen.setdefault(key, f"{document.path}:{block.line}")


def _repeated_asks(documents: Iterable[Document]) -> Iterator[Problem]:
    seen: dict[str, tuple[str, str]] = {}
    for document, block in _blocks(documents):
        owner = f"{document.path}:{block.line}"
        for ask in block.asks:
            key = _plain(ask)
            place, text = seen.setdefault(key, (owner, block.text))
            if text != block.text:
                yield Problem(document.path, block.line, f"ask {ask!r} stands at {place} too; word it for this passage")


def _blocks(documents: Iterable[Document]) -> Iterator[tuple[Document, Block]]:
    for document in documents:
        for block in document.blocks:
            yield document, block


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))
