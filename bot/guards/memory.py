"""What was seen in earlier messages by more than rules, so that later turns need not look again.

Keeps a keyed hash of a conversation so far and one word, in memory only. The key is drawn at the start and only known to the
server's own processes, so nothing of it can be matched with a message later, or elsewhere.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from typing import Literal

Seen = Literal["", "emergency", "crisis"]
"""What a message was taken for; empty, for nothing that lasts."""
_MOST = 50_000
"""Messages kept, the oldest given up first: a few megabytes. One given up, or said to another server, is judged again."""


Entry = tuple[bytes, Seen]
"""A keyed hash of a conversation so far, and what its last message was taken for."""
News = deque[Entry]
"""What was kept since somebody last took it out, for another process with the same key."""


class Memory:
    """Safe to use from several threads.

    Args:
        most: Messages kept.
        key: Of another process' memory, to understand its entries; drawn when not given.
    """

    def __init__(self, most: int = _MOST, key: bytes = b"") -> None:
        self._most = most
        self.key = key or secrets.token_bytes(32)
        self._lock = Lock()
        self._seen: OrderedDict[bytes, Seen] = OrderedDict()
        self._news: list[News] = []

    def follow(self) -> News:
        """What is kept from now on, as it comes."""
        news: News = deque(maxlen=self._most)
        with self._lock:
            self._news.append(news)
        return news

    def keep(self, messages: Sequence[str], seen: Seen) -> None:
        """Remember what the last of a conversation's messages was taken for."""
        self._keep((self._key(messages), seen), self._news)

    def learn(self, entries: Iterable[Entry], source: News) -> None:
        """Remember what another process kept; it is told to all who follow but `source`, which that process follows itself."""
        others = [news for news in self._news if news is not source]
        for entry in entries:
            self._keep(entry, others)

    def _keep(self, entry: Entry, told: Iterable[News]) -> None:
        key, seen = entry
        with self._lock:
            self._seen[key] = seen
            self._seen.move_to_end(key)
            while len(self._seen) > self._most:
                self._seen.popitem(last=False)
            for news in told:
                news.append(entry)

    def recall(self, messages: Sequence[str]) -> Seen | None:
        """What the last of these messages was taken for; None when that is not known."""
        key = self._key(messages)
        with self._lock:
            return self._seen.get(key)

    def _key(self, messages: Sequence[str]) -> bytes:
        made = hashlib.blake2b(key=self.key, digest_size=16)
        for message in messages:
            written = message.encode("utf-8", "surrogatepass")
            made.update(len(written).to_bytes(8, "big") + written)
        return made.digest()


def taken(news: News) -> Iterator[Entry]:
    """Take out what came so far; safe while more comes."""
    for _ in range(len(news)):
        yield news.popleft()
