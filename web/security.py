"""Headers, body size and the front page's script policy, for every response. Plain ASGI: streams stay streams."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.route_path import route_path
from web.whole_page import whole

_INLINE = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_OUTSIDE_META = re.compile(rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*/?>\s*', re.IGNORECASE)

_OTHER_MANIFEST = re.compile(rb'<link rel="manifest" href="/manifest\.json"\s*/?>')
"""Gradio's, which names an address that is there only when Gradio makes the manifest itself. Ours is in `web.manifest`."""

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_LOADER = "/widget.js"
"""The one file that any site's page can name in a script tag; it does nothing without the modules, which follow the list."""
_COMMON = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)


def policy(scripts: str = "'self'") -> str:
    """A Content-Security-Policy that lets nothing in from outside; `scripts` is what may run."""
    return f"{_COMMON}; script-src {scripts}"


def front_policy(page: bytes) -> str:
    """The policy of the Gradio page: our own files, and by hash exactly the inline scripts it was served with.

    Gradio builds `gr.HTML` from templates with `Function`, hence 'unsafe-eval'. No inline handler and no injected
    script runs.
    """
    digests = (hashlib.sha256(script).digest() for script in _INLINE.findall(page))
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return policy(f"'self' 'unsafe-eval' {hashes}".rstrip())


def frame_policy(origins: Sequence[str]) -> str:
    """The policy of `/embed`: our own script, style and API, no inline code, and only the listed sites around it."""
    around = " ".join(("'self'", *origins))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        f"base-uri 'none'; form-action 'self'; frame-ancestors {around}"
    )


class BodyLimit:
    """Refuses a request body above a size, told or sent, before it is read into memory."""

    def __init__(self, app: ASGIApp, limits: Mapping[str, int], message: str) -> None:
        self._app = app
        self._limits = limits
        self._message = message

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 413."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        limit = self._limit(route_path(scope))
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            if len(body) > limit:
                refusal = JSONResponse({"message": self._message.replace("{limit}", str(limit))}, 413)
                await refusal(scope, receive, send)
                return
            if not message.get("more_body"):
                break
        await self._app(scope, _replayed(bytes(body), receive), send)

    def _limit(self, path: str) -> int:
        return next((size for start, size in self._limits.items() if path.startswith(start)), 0)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """A `receive` that hands out `body` once and then whatever comes next."""
    is_sent = False

    async def again() -> Message:
        nonlocal is_sent
        if is_sent:
            return await receive()
        is_sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


class SecurityHeaders:
    """Adds the headers to every response; the front page's policy is made from the page, and its head completed.

    `origins` are the sites that may put `/embed` in a frame.
    """

    def __init__(self, app: ASGIApp, head: str = "", origins: Sequence[str] = ()) -> None:
        self._app = app
        self._head = head.encode()
        self._frame = frame_policy(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a `send` that adds the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif (path := route_path(scope)) == "/":
            # The page is read here, so it must not arrive compressed.
            headers = [(k, v) for k, v in scope["headers"] if k.lower() != b"accept-encoding"]
            await self._app({**scope, "headers": headers}, receive, whole(send, self._completed))
        else:
            own = self._frame if path == "/embed" else policy()
            await self._app(scope, receive, _plain(send, own, is_shared=path == _LOADER))

    def _completed(self, page: bytes, headers: MutableHeaders) -> bytes:
        """The page with our styles in its head, and without Gradio's preview tags, which name outside hosts."""
        made = _OTHER_MANIFEST.sub(b"", _OUTSIDE_META.sub(b"", page)).replace(b"</head>", self._head + b"</head>", 1)
        headers["cache-control"] = "no-store"
        _add(headers, front_policy(made))
        return made


def _plain(send: Send, content_policy: str, is_shared: bool) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            _add(headers, content_policy)
            if is_shared:
                headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        await send(message)

    return sent


def _add(headers: MutableHeaders, content_policy: str) -> None:
    headers["Content-Security-Policy"] = content_policy
    for name, value in _ALWAYS.items():
        headers[name] = value
