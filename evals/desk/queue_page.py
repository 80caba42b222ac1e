"""The first page: what waits for the reviewer, where reviewers disagree, and what fills the queue."""

from __future__ import annotations

import time

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from evals.desk import fill
from evals.desk.desk import Desk
from evals.desk.items import Filled
from evals.desk.judgement import LABELS
from evals.desk.rules import RULES
from evals.desk.sessions import Session

SHOWN = 50
"""Items listed on the page; `Next` goes on past them."""
CHATS_EVERY_S = 60.0
"""The queue takes in shared chats when somebody opens it, at most this often. A guess."""


def make_router(desk: Desk) -> APIRouter:
    """The queue's routes."""
    router = APIRouter()
    signed_in, changing = desk.access.signed_in, desk.access.changing
    filled_at = float("-inf")

    @router.get("/")
    def queue(request: Request, who: Session = Depends(signed_in)) -> HTMLResponse:
        nonlocal filled_at
        if desk.parts.chats is not None and time.monotonic() - filled_at > CHATS_EVERY_S:
            filled_at = time.monotonic()
            fill.from_chats(desk.items, desk.parts.chats, desk.parts.loaded.review, who.name)
        return _page(desk, request, who)

    @router.post("/fill/run")
    def fill_from_run(request: Request, who: Session = Depends(changing)) -> HTMLResponse:
        """Queue the newest run's replies."""
        run, before = fill.read_runs(desk.parts.runs)
        return _page(desk, request, who, fill.from_run(desk.items, run, before, desk.parts.loaded.review, who.name))

    @router.post("/fill/chats")
    def fill_from_chats(request: Request, who: Session = Depends(changing)) -> HTMLResponse:
        """Queue what visitors shared."""
        if desk.parts.chats is None:
            return _page(desk, request, who, Filled("chat", "", desk.parts.loaded.review.share, 0))
        filled = fill.from_chats(desk.items, desk.parts.chats, desk.parts.loaded.review, who.name)
        return _page(desk, request, who, filled)

    @router.get("/disagreements")
    def disagreements(request: Request, who: Session = Depends(signed_in)) -> HTMLResponse:
        return desk.look.page(request, "disagreements.html", who, found=desk.work().disagreements(), labels=LABELS)

    return router


def _page(desk: Desk, request: Request, who: Session, filled: Filled | None = None) -> HTMLResponse:
    work = desk.work()
    waiting = work.waiting_for(who.name)
    return desk.look.page(
        request,
        "queue.html",
        who,
        waiting=waiting[:SHOWN],
        total=len(waiting),
        finished=sum(who.name in names for names in work.finals.values()),
        disagreements=len(work.disagreements()),
        backlog=work.backlog(),
        rules=RULES,
        share=desk.parts.loaded.review.share,
        fills=desk.items.fills(5),
        filled=filled,
    )
