"""How far reviewers agree, what they say of all answers, and how the automatic scorers fare against them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from evals.desk import estimates
from evals.desk.agreement import Alpha, Unit, alpha
from evals.desk.desk import Desk
from evals.desk.items import Entry
from evals.desk.judgement import CALLS, LABELS, VERDICTS
from evals.desk.reviews import Record
from evals.desk.sessions import Session
from evals.desk.transcript import of_run
from evals.desk.work import Work
from evals.score import Unscored


def make_router(desk: Desk) -> APIRouter:
    """The route of the page."""
    router = APIRouter()

    @router.get("/agreement")
    def agreement(request: Request, who: Session = Depends(desk.access.signed_in)) -> HTMLResponse:
        work, first = desk.work(), desk.reviews.first_finals()
        statements, answers = alphas(first)
        settled = settled_items(desk, work)
        return desk.look.page(
            request,
            "agreement.html",
            who,
            rows=(("Statements", statements, "nominal"), ("Answers", answers, "ordinal: publish, fix, block")),
            is_alpha=lambda found: isinstance(found, Alpha),
            settled=len(settled),
            publishable=estimates.publishable(settled),
            supported=estimates.supported(settled),
            confusions=estimates.confusions(settled),
            labels=LABELS,
            disagreements=len(work.disagreements()),
        )

    return router


def alphas(first: Sequence[Record]) -> tuple[Alpha | Unscored, Alpha | Unscored]:
    """Alpha of statements and of answers, over what each reviewer first handed in."""
    by_item: dict[int, list[Record]] = defaultdict(list)
    for record in first:
        by_item[record.item].append(record)
    return (
        alpha([_statements(records) for records in by_item.values()], VERDICTS, "nominal"),
        alpha([[[r.judgement.call for r in records]] for records in by_item.values()], CALLS, "ordinal"),
    )


def _statements(records: Sequence[Record]) -> list[Unit]:
    numbers = sorted({n for record in records for n in record.judgement.verdicts})
    return [[str(v) for r in records if (v := r.judgement.verdicts.get(n))] for n in numbers]


def settled_items(desk: Desk, work: Work) -> list[estimates.Settled]:
    """What holds of each settled item, with its scores and weight."""
    return [
        estimates.Settled(
            found.judgement, of_run(content).results if content else {}, entry.weight, found.how != "one reviewer"
        )
        for entry in work.live
        if (found := work.settled(entry)) is not None
        for content in [_content(desk, entry)]
    ]


def _content(desk: Desk, entry: Entry) -> dict[str, object] | None:
    return desk.items.content(entry.id) if entry.origin == "run" else None
