"""The corpus folder to one `Corpus`: read every file, cut passages, tie claims and pairs to passages.

Knows the folder's layout. A file that cannot be used is refused by name; the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from ingest.beir import CORPUS_FILE, is_beir, read_beir
from ingest.errors import CorpusInvalid, Unreadable
from ingest.passages import TokenCounter, cut
from ingest.readers import read_file, validated
from ingest.schema import AliasFile, ArticleAsks, ClaimFile, ContradictionFile, Model
from ingest.source import Block, Claim, Contradiction, Corpus, Document, Passage, Source, Span
from ingest.yaml_lines import Located, load_yaml

ARTICLE = "article"
M = TypeVar("M", bound=Model)


class Problem(NamedTuple):
    """Something an editor should mend: `file:line: what is wrong, and what to write instead`."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Entries(Generic[M]):
    """The usable entries of a list file, with their lines."""

    path: str
    items: tuple[tuple[int, M], ...] = ()


@dataclass(frozen=True)
class RawCorpus:
    """The folder as read, before anything is cut."""

    documents: tuple[Document, ...]
    claims: Entries[ClaimFile]
    contradictions: Entries[ContradictionFile]
    aliases: Entries[AliasFile]
    article_asks: Entries[ArticleAsks]
    problems: tuple[Problem, ...] = field(default=())


def read_corpus(folder: Path) -> RawCorpus:
    """Read every file of a corpus folder.

    Raises:
        CorpusInvalid: There is no folder, or nothing in it could be read.
    """
    if not folder.is_dir():
        raise CorpusInvalid(
            f"No corpus folder at {str(folder)!r}. Set RESTWELL_CORPUS to the folder that holds article.md"
        )
    if is_beir(folder):
        return _collection(folder)
    problems: list[Problem] = []
    article_asks = load_entries(folder / "article.asks.yaml", ArticleAsks, problems)
    documents = list(_documents(_source_files(folder), problems))
    documents = [_with_asks(d, article_asks, problems) if d.source.id == ARTICLE else d for d in documents]
    if not documents:
        raise CorpusInvalid(f"No readable source in {str(folder)!r}. Run `python -m ingest check` to see why")
    return RawCorpus(
        documents=_merged(documents, problems),
        claims=load_entries(folder / "claims.yaml", ClaimFile, problems),
        contradictions=load_entries(folder / "contradictions.yaml", ContradictionFile, problems),
        aliases=load_entries(folder / "aliases.yaml", AliasFile, problems),
        article_asks=article_asks,
        problems=tuple(problems),
    )


def _collection(folder: Path) -> RawCorpus:
    documents, dropped = read_beir(folder)
    problems = tuple(Problem(str(folder / CORPUS_FILE), line, reason) for line, reason in dropped)
    none = str(folder)
    return RawCorpus(documents, Entries(none), Entries(none), Entries(none), Entries(none), problems)


def build_corpus(raw: RawCorpus, count_tokens: TokenCounter, window: int) -> Corpus:
    """Cut passages and tie the claim check and the pairs to them. Entries that point nowhere are dropped, by name."""
    sources: list[Source] = []
    passages: list[Passage] = []
    for document in raw.documents:
        source, cut_passages = cut(document, count_tokens, window)
        sources.append(source)
        passages.extend(cut_passages)
    dropped = [f"{d.path}: {line}" for d in raw.documents for line in d.dropped]
    dropped += [str(problem) for problem in raw.problems]
    article = next((s for s in sources if s.id == ARTICLE), None)
    known = {s.id for s in sources}
    tied = [(line, item, _claim(item, article, passages)) for line, item in raw.claims.items]
    pairs = [item for _, item in raw.contradictions.items if {item.a, item.b} <= known]
    dropped += [_lost_claim(raw.claims.path, line, item) for line, item, claim in tied if claim is None]
    dropped += [
        line for entry in raw.contradictions.items for line in _lost_pair(raw.contradictions.path, entry, known)
    ]
    return Corpus(
        sources=tuple(sources),
        passages=tuple(passages),
        claims=tuple(claim for _, _, claim in tied if claim is not None),
        contradictions=tuple(Contradiction(p.a, p.b, p.about, p.how_to_say_it) for p in pairs),
        aliases=tuple((item.term, tuple(item.means)) for _, item in raw.aliases.items),
        dropped=tuple(dropped),
    )


def find_quote(text: str, quote: str) -> Span | None:
    """Where `quote` stands in `text`, if it stands there exactly once or first of all; None when it does not."""
    start = text.find(quote)
    return Span(start, start + len(quote)) if start >= 0 else None


