"""Where an index folder keeps its parts, which build serves, and what a build says of itself."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ingest.errors import IndexMismatch, IndexMissing


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
        """Names of the finished builds, newest first."""
        if not self.builds.is_dir():
            return []
        folders = [p for p in self.builds.iterdir() if p.is_dir() and (p / "manifest.json").is_file()]
        return [p.name for p in sorted(folders, key=lambda p: p.stat().st_mtime_ns, reverse=True)]

    def point_to(self, name: str) -> None:
        """Make `name` the build that serves, in one step that cannot be seen half done."""
        staged = self.pointer.with_suffix(".new")
        with staged.open("w", encoding="utf-8") as file:
            file.write(name + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(staged, self.pointer)

    def read(self, name: str) -> Manifest:
        """The manifest of one build."""
        data = json.loads((self.build(name) / "manifest.json").read_text(encoding="utf-8"))
        return Manifest(**{**data, "dropped": tuple(data["dropped"])})


def write(manifest: Manifest, folder: Path) -> None:
    """Write the manifest into a build's folder."""
    (folder / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")


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
