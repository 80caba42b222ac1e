"""What the chat page asks of its server: an answer in pieces, the rows below answers, its own words. Not for other sites.

A conversation is in the browser; each request brings what is needed of it, in its body. No address holds a word of it.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.texts import DEFAULT
from web.conversation import Conversations, Turn
from web.fixed_parts import FixedParts
from web.keeping import Keeping, Opinion, Said, Standing, Trouble
from web.languages import direction, known
from web.reader import Reader, reader_of
from web.records.api import MAX_COMMENT, ConversationId

PARTS_AGE_S = 300
"""How long a browser keeps the words of a language: so long an edited sentence may take to arrive. A guess."""
_MANY = 200
"""Turns of one conversation, and questions before one, that are taken. More than an afternoon's."""

AnswerId = Annotated[str, StringConstraints(pattern=re.compile(r"^[A-Za-z0-9_-]{1,64}$"))]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Place(_Sent):
    """Where the visitor is, and what they read; checked again by `web.reader`."""

    country: str = Field(default="", max_length=16)
    language: str = Field(default="", max_length=16)
    chosen: bool = False
    """Whether the language was chosen on the page."""


class Voted(_Sent):
    """`web.keeping.Opinion`, as the page holds it."""

    is_helpful: bool | None = None
    said: Said = ""


class Kept(_Sent):
    """`web.keeping.Keeping`, as the page holds it."""

    consent: Standing = "open"
    trouble: Trouble = ""
    unsaved: AnswerId | Literal[""] = ""
    opinions: dict[AnswerId, Voted] = Field(default_factory=dict, max_length=_MANY)


class InConversation(_Sent):
    """What each request says of its conversation."""

    conversation: ConversationId
    """Made in the browser from 128 random bits; whoever knows it may delete what is stored."""
    kept: Kept = Field(default_factory=Kept)
    place: Place = Field(default_factory=Place)

    def keeping(self) -> Keeping:
        """Where the conversation stands."""
        kept = self.kept
        opinions = {key: Opinion(voted.is_helpful, voted.said) for key, voted in kept.opinions.items()}
        return Keeping(self.conversation, kept.consent, kept.trouble, kept.unsaved, opinions)


class Question(InConversation):
    """A message, or the last one again."""

    question: str
    history: list[str] = Field(default_factory=list, max_length=_MANY)
    turn: int = Field(ge=1, le=100_000)
    """Its number in the conversation."""
    asks: bool = False
    """Whether the question if the conversation may be kept may stand under this answer."""


class Below(InConversation):
    """The rows that the page shows, to be told anew."""

    answers: list[AnswerId] = Field(default_factory=list, max_length=_MANY)


class Choice(Below):
    """Yes or no to having the conversation kept."""

    keep: bool
    version: str = Field(default="", max_length=32)
    """Of the words that were read, with their language (`web.records.consent`)."""


class Vote(Below):
    """What somebody thinks of an answer."""

    answer: AnswerId
    helpful: bool
    comment: str = Field(default="", max_length=20 * MAX_COMMENT)
    """Longer than is kept, so that the reply can say so."""


def make_page_router(talk: Conversations, fixed: FixedParts) -> APIRouter:
    """The routes, over one server's conversations."""
    router = APIRouter(include_in_schema=False)

    def reader(place: Place, request: Request) -> Reader:
        client = request.client.host if request.client else ""
        return reader_of(place.model_dump(), request.headers.get("accept-language"), fixed.countries, client)

    def told(keeping: Keeping, answers: list[str], who: Reader) -> dict[str, Any]:
        kept = asdict(keeping)
        del kept["conversation"]
        return {"kept": kept, "rows": talk.rows(keeping, answers, who.texts)}

    @router.post("/page/ask", response_class=EventSourceResponse)
    async def ask(body: Question, request: Request) -> AsyncIterator[ServerSentEvent]:
        """Server-sent events `turn`, `line` and, last, `answer`, with HTML."""
        turn = Turn(body.turn, body.question, body.history, body.keeping(), body.asks)
        async for event in talk.ask(turn, reader(body.place, request)):
            yield ServerSentEvent(event=event.name, raw_data=orjson.dumps(event.data).decode())

    @router.post("/page/choose")
    def choose(body: Choice, request: Request) -> dict[str, Any]:
        """The rows after a choice."""
        who = reader(body.place, request)
        return told(talk.chosen(body.keeping(), body.keep, body.version, who), body.answers, who)

    @router.post("/page/vote")
    def vote(body: Vote, request: Request) -> dict[str, Any]:
        """The rows after a vote."""
        keeping = talk.with_opinion(body.keeping(), body.answer, body.helpful, body.comment)
        return told(keeping, body.answers, reader(body.place, request))

    @router.post("/page/rows")
    def rows(body: Below, request: Request) -> dict[str, Any]:
        """The same rows in another language."""
        return told(body.keeping(), body.answers, reader(body.place, request))

    @router.get("/page/parts")
    def parts(lang: str = "") -> Response:
        """What stands on the page in one language, whoever asks, as Gradio's parts take it."""
        chosen = known(lang) or DEFAULT
        parts = fixed.parts(chosen)
        body = {
            "language": chosen,
            "dir": direction(chosen),
            "title": fixed.title(chosen),
            "log": fixed.log_label(chosen),
            "parts": [{"__type__": "update", **parts[name]} for name in fixed.SPOKEN],
        }
        headers = {"Cache-Control": f"public, max-age={PARTS_AGE_S}"}
        return Response(orjson.dumps(body), media_type="application/json", headers=headers)

    return router
