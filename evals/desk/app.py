"""Builds the desk's application: pages, signing in, static files, headers, and errors as pages. Built from parts handed in."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from evals.desk import access as signing
from evals.desk.access import Access, SignInFirst
from evals.desk.desk import Desk
from evals.desk.errors import BadInput, DeskError, NotThere
from evals.desk.headers import Guarded
from evals.desk.look import STATIC, Look
from evals.desk.pages import PAGES
from evals.desk.parts import Parts
from evals.desk.rate import Limited

_STATUS: dict[type[Exception], int] = {NotThere: 404, BadInput: 422}


def build_desk(parts: Parts) -> FastAPI | None:
    """The desk; None when the settings let nobody in.

    Raises:
        DeskInvalid: The settings cannot be used.
    """
    access = Access(parts.loaded.review)
    if not access.is_open:
        return None
    look = Look([(page.path, page.title) for page in PAGES if page.title])
    desk = Desk(parts, access, look)
    app = FastAPI(title="Restwell review desk", docs_url=None, redoc_url=None, openapi_url=None)
    for page in PAGES:
        if page.make_router is not None:
            app.include_router(page.make_router(desk))
    app.include_router(signing.make_router(access, look))
    _add_static(app, parts)
    _add_errors(app, desk)
    app.add_middleware(Limited)
    app.add_middleware(Guarded)
    return app


def _add_static(app: FastAPI, parts: Parts) -> None:
    @app.get("/static/tokens.css")
    def tokens() -> FileResponse:
        return FileResponse(parts.tokens, media_type="text/css")

    app.mount("/static", StaticFiles(directory=STATIC), name="static")


def _add_errors(app: FastAPI, desk: Desk) -> None:
    def told(request: Request, status: int, message: str) -> Response:
        """As a page for people, as JSON for the desk's own script."""
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse({"message": message}, status)
        return desk.look.page(request, "error.html", None, status, message=message)

    @app.exception_handler(SignInFirst)
    def sign_in(request: Request, error: Exception) -> Response:
        if request.method != "GET" or "application/json" in request.headers.get("accept", ""):
            return told(request, 401, "You are not signed in any more. Sign in and send it again")
        return RedirectResponse(desk.look.base(request) + "/login", 303)

    @app.exception_handler(DeskError)
    def failed(request: Request, error: Exception) -> Response:
        return told(request, _STATUS.get(type(error), 503), str(error))

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        said = "There is no such page here" if error.status_code == 404 else str(error.detail)
        return told(request, error.status_code, said)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        places = {".".join(str(part) for part in e["loc"][1:]) or "the body" for e in error.errors()}
        return told(request, 422, f"Not usable: {', '.join(sorted(places))[:200]}")
