"""From a transcript to a case, and from a corrected corpus to cases that pass."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from bot.answer import Citation
from evals.desk import promote, rerun
from evals.desk.desk import Desk
from evals.desk.errors import BadInput
from evals.desk.judgement import EMPTY, Judgement
from evals.desk.places import Place
from evals.desk.reviews import ADJUDICATION, review_of
from evals.desk.sessions import Session
from evals.desk.transcript import Transcript, read

FIELDS = (
    ("id", "Id", "small letters, digits, hyphens; used once", 1),
    ("family", "Family", "the same thing in other words has the same family; a family of the test half cannot take it", 1),
    ("tags", "Tags", "the sort first; comma between", 1),
    ("language", "Language", "of the question: en, es, fr, de, pt, hi, ar, zh", 1),
    ("country", "Country", "ISO code, or empty", 1),
    ("messages", "What the visitor writes", "one message a line, oldest first; the reply to the last is judged", 3),
    ("outcome", "Outcome", "any of these is right; comma between", 1),
    ("reason", "Reason", "with declined only", 1),
    ("sources_any", "Sources", "a line for each group of which at least one is cited; comma between", 2),
    ("facts", "Facts and required quotes", "a line for each; other wordings of the same after ||; cut a quote down to what matters", 5),
    ("never", "Forbidden", "a line for each thing the reply may not say", 4),
    ("notices", "Notices", "kinds that must be there, beside consult; comma between", 1),
)  # fmt: skip
"""Name in the form, label, hint, rows."""


def make_router(desk: Desk) -> APIRouter:
    """The routes of the pages."""
    router = APIRouter()
    signed_in, changing = desk.access.signed_in, desk.access.changing

    @router.get("/item/{number}/promote")
    def form(request: Request, number: int, who: Session = Depends(signed_in)) -> HTMLResponse:
        entry = desk.items.entry(number)
        transcript = read(entry, desk.items, desk.parts.chats)
        judgement = _holds(desk, number, who)
        values = promote.draft(transcript, judgement, number, entry.origin == "chat")
        return _form(desk, request, who, number, transcript, values)

    @router.post("/item/{number}/promote")
    async def add(request: Request, number: int, who: Session = Depends(changing)) -> HTMLResponse:
        sent = await request.form()
        values = {name: str(sent.get(name, ""))[:8000].replace("\r\n", "\n") for name, *_ in FIELDS}
        return await run_in_threadpool(_promote, desk, request, who, number, values)

    @router.post("/item/{number}/rerun")
    def run_again(request: Request, number: int, who: Session = Depends(changing)) -> HTMLResponse:
        """Run the cases that this item's sources, its case and the cases made of it touch."""
        entry = desk.items.entry(number)
        transcript = read(entry, desk.items, desk.parts.chats)
        named = {*desk.reviews.promotions(number), *([entry.case_id] if entry.case_id else [])}
        sources = {c.source_id for c in transcript.answer.citations}
        return _rerun(desk, request, who, sources, named, f"/item/{number}")

    @router.post("/rerun")
    async def run_source(request: Request, who: Session = Depends(changing)) -> HTMLResponse:
        """Run the cases that name a source, or those named by id: fields `source` and `case`, any number of each."""
        sent = await request.form()
        sources, named = ({str(v) for v in sent.getlist(name)} for name in ("source", "case"))
        return await run_in_threadpool(_rerun, desk, request, who, sources, named, "/")

    return router


def _promote(desk: Desk, request: Request, who: Session, number: int, values: dict[str, str]) -> HTMLResponse:
    entry = desk.items.entry(number)
    transcript = read(entry, desk.items, desk.parts.chats)
    try:
        case = promote.to_case(values)
        if entry.origin == "chat" and not promote.is_own_words(values["messages"], transcript):
            raise BadInput("A visitor's own words do not become a case. Ask the same in words of your own")
        place = promote.add(case, desk.parts.cases, desk.parts.bot.index().sources)
    except BadInput as error:
        return _form(desk, request, who, number, transcript, values, str(error), 422)
    desk.reviews.promoted(number, case["id"], who.name)
    told = Place(_told(desk, place), place.line)
    return desk.look.page(request, "promoted.html", who, number=number, case_id=case["id"], place=told,
                          evidence=_edit(desk, transcript))  # fmt: skip


def _told(desk: Desk, place: Place) -> Path:
    root = desk.parts.root
    return place.path.relative_to(root) if place.path.is_relative_to(root) else place.path


def _edit(desk: Desk, transcript: Transcript) -> list[tuple[Citation, Place]]:
    cited = transcript.answer.citations
    return [(c, place) for c in cited if (place := desk.places.of_citation(c)) is not None]


def _form(
    desk: Desk,
    request: Request,
    who: Session,
    number: int,
    transcript: Transcript,
    values: dict[str, str],
    wrong: str = "",
    status: int = 200,
) -> HTMLResponse:
    is_shared = transcript.case is None
    return desk.look.page(
        request, "promote.html", who, status, number=number, fields=FIELDS, values=values, wrong=wrong,
        asked=transcript.questions if is_shared else (), file=promote.FILE,
    )  # fmt: skip


def _holds(desk: Desk, number: int, who: Session) -> Judgement:
    """What a draft starts from: the decision, else what this reviewer said."""
    decided = desk.reviews.current(number, ADJUDICATION)
    mine = desk.reviews.current(number, review_of(who.name))
    chosen = decided or mine
    return chosen.judgement if chosen else EMPTY


def _rerun(desk: Desk, request: Request, who: Session, sources: set[str], named: set[str], back: str) -> HTMLResponse:
    placed = rerun.touching(desk.parts.cases, sources, named)
    outcomes = rerun.run(placed, desk.parts.bot, desk.verifier)
    return desk.look.page(
        request,
        "rerun.html",
        who,
        outcomes=sorted(outcomes, key=lambda o: (o.case.id not in named, o.passes)),
        named=named,
        passed=sum(o.passes for o in outcomes),
        left_out=len(placed) - len(outcomes),
        build=desk.parts.bot.index().manifest.name,
        sources=sorted(sources),
        back=back,
        root=str(desk.parts.root) + "/",
    )
