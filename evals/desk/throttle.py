"""Holds back whoever guesses passwords: after a few failures from one address, or for one name, tries are refused."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

WINDOW_S = 300.0
FROM_ADDRESS = 5
"""Failures from one address in the window. A guess: somebody who mistypes needs two or three."""
FOR_NAME = 20
"""Failures for one name from wherever. More than for an address, so that a stranger cannot lock a reviewer out cheaply."""
MAX_KEYS = 10_000
"""Addresses and names remembered; the longest unused go first."""


class Throttle:
    """Failed tries by address and by name, in this process's memory."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()

    def wait_s(self, address: str, name: str) -> int:
        """Whole seconds until a try is allowed; 0 when one is."""
        with self._lock:
            return max(self._wait(("address", address), FROM_ADDRESS), self._wait(("name", name), FOR_NAME))

    def failed(self, address: str, name: str) -> None:
        """Count a failed try."""
        with self._lock:
            for key in (("address", address), ("name", name)):
                self._failures.setdefault(key, deque(maxlen=FOR_NAME)).append(self._clock())
                self._failures.move_to_end(key)
            while len(self._failures) > MAX_KEYS:
                self._failures.popitem(last=False)

    def _wait(self, key: tuple[str, str], allowed: int) -> int:
        tries = self._failures.get(key)
        if not tries:
            return 0
        since = self._clock() - WINDOW_S
        recent = [moment for moment in tries if moment > since]
        return 0 if len(recent) < allowed else int(recent[-allowed] - since) + 1
