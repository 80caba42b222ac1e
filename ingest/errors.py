"""Every error that leaves the ingest package."""

from __future__ import annotations


class IngestError(Exception):
    """Base of the package: the message says what, which, and what to do next."""


class Unreadable(IngestError):
    """A file cannot become a source. The rest of the corpus goes on without it."""


class EmbeddingFailed(IngestError):
    """The embedder could not load or run. Never a partial array."""


class IndexMissing(IngestError):
    """There is no index to open yet."""


class IndexOutdated(IndexMissing):
    """An earlier version wrote it. Nothing of it is damaged, and the next build takes its vectors over."""


class IndexMismatch(IngestError):
    """The index was built with another embedder: its scores would be noise."""


class IndexGone(IngestError):
    """The build that was open has been pruned; open the current one."""


class IngestRunning(IngestError):
    """Another ingest holds the lock."""


class CorpusInvalid(IngestError):
    """The corpus as a whole cannot be built."""
