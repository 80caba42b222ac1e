"""Consent and feedback over HTTP, for the widget and other pages. An error repeats nothing of what was sent."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.language import SUPPORTED
from bot.texts import Texts, texts
from web.records.errors import ConsentWithdrawn, RecordsError
from web.records.keeper import Keeper

MAX_COMMENT = 1000
"""Characters of a comment. A guess; the lengths of real comments would settle it."""

ConversationId = Annotated[str, StringConstraints(pattern=re.compile(r"^[A-Za-z0-9_-]{22,64}$"))]
"""Made in the browser from 128 random bits or more (`crypto.randomUUID()` will do); whoever knows it may delete."""

PATTERNS = {
    "conversation": "should be 22 to 64 random letters, digits, - or _",
    "answer_id": "should be the id of an answer",
    "version": "should be a version that GET /api/consent gave",
}
"""What a field with a pattern of its own should be."""


class Choice(BaseModel):
    """Yes or no to having a conversation kept, or a withdrawal of an earlier yes."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    conversation: ConversationId
    """The same as in /api/ask."""
    given: bool
    """True to agree. False to say no, or to withdraw: what is stored of the conversation is deleted."""
    version: Annotated[str, StringConstraints(pattern=re.compile(r"^[a-z]{2,3}-[0-9a-f]{12}$"))] | None = None
    """Version of the words that were shown. Needed to agree: words nobody read are no consent."""
    country: Annotated[str, StringConstraints(to_upper=True, pattern=re.compile(r"^[A-Za-z]{2}$"))] | None = None
    """ISO 3166 code that the visitor chose for helplines."""


class Opinion(BaseModel):
    """What somebody thinks of an answer."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    answer_id: Annotated[str, StringConstraints(pattern=re.compile(r"^[A-Za-z0-9_-]{1,64}$"))]
    """The Answer's `id`."""
    conversation: ConversationId
    """The same as in /api/ask."""
    helpful: bool
    comment: str | None = Field(default=None, max_length=MAX_COMMENT)
    """Stored, redacted, only with consent; otherwise thrown away."""


class Words(BaseModel):
    """What to show before somebody decides, all of it."""

    version: str
    language: str
    ask: str
    details: list[str]
    agree: str
    decline: str
    retention_days: int


class Standing(BaseModel):
    """How things stand after a choice."""

    consent: Literal["given", "not_given"]
    version: str | None = None
    message: str


class Thanks(BaseModel):
    """What became of an opinion: stored with its answer, or counted without words."""

    feedback: Literal["kept", "counted"]
    message: str


class Refusal(BaseModel):
    """Why it could not be done, in words that repeat nothing of the request."""

    message: str


FIELDS = {"/api/consent": tuple(Choice.model_fields), "/api/feedback": tuple(Opinion.model_fields)}
"""Fields of each request, for the message about a bad one."""


def make_records_router(keeper: Keeper) -> APIRouter:
    """The routes, over one keeper."""
    router = APIRouter()
    refused: dict[int | str, dict[str, Any]] = {
        409: {"model": Refusal},
        422: {"model": Refusal},
        503: {"model": Refusal},
    }

    @router.get("/api/consent", summary="The words to ask with, and their version")
    def words(language: str = "en") -> Words:
        """English where there is no translation."""
        asked = keeper.words(_said(language))
        return Words(
            version=asked.version,
            language=asked.language,
            ask=asked.ask,
            details=list(asked.details),
            agree=asked.yes,
            decline=asked.no,
            retention_days=keeper.retention_days,
        )

    @router.post("/api/consent", response_model=Standing, summary="Agree, decline or withdraw", responses=refused)
    def choose(choice: Choice) -> Standing | JSONResponse:
        """Agreeing stores the conversation from its first turn on; taking it back deletes what is stored at once."""
        said = _said((choice.version or "").partition("-")[0])
        try:
            return _agree(keeper, choice, said) if choice.given else _withdraw(keeper, choice, said)
        except ConsentWithdrawn as error:
            return _refusal(409, str(error))
        except RecordsError:
            return _refusal(503, said.say("page.consent.failed" if choice.given else "page.consent.not_deleted"))

    @router.post(
        "/api/feedback",
        response_model=Thanks,
        summary="Say whether an answer helped",
        responses={**refused, 404: {"model": Refusal}},
    )
    def feedback(opinion: Opinion) -> Thanks | JSONResponse:
        """Stored with consent; otherwise counted by day and outcome, once an answer."""
        said = texts()
        try:
            taken = keeper.feedback(opinion.conversation, opinion.answer_id, opinion.helpful, opinion.comment)
        except RecordsError:
            return _refusal(503, said.say("page.feedback.failed"))
        if taken == "unknown":
            return _refusal(404, said.say("page.feedback.unknown"))
        return Thanks(feedback=taken, message=said.say(f"page.feedback.{taken}"))

    return router


def _said(language: str) -> Texts:
    return texts(language if language in SUPPORTED else "en")


def _agree(keeper: Keeper, choice: Choice, said: Texts) -> Standing | JSONResponse:
    words = keeper.words_read(choice.version or "")
    if not words:
        return _refusal(409, "These are not the words of today. Show those of GET /api/consent and ask again")
    keeper.agree(choice.conversation, words, choice.country)
    message = said.say("page.consent.given", days=keeper.retention_days)
    return Standing(consent="given", version=words.version, message=message)


def _withdraw(keeper: Keeper, choice: Choice, said: Texts) -> Standing:
    is_deleted = keeper.withdraw(choice.conversation)
    return Standing(consent="not_given", message=said.say(f"page.consent.{'withdrawn' if is_deleted else 'declined'}"))


def _refusal(status: int, message: str) -> JSONResponse:
    return JSONResponse({"message": message}, status)
