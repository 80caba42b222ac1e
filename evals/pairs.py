"""A labelled statement and the quotes it cites: a row of `evals/data/verifier`. Knows neither the verifier nor how rows are made."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Quote(BaseModel):
    """One finding of one source, byte for byte."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    source: str
    text: str


class Pair(BaseModel):
    """A statement and the quotes it cites; `kind` says whether and how it is wrong, `note` what was changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    split: Literal["dev", "test", "held"]
    kind: str
    statement: str
    quotes: tuple[Quote, ...] = Field(min_length=1)
    note: str = ""

    @property
    def source(self) -> str:
        """The first quote's source, which decides the half."""
        return self.quotes[0].source
