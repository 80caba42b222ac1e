"""One ingest at a time. The operating system drops the lock when its holder dies, however it dies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import IngestRunning


@contextmanager
def only_ingest(folder: Path) -> Iterator[None]:
    """Hold the ingest lock of an index folder.

    Raises:
        IngestRunning: Another process holds it; the message has its process id.
    """
    folder.mkdir(parents=True, exist_ok=True)
    owner = folder / "ingest.pid"
    lock = FileLock(str(folder / "ingest.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        pid = owner.read_text(encoding="utf-8").strip() if owner.is_file() else "unknown"
        raise IngestRunning(
            f"Another ingest is running (process {pid}). Wait for it to finish, then run this again"
        ) from None
    try:
        owner.write_text(str(os.getpid()), encoding="utf-8")
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()