def _source_files(folder: Path) -> list[Path]:
    article = folder / "article.md"
    sources = sorted(p for p in (folder / "sources").rglob("*") if p.is_file() and not p.name.startswith("."))
    return ([article] if article.is_file() else []) + sources


def _documents(paths: Iterable[Path], problems: list[Problem]) -> Iterator[Document]:
    for path in paths:
        try:
            yield from read_file(path)
        except (Unreadable, OSError) as error:
            problems.append(_problem(path, error))


def _problem(path: Path, error: Exception) -> Problem:
    line, separator, message = str(error).partition(": ")
    if separator and line.isdigit():
        return Problem(str(path), int(line), message)
    return Problem(str(path), 1, f"{error}; check that the file can be read")


def _merged(documents: Sequence[Document], problems: list[Problem]) -> tuple[Document, ...]:
    """One document a source id: the editors' notes come together, a second file with a taken id is refused whole."""
    merged: dict[str, Document] = {}
    refused: set[str] = set()
    for document in documents:
        if document.path in refused:
            continue
        name = document.source.id
        first = merged.get(name)
        if first is None:
            merged[name] = document
        elif document.source.kind == "editor-note" and first.source.kind == "editor-note":
            merged[name] = replace(first, blocks=first.blocks + document.blocks)
        else:
            refused.add(document.path)
            problems.append(Problem(document.path, 1, f"id {name!r} is taken by {first.path}; choose another id"))
    return tuple(merged.values())


def load_entries(path: Path, model: type[M], problems: list[Problem]) -> Entries[M]:
    """The valid entries of a list file; what is wrong with the others is added to `problems`."""
    if not path.is_file():
        return Entries(str(path))
    try:
        located = load_yaml(path.read_text(encoding="utf-8"))
    except (Unreadable, UnicodeDecodeError, OSError) as error:
        problems.append(_problem(path, error))
        return Entries(str(path))
    if not isinstance(located.data, list):
        problems.append(Problem(str(path), 1, "should be a list; start each entry with '- '"))
        return Entries(str(path))
    return Entries(str(path), tuple(_valid(path, model, located, problems)))


def _valid(path: Path, model: type[M], located: Located, problems: list[Problem]) -> Iterator[tuple[int, M]]:
    data: list[Any] = located.data
    for number in range(len(data)):
        try:
            yield located.line((number,)), validated(model, located, (number,))
        except Unreadable as error:
            problems.append(_problem(path, error))


def _with_asks(document: Document, asks: Entries[ArticleAsks], problems: list[Problem]) -> Document:
    blocks = list(document.blocks)
    for line, entry in asks.items:
        at = next((n for n, block in enumerate(blocks) if block.text.startswith(entry.starts)), None)
        if at is None:
            problems.append(
                Problem(asks.path, line, f"no paragraph starts with {entry.starts!r}; copy its first words")
            )
            continue
        blocks[at] = _add_asks(blocks[at], entry.asks)
    return replace(document, blocks=tuple(blocks))


def _add_asks(block: Block, asks: Sequence[str]) -> Block:
    return replace(block, asks=(*block.asks, *asks))


def _claim(item: ClaimFile, article: Source | None, passages: Sequence[Passage]) -> Claim | None:
    """The claim with its sentence and passages; None when its quote is not in the post."""
    span = find_quote(article.text, item.quote) if article else None
    if article is None or span is None:
        return None
    sentence = next(
        (s for p in passages if p.source_id == ARTICLE for s in p.sentences if s.start <= span.start < s.end), None
    )
    if sentence is None:
        return None
    pointed = [
        p.id
        for pointer in item.findings
        for p in passages
        if p.source_id == pointer.source and p.text.startswith(pointer.starts)
    ]
    return Claim(
        id=item.claim_id,
        quote=item.quote,
        claim=item.claim,
        verdict=item.verdict,
        explanation=item.explanation,
        source_ids=tuple(item.source_ids),
        passage_ids=tuple(pointed),
        sentence=sentence,
    )


def _lost_claim(path: str, line: int, item: ClaimFile) -> str:
    return str(Problem(path, line, f"{item.claim_id}: the post does not say {item.quote!r}; copy the words exactly"))


def _lost_pair(path: str, entry: tuple[int, ContradictionFile], known: set[str]) -> list[str]:
    line, item = entry
    lost = [name for name in (item.a, item.b) if name not in known]
    return [str(Problem(path, line, f"source {name!r} is not there; correct the id")) for name in lost]
