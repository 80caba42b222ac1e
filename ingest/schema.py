"""The corpus files as pydantic sees them: what an editor may write, and nothing else."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from ingest.source import Kind

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Verdict = Literal["supports", "partly supports", "no evidence found", "contradicts"]

DOI = re.compile(r"^10\.\d{4,9}/\S+$")
URL = re.compile(r"^(https?://[^\s/]+\.[^\s]+|/[a-z0-9/-]*)$")


class Model(BaseModel):
    """A corpus entry: unknown keys are refused, so that a typo is seen."""

    model_config = ConfigDict(extra="forbid")


class FindingFile(Model):
    """One finding or observation with the questions it answers."""

    text: Text
    asks: list[Text] = Field(default_factory=list)
    plain: Text | None = None


class SourceFile(Model):
    """`corpus/sources/<id>.yaml`."""

    id: Id
    title: Text
    authors: str = ""
    year: int | None = Field(default=None, ge=1900, le=2100)
    publication: str = ""
    kind: Kind
    doi: str | None = None
    pmid: str | None = None
    url: str
    population: str = ""
    topics: list[str] = Field(default_factory=list)
    audited: Literal["confirmed", "corrected", "unconfirmed"] | None = None
    funding_or_conflicts: str | None = None
    retired: str | None = None
    """Why the source is no longer used; a retired source is kept but not indexed."""
    findings: list[FindingFile] = Field(min_length=1)
    limitations: list[Text] = Field(default_factory=list)
    observations: list[FindingFile] = Field(default_factory=list)

    @field_validator("doi")
    @classmethod
    def _doi(cls, value: str | None) -> str | None:
        if value is not None and not DOI.match(value):
            raise ValueError(f"{value!r} is not a DOI; write it as 10.1234/abc, without https://doi.org/")
        return value

    @field_validator("pmid")
    @classmethod
    def _pmid(cls, value: str | None) -> str | None:
        if value is not None and not value.isdigit():
            raise ValueError(f"{value!r} is not a PubMed id; write only its digits, in quotes")
        return value

    @field_validator("url")
    @classmethod
    def _url(cls, value: str) -> str:
        if not URL.match(value):
            raise ValueError(f"{value!r} is not a web address; write it in full, with https://")
        return value


class ArticleFront(Model):
    """The front matter of `corpus/article.md` and of a dropped Markdown file; every key but `title` has a default."""

    id: Id | None = None
    title: Text | None = None
    authors: str = ""
    year: int | None = Field(default=None, ge=1900, le=2100)
    publication: str = ""
    kind: Kind = "narrative-review"
    url: str = ""
    population: str = ""
    topics: list[str] = Field(default_factory=list)


class ArticleAsks(Model):
    """An entry of `corpus/article.asks.yaml`: the paragraph, by its first words, and the questions it answers."""

    starts: Text
    asks: list[Text] = Field(min_length=1)


class PointerFile(Model):
    """A finding named by its source and the words it starts with."""

    source: Id
    starts: Text


class ClaimFile(Model):
    """An entry of `corpus/claims.yaml`."""

    claim_id: Annotated[str, StringConstraints(pattern=r"^C\d+$")]
    post_section: Text
    quote: Text
    claim: Text
    verdict: Verdict
    confidence: Literal["high", "medium", "low"]
    explanation: Text
    source_ids: list[Id] = Field(min_length=1)
    findings: list[PointerFile] = Field(default_factory=list)
    """Findings that show it most directly, the most direct first."""


class ContradictionFile(Model):
    """An entry of `corpus/contradictions.yaml`."""

    a: Id
    b: Id
    about: Text
    how_to_say_it: Text


class AliasFile(Model):
    """An entry of `corpus/aliases.yaml`."""

    term: Text
    means: list[Text] = Field(min_length=1)


class CrisisLine(Model):
    """A crisis line of a country."""

    name: Text
    number: Text
    hours: str = ""


class HelplineFile(Model):
    """An entry of `corpus/helplines.yaml`."""

    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    emergency: Text
    poison: Text | None = None
    crisis: list[CrisisLine] = Field(min_length=1)
    verified: str = ""
    checked: bool = False
    note: str = ""
