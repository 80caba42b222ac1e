"""An item as its page shows it: statements under their lanes, evidence, scores. Turns values into what a template reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from bot.answer import Answer, Citation, Notice
from bot.render import limited
from bot.texts import Texts, texts
from evals.desk.difference import Compared, Line, compare, plain
from evals.desk.places import Place, Places
from evals.desk.transcript import Transcript
from evals.score import Failed, Result, Score

_FIRST = ("helpline", "emergency")


class Said(NamedTuple):
    """One statement: its number, its words in pieces, and the citations it rests on."""

    number: int
    limitation: str
    """What stands before it when it is a limitation of a source cited before it."""
    line: Line
    citations: tuple[int, ...]


class Lane(NamedTuple):
    """Statements under one heading; no heading for what sums up."""

    name: str
    heading: str
    statements: tuple[Said, ...]


class Evidence(NamedTuple):
    """A citation with its paragraph cut at the quote."""

    citation: Citation
    kind: str
    before: str
    after: str
    place: Place | None


class Scored(NamedTuple):
    """One automatic score in words."""

    name: str
    value: str
    is_met: bool | None
    missed: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """Everything the page says of a transcript."""

    transcript: Transcript
    lanes: tuple[Lane, ...]
    lead: Line
    first: tuple[Notice, ...]
    rest: tuple[Notice, ...]
    evidence: tuple[Evidence, ...]
    compared: Compared | None
    statements: int


def show(transcript: Transcript, places: Places) -> Shown:
    """The page's view of a transcript."""
    answer = transcript.answer
    said = texts(answer.language)
    compared = compare(answer, transcript.before) if transcript.before else None
    marked = compared.now if compared else plain(answer)
    return Shown(
        transcript=transcript,
        lanes=_lanes(answer, marked, said),
        lead=() if answer.statements else marked[0],
        first=tuple(n for n in answer.notices if n.kind in _FIRST and answer.statements),
        rest=tuple(n for n in answer.notices if n.kind not in _FIRST and answer.statements),
        evidence=tuple(_evidence(c, said, places) for c in answer.citations),
        compared=compared,
        statements=len(answer.statements),
    )


def run_name(run: str) -> str:
    """A run's log in few words, as in "smoke run of 2026-11-29 06:37"; the log's whole name when it is not one of ours."""
    found = re.match(r"(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d).*?_restwell-([a-z]+)_", run)
    return f"{found[4]} run of {found[1]} {found[2]}:{found[3]}" if found else run


def minute(moment: str) -> str:
    """A moment of a record to the minute, as in "2026-11-29 06:37"."""
    return moment[:16].replace("T", " ")


def scores(results: Mapping[str, Result]) -> tuple[Scored, ...]:
    """What the scorers found; what had nothing to score is left out."""
    return tuple(_scored(name, result) for name, result in results.items() if isinstance(result, Score | Failed))


def _scored(name: str, result: Score | Failed) -> Scored:
    if isinstance(result, Failed):
        return Scored(name, f"failed: {result.error}", None, ())
    if result.of == 1 and result.met not in (0, 1):
        return Scored(name, f"{result.met:g}", None, ())
    return Scored(name, f"{result.met:g} of {result.of}", result.share >= 1, result.missed)


def _lanes(answer: Answer, marked: Sequence[Line], said: Texts) -> tuple[Lane, ...]:
    numbered = list(enumerate(answer.statements, start=1))
    lanes = []
    for name, group in groupby(numbered, key=lambda pair: pair[1].lane):
        statements = tuple(
            Said(n, limited(s, answer.citations, said).strip(), marked[n - 1], s.citations) for n, s in group
        )
        lanes.append(Lane(name, "" if name == "summary" else said.say(f"headings.{name}"), statements))
    return tuple(lanes)


def _evidence(citation: Citation, said: Texts, places: Places) -> Evidence:
    kind = str(said.get("kinds").get(citation.kind, citation.kind.replace("-", " ")))
    before, _, after = citation.paragraph.partition(citation.quote) if citation.paragraph else ("", "", "")
    return Evidence(citation, kind, before, after, places.of_citation(citation))
