"""Reviews out as CSV or JSON Lines, assignments in. Knows no page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bot.answer import Answer
from evals.desk.errors import BadInput
from evals.desk.items import Entry
from evals.desk.people import NAME
from evals.desk.reviews import ADJUDICATION, Record
from evals.desk.work import Work

COLUMNS = (
    "item", "key", "origin", "run", "case", "answer", "outcome", "rules", "chance", "weight", "record", "kind",
    "revision", "author", "at", "reason", "final", "statement", "verdict", "tags", "note",
)  # fmt: skip
MAX_PROBLEMS = 20
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""First characters by which a spreadsheet takes a cell for something to run; after OWASP's page on CSV injection."""


def rows(records: Iterable[Record], work: Work, reader: str) -> Iterator[dict[str, Any]]:
    """One row a verdict, statement 0 for the answer, every record ever added.

    Left out: what others say of items that still wait for the reader, who is to judge them blind; and notes on shared
    chats, since a copy outside would outlive the visitor's consent.
    """
    entries = {entry.id: entry for entry in work.entries}
    open_ = {entry.id for entry in work.waiting_for(reader)}
    for record in records:
        if record.item in open_ and record.author != reader:
            continue
        yield from _rows(record, entries[record.item])


def _rows(record: Record, entry: Entry) -> Iterator[dict[str, Any]]:
    judgement = record.judgement
    shared = {
        "item": entry.id,
        "key": entry.key,
        "origin": entry.origin,
        "run": entry.run,
        "case": entry.case_id or "",
        "answer": entry.answer_id,
        "outcome": entry.outcome,
        "rules": " ".join(entry.rules) or "random",
        "chance": entry.chance,
        "weight": entry.weight,
        "record": record.id,
        "kind": "adjudication" if record.stream == ADJUDICATION else "review",
        "revision": "" if record.revision is None else record.revision,
        "author": record.author,
        "at": record.at.isoformat(),
        "reason": record.reason,
        "final": record.is_final,
        "tags": ", ".join(judgement.tags),
        "note": judgement.note if entry.origin == "run" else "",
    }
    for number, verdict in sorted({0: judgement.call, **judgement.verdicts}.items()):
        yield {**shared, "statement": number, "verdict": verdict}


def verdicts(work: Work, answer_of: Callable[[Entry], Answer | None], reader: str) -> Iterator[dict[str, Any]]:
    """What holds of each statement of a settled item of a run, with its words and its quotes: what a judge is held against.

    Left out: items that still wait for the reader, and shared chats, whose words stay where their consent is.

    Args:
        work: Everything in the desk.
        answer_of: The Answer of an item; None when it has none.
        reader: Who reads it.
    """
    open_ = {entry.id for entry in work.waiting_for(reader)}
    for entry in work.live:
        found = work.settled(entry)
        if found is None or entry.origin != "run" or entry.id in open_ or (answer := answer_of(entry)) is None:
            continue
        for number, verdict in sorted(found.judgement.verdicts.items()):
            said = answer.statements[number - 1]
            yield {
                "item": entry.id,
                "key": entry.key,
                "number": number,
                "statement": said.text,
                "quotes": [c.quote for c in answer.citations if c.n in said.citations],
                "verdict": verdict,
                "how": found.how,
            }


def to_csv(found: Iterable[Mapping[str, Any]]) -> str:
    """A table that a spreadsheet opens without running anything in it."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows([neutral(row[name]) for name in COLUMNS] for row in found)
    return written.getvalue()


def neutral(value: object) -> object:
    """Text that would be a formula, with an apostrophe before it; anything else as it is."""
    is_formula = isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA)
    return f"'{value}" if is_formula else value


def to_jsonl(found: Iterable[Mapping[str, Any]]) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)


def read_assignments(text: str, items: Mapping[str, int], is_known: Callable[[str], bool]) -> list[tuple[int, str]]:
    """Item and reviewer of every line of a CSV with the columns `item,reviewer`, or of JSON Lines with these keys.

    Args:
        text: The file.
        items: Number of an item, by its number or key as text.
        is_known: Whether a reviewer of that name can sign in.

    Raises:
        BadInput: A line cannot be used; every such line is named, and none is taken.
    """
    lines = _json_lines(text) if text.lstrip().startswith("{") else _csv_lines(text)
    pairs: list[tuple[int, str]] = []
    problems: list[str] = []
    for number, row in lines:
        problem = row if isinstance(row, str) else _problem(row, items, is_known)
        if problem:
            problems.append(f"line {number}: {problem}")
        elif not isinstance(row, str):
            pairs.append((items[str(row["item"]).strip()], str(row["reviewer"]).strip()))
    if not pairs and not problems:
        problems = ["line 1: no assignment; write item,reviewer and below it a line like 3,anna"]
    if problems:
        more = f"; and {len(problems) - MAX_PROBLEMS} more" if len(problems) > MAX_PROBLEMS else ""
        raise BadInput("Nothing was taken. " + "; ".join(problems[:MAX_PROBLEMS]) + more)
    return pairs


def _problem(row: Mapping[str, Any], items: Mapping[str, int], is_known: Callable[[str], bool]) -> str:
    if missing := [name for name in ("item", "reviewer") if not str(row.get(name) or "").strip()]:
        return f"{' and '.join(missing)} missing"
    item, reviewer = str(row["item"]).strip(), str(row["reviewer"]).strip()
    if item not in items:
        return f"there is no item {item[:80]!r}"
    if not NAME.fullmatch(reviewer) or not is_known(reviewer):
        return f"no reviewer {reviewer[:40]!r} can sign in"
    return ""


def _csv_lines(text: str) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    if not {"item", "reviewer"} <= set(names):
        yield 1, "the first line names the columns: item,reviewer"
        return
    reader.fieldnames = names
    try:
        for row in reader:
            yield reader.line_num, "more cells than columns" if None in row else row
    except csv.Error as error:
        yield reader.line_num, f"not CSV ({error})"


def _json_lines(text: str) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            yield number, "not JSON"
            continue
        yield number, row if isinstance(row, dict) else 'not an object like {"item": 3, "reviewer": "anna"}'
