"""Whether a question gets in another language what it gets in English: twins of `evals/cases/twins`, asked of one bot.

Twins are the cases of a family, one a language. Knows the bot by what it answers; says nothing of how a question is understood.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

import settings
from bot.answer import Answer
from evals.cases import FOLDER, Case, read_cases
from evals.errors import EvalsError
from evals.intervals import Rate, wilson

TWINS = FOLDER / "twins"
FIRST = 3
"""Sources that are compared: those a visitor sees without scrolling. A convention."""
ALL = "all"


RESULTS = Path(__file__).with_name("results")


class Twin(NamedTuple):
    """A question and the same in English."""

    case: Case
    english: Case


class Found(NamedTuple):
    """What came of a twin."""

    twin: Twin
    outcome: str
    english_outcome: str
    shares_source: bool | None
    """Whether a first source is among the English reply's; None where the English question is not answered."""

    @property
    def is_same(self) -> bool:
        """Whether both have the same outcome."""
        return self.outcome == self.english_outcome


class Parity(NamedTuple):
    """Shares over the twins of one language and half."""

    same_outcome: Rate
    shared_source: Rate
    """Of those whose English twin is answered."""
    wrongly_answered: Rate
    """Of those whose English twin is not answered."""


def run(loaded: settings.Settings, console: Console, arguments: argparse.Namespace) -> int:
    """Ask every twin, print how far each language gets what English gets, and keep it."""
    from bot.wiring import make_bot

    found = list(ask_all(read_twins(), make_bot(loaded).ask))
    shares = parity(found)
    table = Table("half", "language", "same outcome, 95 % interval", "shares a first source", "answered, English not")
    for (half, language), one in shares.items():
        table.add_row(half, language, *map(str, one))
    console.print(table)
    for line in differing(found):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    (RESULTS / "languages.json").write_text(to_json(shares), encoding="utf-8")
    return 0


def read_twins(folder: Path = TWINS) -> tuple[Twin, ...]:
    """Every case in another language with its English twin, in file order.

    Raises:
        EvalsError: A file is wrong, or a family has no English case.
    """
    found = read_cases(folder)
    if found.problems:
        raise EvalsError(f"{found.problems[0]}; mend it in {str(folder)!r}")
    english = {case.family: case for case in found.cases if case.language == "en"}
    others = [case for case in found.cases if case.language != "en"]
    alone = next((case.id for case in others if case.family not in english), None)
    if alone is not None:
        raise EvalsError(f"{alone!r} has no English twin; write a case of its family in {str(folder / 'en.yaml')!r}")
    return tuple(Twin(case, english[case.family]) for case in others)


def ask_all(twins: Sequence[Twin], ask: Callable[[str], Answer]) -> Iterator[Found]:
    """Ask every question, each English one once."""
    replies: dict[str, Answer] = {}
    for twin in twins:
        if twin.english.id not in replies:
            replies[twin.english.id] = ask(twin.english.said[-1])
        english, other = replies[twin.english.id], ask(twin.case.said[-1])
        shares = bool(_first(english) & _first(other)) if english.outcome == "answered" else None
        yield Found(twin, other.outcome, english.outcome, shares)


def parity(found: Sequence[Found]) -> Mapping[tuple[str, str], Parity]:
    """By half and language, and by half and `all`."""
    groups: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for one in found:
        for language in (one.twin.case.language, ALL):
            groups[one.twin.case.half, language].append(one)
    return {key: _parity(group) for key, group in sorted(groups.items())}


def differing(found: Sequence[Found], half: str = "dev") -> Iterator[str]:
    """A line for every twin of `half` that came out otherwise or cites none of the same first sources."""
    for one in found:
        case = one.twin.case
        if case.half == half and not (one.is_same and one.shares_source is not False):
            yield f"{case.id}: {one.outcome}, in English {one.english_outcome}, shares a source: {one.shares_source}"


def to_json(shares: Mapping[tuple[str, str], Parity]) -> str:
    """The shares as kept in `evals/results/languages.json`."""
    kept = {
        f"{half} {language}": {name: rate._asdict() for name, rate in one._asdict().items()}
        for (half, language), one in shares.items()
    }
    return json.dumps(kept, indent=1) + "\n"


def _first(answer: Answer) -> frozenset[str]:
    """The first sources that are cited, in the order of the reply."""
    return frozenset(list(dict.fromkeys(c.source_id for c in answer.citations))[:FIRST])


def _parity(group: Sequence[Found]) -> Parity:
    shared = [one.shares_source for one in group if one.shares_source is not None]
    kept_out = [one for one in group if one.english_outcome != "answered"]
    return Parity(
        wilson(sum(one.is_same for one in group), len(group)),
        wilson(sum(shared), len(shared)),
        wilson(sum(one.outcome == "answered" for one in kept_out), len(kept_out)),
    )
