"""What other sites load: the widget's script, its modules and its words, and the page for a frame. Knows no question."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from bot.language import SUPPORTED
from bot.texts import DEFAULT, Texts, texts
from web.about import About
from web.header import written
from web.languages import attributes, direction, known, language_of, own_name
from web.markup import safe

STATIC = Path(__file__).resolve().parent / "static"
WORDS_AGE_S = 300
"""How long a browser keeps the words: so long an edited sentence may take to arrive. A guess."""

_FOREVER = "public, max-age=31536000, immutable"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_SECTIONS = ("not_advice", "headings", "kinds", "starters", "widget")
_PARTS = {"care": ("unsure", "elsewhere"), "sheet": ("open", "open_hint")}
_OF_THE_PAGE = frozenset(
    "corpus article_link article cut warming busy steps.look_up link.lost link.restarted link.not_done notice_titles.disagreement "
    "consent.ask consent.kept consent.removed consent.not_promised consent.until consent.yes consent.no consent.not_saved "
    "errors.invalid errors.too_large errors.not_found".split()
)
"""Keys of `page` that only the page itself says; the words to ask for consent come with their version from `/api/consent`."""


_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*.*?\*/[ \t]*)\n", re.DOTALL | re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


def lean(source: str) -> str:
    """`source` without the lines that are comments, without indentation and blank lines: a quarter less to load.

    The widget's files keep to what this needs: no text runs over several lines, no comment begins beside code and ends below it.
    """
    return _INDENT.sub("", _COMMENT.sub("", source))


class Parts:
    """The widget's files as they are sent, under a name that changes with them."""

    def __init__(self, folder: Path = STATIC) -> None:
        modules = {path.name: _lean_bytes(path) for path in sorted((folder / "widget").glob("*.js"))}
        loader = modules.pop("loader.js")
        sheets = (folder / "tokens.css", folder / "answer.css", folder / "widget" / "widget.css")
        style = b"".join(map(_lean_bytes, sheets))
        self.files: Mapping[str, bytes] = {**modules, "style.css": style}
        digest = hashlib.sha256(b"\0".join(name.encode() + body for name, body in self.files.items()))
        self.version = digest.hexdigest()[:12]
        self.loader = loader.replace(b"__VERSION__", self.version.encode())


def _lean_bytes(path: Path) -> bytes:
    return lean(path.read_text(encoding="utf-8")).encode()


def make_widget_router(about: About, countries: Sequence[str], is_asking: bool) -> APIRouter:
    """The routes. `is_asking` says whether visitors are asked for consent, and may vote."""
    router = APIRouter()
    parts = Parts()

    @router.get("/widget.js", include_in_schema=False)
    def loader(request: Request) -> Response:
        """The one script a site names; looked after with each page view, so that an upgrade is seen at once."""
        return _sent(request, parts.loader, ".js", "no-cache")

    @router.get("/widget/{version}/{name}", include_in_schema=False)
    def part(request: Request, version: str, name: str) -> Response:
        """A module or the style, kept by browsers for good. Another version's is not there any more."""
        body = parts.files.get(name) if version == parts.version else None
        if body is None:
            return Response(status_code=404)
        return _sent(request, body, Path(name).suffix, _FOREVER)

    @router.get("/api/widget", summary="The widget's words in one language, and what can be chosen")
    def words(request: Request, language: str = "") -> Response:
        """Those of the browser's language where none is asked for; English where there is no translation."""
        said = texts(_read_in(request, language))
        body = json.dumps(chosen(said, about, countries, is_asking), ensure_ascii=False).encode()
        return _sent(
            request, body, ".json", f"public, max-age={WORDS_AGE_S}", varies="Accept-Encoding, Accept-Language"
        )

    @router.get("/embed", include_in_schema=False)
    def embed(request: Request, language: str = "", country: str = "") -> HTMLResponse:
        """The widget as a page of its own, for a frame."""
        where = country.upper() if country.upper() in countries else ""
        page = embed_page(_read_in(request, language), known(language), where)
        return HTMLResponse(page, headers={"Vary": "Accept-Language"})

    return router


def chosen(said: Texts, about: About, countries: Sequence[str], is_asking: bool) -> dict[str, Any]:
    """Everything the widget shows in its own words, from the files that translators edit."""
    return {
        "language": said.language,
        "dir": direction(said.language),
        "languages": [{"code": code, "name": own_name(code)} for code in SUPPORTED],
        "countries": list(countries),
        "asks_consent": is_asking,
        "written": written(about, said),
        "texts": {
            **{section: said.get(section) for section in _SECTIONS},
            "page": _without(said.get("page"), _OF_THE_PAGE),
            **{section: {key: said.get(f"{section}.{key}") for key in keys} for section, keys in _PARTS.items()},
        },
    }


def _without(section: Mapping[str, Any], left_out: frozenset[str], at: str = "") -> dict[str, Any]:
    return {
        key: _without(value, left_out, f"{at}{key}.") if isinstance(value, Mapping) else value
        for key, value in section.items()
        if f"{at}{key}" not in left_out
    }


def embed_page(language: str, chosen_language: str, country: str) -> str:
    """The page for a frame: no script of its own, addresses relative, so that it works in a folder of a host."""
    said = texts(language)
    return (
        f'<!doctype html><html {attributes(said.language)}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{safe(said.say('page.title'))}</title>"
        '<link rel="stylesheet" href="look/tokens.css"><link rel="stylesheet" href="look/embed.css"></head><body>'
        f'<noscript><p><a href="article">{safe(said.say("page.article_link"))}</a></p></noscript>'
        f'<script src="widget.js" data-embedded data-language="{safe(chosen_language)}" data-country="{safe(country)}">'
        "</script>"
        "</body></html>"
    )


def _read_in(request: Request, language: str) -> str:
    """The language asked for, or else the browser's."""
    return known(language) or (DEFAULT if language else language_of(request.headers.get("accept-language")))


def _sent(request: Request, body: bytes, suffix: str, keep: str, varies: str = "Accept-Encoding") -> Response:
    """`body` with its type, packed when the browser can unpack it; 304 when the browser has it."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"Cache-Control": keep, "ETag": tag, "Vary": varies}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers=headers, media_type=_TYPES.get(suffix, "application/json"))
