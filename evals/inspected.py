"""Runs cases with Inspect AI, no model, and reads its logs back. The only module that knows Inspect.

The solver asks the bot through `Bot.ask`; each Answer is kept whole in the sample's metadata, where `inspect view` shows it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from inspect_ai import Task
from inspect_ai import eval as inspect_eval
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.log import EvalLog, EvalSample, read_eval_log
from inspect_ai.model import ChatMessage, ChatMessageAssistant, ChatMessageUser, ModelOutput
from inspect_ai.scorer import Metric, SampleScore, Target, metric, scorer
from inspect_ai.scorer import Score as InspectScore
from inspect_ai.scorer import Scorer as InspectScorer
from inspect_ai.solver import Generate, Solver, TaskState, solver
from pydantic import ValidationError

from bot.answer import Answer
from evals.cases import Case
from evals.errors import RunUnreadable
from evals.record import Kept, Run, answer_from, described, moment, result_from, result_to
from evals.score import Reply, Score, Scorer
from ingest.index import Index

_ANSWERS = "answers"


class Asks(Protocol):
    """What a run needs of the bot."""

    def ask(
        self, question: str, history: Sequence[str] = (), country: str | None = None, language: str | None = None
    ) -> Answer:
        """Answer one message; see `Bot.ask`."""
        ...

    def index(self) -> Index:
        """The build that serves now."""
        ...


def run(bot: Asks, cases: Sequence[Case], scorers: Sequence[Scorer], versions: dict[str, str], folder: Path) -> Run:
    """Answer and score every case; the log is written into `folder` as Inspect's `.eval`.

    A case whose answer or scorer raises is counted as failed; the others go on.
    """
    named, units = described(scorers)
    task = Task(
        dataset=MemoryDataset([_sample(case) for case in cases], name=versions.get("suite", "cases")),
        solver=_ask(bot),
        scorer=_score(bot, scorers),
        name=f"restwell-{versions.get('suite', 'cases')}",
        version=versions.get("cases", "0"),
        metadata={"versions": versions, "scorers": named, "units": units},
    )
    # One case at a time: latencies are of a bot that does nothing else.
    (log,) = inspect_eval(
        task, model=None, log_dir=str(folder), log_format="eval", display="none", log_level="error",
        max_samples=1, fail_on_error=False, score_display=False, log_realtime=False,
    )  # fmt: skip
    if log.status != "success":
        raise RunUnreadable(f"The run ended as {log.status!r}; read it with `inspect view --log-dir {folder}`")
    return _read(log)


def _sample(case: Case) -> Sample:
    said: list[ChatMessage] = [ChatMessageUser(content=message) for message in case.said]
    accepted = " or ".join(case.expect.outcome)
    return Sample(id=case.id, input=said, target=accepted, metadata={"case": case.model_dump(mode="json")})


def _case(metadata: dict[str, Any]) -> Case:
    return Case.model_validate(metadata["case"])


@solver
def _ask(bot: Asks) -> Solver:
    """Asks each of the visitor's messages in turn, as a visitor would."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        case = _case(state.metadata)
        asked = [bot.ask(said, case.said[:at], case.country) for at, said in enumerate(case.said)]
        state.metadata[_ANSWERS] = [answer.to_dict() for answer in asked]
        state.messages = [
            message
            for said, answer in zip(case.said, asked, strict=True)
            for message in (ChatMessageUser(content=said), ChatMessageAssistant(content=answer.text))
        ]
        state.output = ModelOutput.from_content("restwell", asked[-1].text)
        return state

    return solve


@metric(name="mean_share")
def _mean_share() -> Metric:
    """Mean share met of the cases that were scored; Inspect leaves out what is not a number, and counts it."""

    def value(scores: list[SampleScore]) -> float:
        known = [v for s in scores if isinstance(v := s.score.value, int | float)]
        return sum(known) / len(known) if known else float("nan")

    return value


def _score(bot: Asks, scorers: Sequence[Scorer]) -> InspectScorer:
    @scorer(metrics={"*": [_mean_share()]}, name="restwell")
    def all_of_them() -> InspectScorer:
        async def score(state: TaskState, target: Target) -> InspectScore:
            reply = Reply(_case(state.metadata), answer_from(state.metadata[_ANSWERS][-1]), bot.index())
            results = {s.name: s.score(reply) for s in scorers}
            missed = [f"{n}: {p}" for n, r in results.items() if isinstance(r, Score) for p in r.missed]
            return InspectScore(
                value={n: round(r.share, 4) if isinstance(r, Score) else math.nan for n, r in results.items()},
                answer=f"{reply.answer.outcome} {reply.answer.reason or ''}".strip(),
                explanation="\n".join(missed) or "nothing missed",
                metadata={n: result_to(r) for n, r in results.items()},
            )

        return score

    return all_of_them()


def read(path: Path) -> Run:
    """A run from its log.

    Raises:
        RunUnreadable: The file is missing or is not a log of ours.
    """
    try:
        return _read(read_eval_log(str(path)))
    except (OSError, KeyError, ValueError, TypeError, ValidationError) as error:
        kind = type(error).__name__
        raise RunUnreadable(f"{str(path)!r} is not a run ({kind}). Make one with `python -m evals run`") from None


def latest(folder: Path, suite: str = "") -> Path:
    """The newest log in `folder`, of one suite if named; its name begins with its time.

    Raises:
        RunUnreadable: There is none.
    """
    found = sorted(p for p in folder.glob("*.eval") if re.search(f"restwell-{suite}", p.name))
    if not found:
        raise RunUnreadable(f"No run in {str(folder)!r}. Make one with `python -m evals run`")
    return found[-1]


def _read(log: EvalLog) -> Run:
    kept, broken = [], []
    for sample in log.samples or ():
        if sample.error is not None or not sample.scores:
            broken.append(str(sample.id))
        else:
            kept.append(_kept(sample))
    said = log.eval.metadata or {}
    began = moment(datetime.fromisoformat(log.eval.created))
    return Run(said["versions"], said["scorers"], said["units"], tuple(kept), tuple(broken), log.location, began)


def _kept(sample: EvalSample) -> Kept:
    (scored,) = (sample.scores or {}).values()
    results = {name: result_from(result) for name, result in (scored.metadata or {}).items()}
    return Kept(_case(sample.metadata), tuple(answer_from(a) for a in sample.metadata[_ANSWERS]), results)
