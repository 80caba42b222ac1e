"""What a scorer is and what it may say of a reply: a score, that there was nothing to score, or that it failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answer import Answer
from evals.cases import Case
from ingest.index import Index


@dataclass(frozen=True)
class Score:
    """So many of so many met, or, for a scorer with a unit, the amount measured."""

    met: float
    of: int = 1
    """What could be met; 1 for an amount."""
    missed: tuple[str, ...] = ()
    """What was not met, one phrase each, for the person who reads the case."""

    @property
    def share(self) -> float:
        """Met by what could be met."""
        return self.met / self.of


@dataclass(frozen=True)
class Unscored:
    """Nothing to score, and why: not a zero, and not counted in a rate."""

    reason: str


@dataclass(frozen=True)
class Failed:
    """The scorer or the bot broke; only the kind of error is kept."""

    error: str


Result = Score | Unscored | Failed


@dataclass(frozen=True)
class Reply:
    """What is judged: a case, the Answer to its last message, and the build that gave it."""

    case: Case
    answer: Answer
    index: Index

    @property
    def is_answered(self) -> bool:
        """Whether the bot gave an answer from its sources."""
        return self.answer.outcome == "answered"


@dataclass(frozen=True)
class Scorer:
    """One measure. Raise `version` whenever the same reply could get another score."""

    name: str
    version: str
    means: str
    """What a full score says, in one line."""
    judge: Callable[[Reply], Score | Unscored]
    unit: str = ""
    """Unit of an amount; empty for a rate."""

    def score(self, reply: Reply) -> Result:
        """The score of one reply, whatever happens."""
        try:
            return self.judge(reply)
        except Exception as error:  # counted apart as failed; a run is never lost to one scorer
            return Failed(type(error).__name__)


def tally(wanted: Sequence[str], missed: Sequence[str]) -> Score:
    """The score of a list of wants, given those that were not met."""
    return Score(len(wanted) - len(missed), len(wanted), tuple(missed))


def yes(is_met: bool, missed: str) -> Score:
    """One or nothing."""
    return Score(1) if is_met else Score(0, 1, (missed,))
