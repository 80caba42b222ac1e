"""The generative composer: passages to verified statements, one at a time. Where a model fails, quotes stand in.

The model words the research, the post's line and the editors' note; everything else of an answer is what the extractive
composer makes. Knows the model and the verifier by their protocols only.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass

from bot.answer import Lane
from bot.citing import Sheet, Worded
from bot.compose import Draft, Plan, Task, begun, finished, planned, quote
from bot.events import Released
from bot.generate.model import ModelFailed, Writes
from bot.generate.prompt import PROMPT_VERSION, Label, Numbered, messages, repair
from bot.generate.reply import Nothing, Quoted, ReplyInvalid, ReplyReader, Said
from bot.generate.wording import fault
from bot.retrieve import Candidate, thin
from bot.verify.release import verdict
from bot.verify.verdict import Verifies
from ingest.source import Passage, Span

log = logging.getLogger(__name__)

_MAX_RESEARCH = 6
"""Findings shown to a model. A guess that keeps a prompt under 1,500 tokens."""
_LANES: dict[Label, Lane] = {"research": "evidence", "article": "article", "editors": "safety"}


@dataclass(frozen=True)
class Written:
    """What came of asking a model."""

    draft: Draft | None
    """None: nothing that answers; compose by quoting."""
    withheld: int
    """Statements that were not fit to be shown."""
    fallback: str
    """Why quotes stand in for the model's words, in part or, without a draft, altogether; empty when none do."""


class GenerativeComposer:
    """Has a chat model word the evidence. Safe to call from several threads."""

    def __init__(self, model: Writes, verifier: Verifies, turn_limit_s: float = 15.0) -> None:
        self.name = f"generative:{model.name}:{PROMPT_VERSION}"
        self.turn_limit_s = turn_limit_s
        self._model = model
        self._verifier = verifier

    def write(self, task: Task, earlier: tuple[str, ...], deadline: float) -> Generator[Released, None, Written]:
        """Give out each statement of the research once it is verified; then what came of it.

        Args:
            task: What was asked, and the evidence.
            earlier: The visitor's earlier messages.
            deadline: On the clock of `time.monotonic`, after which the model is not waited for.
        """
        work = _Work(task, planned(task), self._verifier)
        if not work.plan.chosen:
            return Written(None, 0, "nothing_found")
        first = messages(task.question, earlier, work.passages, task.max_statements)
        asked, failed = first, ""
        for _ in range(2):
            reader, reply = ReplyReader(), ""
            try:
                with closing(self._model.stream(asked, deadline)) as texts:
                    for text in texts:
                        reply += text
                        for line in reader.feed(text):
                            yield from work.take(line)
                        if work.is_full:
                            return work.written("")
                for line in reader.close():
                    yield from work.take(line)
                return work.written("")
            except ModelFailed as error:
                return work.written(error.reason)
            except ReplyInvalid as error:
                log.info("chat model's reply cannot be read: %s", error)
                asked, failed = repair(first, reply, str(error)), "unparsable"
        return work.written(failed)


