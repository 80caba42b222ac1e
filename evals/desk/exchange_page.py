"""Export of reviews, import of assignments."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from bot.answer import Answer
from evals.desk import exchange
from evals.desk.desk import Desk
from evals.desk.errors import BadInput
from evals.desk.items import Entry
from evals.desk.sessions import Session
from evals.desk.transcript import of_run


def make_router(desk: Desk) -> APIRouter:
    """The routes of the page."""
    router = APIRouter()
    signed_in, changing = desk.access.signed_in, desk.access.changing

    @router.get("/exchange")
    def exchange_page(request: Request, who: Session = Depends(signed_in)) -> HTMLResponse:
        return _page(desk, request, who)

    @router.get("/export.csv")
    def as_csv(who: Session = Depends(signed_in)) -> Response:
        body = exchange.to_csv(exchange.rows(desk.reviews.all(), desk.work(), who.name))
        return _file(body, "text/csv; charset=utf-8", "reviews.csv")

    @router.get("/export.jsonl")
    def as_jsonl(who: Session = Depends(signed_in)) -> Response:
        body = exchange.to_jsonl(exchange.rows(desk.reviews.all(), desk.work(), who.name))
        return _file(body, "application/jsonl", "reviews.jsonl")

    @router.get("/verdicts.jsonl")
    def settled(who: Session = Depends(signed_in)) -> Response:
        """For `python -m evals judge calibrate`."""
        found = exchange.verdicts(desk.work(), lambda entry: _answer(desk, entry), who.name)
        return _file(exchange.to_jsonl(found), "application/jsonl", "verdicts.jsonl")

    @router.post("/assignments")
    async def assign(request: Request, who: Session = Depends(changing)) -> HTMLResponse:
        sent = (await request.form()).get("file")
        if not isinstance(sent, UploadFile):
            raise BadInput("No file was chosen. Choose a CSV or JSON Lines file")
        body = await sent.read()
        return await run_in_threadpool(_assign, desk, request, who, body)

    return router


def _answer(desk: Desk, entry: Entry) -> Answer | None:
    content = desk.items.content(entry.id)
    return of_run(content).answer if content else None


def _assign(desk: Desk, request: Request, who: Session, body: bytes) -> HTMLResponse:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _page(desk, request, who, wrong="Nothing was taken. The file is not UTF-8; save it as “CSV UTF-8”")
    entries = desk.work().live
    items = {str(e.id): e.id for e in entries} | {e.key: e.id for e in entries}
    names = desk.access.people.names
    try:
        pairs = exchange.read_assignments(text, items, lambda name: name in names or not names)
    except BadInput as error:
        return _page(desk, request, who, wrong=str(error))
    return _page(desk, request, who, done=f"{desk.reviews.assign(pairs, who.name)} new of {len(pairs)} assignments.")


def _page(desk: Desk, request: Request, who: Session, wrong: str = "", done: str = "") -> HTMLResponse:
    status = 422 if wrong else 200
    return desk.look.page(
        request, "exchange.html", who, status, wrong=wrong, done=done, columns=exchange.COLUMNS,
        records=len(desk.reviews.all()), reviewers=desk.access.people.names,
    )  # fmt: skip


def _file(body: str, kind: str, name: str) -> Response:
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
