"""The first page: what waits for the reviewer."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from evals.desk.desk import Desk
from evals.desk.sessions import Session


def make_router(desk: Desk) -> APIRouter:
    """The queue's routes."""
    router = APIRouter()

    @router.get("/")
    def queue(request: Request, who: Session = Depends(desk.access.signed_in)) -> HTMLResponse:
        return desk.look.page(request, "queue.html", who)

    return router
