"""What a phone needs to keep the page beside its apps: a name in the visitor's language, colours and an icon."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from bot.texts import texts
from web.languages import direction, language_of

_ICON_PX = (192, 512)
_ACCENT, _PAPER = "#1c4f6b", "#faf7f0"
"""As `static/tokens.css` has them by day."""

HEAD = (
    '<link rel="manifest" href="app.webmanifest"><link rel="apple-touch-icon" href="look/icon-192.png">'
    f'<meta name="theme-color" content="{_PAPER}" media="(prefers-color-scheme: light)">'
    '<meta name="theme-color" content="#17191c" media="(prefers-color-scheme: dark)">'
)


def make_manifest_router() -> APIRouter:
    """The one route. Its addresses are relative, so that the page can be in a folder of a host."""
    router = APIRouter()

    @router.get("/app.webmanifest", include_in_schema=False)
    def manifest(request: Request) -> JSONResponse:
        """See the module."""
        said = texts(language_of(request.headers.get("accept-language")))
        icons = [
            {"src": f"look/icon-{px}.png", "sizes": f"{px}x{px}", "type": "image/png", "purpose": purpose}
            for px in _ICON_PX
            for purpose in ("any", "maskable")
        ]
        body = {
            "name": said.say("page.title"),
            "short_name": said.say("page.title"),
            "description": said.say("page.tagline"),
            "lang": said.language,
            "dir": direction(said.language),
            "id": "./",
            "start_url": "./",
            "scope": "./",
            "display": "standalone",
            "background_color": _PAPER,
            "theme_color": _ACCENT,
            "icons": icons,
        }
        return JSONResponse(body, headers={"Vary": "Accept-Language"}, media_type="application/manifest+json")

    return router
