"""How often one address may ask the desk for something. Plain ASGI; the desk's one user of the `limits` library."""

from __future__ import annotations

import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

PER_MINUTE = 1200
"""Requests of one address. A guess: a reviewer who never pauses saves some five times a second, and several share an address."""


class Limited:
    """Answers 429 with the seconds to wait once an address has asked too often; styles and scripts are not counted."""

    def __init__(self, app: ASGIApp, per_minute: int = PER_MINUTE) -> None:
        self._app = app
        self._item = RateLimitItemPerMinute(per_minute)
        self._window = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 429."""
        is_counted = scope["type"] == "http" and "/static/" not in scope["path"]
        address = (scope.get("client") or ("",))[0]
        if not is_counted or self._window.hit(self._item, address):
            await self._app(scope, receive, send)
            return
        left = self._window.get_window_stats(self._item, address).reset_time - time.time()
        await _refusal(scope, max(1, min(60, round(left))))(scope, receive, send)


def _refusal(scope: Scope, wait_s: int) -> Response:
    message = f"Too many requests from this address. Wait {wait_s} seconds; nothing that was saved is lost"
    headers = {"Retry-After": str(wait_s)}
    if "application/json" in Headers(scope=scope).get("accept", ""):
        return JSONResponse({"message": message}, 429, headers)
    return PlainTextResponse(message, 429, headers)
