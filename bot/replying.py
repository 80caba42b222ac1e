"""Evidence to a reply: whether it answers, composed, verified, with its notices; or an honest "not covered"."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from functools import partial
from typing import cast

from bot.answer import Answer
from bot.compose import Draft, Task, compose
from bot.events import Event, Step
from bot.events import Released as StatementReleased
from bot.followups import follow_ups, nearest_asks
from bot.generate.composer import GenerativeComposer, Written
from bot.guards.ruling import Ruling
from bot.lookup import BuildView, Lookup, without_excepted
from bot.notices import notices_for
from bot.overview import Aim, aim, overview
from bot.progress import Told, Turn
from bot.retrieve import Evidence
from bot.verify.release import Released, release
from bot.verify.verdict import Verifies
from ingest.source import Claim

_FOR_QUOTES = 0.1
"""Share of a turn's time limit kept for composing by quotes when a chat model is late. A guess; it takes milliseconds."""


class Replying:
    """Makes the reply to a question that is looked up."""

    def __init__(
        self, lookup: Lookup, composer: GenerativeComposer | None, verifier: Verifies, max_statements: int
    ) -> None:
        self._lookup = lookup
        self._composer = composer
        self._verifier = verifier
        self._max_statements = max_statements

    def reply(self, turn: Turn, ruling: Ruling, view: BuildView, evidence: Evidence) -> Told:
        """The answer the sources give, or that they give none."""
        wanted = aim(turn.standalone)
        if wanted is not None:
            return (yield from self._overview(turn, ruling, view, evidence, wanted))
        if turn.unasked or not evidence.terms:
            return turn.answer("clarify", lead=turn.texts.say(f"clarify.{turn.unasked or 'vague'}"))
        turn.margin, turn.is_fitted = view.answerability.margin(evidence), view.answerability.is_fitted
        found = self._lookup.answerable(view, turn.standalone, evidence, ruling.limits, turn.timed)
        bearing = self._bearing(turn, view, found.evidence) if found else None
        if found is None or bearing is None:
            return self._not_covered(turn, ruling, view, evidence)
        found = replace(found, evidence=bearing)
        subjects = self._lookup.subjects(view, found.asked)
        astray = self._lookup.astray(view, found.asked, found.evidence)
        task = Task(
            found.asked,
            found.evidence,
            view.check,
            view.index,
            turn.texts,
            self._max_statements,
            subjects,
            astray,
            self._lookup.elsewhere(view, found.asked, found.evidence),
            tuple(ruling.limits),
        )
        draft = yield from self._drafted(turn, task)
        if turn.is_again:
            draft.sheet.lead(turn.texts.say("summary.again"))
        with turn.timed("verify"):
            released = release(draft.sheet.statements, draft.sheet.citations, self._verifier, view.index)
        if not released.answers:
            return self._not_covered(turn, ruling, view, evidence, released.withheld)
        yield from turn.given_out(released)
        return self._answered(turn, ruling, view, found.evidence, draft, released)

    def _bearing(self, turn: Turn, view: BuildView, evidence: Evidence) -> Evidence | None:
        """What of the evidence bears on what was asked, and on whom it was asked for; None where nothing does."""
        found = self._lookup.bearing(view, evidence, turn.needs, turn.about, turn.by_name)
        if found is not None and turn.name:
            found = self._lookup.naming(view, found, turn.name)
        if found is None:
            return None
        return self._lookup.on_risks(
            view, turn.standalone, without_excepted(found, turn.excepted), turn.risks, turn.timed
        )

    def _overview(self, turn: Turn, ruling: Ruling, view: BuildView, evidence: Evidence, wanted: Aim) -> Told:
        """Our article as a whole; always in quotes."""
        yield Step("compose")
        draft = overview(view.index, turn.texts, wanted, self._max_statements)
        released = release(draft.sheet.statements, draft.sheet.citations, self._verifier, view.index)
        if not released.answers:
            return self._not_covered(turn, ruling, view, evidence, released.withheld)
        yield from turn.given_out(released)
        return self._answered(turn, ruling, view, evidence, draft, released)

    def _drafted(self, turn: Turn, task: Task) -> Generator[Event, None, Draft]:
        """What a configured chat model words, or else the sources' own words."""
        if self._composer is not None:
            yield Step("write")
            limit_s = self._composer.turn_limit_s * (1 - _FOR_QUOTES)
            with turn.timed("write"):
                for_model = self._composer.write(task, turn.earlier, turn.began + limit_s)
                written = yield from _noted(for_model, turn)
            turn.withheld, turn.fallback = written.withheld, written.fallback
            if written.draft is not None:
                turn.composer = self._composer.name
                return written.draft
        yield Step("compose")
        with turn.timed("compose"):
            return compose(task)

    def _not_covered(
        self, turn: Turn, ruling: Ruling, view: BuildView, evidence: Evidence, withheld: int = 0
    ) -> Answer:
        near = nearest_asks(evidence, self._lookup.topic(view, turn.standalone))
        lead = turn.texts.say("not_covered.lead")
        if near:
            lead += " " + turn.texts.say("not_covered.nearest", ask=near[0])
        else:
            lead += " " + turn.texts.say("not_covered.none")
        premise = self._premise(turn, ruling, view, evidence)
        limits = Ruling(
            limits=tuple(k for k in ruling.limits if premise or k != "premise"), wants_product=ruling.wants_product
        )
        notices = notices_for(turn.standalone, limits, turn.texts, turn.language, premise=premise)
        return turn.answer("not_covered", lead=lead, notices=notices, follow_ups=near, withheld=withheld)

    def _premise(self, turn: Turn, ruling: Ruling, view: BuildView, evidence: Evidence) -> Claim | None:
        """The claim of the post that the question takes for granted, if it takes any."""
        if "premise" not in ruling.limits:
            return None
        return view.check.premise(evidence.voices, partial(self._lookup.names_all, view, turn.standalone))

    def _answered(
        self, turn: Turn, ruling: Ruling, view: BuildView, evidence: Evidence, draft: Draft, released: Released
    ) -> Answer:
        premise = self._premise(turn, ruling, view, evidence)
        notices = notices_for(
            turn.standalone, ruling, turn.texts, turn.language, draft.disagreements, draft.pair, premise
        )
        shown = {c.passage_id for c in released.citations}
        return turn.answer(
            "answered",
            statements=released.statements,
            citations=released.citations,
            withheld=released.withheld,
            notices=notices,
            follow_ups=follow_ups(turn.standalone, evidence.candidates, shown),
        )


def _noted(given: Generator[StatementReleased, None, Written], turn: Turn) -> Generator[Event, None, Written]:
    """Pass statements on, and keep in mind which."""
    while True:
        try:
            event = next(given)
        except StopIteration as end:
            return cast(Written, end.value)
        turn.shown.append(event.statement.text)
        yield event
