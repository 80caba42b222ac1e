"""The HTTP API: one question in, one Answer out, at once or as it is made, and the two health checks. An error never repeats what was sent."""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Header, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.answer import Answer
from bot.events import Done, Event, Noted, Released, Step
from bot.texts import Texts
from web.asking import Asking, Message, NotAnswered
from web.countries import country_of
from web.readiness import Readiness
from web.records.api import FIELDS, PATTERNS, ConversationId
from web.records.keeper import Keeper

BUSY_S = 5
"""Seconds after which a program may ask again when too many wait. A guess: the longest queue is answered in about that time."""
MAX_HISTORY = 200
"""Earlier messages accepted in one request; the body limit is reached first by long ones."""

Country = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=re.compile(r"^[A-Za-z]{2}$"))]
Language = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, pattern=re.compile(r"^[A-Za-z]{2}$"))]


class Question(BaseModel):
    """A visitor's message with what they wrote before it."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    question: str
    """The latest message. Over 2,000 characters, or empty, it gets a reply that says so."""
    history: list[str] = Field(default_factory=list, max_length=MAX_HISTORY)
    """The visitor's earlier messages, oldest first; the replies are not needed."""
    country: Country | None = None
    """ISO 3166 code of where the visitor is; chooses helplines. Without it, the region of `Accept-Language` does."""
    language: Language | None = None
    """ISO 639-1 code of the language to reply in; otherwise that of the message."""
    conversation: ConversationId | None = None
    """Random number of the conversation; its turns are stored only after `POST /api/consent` for the same number."""


class Problem(BaseModel):
    """What is wrong with a request, in words that repeat nothing of it."""

    message: str


class Health(BaseModel):
    """Whether the service can answer, and if not, why."""

    status: str
    reason: str = ""
    started: str = ""
    """Differs from one start of the process to the next, so that an open page can tell."""


def make_router(asking: Asking, readiness: Readiness, busy: str, keeper: Keeper | None = None) -> APIRouter:
    """The routes.

    Args:
        asking: Asks the bot, for everybody in turn.
        readiness: Whether it can answer.
        busy: What to say when too many wait.
        keeper: Stores what visitors agree to.
    """
    router = APIRouter()
    started = secrets.token_hex(4)

    def message(body: Question, accept_language: str | None) -> Message:
        country = body.country or country_of(accept_language) or None
        return Message(body.question, body.history, country, body.language)

    def kept(answer: Answer, conversation: str | None) -> Answer:
        if keeper:
            keeper.turn(conversation, answer)
        return answer

    @router.post(
        "/api/ask",
        summary="Ask one question",
        response_model=Answer,
        response_description="The Answer: what is said, each statement with the exact passage it rests on.",
        responses={413: {"model": Problem}, 422: {"model": Problem}, 503: {"model": Problem}},
    )
    async def ask(body: Question, accept_language: Annotated[str | None, Header()] = None) -> Answer | JSONResponse:
        """Answer a message from the article and the sources. Always an Answer, also when there is none to give; 503 when too many wait."""

        def told(_: object, event: Event) -> Answer | None:
            return kept(event.answer, body.conversation) if isinstance(event, Done) else None

        try:
            async with asking.asked(message(body, accept_language), told) as asked:
                return await asked.next()
        except NotAnswered:
            return JSONResponse({"message": busy}, 503, {"Retry-After": str(BUSY_S)})

    @router.post(
        "/api/ask/stream",
        summary="Ask one question and follow the answer",
        response_class=EventSourceResponse,
        response_description="Events: `step`, `notice` (to be read first), `statement` (each verified), `answer` (the whole Answer, last).",
        responses={413: {"model": Problem}, 422: {"model": Problem}},
    )
    async def ask_stream(
        body: Question, accept_language: Annotated[str | None, Header()] = None
    ) -> AsyncIterator[ServerSentEvent]:
        """The same as `/api/ask`, told while it is made. A statement is sent only once it is verified.

        A stream that ends without `answer` was not answered: too many wait, or something went wrong here.
        """

        def told(_: object, event: Event) -> ServerSentEvent:
            if isinstance(event, Done):
                kept(event.answer, body.conversation)
            return ServerSentEvent(event=_event_name(event), raw_data=orjson.dumps(_event_data(event)).decode())

        with suppress(NotAnswered):
            async with asking.asked(message(body, accept_language), told) as asked:
                while True:
                    event = await asked.next()
                    yield event
                    if event.event == "answer":
                        return

    @router.get("/healthz", summary="Whether the process is alive")
    def healthz() -> Health:
        """Always ok while the process serves."""
        return Health(status="ok", started=started)

    @router.get("/readyz", summary="Whether questions can be answered", responses={503: {"model": Health}})
    def readyz() -> JSONResponse:
        """503 with a reason until the models are loaded and there is an index."""
        reason = readiness.reason()
        health = Health(status="not ready" if reason else "ready", reason=reason)
        return JSONResponse(health.model_dump(), 503 if reason else 200)

    return router


def _event_name(event: Event) -> str:
    return {Step: "step", Noted: "notice", Released: "statement", Done: "answer"}[type(event)]


def _event_data(event: Event) -> dict[str, Any]:
    return event.answer.to_dict() if isinstance(event, Done) else asdict(event)


def problems(errors: Sequence[Any], fields: Sequence[str] = tuple(Question.model_fields)) -> str:
    """What is wrong with which field, from pydantic's list; never a value, nor a name the visitor made up."""
    return "; ".join(dict.fromkeys(_problem(error, fields) for error in errors))


def _problem(error: Any, fields: Sequence[str]) -> str:
    if error["type"] == "json_invalid":
        return "the body is not valid JSON"
    if error["type"] == "extra_forbidden":
        return f"unknown field; known are {', '.join(fields)}"
    field = next((part for part in error["loc"][1:] if part in fields), "the body")
    said = {
        "missing": "is missing",
        "string_type": "should be text",
        "list_type": "should be a list of texts",
        "too_long": f"has more than {MAX_HISTORY} entries",
        "string_too_long": "is too long",
        "string_pattern_mismatch": PATTERNS.get(str(field), "should be a code of two letters"),
        "bool_type": "should be true or false",
        "bool_parsing": "should be true or false",
        "model_attributes_type": "should be a JSON object, sent as application/json",
    }
    return f"{field} {said.get(error['type'], 'is not usable')}"


def make_invalid_handler(texts: Texts) -> Any:
    """A handler for bad requests; FastAPI's own repeats the input."""

    def invalid(request: Request, error: Exception) -> JSONResponse:
        fields = FIELDS.get(request.url.path, tuple(Question.model_fields))
        found = problems(error.errors(), fields) if isinstance(error, RequestValidationError) else "it is not usable"
        return JSONResponse({"message": texts.say("page.errors.invalid", problems=found)}, 422)

    return invalid
