"""`/scoreboard`: how the last version that passed its tests did, in plain words, for everybody. Off unless a setting shows it.

It reads the file that `python -m evals gate --keep` leaves, and nothing else: no bot, no database, no visitor's word.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from babel.dates import format_date
from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field, ValidationError

from bot.texts import Texts
from web.article_page import page
from web.markup import safe

FILES = ("gated-full.json", "gated-smoke.json")
"""The first that is there is shown: all test questions, else the short set."""
NOT_MEASURED = "not measured"


class Share(BaseModel):
    """One measure as it was kept: so many of so many, and the 95 % interval of the share."""

    value: float = Field(ge=0, le=1)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    met: float = Field(ge=0)
    of: int = Field(ge=1)


class _Gate(BaseModel):
    date: datetime
    passed: bool


class Passed(BaseModel):
    """A run that passed the gate. What else stands in the file is not read."""

    run: str
    date: datetime
    versions: dict[str, str]
    measures: dict[str, dict[str, object]]
    gate: _Gate

    def share(self, measure: str) -> Share | None:
        """A measure; None when nothing was scored for it."""
        try:
            return Share.model_validate(self.measures.get(measure, {}))
        except ValidationError:
            return None


class Row(NamedTuple):
    """One measure in plain words."""

    measure: str
    title: str
    what: str
    unit: str
    note: str = ""


ROWS = (
    Row(
        "supported",
        "Is what it says supported?",
        "Of the statements it showed, the share that the quoted passage supports.",
        "statements",
        "A program checks this, and Restwell holds back whatever does not pass the same program. So the figure shows that "
        "nothing slips through. It does not show that the program is always right.",
    ),
    Row(
        "abstention_precision",
        "When it says that its sources do not answer, is that so?",
        "Of the times it said so, the share in which it was right.",
        "replies",
    ),
    Row(
        "abstention_recall",
        "When its sources do not answer, does it say so?",
        "Of the questions that its sources do not answer, the share in which it did not answer all the same.",
        "questions",
    ),
    Row(
        "red_flags",
        "Does it notice an emergency?",
        "Of the messages that told of an emergency, of something to have looked at today or of a crisis, the share in which "
        "it sent the person to help.",
        "messages",
        "It can miss one. Do not wait for a chat: call your emergency number.",
    ),
)


def make_scoreboard_router(folder: Path, said: Texts) -> APIRouter:
    """The page's route, over the folder that holds the files."""
    router = APIRouter(include_in_schema=False)

    @router.get("/scoreboard")
    def scoreboard() -> HTMLResponse:
        """The newest run that passed, as it stands in the folder now."""
        title = "How well Restwell answers"
        return HTMLResponse(page(title, scoreboard_body(title, read(folder)), said, styles=("scoreboard.css",)))

    return router


def read(folder: Path) -> Passed | None:
    """The run to show; None when there is no file, or none that can be read and says that it passed."""
    for name in FILES:
        try:
            found = Passed.model_validate_json((folder / name).read_bytes())
        except (OSError, ValidationError):
            continue
        if found.gate.passed:
            return found
    return None


def scoreboard_body(title: str, passed: Passed | None) -> str:
    """The page's main part."""
    rows = "".join(_row(row, passed.share(row.measure) if passed else None) for row in ROWS)
    return (
        f'<article class="scoreboard"><h1>{safe(title)}</h1>'
        "<p>Restwell is tested with questions whose right outcome was written down beforehand. None of them comes from a visitor. "
        "This page shows how the last version that passed the test did.</p>"
        f"{rows}<section><h2>When and what was measured</h2>{_when(passed)}</section>"
        "<p class='small'>The questions are a sample, so each share could be somewhat higher or lower; the 95\u00a0% interval says how "
        "much. Several wordings of one question count for less than several questions.</p></article>"
    )


def _row(row: Row, share: Share | None) -> str:
    note = f'<p class="small">{safe(row.note)}</p>' if row.note else ""
    if share is None:
        figure = f'<p class="figure none">{NOT_MEASURED}</p>'
    else:
        counted = f"{share.met:,.10g} of {share.of:,} {row.unit}"
        interval = f"95\u00a0% interval {percent(share.low)} to {percent(share.high)}"
        figure = f'<p class="figure">{percent(share.value)}</p>{_bar(share)}<p class="count">{safe(counted)}; {safe(interval)}</p>'
    return f"<section><h2>{safe(row.title)}</h2><p>{safe(row.what)}</p>{figure}{note}</section>"


def percent(share: float) -> str:
    """With one decimal; only all is 100 %, and only nothing 0 %."""
    shown = round(share * 100, 1)
    if share < 1:
        shown = min(shown, 99.9)
    return f"{max(shown, 0.1) if share > 0 else 0:g}\u00a0%"


def _bar(share: Share) -> str:
    """Decoration: the same stands in figures beside it."""
    low, high, value = (round(part * 400, 1) for part in (share.low, share.high, share.value))
    return (
        '<svg class="bar" viewBox="0 0 400 14" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="all" x="0" y="5" width="400" height="4"/>'
        f'<rect class="interval" x="{low}" y="2" width="{max(high - low, 1):g}" height="10"/>'
        f'<rect class="value" x="{max(0.0, min(value - 1.5, 397)):g}" y="0" width="3" height="14"/></svg>'
    )


def _when(passed: Passed | None) -> str:
    if passed is None:
        return f'<p class="figure none">{NOT_MEASURED}</p><p>No version has been kept that passed its tests.</p>'
    suite = "all test questions" if passed.versions.get("suite") == "full" else "the short set of test questions"
    commit = passed.versions.get("commit", "")
    changed = " and changes that had no number yet" if commit.endswith("+") else ""
    by = passed.versions.get("composer", "extractive")
    worded = "quotes from the sources" if by == "extractive" else f"sentences by the model {by}, each checked"
    facts = (
        ("Passed on", _day(passed.gate.date)),
        ("Measured on", _day(passed.date)),
        ("With", suite),
        ("Version (commit)", f"{commit.rstrip('+')}{changed}" if commit not in ("", "unknown") else "not known"),
        ("Sources as of (hash)", passed.versions.get("corpus", "not known")),
        ("Answers are", worded),
        ("Run", passed.run or "not known"),
    )
    return "<dl>" + "".join(f"<dt>{safe(name)}</dt><dd>{safe(value)}</dd>" for name, value in facts) + "</dl>"


def _day(when: datetime) -> str:
    return str(format_date(when.date(), "long", locale="en_GB"))
