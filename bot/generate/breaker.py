"""A circuit breaker: a service that keeps failing is left alone for a while, then tried once. Knows no service."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock


class Breaker:
    """Counts failures in a row. Safe to use from several threads."""

    def __init__(self, failures: int, pause_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = failures
        self._pause_s = pause_s
        self._clock = clock
        self._lock = Lock()
        self._failed = 0
        self._open_until = 0.0

    def lets_through(self) -> bool:
        """Whether a call may be made now; after a pause, one caller in a pause's time is told yes."""
        with self._lock:
            if self._failed < self._most:
                return True
            now = self._clock()
            if now < self._open_until:
                return False
            self._open_until = now + self._pause_s
            return True

    def succeeded(self) -> None:
        """A call came to its end: everybody may call again."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """A call failed; as many in a row as are allowed, and the pause begins."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._most:
                self._open_until = self._clock() + self._pause_s
