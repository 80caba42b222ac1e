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
PREFLIGHT_S = 600
"""How long a browser may keep a preflight's answer, and so how long a removed site goes on asking. Starlette's default."""


class Embedding:
    """Lets listed sites read `SHARED`, without credentials. A request that names any other site gets 403 and nothing else."""

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
        if scope["type"] != "http" or not route_path(scope).startswith(SHARED):
            await self._app(scope, receive, send)
        elif self._is_welcome(Headers(scope=scope)):
            await self._cors(scope, receive, send)
        else:
            said = {"message": "This site is not on the list of RESTWELL_EMBED__ORIGINS"}
            await JSONResponse(said, 403, {"Vary": "Origin"})(scope, receive, send)

    def _is_welcome(self, headers: Headers) -> bool:
        """No other site's page: none is named, it is this one, or it is listed."""
        origin = headers.get("origin")
        if origin is None or origin in self._origins or headers.get("sec-fetch-site") == "same-origin":
            return True
        return origin != "null" and urlsplit(origin).netloc == headers.get("host")
