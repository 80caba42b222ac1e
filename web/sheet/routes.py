"""`POST /sheet` and `POST /sheet.pdf`: a conversation in, its sheet out. Nothing is stored or logged, and no address has a word of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from bot.helplines import Helplines
from bot.texts import Texts
from bot.texts import texts as texts_of
from web.answers import Answers
from web.sheet.html import actions, message_page, sheet_page
from web.sheet.model import visit_sheet
from web.sheet.pdf import PdfMissing, is_available, to_pdf
from web.sheet.told import Told
from web.spoken import VARIES, Spoken

STATIC = Path(__file__).resolve().parent.parent / "static"
FILE_NAME = "visit-sheet.pdf"
_NO_STORE = {"Cache-Control": "no-store"}
_HEAD = (
    '<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="look/tokens.css">'
    '<link rel="stylesheet" href="look/sheet.css"><script src="look/sheet.js" defer></script>'
)
_OURS = ("same-origin", "none", "")


async def form(request: Request) -> str:
    """What a form of this page, or of a listed site's widget, sends; empty when another site did or it cannot be read."""
    is_ours = request.headers.get("sec-fetch-site", "") in _OURS
    if not is_ours and request.headers.get("origin") not in getattr(request.app.state, "origins", ()):
        return ""
    try:
        return parse_qs((await request.body()).decode("utf-8"), max_num_fields=4).get("told", [""])[0]
    except (UnicodeDecodeError, ValueError):
        return ""


Sent = Annotated[str, Depends(form)]


def make_sheet_router(bot: Answers, helplines: Helplines | None) -> APIRouter:
    """The routes, over the index of one bot."""
    router = APIRouter(include_in_schema=False)

    @router.get("/sheet")
    def empty(said: Spoken) -> HTMLResponse:
        """Where a sheet comes from."""
        return HTMLResponse(message_page(said.say("sheet.from_chat"), said, _HEAD), headers=VARIES)

    @router.post("/sheet")
    async def page(sent: Sent, said: Spoken) -> Response:
        """The sheet to read and print."""
        return await run_in_threadpool(
            _made, sent, bot, said, lambda given, texts: _page(given, sent, bot, texts, helplines)
        )

    @router.post("/sheet.pdf")
    async def pdf(sent: Sent, said: Spoken) -> Response:
        """The sheet as a file."""
        return await run_in_threadpool(_made, sent, bot, said, lambda given, texts: _pdf(given, bot, texts, helplines))

    return router


def _made(sent: str, bot: Answers, said: Texts, make: Callable[[Told, Texts], Response]) -> Response:
    """What `make` makes of what was sent, or a page that says why there is none; never a word of it."""
    try:
        given = Told.model_validate_json(sent)
    except ValidationError:
        return HTMLResponse(message_page(said.say("sheet.invalid"), said, _HEAD), 422, _NO_STORE)
    texts = texts_of(given.language) if given.language else said
    if not bot.is_ready():
        return HTMLResponse(message_page(texts.say("sheet.not_ready"), texts, _HEAD), 503, _NO_STORE)
    return make(given, texts)


def _page(given: Told, sent: str, bot: Answers, texts: Texts, helplines: Helplines | None) -> Response:
    sheet = visit_sheet(given, bot.index(), texts, helplines)
    body = sheet_page(sheet, texts, datetime.now(UTC).date(), actions(sent, texts, is_available()), _HEAD)
    return HTMLResponse(body, headers=_NO_STORE)


def _pdf(given: Told, bot: Answers, texts: Texts, helplines: Helplines | None) -> Response:
    sheet = visit_sheet(given, bot.index(), texts, helplines)
    page = sheet_page(sheet, texts, datetime.now(UTC).date())
    try:
        made = to_pdf(page, (STATIC / "tokens.css").read_text("utf-8") + (STATIC / "sheet.css").read_text("utf-8"))
    except PdfMissing:
        return HTMLResponse(message_page(texts.say("sheet.no_pdf"), texts, _HEAD), 503, _NO_STORE)
    named = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return Response(made, media_type="application/pdf", headers={**_NO_STORE, **named})
