"""What was seen in earlier messages by more than rules, so that later turns need not look again.

Keeps a keyed hash of a conversation so far and one word, in memory only. The key is drawn at the start and never leaves the
process, so nothing of it can be matched with a message later, or elsewhere.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Literal

Seen = Literal["", "emergency", "crisis"]
"""What a message was taken for; empty, for nothing that lasts."""
_MOST = 50_000
"""Messages kept, the oldest given up first: a few megabytes. One given up, or said to another process, is judged again."""


class Memory:
    """Safe to use from several threads."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._secret = secrets.token_bytes(32)
        self._lock = Lock()
        self._seen: OrderedDict[bytes, Seen] = OrderedDict()

    def keep(self, messages: Sequence[str], seen: Seen) -> None:
        """Remember what the last of a conversation's messages was taken for."""
        key = self._key(messages)
        with self._lock:
            self._seen[key] = seen
            self._seen.move_to_end(key)
            while len(self._seen) > self._most:
                self._seen.popitem(last=False)

    def recall(self, messages: Sequence[str]) -> Seen | None:
        """What the last of these messages was taken for; None when that is not known."""
        key = self._key(messages)
        with self._lock:
            return self._seen.get(key)

    def _key(self, messages: Sequence[str]) -> bytes:
        made = hashlib.blake2b(key=self._secret, digest_size=16)
        for message in messages:
            written = message.encode("utf-8", "surrogatepass")
            made.update(len(written).to_bytes(8, "big") + written)
        return made.digest()
