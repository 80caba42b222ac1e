"""How often one client may ask. The only module that knows the `limits` library; keeps no address, only a salted hash of it."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import logging
import secrets
import time
from typing import NamedTuple

from limits import RateLimitItemPerMinute
from limits.errors import ConfigurationError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.texts import Texts
from web.route_path import route_path

log = logging.getLogger(__name__)

MEMORY = "memory://"
_IPV6_NETWORK = 64
"""Leading bits of an IPv6 address that count as one client: a household gets that many addresses at least."""


class LimitsUnusable(Exception):
    """Questions cannot be counted where the settings say; the message says what to change."""


class Used(NamedTuple):
    """Whether a question may be asked now, and if not, in how many seconds."""

    is_allowed: bool
    wait_s: int


FREE = Used(True, 0)
"""Where nobody counts."""


class AskLimit:
    """Counts questions by client over a moving minute. A count that cannot be reached is replaced by one in memory.

    Raises:
        LimitsUnusable: The address names a store whose package is missing.
    """

    def __init__(self, per_minute: int, url: str = MEMORY) -> None:
        self._item = RateLimitItemPerMinute(per_minute)
        # Servers that share a count must hash alike; its address is a secret they share.
        self._salt = secrets.token_bytes(32) if url == MEMORY else hashlib.sha256(url.encode()).digest()
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared = self._own if url == MEMORY else MovingWindowRateLimiter(_store(url))

    def take(self, client: str) -> Used:
        """Count one question of `client`, an address. Never raises."""
        key = self._key(client)
        try:
            return self._taken(self._shared, key)
        except Exception as error:
            # Whatever its server does, visitors go on being answered, and counted here.
            log.error("questions are counted in memory: %s", type(error).__name__)
            return self._taken(self._own, key)

    def _taken(self, limiter: MovingWindowRateLimiter, key: str) -> Used:
        if limiter.hit(self._item, key):
            return FREE
        log.info("limited: a client asked more than %d times in a minute", self._item.amount)
        left = limiter.get_window_stats(self._item, key).reset_time - time.time()
        return Used(False, max(1, min(60, round(left))))

    def _key(self, client: str) -> str:
        return hmac.new(self._salt, _client(client).encode(), hashlib.sha256).hexdigest()[:32]


def _store(url: str) -> Storage:
    try:
        store = storage_from_string(url, wrap_exceptions=True)
    except ConfigurationError:
        raise LimitsUnusable(
            "RESTWELL_SERVER__LIMITS_URL names Redis, whose package is not installed. "
            "Run `pip install -c constraints.txt -e '.[redis]'`, or unset it"
        ) from None
    assert isinstance(
        store, Storage
    )  # an address that begins with async+ would give the other kind; settings refuse it
    return store


def _client(address: str) -> str:
    """`address`, or its network where one client has many."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, _IPV6_NETWORK), strict=False))
    return str(found)


def limited(texts: Texts, wait_s: int) -> str:
    """What somebody is told who asked too often; an emergency is not to wait for it."""
    unsure = texts.say("care.unsure", emergency=texts.say("care.elsewhere"))
    return f"{texts.say('page.errors.limited', seconds=wait_s)} {unsure}"


class LimitAsks:
    """Answers 429 to a client that asks the API too often, with `Retry-After`."""

    def __init__(self, app: ASGIApp, limit: AskLimit, texts: Texts, start: str = "/api/ask") -> None:
        self._app = app
        self._limit = limit
        self._texts = texts
        self._start = start

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http" or scope["method"] != "POST" or not route_path(scope).startswith(self._start):
            await self._app(scope, receive, send)
            return
        client = (scope.get("client") or ("",))[0]
        used = await run_in_threadpool(self._limit.take, client)
        if used.is_allowed:
            await self._app(scope, receive, send)
            return
        said = {"message": limited(self._texts, used.wait_s)}
        await JSONResponse(said, 429, {"Retry-After": str(used.wait_s)})(scope, receive, send)
