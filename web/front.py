"""Puts the visitor's language into the front page before it is sent, so that nobody sees English first. Plain ASGI.

Gradio builds the page once per process and sends it with the properties of every part as JSON; those that
`FixedParts` names are replaced there. A page in another shape is passed on as it is.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from web.fixed_parts import FixedParts
from web.languages import attributes, known, language_of
from web.markup import safe
from web.whole_page import whole

_CONFIG = re.compile(rb"(window\.gradio_config = )(\{.*?\})(;</script>)", re.DOTALL)
_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027"})


class FrontLanguage:
    """Translates the response of `/`; `?lang=` wins over the browser's preference."""

    def __init__(self, app: ASGIApp, fixed: FixedParts) -> None:
        self._app = app
        self._fixed = fixed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the front page is gathered and translated."""
        if scope["type"] != "http" or scope["path"] not in ("", "/"):
            await self._app(scope, receive, send)
            return
        wanted = _wanted(scope)
        await self._app(scope, receive, whole(send, lambda page, _: self.translated(page, wanted)))

    def translated(self, page: bytes, language: str) -> bytes:
        """`page` with the fixed parts, the title and the document's own language in `language`."""
        found = _CONFIG.search(page)
        if not found:
            return page
        config = json.loads(found[2])
        title = self._fixed.title(language)
        config["title"] = title
        for component in config["components"]:
            _translate(component["props"], self._fixed.parts(language))
        written = json.dumps(config, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT).encode()
        page = page[: found.start(2)] + written + page[found.end(2) :]
        page = page.replace(b"</head>", f"<title>{safe(title)}</title></head>".encode(), 1)
        return re.sub(rb'\slang="en"', lambda _: f" {attributes(language)}".encode(), page, count=1)


def _translate(props: dict[str, Any], parts: Any) -> None:
    own = parts.get(props.get("elem_id"), {})
    for name, value in own.items():
        target = props if name in props else props.setdefault("props", {})
        target[name] = value


def _wanted(scope: Scope) -> str:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0]
    return known(asked.lower()) or language_of(Headers(scope=scope).get("accept-language"))
