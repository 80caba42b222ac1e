"""Runs cases again on the bot that serves now, and says which pass. No log is written; `python -m evals run` keeps runs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answer import Answer
from bot.verify.verdict import Verifies
from evals.cases import Case, Placed, read_cases
from evals.desk.parts import Asks
from evals.score import Failed, Reply, Score
from evals.scorers.catalogue import scorers

MAX_CASES = 120
"""Cases run at once, the newest of a file last. A guess: some ten seconds at 40 to 100 ms a turn."""
LENIENT = ("sources_precision", "leads")
"""Scores that do not fail a case: a source the case does not name may answer it too."""


@dataclass(frozen=True)
class Outcome:
    """One case that was run again."""

    case: Case
    path: str
    line: int
    answer: Answer | None
    missed: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether everything the case asks for was met."""
        return self.answer is not None and not self.missed


def touching(folder: Path, sources: Collection[str], named: Collection[str]) -> tuple[Placed, ...]:
    """The cases that name one of these sources, and those named by id."""

    def is_touched(case: Case) -> bool:
        expected = {source for group in case.expect.sources_any for source in group}
        return case.id in named or bool(expected & set(sources))

    found = [placed for placed in read_cases(folder).placed if is_touched(placed.case)]
    first = [placed for placed in found if placed.case.id in named]
    return (*first, *(placed for placed in found if placed.case.id not in named))


def run(placed: Sequence[Placed], bot: Asks, verifier: Verifies) -> tuple[Outcome, ...]:
    """Ask and score each case, one after the other."""
    return tuple(_one(entry, bot, verifier) for entry in placed[:MAX_CASES])


def _one(entry: Placed, bot: Asks, verifier: Verifies) -> Outcome:
    case = entry.case
    try:
        answer = bot.ask(case.said[-1], case.said[:-1], case.country)
        reply = Reply(case, answer, bot.index())
    except Exception as error:  # a bot that cannot answer fails the case; the others are still run
        return Outcome(case, entry.path, entry.line, None, (f"the bot failed ({type(error).__name__})",))
    missed: list[str] = []
    for scorer in scorers(verifier):
        if scorer.unit or scorer.name in LENIENT:
            continue
        result = scorer.score(reply)
        if isinstance(result, Failed):
            missed.append(f"{scorer.name}: could not be scored ({result.error})")
        elif isinstance(result, Score) and result.share < 1:
            missed += [f"{scorer.name}: {phrase}" for phrase in result.missed or ("not met",)]
    return Outcome(case, entry.path, entry.line, answer, tuple(missed))
