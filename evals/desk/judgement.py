"""What a reviewer can say of a statement and of an answer, and the keys for it. Knows no table and no page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from evals.desk.errors import BadInput

Verdict = Literal["supported", "partly", "not_supported", "contradicted", "off_question", "unsafe"]
Call = Literal["publish", "fix", "block"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
CALLS: tuple[str, ...] = get_args(Call)
"""Mildest first: the order in which agreement measures distance."""

MAX_NOTE = 4000
MAX_TAGS = 12
Tag = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"^[^\W_][\w -]{0,39}$")]


class Key(NamedTuple):
    """A choice, the key that makes it, and what it is called on its button."""

    value: str
    key: str
    label: str


VERDICT_KEYS = tuple(
    Key(value, str(n), label)
    for n, (value, label) in enumerate(
        zip(
            VERDICTS,
            ("Supported", "Partly", "Not supported", "Contradicted", "Off the question", "Unsafe"),
            strict=True,
        ),
        start=1,
    )
)
CALL_KEYS = (Key("publish", "p", "Publish"), Key("fix", "f", "Fix"), Key("block", "b", "Block"))
LABELS = {key.value: key.label for key in (*VERDICT_KEYS, *CALL_KEYS)}


class Judgement(BaseModel):
    """One reviewer's page, whole: a verdict per statement, one on the answer, tags, a note."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verdicts: dict[Annotated[int, Field(ge=1, le=99)], Verdict] = Field(default_factory=dict)
    """By number of the statement, from 1."""
    call: Call | Literal[""] = ""
    tags: list[Tag] = Field(default_factory=list, max_length=MAX_TAGS)
    note: str = Field(default="", max_length=MAX_NOTE)

    @field_validator("tags")
    @classmethod
    def _once(cls, tags: list[str]) -> list[str]:
        return list(dict.fromkeys(tags))

    def missing(self, statements: int) -> tuple[str, ...]:
        """What is still to be said of an answer of so many statements."""
        open_ = [f"statement {n}" for n in range(1, statements + 1) if n not in self.verdicts]
        return (*open_, *([] if self.call else ["the answer"]))

    def within(self, statements: int) -> Judgement:
        """The same; a verdict on a statement that does not exist is refused.

        Raises:
            BadInput: There is one.
        """
        if beyond := [n for n in self.verdicts if n > statements]:
            raise BadInput(f"There is no statement {beyond[0]}; this answer has {statements}")
        return self


EMPTY = Judgement()


def read(sent: Mapping[str, object]) -> Judgement:
    """A judgement that the page sent.

    Raises:
        BadInput: It is not one; the message repeats nothing of it.
    """
    try:
        return Judgement.model_validate(sent)
    except ValidationError as error:
        where = str(error.errors()[0]["loc"][0]) if error.errors()[0]["loc"] else "the page"
        hint = {"tags": f"a tag is letters, digits, spaces and hyphens, at most {MAX_TAGS} of them"}
        told = hint.get(where, "choose one of the keys on the buttons")
        raise BadInput(f"{where} is not usable: {told}") from None
