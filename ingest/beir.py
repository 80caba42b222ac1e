"""A collection in BEIR layout (`corpus.jsonl`) as a corpus, so that retrieval can be measured on public collections."""

from __future__ import annotations

import json
from pathlib import Path

from ingest.errors import CorpusInvalid
from ingest.source import Block, Document, Source

CORPUS_FILE = "corpus.jsonl"


def is_beir(folder: Path) -> bool:
    """Whether `folder` holds a collection in BEIR layout."""
    return (folder / CORPUS_FILE).is_file()


def read_beir(folder: Path) -> tuple[tuple[Document, ...], tuple[tuple[int, str], ...]]:
    """Every document of the collection, and the numbers of the lines that were left out, each with its reason.

    Raises:
        CorpusInvalid: No line could be used.
    """
    documents: dict[str, Document] = {}
    dropped: list[tuple[int, str]] = []
    path = folder / CORPUS_FILE
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            document, reason = _document(line, str(path))
            if document is None or document.source.id in documents:
                dropped.append((number, reason or "the _id is taken; give each line its own"))
            else:
                documents[document.source.id] = document
    if not documents:
        raise CorpusInvalid(f"No usable line in {str(path)!r}; each needs '_id' and 'text'")
    return tuple(documents.values()), tuple(dropped)


def _document(line: bytes, path: str) -> tuple[Document | None, str]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
        name, text = str(row["_id"]), " ".join(str(row["text"] or "").split())
        title = " ".join(str(row.get("title") or "").split())
        f"{name}{title}{text}".encode()
    except UnicodeError:
        return None, "not UTF-8, or half a character; write it again as UTF-8"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, "not an object with '_id' and 'text'; write one JSON object a line"
    if not text and not title:
        return None, "no text; fill it in or delete the line"
    source = Source(id=name, title=title or name, kind="narrative-review")
    body = f"{title.rstrip('.')}. {text}" if title and text else text or title
    return Document(source, (Block(body, "paragraph", (source.title,)),), path), ""
