"""A response whose body is gathered before it is sent, for what can only be changed as a whole. Plain ASGI."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

Change = Callable[[bytes, MutableHeaders], bytes]
"""From a whole body to the one that is sent; the headers may be changed too."""


def whole(send: Send, change: Change) -> Send:
    """A `send` that passes the response on in one piece, changed, with its new length."""
    start: Message = {}
    body = bytearray()

    async def gathered(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            start = message
            return
        if message["type"] != "http.response.body":
            await send(message)
            return
        body.extend(message.get("body", b""))
        if message.get("more_body"):
            return
        headers = MutableHeaders(scope=start)
        changed = change(bytes(body), headers)
        headers["content-length"] = str(len(changed))
        await send(start)
        await send({"type": "http.response.body", "body": changed})

    return gathered
