"""What is kept of a turn: the Answer with the visitor's own words redacted, to JSON and back. Knows no database."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from bot.answer import Answer
from web.records.redaction import redact

_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)


def redacted(answer: Answer) -> Answer:
    """The same Answer without what tells who asked.

    Only the two questions hold a visitor's words; the rest is the corpus and fixed sentences, whose helpline numbers
    must stay.
    """
    return replace(answer, question=redact(answer.question), standalone_question=redact(answer.standalone_question))


def to_json(answer: Answer) -> dict[str, Any]:
    """JSON-ready values, every field of the contract."""
    made: dict[str, Any] = _ANSWER.dump_python(answer, mode="json")
    return made


def from_json(stored: dict[str, Any]) -> Answer:
    """The Answer that was stored. A field that this version does not know is left out; a new one has its default."""
    return _ANSWER.validate_python(stored)