class _Work:
    """One reply being turned into statements."""

    def __init__(self, task: Task, plan: Plan, verifier: Verifies) -> None:
        self.plan = plan
        self._task = task
        self._verifier = verifier
        self._sheet: Sheet = begun(task, plan)
        self._candidates = _research(plan)
        self.passages = [*map(_numbered, self._candidates), *_ours(plan, task)]
        self._spans: dict[int, list[Span]] = {}
        self._shown: list[Candidate] = []
        self._said: list[Worded] = []
        self._seen: set[str] = set()
        self._count = 0
        self._withheld = 0
        self._says_none = False

    @property
    def is_full(self) -> bool:
        """Whether no more of the research will be shown."""
        return self._count >= self._task.max_statements

    def take(self, line: Quoted | Said | Nothing) -> Generator[Released, None, None]:
        """Use a line of the reply; gives out the statement that it makes, if one may be shown now."""
        if isinstance(line, Nothing):
            self._says_none = True
        elif isinstance(line, Quoted):
            self._locate(line)
        elif line.text not in self._seen and not self.is_full:
            self._seen.add(line.text)
            worded = self._worded(line)
            if isinstance(worded, str):
                log.info("statement withheld: %s", worded)
                self._withheld += 1
            elif not self._is_borne(worded):
                self._withheld += 1
            elif worded.lane != "evidence":
                self._said.append(worded)  # shown with the rest, once there is research to stand beside
            else:
                statement = self._sheet.add(worded)
                self._count += 1
                self._note_shown(line)
                named = tuple(c for c in self._sheet.citations if c.n in statement.citations)
                yield Released(statement, named)

    def written(self, failed: str) -> Written:
        """The finished draft, quotes standing in for what failed or was withheld; no draft without any research."""
        if not self._count:
            reason = failed or ("nothing_found" if self._says_none else "unsupported")
            return Written(None, self._withheld, reason)
        room = self._task.max_statements - self._count
        self._quote_instead(room if failed else min(room, self._withheld))
        self._quote_pair()
        draft = finished(self._task, self.plan, self._sheet, self._shown, self._said)
        return Written(draft, self._withheld, failed or ("unsupported" if self._withheld else ""))

    def _locate(self, line: Quoted) -> None:
        """Keep where the words stand, widened to whole sentences: a part of one may lose the word that makes it true."""
        if not 1 <= line.passage <= len(self.passages):
            return
        passage, source, shown = self.passages[line.passage - 1]
        at = source.text.find(line.words, shown.start, shown.end)
        if at >= 0:
            span = _widened(passage, shown, Span(at, at + len(line.words)))
            self._spans.setdefault(line.passage, []).append(span)

    def _worded(self, line: Said) -> Worded | str:
        """The statement with the places it cites; or in a word why it may not be shown, whoever bears it."""
        if not all(1 <= n <= len(self.passages) for n in line.cites):
            return "citation"
        labels = {self.passages[n - 1].label for n in line.cites}
        if len(labels) != 1:
            return "lanes"
        places = [(self.passages[n - 1].passage, span) for n in line.cites for span in self._spans_of(n)]
        wrong = fault(line.text, [self._task.index.quote(passage, *span) for passage, span in places])
        return wrong or Worded(line.text, _LANES[labels.pop()], tuple(dict.fromkeys(places)))

    def _is_borne(self, worded: Worded) -> bool:
        statement, citations = self._sheet.preview(worded)
        return verdict(statement, citations, self._verifier, self._task.index).passes

    def _spans_of(self, number: int) -> list[Span]:
        return self._spans.get(number) or [self.passages[number - 1].span]

    def _note_shown(self, line: Said) -> None:
        cited = [self._candidates[n - 1] for n in line.cites if n <= len(self._candidates)]
        self._shown += [c for c in cited if c not in self._shown]

    def _quote_instead(self, most: int) -> None:
        left = [c for c in self.plan.chosen if not self._sheet.quotes(c.passage)]
        for candidate in left[: max(0, most)]:
            quote(self._task, self._sheet, candidate)
            self._shown.append(candidate)

    def _quote_pair(self) -> None:
        """Both sides of a pair that disagrees stand in the answer, whichever of them the model cited."""
        pair = self.plan.pair
        for name in (pair.a, pair.b) if pair else ():
            if not any(c.source_id == name for c in self._sheet.citations):
                candidate = next(c for c in self.plan.relevant if c.source.id == name)
                quote(self._task, self._sheet, candidate)
                self._shown.append(candidate)


def _research(plan: Plan) -> list[Candidate]:
    """What the extractive composer would quote, then what else bears on the question."""
    others = [c for c in plan.relevant if c.source.kind not in ("article", "editor-note")]
    fresh = [c for c in thin([*plan.chosen, *others]) if c not in plan.chosen]
    return [*plan.chosen, *fresh][: max(_MAX_RESEARCH, len(plan.chosen))]


def _ours(plan: Plan, task: Task) -> list[Numbered]:
    """The post's line, unless it was asked for and is quoted already, and the editors' note."""
    shown = [_numbered(plan.note)] if plan.note else []
    if plan.line and not plan.asks_article:
        shown.insert(0, Numbered(plan.line.passage, task.index.source(plan.line.passage), plan.line.span))
    return shown


def _numbered(candidate: Candidate) -> Numbered:
    passage = candidate.passage
    return Numbered(passage, candidate.source, Span(passage.start, passage.end))


def _widened(passage: Passage, shown: Span, found: Span) -> Span:
    """The whole sentences that hold the words, inside what was shown."""
    inside = [s for s in passage.sentences if s.start < found.end and found.start < s.end]
    if not inside:
        return shown
    return Span(max(shown.start, inside[0].start), min(shown.end, inside[-1].end))
