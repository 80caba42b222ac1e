"""What a right answer must do: the case files, read and checked. Knows nothing of how the bot answers or how it is scored."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, Field, model_validator

from bot.answer import NOTICE_ORDER, NoticeKind, Outcome, Reason
from ingest.corpus import Problem, load_entries
from ingest.schema import Id, Model, Text

FOLDER = Path(__file__).with_name("cases")

Language = Literal["en", "es", "fr", "de", "pt", "hi", "ar", "zh"]
Tag = Annotated[str, Field(pattern=r"^[a-z][a-z-]*(:[A-Za-z0-9-]+)?$")]


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is not a pattern ({error}); put \\ before . ( ) + ? * [ ]") from None
    return pattern


Pattern = Annotated[Text, AfterValidator(_compiles)]
"""A regular expression, searched in any case; plain words are one."""
Wordings = Annotated[list[Pattern], Field(min_length=1)]
Group = Annotated[list[Id], Field(min_length=1)]


class Expect(Model):
    """What a right answer must do. Sources and facts are judged when the reply is answered."""

    outcome: list[Outcome] = Field(default=["answered"], min_length=1)
    """Any of these is right."""
    reason: Reason | None = None
    sources_any: list[Group] = Field(default_factory=list)
    """Of each group at least one source is cited."""
    sources_allowed: list[Id] | None = None
    """If given, nothing outside this list and `sources_any` is cited."""
    facts: list[Wordings] = Field(default_factory=list)
    """Of each group at least one wording is found in the reply."""
    never: list[Pattern] = Field(default_factory=list)
    """None of these is found in the reply or its notices."""
    notices: list[NoticeKind] = Field(default_factory=list)
    """Kinds beside the `consult` that every answered or not_covered reply carries."""

    @model_validator(mode="after")
    def _sense(self) -> Expect:
        if (self.reason is not None) != (self.outcome == ["declined"]):
            raise ValueError("a reason goes with the outcome declined alone; add or remove it")
        if self.sources_any and not {"answered", "not_covered"} & set(self.outcome):
            raise ValueError(f"sources go with answers, not with {self.outcome}; remove sources_any")
        return self

    def required_notices(self, outcome: str) -> tuple[NoticeKind, ...]:
        """The kinds a reply of that outcome must carry, heaviest first."""
        wanted = {*self.notices, *(["consult"] if outcome in ("answered", "not_covered") else [])}
        return tuple(kind for kind in NOTICE_ORDER if kind in wanted)


class Case(Model):
    """A question or a short conversation, and what its last reply must do."""

    id: Id
    family: Id
    """Cases about the same thing in other words; a family is in one half only."""
    half: Literal["dev", "test"]
    tags: list[Tag] = Field(min_length=1)
    language: Language = "en"
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    """Where the visitor says they are, as an ISO code."""
    question: Text | None = None
    messages: list[Text] | None = Field(default=None, min_length=2)
    """What the visitor writes, oldest first; the reply to the last is judged."""
    expect: Expect = Field(default_factory=Expect)

    @model_validator(mode="after")
    def _one_form(self) -> Case:
        if (self.question is None) == (self.messages is None):
            raise ValueError("give either a question or at least two messages")
        return self

    @property
    def said(self) -> tuple[str, ...]:
        """All of the visitor's messages, oldest first."""
        return tuple(self.messages or [self.question or ""])


class Placed(NamedTuple):
    """A case and where it stands."""

    path: str
    line: int
    case: Case


class Cases(NamedTuple):
    """The cases that can be run, and what is wrong with the others."""

    placed: tuple[Placed, ...]
    problems: tuple[Problem, ...]

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases, in file order."""
        return tuple(p.case for p in self.placed)


def read_cases(folder: Path = FOLDER, known_sources: Container[str] | None = None) -> Cases:
    """Every case of `folder`, in file order, and every problem with its file and line.

    Args:
        folder: Where the *.yaml files are.
        known_sources: Ids a case may name; None leaves them unchecked.
    """
    problems: list[Problem] = []
    placed = [
        Placed(entries.path, line, case)
        for path in sorted(folder.glob("*.yaml"))
        for entries in [load_entries(path, Case, problems)]
        for line, case in entries.items
    ]
    if not placed and not problems:
        problems.append(Problem(str(folder), 1, "holds no case files; name a folder with *.yaml files"))
    problems += _repeated(placed)
    if known_sources is not None:
        problems += _unknown(placed, known_sources)
    return Cases(tuple(placed), tuple(sorted(problems)))


def _repeated(placed: Sequence[Placed]) -> Iterator[Problem]:
    ids: dict[str, Placed] = {}
    halves: dict[str, Placed] = {}
    said: dict[tuple[str, ...], Placed] = {}
    for entry in placed:
        case = entry.case
        first = ids.setdefault(case.id, entry)
        if first is not entry:
            yield Problem(
                entry.path, entry.line, f"id {case.id!r} is taken at {first.path}:{first.line}; choose another"
            )
        first = halves.setdefault(case.family, entry)
        if first.case.half != case.half:
            where = f"{first.path}:{first.line}"
            reason = f"family {case.family!r} is in {first.case.half!r} at {where}; write that, or another family"
            yield Problem(entry.path, entry.line, reason)
        first = said.setdefault(tuple(" ".join(m.lower().split()) for m in case.said), entry)
        if first is not entry:
            yield Problem(entry.path, entry.line, f"asks the same as {first.path}:{first.line}; remove one")


def _unknown(placed: Sequence[Placed], known: Container[str]) -> Iterator[Problem]:
    for entry in placed:
        expect = entry.case.expect
        named = {i for group in expect.sources_any for i in group} | set(expect.sources_allowed or [])
        for name in sorted(i for i in named if i not in known):
            yield Problem(entry.path, entry.line, f"source {name!r} is not in the corpus; check its id")


def counts(cases: Sequence[Case]) -> Mapping[str, Counter[str]]:
    """How many cases there are by half, outcome (all accepted ones, joined), language and tag."""
    return {
        "half": Counter(c.half for c in cases),
        "outcome": Counter(" or ".join(c.expect.outcome) for c in cases),
        "language": Counter(c.language for c in cases),
        "tag": Counter(tag for c in cases for tag in c.tags),
    }
