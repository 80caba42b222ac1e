"""Files to documents: the corpus format, Markdown, plain text, HTML, PDF and the post's raw export.

A reader either delivers a whole document or raises `Unreadable` with `line: what is wrong, and what to write`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from ingest.errors import Unreadable
from ingest.post import is_export, read_export
from ingest.schema import ArticleFront, SourceFile
from ingest.source import EDITORS, Block, Document, Source
from ingest.yaml_lines import Located, load_yaml

MAX_BYTES = 20 * 1024 * 1024
"""Larger files are refused. From the product's brief: a source this long is a mistake or an archive."""

M = TypeVar("M", bound=BaseModel)

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.S)
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")


def read_file(path: Path) -> list[Document]:
    """Read one file, whatever its format.

    Returns:
        The document, and a second one of the editors' words when the file holds observations.

    Raises:
        Unreadable: Unknown kind, empty, over `MAX_BYTES`, not UTF-8, or its content is not usable.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise Unreadable(f"1: files of kind {path.suffix!r} are not read; use {', '.join(_READERS)}")
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("1: the file is empty; delete it or fill it in")
    if size > MAX_BYTES:
        raise Unreadable(f"1: the file has {size:,} bytes, over the limit of {MAX_BYTES:,}; split it")
    return reader(path)


def validated(model: type[M], located: Located, at: tuple[str | int, ...] = ()) -> M:
    """`located.data` (or the part of it already taken at `at`) as `model`.

    Raises:
        Unreadable: The first thing wrong, with its line.
    """
    data = located.data
    for key in at:
        data = data[key]
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = (*at, *first["loc"])
        name = ".".join(str(part) for part in first["loc"]) or "the entry"
        reason = {"missing": "is missing; add it", "extra_forbidden": "is not a known key; check its spelling"}.get(
            first["type"], first["msg"].removeprefix("Value error, ")
        )
        raise Unreadable(f"{located.line(where)}: {name}: {reason}") from None


def _text(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"1: not UTF-8 (byte {error.start}); save the file as UTF-8") from None
    if "\x00" in text:
        raise Unreadable("1: holds NUL characters, so it is not text; export it again")
    if not text.strip():
        raise Unreadable("1: the file holds only white space; delete it or fill it in")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_source(path: Path) -> list[Document]:
    located = load_yaml(_text(path))
    if not isinstance(located.data, dict):
        raise Unreadable("1: a source is a list of 'key: value' lines; start with 'id:'")
    file = validated(SourceFile, located)
    if file.retired:
        return []
    source = Source(
        id=file.id,
        title=file.title,
        kind=file.kind,
        authors=file.authors,
        year=file.year,
        publication=file.publication,
        doi=file.doi or "",
        pmid=file.pmid or "",
        url=file.url,
        population=file.population,
        audited=file.audited or "",
        topics=tuple(file.topics),
    )
    blocks = [
        Block(f.text, "finding", (file.title, "Findings"), tuple(f.asks), f.plain or "", located.line(("findings", n)))
        for n, f in enumerate(file.findings)
    ]
    blocks += [
        Block(text, "limitation", (file.title, "Limitations"), line=located.line(("limitations", n)))
        for n, text in enumerate(file.limitations)
    ]
    notes = [
        Block(
            o.text,
            "observation",
            ("Notes by the editors", file.title),
            tuple(o.asks),
            o.plain or "",
            located.line(("observations", n)),
        )
        for n, o in enumerate(file.observations)
    ]
    documents = [Document(source, tuple(blocks), str(path))]
    if notes:
        documents.append(
            Document(Source(id=EDITORS, title="Notes by the editors", kind="editor-note"), tuple(notes), str(path))
        )
    return documents


def _read_markdown(path: Path) -> list[Document]:
    text = _text(path)
    front, body, first_line = _front_matter(text)
    blocks, title = _markdown_blocks(body, first_line, front.title or "")
    return [_document(path, front, front.title or title, blocks)]


def _front_matter(text: str) -> tuple[ArticleFront, str, int]:
    match = _FRONT.match(text)
    if match is None:
        return ArticleFront(), text, 1
    front = validated(ArticleFront, load_yaml(match.group(1), first_line=2))
    return front, text[match.end() :], text[: match.end()].count("\n") + 1


def _markdown_blocks(body: str, first_line: int, title: str) -> tuple[list[Block], str]:
    """Paragraphs under their headings. A level-1 heading is the title unless one is given."""
    blocks: list[Block] = []
    path: list[str] = [title] if title else []
    paragraph: list[str] = []
    started = first_line

    def close() -> None:
        if paragraph:
            blocks.append(Block(" ".join(paragraph), "paragraph", tuple(path), line=started))
            paragraph.clear()

    for number, raw in enumerate(body.splitlines(), start=first_line):
        line = raw.strip()
        heading = _HEADING.match(line)
        if heading:
            close()
            level, name = len(heading.group(1)), heading.group(2)
            if level == 1 and (not title or name == title):
                title, path = name, [name]
            else:
                path = [*path[: max(level - 1, 1 if title else 0)], name]
        elif not line:
            close()
        else:
            if not paragraph:
                started = number
            paragraph.append(line)
    close()
    return blocks, title


def _read_plain(path: Path) -> list[Document]:
    text = _text(path)
    if is_export(text):
        post = read_export(text)
        return [_document(path, ArticleFront(), post.title, list(post.blocks), post.dropped)]
    front, body, first_line = _front_matter(text)
    title = front.title or path.stem.replace("-", " ")
    return [_document(path, front, title, _paragraphs(body, title, first_line))]


def _paragraphs(text: str, title: str, first_line: int = 1) -> list[Block]:
    blocks, line = [], first_line
    for piece in re.split(r"(\n\s*\n)", text):
        words = " ".join(piece.split())
        if words:
            blocks.append(Block(words, "paragraph", (title,), line=line))
        line += piece.count("\n")
    return blocks


def _read_html(path: Path) -> list[Document]:
    import trafilatura

    page = _text(path)
    body = trafilatura.extract(page, output_format="markdown", include_comments=False, include_links=False)
    if not body or not body.strip():
        raise Unreadable("1: no main text found in the page; save its text as Markdown instead")
    found = trafilatura.extract_metadata(page)
    title = (found.title if found else "") or path.stem.replace("-", " ")
    blocks, _ = _markdown_blocks(body, 1, title)
    return [_document(path, ArticleFront(), title, blocks)]


def _read_pdf(path: Path) -> list[Document]:
    title, pages = _pdf_pages(path)
    if not any(page.strip() for page in pages):
        raise Unreadable("1: the PDF holds no text, only pictures; run text recognition on it first")
    return [_document(path, ArticleFront(), title, [b for page in pages for b in _paragraphs(page, title)])]


def _pdf_pages(path: Path) -> tuple[str, list[str]]:
    """The title and the text of each page."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    locked = Unreadable("1: the PDF is encrypted; save a copy without a password")
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise locked
        pages = [page.extract_text() for page in reader.pages]
        return str((reader.metadata and reader.metadata.title) or path.stem.replace("-", " ")), pages
    except Unreadable:
        raise
    except DependencyError:  # AES, for which pypdf needs a package that is not installed
        raise locked from None
    except Exception as error:  # on a damaged file pypdf raises whatever its parsing trips over
        raise Unreadable(f"1: not a readable PDF ({type(error).__name__}); export it again") from None


def _document(
    path: Path, front: ArticleFront, title: str, blocks: list[Block], dropped: tuple[str, ...] = ()
) -> Document:
    if not blocks:
        raise Unreadable("1: no paragraph found; a source needs text below its headings")
    name = front.id or re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "source"
    source = Source(
        id=name,
        title=title or name,
        kind=front.kind,
        authors=front.authors,
        year=front.year,
        publication=front.publication,
        url=front.url,
        population=front.population,
        topics=tuple(front.topics),
    )
    return Document(source, tuple(blocks), str(path), dropped)


_READERS: dict[str, Callable[[Path], list[Document]]] = {
    ".yaml": _read_source,
    ".yml": _read_source,
    ".md": _read_markdown,
    ".txt": _read_plain,
    ".html": _read_html,
    ".htm": _read_html,
    ".pdf": _read_pdf,
}
