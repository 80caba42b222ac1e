"""Measures over runs, which runs were gated, what waits for review, and how far reviewers agree: on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from evals import history
from evals.desk import backlog, estimates
from evals.desk.agreement import Alpha
from evals.desk.agreement_page import alphas, settled_items
from evals.desk.desk import Desk
from evals.desk.items import now
from evals.desk.rules import RULES
from evals.desk.sessions import Session
from evals.desk.trend import Trend, trends
from evals.errors import GateInvalid
from evals.gate import load
from evals.history import Past

RUNS = 20
"""Newest runs of a suite that are drawn. A guess: what can be told apart in a small plot."""
GATED = 12
"""Newest gated runs that are listed. A guess, as for runs."""
SUITES = ("full", "smoke")


class Suite(NamedTuple):
    """The runs of one suite."""

    name: str
    total: int
    runs: Sequence[Past]
    """The newest, oldest first."""
    trends: Sequence[Trend]
    agreed: str
    """Name of the run that others are held against; empty when it is not among them."""


def make_router(desk: Desk) -> APIRouter:
    """The route of the page."""
    router = APIRouter()

    @router.get("/dashboard")
    def dashboard(request: Request, who: Session = Depends(desk.access.signed_in)) -> HTMLResponse:
        past, work, at = history.read(desk.parts.runs), desk.work(), (desk.parts.clock or now)()
        runs, agreed = _with_agreed(past.runs, tuple(history.agreed(desk.parts.results)))
        statements, answers = alphas(desk.reviews.first_finals())
        settled = settled_items(desk, work)
        gated = sorted((run for run in runs if run.gate), key=lambda run: run.gate.date if run.gate else "")
        return desk.look.page(
            request,
            "dashboard.html",
            who,
            suites=[s for name in SUITES if (s := _suite(name, runs, agreed)).runs],
            without=past.without,
            gated=gated[: -GATED - 1 : -1],
            more_gated=max(0, len(gated) - GATED),
            ages=tuple(backlog.AGES),
            queues=backlog.queues(work, at),
            rules=RULES,
            reviewers=backlog.reviewers(work, desk.access.people.names, at),
            disagreements=len(work.disagreements()),
            agreement=(("Statements", statements), ("Answers", answers)),
            is_alpha=lambda found: isinstance(found, Alpha),
            settled=len(settled),
            publishable=estimates.publishable(settled),
            supported=estimates.supported(settled),
        )

    return router


def _with_agreed(runs: Sequence[Past], agreed: Sequence[Past]) -> tuple[list[Past], Mapping[str, str]]:
    """All runs by date, the agreed ones among them once; and the agreed run's name by suite."""
    there = {run.run for run in runs}
    named = {run.suite: run.run or f"the agreed {run.suite} run" for run in agreed}
    added = [replace(run, run=named[run.suite]) for run in agreed if run.run not in there]
    return sorted([*runs, *added], key=lambda run: run.date), named


def _suite(name: str, runs: Sequence[Past], agreed: Mapping[str, str]) -> Suite:
    own = [run for run in runs if run.suite == name]
    shown = own[-RUNS:]
    return Suite(name, len(own), shown, trends(shown, _floors(name)) if shown else (), agreed.get(name, ""))


def _floors(suite: str) -> dict[str, float]:
    """What the gate asks for at least; nothing when its file cannot be read, which `python -m evals gate` says."""
    try:
        return {name: bound.at_least for name, bound in getattr(load(), suite).items()}
    except GateInvalid:
        return {}
