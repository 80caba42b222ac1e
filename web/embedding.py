"""Which sites may use the widget's addresses: CORS by the owner's list, and a refusal for all other sites. Plain ASGI."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from web.route_path import route_path

SHARED = ("/api/", "/widget/")
"""Addresses that a listed site may read from a page of its own."""
OWN = "/page/"
"""Addresses that are for the chat page alone."""
PREFLIGHT_S = 600
"""How long a browser may keep a preflight's answer, and so how long a removed site goes on asking. Starlette's default."""


class Embedding:
    """Lets listed sites read `SHARED`, without credentials. A request that names any other site gets 403 and
    nothing else, and so does any other site's request to `OWN`."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self._app = app
        self._origins = frozenset(origins)
        self._cors = CORSMiddleware(
            app,
            allow_origins=tuple(origins),
            allow_methods=("GET", "POST"),
            allow_headers=("Content-Type",),
            allow_credentials=False,
            expose_headers=("Retry-After",),
            max_age=PREFLIGHT_S,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the headers it needs, or refuse it."""
        path = route_path(scope) if scope["type"] == "http" else ""
        if not path.startswith((*SHARED, OWN)):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_for_all = path.startswith(SHARED)
        if _is_own(headers) or (is_for_all and headers.get("origin") in self._origins):
            await (self._cors if is_for_all else self._app)(scope, receive, send)
        else:
            said = {"message": "This site is not on the list of RESTWELL_EMBED__ORIGINS"}
            await JSONResponse(said, 403, {"Vary": "Origin"})(scope, receive, send)


def _is_own(headers: Headers) -> bool:
    """No other site's page: none is named, or it is this one."""
    origin = headers.get("origin")
    if origin is None or headers.get("sec-fetch-site") == "same-origin":
        return True
    return origin != "null" and urlsplit(origin).netloc == headers.get("host")
