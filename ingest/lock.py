"""One ingest at a time. The operating system drops the lock when its holder dies, however it dies."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import IngestRunning

_PID_WAIT_S = 1.0
"""How long a refused process waits for the other's id, which is written just after the lock is taken. A guess."""


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
        raise IngestRunning(
            f"Another ingest is running (process {_holder(owner)}). Wait for it to finish, then run this again"
        ) from None
    try:
        owner.write_text(str(os.getpid()), encoding="utf-8")
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


def _holder(owner: Path) -> str:
    """The process id in the file; "unknown" when it stays empty or away."""
    until = time.monotonic() + _PID_WAIT_S
    while True:
        try:
            pid = owner.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            pid = ""
        if pid or time.monotonic() > until:
            return pid or "unknown"
        time.sleep(0.02)
