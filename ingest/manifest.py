"""Where an index folder keeps its parts, which build serves, and what a build says of itself."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ingest.errors import IndexMismatch, IndexMissing

PARTIAL, GONE = ".partial", ".gone"
"""Endings of a build's folder while it is written and while it is deleted; such a folder is no build."""


@dataclass(frozen=True)
class Manifest:
    """What was built, from what, with which embedder."""

    name: str
    created: str
    corpus: str
    """Hash of everything that may be said."""
    splitter: str
    analyser: str
    embedder: str
    fingerprint: str
    """The embedder's name and the start of its weights' sha256."""
    dimension: int
    sources: int
    passages: int
    searched: int
    asks: int
    vectors: int
    dropped: tuple[str, ...] = field(default=())


class Layout:
    """Paths inside an index folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.vectors = root / "chroma"
        self.builds = root / "builds"
        self.pointer = root / "CURRENT"

    def build(self, name: str) -> Path:
        """Folder of one build."""
        return self.builds / name

    def current(self) -> str:
        """Name of the build that serves.

        Raises:
            IndexMissing: Nothing has been built here.
        """
        try:
            name = self.pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            name = ""
        if not name or not self.build(name).is_dir():
            raise IndexMissing(f"No index in {str(self.root)!r}. Build it with `python -m ingest`")
        return name

    def history(self) -> list[str]:
        """Names of the finished builds whose manifest can be read, newest first."""
        if not self.builds.is_dir():
            return []
        folders = [p for p in self.builds.iterdir() if p.is_dir() and p.suffix not in (PARTIAL, GONE)]
        ages = [(age, p.name) for p in folders if (age := self._age(p.name)) is not None]
        return [name for _, name in sorted(ages, reverse=True)]

    def _age(self, name: str) -> tuple[str, int] | None:
        """What builds are sorted by; the file's time parts those made within one second."""
        try:
            return self.read(name).created, (self.build(name) / "manifest.json").stat().st_mtime_ns
        except (IndexMissing, OSError):
            return None

    def point_to(self, name: str) -> None:
        """Make `name` the build that serves, in one step that cannot be seen half done."""
        staged = self.pointer.with_suffix(".new")
        with staged.open("w", encoding="utf-8") as file:
            file.write(name + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(staged, self.pointer)

    def read(self, name: str) -> Manifest:
        """The manifest of one build.

        Raises:
            IndexMissing: It is not there, or not a manifest.
        """
        try:
            data = json.loads((self.build(name) / "manifest.json").read_text(encoding="utf-8"))
            return Manifest(**{**data, "dropped": tuple(data["dropped"])})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise damaged(name, error) from error


def write(manifest: Manifest, folder: Path) -> None:
    """Write the manifest into a build's folder."""
    (folder / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")


def damaged(name: str, error: Exception) -> IndexMissing:
    """The refusal of a build that cannot be opened."""
    return IndexMissing(f"Build {name!r} is damaged ({type(error).__name__}). Run `python -m ingest`")


def require_embedder(built: Manifest, embedder: str, fingerprint: str) -> None:
    """Refuse vectors from another model: the scores would be noise, and nothing would raise.

    Raises:
        IndexMismatch: The index was built with another embedder or other weights.
    """
    if built.fingerprint != fingerprint:
        raise IndexMismatch(
            f"Index {built.name!r} holds vectors of {built.fingerprint!r}; settings name {embedder!r} ({fingerprint!r}). "
            f"Rebuild with `python -m ingest`, or set RESTWELL_INDEX__EMBEDDER={built.embedder!r}"
        )
