"""A transcript as a reviewer reads it: what was said before, the Answer, the run before, what the scorers found. Knows no table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.answer import Answer
from evals.cases import Case
from evals.desk.errors import NotThere
from evals.desk.items import Entry, Items
from evals.desk.parts import SharedChats
from evals.record import Kept, answer_from, result_from, result_to
from evals.score import Result

GONE = "This chat was withdrawn by its visitor or is past the time it may be kept. Its words are gone, here too"


@dataclass(frozen=True)
class Transcript:
    """One item's words."""

    answer: Answer
    """The Answer to be judged."""
    earlier: tuple[Answer, ...] = ()
    """The turns before it, oldest first."""
    case: Case | None = None
    before: Answer | None = None
    """What the run before said in the same place."""
    before_run: str = ""
    results: Mapping[str, Result] = field(default_factory=dict)
    is_helpful: bool | None = None
    comment: str = ""

    @property
    def questions(self) -> tuple[str, ...]:
        """The visitor's messages, oldest first."""
        return (*(turn.question for turn in self.earlier), self.answer.question)


def to_content(kept: Kept, before: Kept | None, before_run: str) -> dict[str, Any]:
    """A case of a run as it is stored with its item."""
    return {
        "case": kept.case.model_dump(mode="json"),
        "answers": [answer.to_dict() for answer in kept.answers],
        "results": {name: result_to(result) for name, result in kept.results.items()},
        "before": before.answers[-1].to_dict() if before and before.case.said == kept.case.said else None,
        "before_run": before_run if before else "",
    }


def of_run(content: Mapping[str, Any]) -> Transcript:
    """What `to_content` stored."""
    *earlier, answer = [answer_from(kept) for kept in content["answers"]]
    return Transcript(
        answer=answer,
        earlier=tuple(earlier),
        case=Case.model_validate(content["case"]),
        before=answer_from(content["before"]) if content["before"] else None,
        before_run=str(content["before_run"]),
        results={name: result_from(result) for name, result in content["results"].items()},
    )


def read(entry: Entry, items: Items, chats: SharedChats | None) -> Transcript:
    """The words of an item.

    Raises:
        NotThere: Its chat is gone, and its words with it.
    """
    if entry.origin == "run":
        content = items.content(entry.id)
        if content is None:
            raise NotThere(f"Item {entry.id} has no transcript")
        return of_run(content)
    turns = chats.conversation(entry.answer_id) if chats and not entry.is_forgotten else ()
    at = next((n for n, turn in enumerate(turns) if turn.answer.id == entry.answer_id), None)
    if at is None:
        raise NotThere(GONE)
    judged = turns[at]
    earlier: Sequence[Answer] = [turn.answer for turn in turns[:at]]
    return Transcript(judged.answer, tuple(earlier), is_helpful=judged.is_helpful, comment=judged.comment)
