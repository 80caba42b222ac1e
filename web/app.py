"""The whole web application: API, article, static files, and the chat page at `/`. Built from parts handed in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import gradio as gr
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

from bot.helplines import Helplines
from bot.texts import Texts, texts
from web.about import About
from web.answers import Answers
from web.api import make_invalid_handler, make_router
from web.article_page import article_page, page
from web.asking import Asking
from web.conversation import Conversations
from web.embedding import Embedding
from web.fixed_parts import FixedParts
from web.front import FrontLanguage
from web.helper import Helper
from web.manifest import HEAD as MANIFEST_HEAD
from web.manifest import make_manifest_router
from web.markup import safe
from web.page import make_blocks, theme
from web.page_api import make_page_router
from web.rate import AskLimit, LimitAsks
from web.readiness import Readiness
from web.records.api import make_records_router
from web.records.keeper import Keeper
from web.scoreboard import make_scoreboard_router
from web.security import BodyLimit, SecurityHeaders
from web.sheet.routes import make_sheet_router
from web.spoken import VARIES, Spoken
from web.widget import make_widget_router

STATIC = Path(__file__).resolve().parent / "static"
API_BODY_BYTES = 64 * 1024
PAGE_BODY_BYTES = 512 * 1024
"""The page sends a message of any length to the bot, which says when it is too long; this only bounds memory."""

_HEAD = (
    '<meta name="color-scheme" content="light dark">'
    '<link rel="stylesheet" href="look/tokens.css">'
    '<link rel="stylesheet" href="look/answer.css"><link rel="stylesheet" href="look/page.css">'
    '<script type="module" src="look/page/main.js"></script><script src="look/sheet.js"></script>'
)


def build_app(
    bot: Answers,
    about: About | None = None,
    countries: Sequence[str] = (),
    concurrency: int = 8,
    queue: int = 128,
    wording: Texts | None = None,
    keeper: Keeper | None = None,
    origins: Sequence[str] = (),
    limit: AskLimit | None = None,
    helplines: Helplines | None = None,
    scoreboard: Path | None = None,
    helpers: Sequence[Helper] = (),
) -> FastAPI:
    """The application over one bot, whose models begin to load when the application starts.

    Args:
        bot: Answers the questions; `bot.turn.Bot`, or a double.
        about: Who wrote the corpus, and when it was checked.
        countries: ISO codes a visitor can choose.
        concurrency: Turns answered at once.
        queue: Turns that may wait.
        wording: Words of the page; English when not given.
        keeper: Stores what visitors agree to; without it nobody is asked.
        origins: Sites that may show the widget, as a browser names them.
        limit: How often one client may ask; without it there is no limit.
        helplines: Numbers for a visit sheet; without them it names none.
        scoreboard: Folder with the last gated run, shown to everybody; without it there is no such page.
        helpers: Other processes that answer, started once this one can.
    """
    said = wording or texts()
    readiness = Readiness(bot, [helper.start for helper in helpers])
    app = _make_app(readiness, keeper, helpers)
    app.state.origins = frozenset(origins)
    app.add_exception_handler(RequestValidationError, make_invalid_handler(said))
    asking = Asking(bot, concurrency, queue, helpers)
    app.include_router(make_router(asking, readiness, said.say("page.busy"), keeper))
    if keeper:
        app.include_router(make_records_router(keeper))
    app.include_router(make_widget_router(about or About(), countries, is_asking=keeper is not None))
    app.include_router(make_manifest_router())
    app.include_router(make_sheet_router(bot, helplines))
    if scoreboard:
        app.include_router(make_scoreboard_router(scoreboard, said))
    _add_article(app, bot)
    _stay_open(app)
    app.mount("/look", StaticFiles(directory=STATIC), name="look")
    fixed = FixedParts(about or About(), countries)
    app.include_router(make_page_router(Conversations(asking, bot, readiness, countries, keeper, limit), fixed))
    app.add_middleware(
        BodyLimit,
        limits={"/gradio_api/upload": 0, "/api/": API_BODY_BYTES, "/": PAGE_BODY_BYTES},
        message=said.say("page.errors.too_large"),
    )
    if limit:
        app.add_middleware(LimitAsks, limit=limit, texts=said)
    app.add_middleware(Embedding, origins=origins)  # outside the limits, so that a listed site can read a refusal
    app.add_middleware(FrontLanguage, fixed=fixed)
    app.add_middleware(SecurityHeaders, head=_HEAD + MANIFEST_HEAD, origins=origins)
    gr.mount_gradio_app(
        app,
        make_blocks(fixed),
        "/",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        theme=theme(),
        pwa=False,
    )
    return app


def _make_app(readiness: Readiness, keeper: Keeper | None, helpers: Sequence[Helper]) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        readiness.start()
        if keeper:
            keeper.start()
        yield
        for helper in helpers:
            helper.stop()
        if keeper:
            keeper.stop()

    return FastAPI(
        title="Restwell",
        description="Answers about magnesium and restless legs, each sentence with its exact passage.",
        docs_url=None,  # FastAPI's own page loads its scripts from another host; /openapi.json stays
        redoc_url=None,
        lifespan=lifespan,
    )


def _add_article(app: FastAPI, bot: Answers) -> None:
    @app.get("/article", include_in_schema=False)
    def article(said: Spoken) -> HTMLResponse:
        """The site's own post, each sentence with an id; what is around it, in the visitor's language."""
        found = article_page(bot.index(), said) if bot.is_ready() else None
        if found is None:
            missing = said.say("page.article.missing")
            return HTMLResponse(page(missing, f"<h1>{safe(missing)}</h1>", said), 503, VARIES)
        return HTMLResponse(found, headers=VARIES)


def _stay_open(app: FastAPI) -> None:
    @app.get("/gradio_api/app_id", include_in_schema=False)
    def app_id() -> Response:
        """Nothing. Gradio's page asks this when its connection broke, and reloads on an answer: the conversation and
        what was being typed would be gone. `look/page/link.js` finds the way back instead."""
        return Response(status_code=204)
