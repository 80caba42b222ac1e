"""One transcript a screen: read it, judge it by keys, hand it in. Also how a disagreement is decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from fastapi import APIRouter, Body, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from evals.desk.desk import Desk
from evals.desk.errors import BadInput
from evals.desk.items import Entry
from evals.desk.judgement import CALL_KEYS, EMPTY, LABELS, VERDICT_KEYS, Judgement, read
from evals.desk.reviews import ADJUDICATION, Change, Record, Saved, review_of
from evals.desk.sessions import Session
from evals.desk.showing import scores, show
from evals.desk.transcript import read as read_transcript
from evals.desk.work import Work, differences


def make_router(desk: Desk) -> APIRouter:
    """The item's routes."""
    router = APIRouter()
    signed_in, changing = desk.access.signed_in, desk.access.changing

    @router.get("/next")
    def next_item(request: Request, after: int = 0, who: Session = Depends(signed_in)) -> Response:
        """The next item for this reviewer; the queue when there is none."""
        waiting = [e for e in desk.work().waiting_for(who.name) if e.id != after]
        return RedirectResponse(desk.look.base(request) + (f"/item/{waiting[0].id}" if waiting else "/"), 303)

    @router.get("/item/{number}")
    def item(request: Request, number: int, who: Session = Depends(signed_in)) -> HTMLResponse:
        return _page(desk, request, number, who, review_of(who.name))

    @router.get("/item/{number}/adjudicate")
    def adjudicate(request: Request, number: int, who: Session = Depends(signed_in)) -> HTMLResponse:
        return _page(desk, request, number, who, ADJUDICATION)

    @router.post("/item/{number}/save")
    def save(number: int, sent: dict[str, Any] = Body(), who: Session = Depends(changing)) -> JSONResponse:
        """Add a record; 409 when it was made from something older: it is kept all the same."""
        entry = desk.items.entry(number)
        statements = len(read_transcript(entry, desk.items, desk.parts.chats).answer.statements)
        stream = _stream(desk, entry, sent, who)
        judgement = read(sent.get("judgement") or {}).within(statements)
        is_final = sent.get("final") is True
        if is_final:
            _must_be_whole(judgement, statements, stream)
        saved = desk.reviews.add(
            Change(number, stream, who.name, _base(sent), judgement, "handed in" if is_final else "saved", is_final)
        )
        return _told(saved)

    @router.post("/item/{number}/undo")
    def undo(number: int, sent: dict[str, Any] = Body(), who: Session = Depends(changing)) -> JSONResponse:
        """Go back by one."""
        stream = _stream(desk, desk.items.entry(number), sent, who)
        return _told(desk.reviews.undo(number, stream, who.name, _base(sent)))

    return router


def _stream(desk: Desk, entry: Entry, sent: dict[str, Any], who: Session) -> str:
    if sent.get("mode") != ADJUDICATION:
        return review_of(who.name)
    _must_be_reviewed(entry, desk.work())
    return ADJUDICATION


def _must_be_reviewed(entry: Entry, work: Work) -> None:
    """A decision shows what reviewers said, so it waits until all of them have handed in, blind."""
    if not work.finals.get(entry.id):
        raise BadInput("Nobody has handed in a review of this item yet, so there is nothing to decide")
    if not work.is_done(entry):
        raise BadInput(
            "Another review of this item is still to come, and nobody sees one before all are in; decide then"
        )


def _base(sent: dict[str, Any]) -> int:
    base = sent.get("base")
    if not isinstance(base, int) or isinstance(base, bool) or base < 0:
        raise BadInput("base is the revision the page was made from, a whole number from 0")
    return base


def _must_be_whole(judgement: Judgement, statements: int, stream: str) -> None:
    if missing := judgement.missing(statements):
        raise BadInput(f"Still to be judged: {', '.join(missing)}")
    if stream == ADJUDICATION and not judgement.note.strip():
        raise BadInput("A decision needs a reason: write it into the note")


def _told(saved: Saved) -> JSONResponse:
    current = saved.current
    told: dict[str, Any] = {"revision": current.revision if current else 0, "judgement": _state(current)}
    if current:
        told |= {"author": current.author, "at": current.at.strftime("%H:%M:%S"), "final": current.is_final}
    if saved.is_aside:
        told["message"] = "This was changed elsewhere meanwhile. What you sent is kept; choose which one holds"
    return JSONResponse(told, 409 if saved.is_aside else 200)


def _state(record: Record | None) -> dict[str, Any]:
    return (record.judgement if record else EMPTY).model_dump(mode="json")


def _page(desk: Desk, request: Request, number: int, who: Session, stream: str) -> HTMLResponse:
    entry, work = desk.items.entry(number), desk.work()
    transcript = read_transcript(entry, desk.items, desk.parts.chats)
    finals = work.finals.get(number, {})
    current = desk.reviews.current(number, stream)
    is_adjudication = stream == ADJUDICATION
    has_spoken = who.name in finals or is_adjudication
    if is_adjudication:
        _must_be_reviewed(entry, work)
    state = _state(current)
    if is_adjudication and current is None:
        state = _agreed(finals).model_dump(mode="json")
    sees_others = has_spoken and (is_adjudication or work.is_done(entry))
    shown = show(transcript, desk.places)
    return desk.look.page(
        request,
        "item.html",
        who,
        entry=entry,
        shown=shown,
        state=state,
        revision=current.revision if current else 0,
        is_final=bool(current and current.is_final),
        mode=ADJUDICATION if is_adjudication else "review",
        has_spoken=has_spoken,
        scores=scores(transcript.results) if has_spoken else (),
        others=_others(finals, who, is_adjudication) if sees_others else {},
        points=differences(finals) if sees_others else (),
        adjudication=work.adjudications.get(number),
        waiting=len([e for e in work.waiting_for(who.name) if e.id != number]),
        promotions=desk.reviews.promotions(number),
        verdict_keys=VERDICT_KEYS,
        call_keys=CALL_KEYS,
        labels=LABELS,
        tags=_known_tags(work, () if sees_others else (number,)),
    )


def _others(finals: Mapping[str, Record], who: Session, is_adjudication: bool) -> dict[str, Record]:
    return {name: record for name, record in finals.items() if is_adjudication or name != who.name}


def _agreed(finals: Mapping[str, Record]) -> Judgement:
    """What all reviewers say alike: where a decision starts from."""
    first, *rest = [record.judgement for record in finals.values()]
    verdicts = {n: v for n, v in first.verdicts.items() if all(j.verdicts.get(n) == v for j in rest)}
    is_same = all(other.call == first.call for other in rest)
    return Judgement(verdicts=verdicts, call=first.call if is_same else "")


def _known_tags(work: Work, blind: Collection[int]) -> list[str]:
    """Tags in use, but for those that stand on `blind` items only: they would tell what a colleague said."""
    seen = (finals for number, finals in work.finals.items() if number not in blind)
    return sorted({tag for finals in seen for r in finals.values() for tag in r.judgement.tags})
