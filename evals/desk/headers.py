"""Headers of every response of the desk, and the size of a request. Plain ASGI."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE_TO_SET = "restwell_review_cookie"
"""Where a request's state holds a `Set-Cookie` for whatever response it gets."""
MAX_BODY = 2 * 1024 * 1024
"""Bytes. The largest thing sent is a list of assignments; this is some 50,000 lines."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}


class Guarded:
    """Adds the headers, and refuses a body that is too large before it is kept in memory."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        read = 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MAX_BODY:
                raise _TooLarge
            return message

        try:
            await self._app(scope, limited, _with_headers(send, scope))
        except _TooLarge:
            refusal = PlainTextResponse(f"A request may have {MAX_BODY} bytes. Send less at once", 413)
            await refusal(scope, receive, _with_headers(send, scope))


class _TooLarge(Exception):
    """Somebody sends more than is taken."""


def _with_headers(send: Send, scope: Scope) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if cookie := scope.get("state", {}).get(COOKIE_TO_SET):
                headers.append("Set-Cookie", cookie)
        await send(message)

    return sent
