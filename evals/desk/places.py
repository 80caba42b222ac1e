"""Where a passage stands in the corpus: file and line, for whoever will edit it. Reads the corpus as `ingest` does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from bot.answer import Citation
from ingest.errors import Unreadable
from ingest.readers import read_file
from ingest.source import EDITORS


class Place(NamedTuple):
    """A line an editor can go to."""

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True)
class _Block:
    source_id: str
    text: str
    place: Place


class Places:
    """The corpus folder by its lines. A file is read again when it has changed."""

    def __init__(self, corpus: Path, root: Path | None = None) -> None:
        """Args: `root` is what the paths that are told are relative to, where they stand below it."""
        self._corpus = corpus
        self._root = root
        self._read: dict[Path, tuple[int, tuple[_Block, ...]]] = {}
        self._lock = Lock()

    def _blocks(self) -> list[_Block]:
        with self._lock:
            files = {path: path.stat().st_mtime_ns for path in _files(self._corpus)}
            for path, changed in files.items():
                if self._read.get(path, (0, ()))[0] != changed:
                    self._read[path] = (changed, self._file(path))
            return [block for path in files for block in self._read[path][1]]

    def _file(self, path: Path) -> tuple[_Block, ...]:
        told = path.relative_to(self._root) if self._root and path.is_relative_to(self._root) else path
        try:
            documents = read_file(path)
        except (Unreadable, OSError, UnicodeDecodeError):
            return ()  # `python -m ingest check` names it
        return tuple(_Block(d.source.id, b.text, Place(told, b.line)) for d in documents for b in d.blocks)

    def of(self, source_id: str, text: str) -> Place | None:
        """Where a passage's words stand now; None when the corpus has changed since."""
        return next((b.place for b in self._blocks() if b.source_id == source_id and text in b.text), None)

    def of_source(self, source_id: str) -> Place | None:
        """The first line of a source; None when it is not in the corpus any more."""
        return next((b.place for b in self._blocks() if b.source_id == source_id), None)

    def of_citation(self, citation: Citation) -> Place | None:
        """Where a citation's passage stands; a passage that has been edited is looked for by its source's first line."""
        found = self.of(citation.source_id, citation.paragraph or citation.quote)
        found = found or self.of(citation.source_id, citation.quote)
        if found is None and citation.source_id != EDITORS:
            found = self.of_source(citation.source_id)
        return found


def _files(corpus: Path) -> list[Path]:
    sources = sorted(p for p in (corpus / "sources").rglob("*") if p.is_file() and not p.name.startswith("."))
    article = corpus / "article.md"
    return [article, *sources] if article.is_file() else sources
