"""What a page tells of its conversation so that a sheet can be made: questions, and where the quotes stand. No sources' words.

The sheet quotes the index itself, so that nobody can put words into a source's mouth by what they send.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.answer import Answer, NoticeKind, Outcome
from bot.personal import without_personal

MAX_TURNS = 60
MAX_QUESTION = 2000
"""Characters; the bot answers no longer message."""
MAX_QUOTES = 24
"""Quotes of one turn; an answer has rarely more than eight."""

Code = Annotated[str, StringConstraints(strip_whitespace=True, pattern=re.compile(r"^([A-Za-z]{2})?$"))]


class Place(BaseModel):
    """Where a quote stands: a passage of the index, and characters of its source."""

    model_config = ConfigDict(extra="forbid")

    passage: Annotated[str, StringConstraints(min_length=1, max_length=160)]
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class ToldTurn(BaseModel):
    """One turn: what was asked, what came of it, and where its quotes stand."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, StringConstraints(max_length=MAX_QUESTION)] = ""
    outcome: Outcome
    quotes: list[Place] = Field(default_factory=list, max_length=MAX_QUOTES)
    notices: list[NoticeKind] = Field(default_factory=list, max_length=MAX_QUOTES)


class Told(BaseModel):
    """A conversation as its page tells it."""

    model_config = ConfigDict(extra="forbid")

    turns: list[ToldTurn] = Field(min_length=1, max_length=MAX_TURNS)
    language: Code = ""
    country: Code = ""


_CARE = ("emergency", "urgent", "crisis")


def told(answer: Answer) -> ToldTurn:
    """What a page keeps of one answer for the sheet. Of a turn that needed help only that it did."""
    if answer.outcome in _CARE:
        return ToldTurn(outcome=answer.outcome)
    return ToldTurn(
        question=without_personal(answer.question).text[:MAX_QUESTION],
        outcome=answer.outcome,
        quotes=[Place(passage=c.passage_id, start=c.start, end=c.end) for c in answer.citations[:MAX_QUOTES]],
        notices=list(dict.fromkeys(n.kind for n in answer.notices)),
    )
