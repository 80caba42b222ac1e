"""A transcript as a case: a draft filled in from what reviewers said, and a checked entry at the end of a case file."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import yaml
from pydantic import ValidationError

from bot.answer import NOTICE_ORDER
from evals.cases import Case, Placed, read_cases
from evals.desk.errors import BadInput
from evals.desk.judgement import Judgement
from evals.desk.places import Place
from evals.desk.transcript import Transcript

FILE = "reviewed.yaml"
OR = " || "
"""Between wordings of one fact; a pattern may have a single | of its own."""
_GOOD = ("supported", "partly")
_FORBIDDEN = ("not_supported", "contradicted", "unsafe")
_writing = Lock()


def draft(transcript: Transcript, judgement: Judgement, number: int, is_shared: bool) -> dict[str, str]:
    """The form as it is first shown: quotes to require, claims to forbid, sources, all to be edited.

    The words of somebody who shared a chat are not taken over: the case needs words of our own.
    """
    answer, case = transcript.answer, transcript.case
    cited = {c.n: c for c in answer.citations}
    good = [s for n, s in enumerate(answer.statements, 1) if judgement.verdicts.get(n) in _GOOD]
    sources = dict.fromkeys(cited[n].source_id for s in good for n in s.citations if n in cited)
    kept = case.expect if case else None
    return {
        "id": f"{case.family if case else 'reviewed'}-r{number}",
        "family": case.family if case and case.half == "dev" else f"reviewed-{number}",
        "tags": ", ".join(dict.fromkeys([*(case.tags if case else ["covered"]), "reviewed"])),
        "language": case.language if case else answer.language,
        "country": (case.country or "") if case else "",
        "messages": "" if is_shared else "\n".join(transcript.questions),
        "outcome": ", ".join(kept.outcome) if kept else answer.outcome,
        "reason": (kept.reason or "") if kept else (answer.reason or ""),
        "sources_any": "\n".join(", ".join(group) for group in kept.sources_any) if kept else ", ".join(sources),
        "facts": "\n".join(escaped(_quote(s.text)) for s in good),
        "never": "\n".join(
            escaped(_quote(s.text))
            for n, s in enumerate(answer.statements, 1)
            if judgement.verdicts.get(n) in _FORBIDDEN
        ),
        "notices": ", ".join(kept.notices if kept else [n.kind for n in answer.notices if n.kind != "consult"]),
    }


def escaped(text: str) -> str:
    """Plain words as a pattern that finds them."""
    return re.sub(r"([\\.()+?*\[\]{}|^$])", r"\\\1", text)


def to_case(form: Mapping[str, str]) -> dict[str, Any]:
    """The entry that the form describes; what is left empty is left out.

    Raises:
        BadInput: It is not a case; the message says which field.
    """
    said = _lines(form.get("messages", ""))
    expect = {
        "outcome": _words(form.get("outcome", "")),
        "reason": form.get("reason", "").strip(),
        "sources_any": [_words(line) for line in _lines(form.get("sources_any", ""))],
        "facts": [[w.strip() for w in line.split(OR.strip()) if w.strip()] for line in _lines(form.get("facts", ""))],
        "never": _lines(form.get("never", "")),
        "notices": [n for n in NOTICE_ORDER if n in (given := _words(form.get("notices", "")))]
        + [n for n in given if n not in NOTICE_ORDER],
    }
    language = form.get("language", "").strip()
    entry: dict[str, Any] = {
        "id": form.get("id", "").strip(),
        "family": form.get("family", "").strip(),
        "half": "dev",
        "tags": _words(form.get("tags", "")),
        "language": language if language != "en" else "",
        "country": form.get("country", "").strip(),
        **({"messages": said} if len(said) > 1 else {"question": said[0] if said else ""}),
        "expect": {key: value for key, value in expect.items() if value},
    }
    entry = {key: value for key, value in entry.items() if value}
    try:
        Case.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        where = " › ".join(str(part) for part in first["loc"]) or "the case"
        raise BadInput(f"{where}: {first['msg'].removeprefix('Value error, ')}") from None
    return entry


def add(entry: Mapping[str, Any], folder: Path, known_sources: Container[str] | None) -> Place:
    """Append the entry to the file of reviewed cases, if all cases together are still right. Returns where it stands.

    Raises:
        BadInput: It clashes with another case, or names a source that is not there.
    """
    with _writing, tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "cases"
        shutil.copytree(folder, copy)
        there = read_cases(copy, known_sources)
        _must_not_clash(Case.model_validate(entry), there.placed, copy)
        before = {problem.message for problem in there.problems}
        path = copy / FILE
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        path.write_text(text + _dumped(entry), encoding="utf-8")
        found = read_cases(copy, known_sources)
        if wrong := [p.message for p in found.problems if p.message not in before]:
            raise BadInput("; ".join(message.replace(f"{copy}/", "") for message in wrong))
        line = next(p.line for p in found.placed if p.case.id == entry["id"])
        whole = folder / f".{FILE}.new"
        shutil.copyfile(path, whole)
        os.replace(whole, folder / FILE)
        return Place(folder / FILE, line)


def _must_not_clash(case: Case, there: Sequence[Placed], folder: Path) -> None:
    """Name the case that is in the way, whichever file comes first."""

    def said(other: Case) -> list[str]:
        return [" ".join(message.lower().split()) for message in other.said]

    for path, line, other in there:
        where = f"{Path(path).relative_to(folder)}:{line}"
        if other.id == case.id:
            raise BadInput(f"id {case.id!r} is taken at {where}; choose another")
        if other.family == case.family and other.half != case.half:
            raise BadInput(
                f"family {case.family!r} is in {other.half!r} at {where}, which nobody looks at; choose another"
            )
        if said(other) == said(case):
            raise BadInput(f"it asks the same as {other.id!r} at {where}; ask otherwise, or edit that case")


def is_own_words(messages: str, transcript: Transcript) -> bool:
    """Whether none of the messages is what the visitor wrote."""

    def same(text: str) -> str:
        return " ".join(re.findall(r"\w+", text.lower()))

    theirs = {same(question) for question in transcript.questions}
    return not any(same(line) in theirs for line in _lines(messages))


def _dumped(entry: Mapping[str, Any]) -> str:
    return yaml.safe_dump([dict(entry)], allow_unicode=True, sort_keys=False, width=140)


def _quote(text: str) -> str:
    return text.strip().rstrip(".")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]
