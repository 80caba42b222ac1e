"""What becomes of answers when a real chat model words them: shown, withheld, fallen back, and how long a turn takes.

Every statement shown is verified once more by a verifier of its own, from the Answer alone.
"""

from __future__ import annotations

import json
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.answer import Answer
from bot.turn import Bot
from bot.verify.release import verdict
from bot.verify.verdict import Verifies
from evals.intervals import wilson
from ingest.index import Index

QUESTIONS = Path(__file__).resolve().parents[1] / "tests" / "data" / "questions.jsonl"


@dataclass
class Tally:
    """Counts over all questions asked."""

    model: str
    verifier: str
    turns: int = 0
    answered: int = 0
    by_model: int = 0
    """Answers with at least one statement of the model's."""
    by_model_alone: int = 0
    """Those in which no quote stands in for what the model said."""
    statements: int = 0
    """Statements shown, quotes and summary lines included."""
    worded: int = 0
    """Those of them in words of the model's own."""
    unsupported: int = 0
    """Statements shown that the second verifier does not pass; must be 0."""
    withheld: int = 0
    fallbacks: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


def questions(limit: int) -> list[str]:
    """The first `limit` single questions of the tests' own that should be answered."""
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [r["question"] for r in rows if "question" in r and r["expect"]["outcome"] == ["answered"]][:limit]


def measure(bot: Bot, asked: Sequence[str], model: str, second: Verifies) -> Iterator[Tally]:
    """The tally after each question; the same object, growing."""
    tally = Tally(model, second.name)
    for question in asked:
        _count(tally, bot.ask(question), second, bot.index())
        yield tally


def _count(tally: Tally, answer: Answer, second: Verifies, index: Index) -> None:
    tally.turns += 1
    tally.seconds.append(answer.timings_ms["total"] / 1000)
    tally.withheld += answer.withheld
    if answer.outcome != "answered":
        return
    tally.answered += 1
    quotes = {c.quote for c in answer.citations}
    worded = [s for s in answer.statements if s.lane != "summary" and s.text not in quotes]
    tally.statements += len(answer.statements)
    tally.worded += len(worded)
    tally.unsupported += sum(not verdict(s, answer.citations, second, index).passes for s in answer.statements)
    is_models = answer.versions["composer"].startswith("generative:")
    fallback = answer.versions.get("fallback", "")
    tally.by_model += is_models
    tally.by_model_alone += is_models and not fallback
    if fallback:
        tally.fallbacks[fallback] += 1


def rows(tally: Tally) -> list[tuple[str, str]]:
    """What is printed: a measure and its figure, shares with 95 % intervals."""
    seconds = sorted(tally.seconds)
    said = tally.worded + tally.withheld  # sentences that the model copied word for word are quotes, and not told apart
    return [
        ("turns, of them answered", f"{tally.turns}, {tally.answered}"),
        ("statements shown, of them in the model's words", f"{tally.statements}, {tally.worded}"),
        ("unsupported statements shown", str(tally.unsupported)),
        ("withheld, of its statements that are no copies", str(wilson(tally.withheld, said))),
        ("answers with a statement of the model's", str(wilson(tally.by_model, tally.answered))),
        ("answers by the model alone", str(wilson(tally.by_model_alone, tally.answered))),
        *(
            (f"quotes stood in: {why}", str(wilson(count, tally.answered)))
            for why, count in tally.fallbacks.most_common()
        ),
        ("seconds a turn, median and longest", f"{statistics.median(seconds):.1f}, {seconds[-1]:.1f}"),
    ]


def to_json(tally: Tally, machine: str, commit: str) -> str:
    """The counts, for the record; times rounded."""
    kept = asdict(tally) | {"seconds": [round(s, 2) for s in tally.seconds], "fallbacks": dict(tally.fallbacks)}
    return json.dumps({"machine": machine, "commit": commit, **kept}, indent=1) + "\n"
