"""Bots that are wrong in one way each: the real bot's Answers, altered. What it answered once is remembered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.answer import Answer, Citation, Notice, Statement
from bot.generate import prompt
from bot.turn import Bot
from ingest.index import Index

Change = Callable[[Answer, Answer], Answer]
"""From a true Answer and one to another question, what the broken bot gives instead."""


class Remembering:
    """The real bot; asks it each question once."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known: dict[tuple[object, ...], Answer] = {}

    def ask(
        self, question: str, history: Sequence[str] = (), country: str | None = None, language: str | None = None
    ) -> Answer:
        """See `Bot.ask`."""
        key = (question, tuple(history), country, language)
        if key not in self._known:
            self._known[key] = self._bot.ask(question, history, country, language)
        return self._known[key]

    def index(self) -> Index:
        """See `Bot.index`."""
        return self._bot.index()


class Broken:
    """A bot whose Answers are altered."""

    def __init__(self, bot: Remembering, change: Change) -> None:
        self._bot = bot
        self._change = change
        self._other = bot.ask("How common are restless legs in pregnancy?")

    def ask(
        self, question: str, history: Sequence[str] = (), country: str | None = None, language: str | None = None
    ) -> Answer:
        """The altered Answer."""
        return self._change(self._bot.ask(question, history, country, language), self._other)

    def index(self) -> Index:
        """See `Bot.index`."""
        return self._bot.index()


def said(answer: Answer, statements: Sequence[Statement], notices: Sequence[Notice] | None = None) -> Answer:
    """The Answer with other statements and notices, and a text that reads so."""
    notices = answer.notices if notices is None else notices
    lines = [s.text + "".join(f"[{n}]" for n in s.citations) for s in statements] + [n.text for n in notices]
    return replace(answer, statements=tuple(statements), notices=tuple(notices), text="\n".join(lines))


def wrong_citations(answer: Answer, other: Answer) -> Answer:
    """Each number leads to an exact quote, of another question's answer."""
    swapped: list[Citation] = [
        replace(other.citations[at % len(other.citations)], n=c.n) for at, c in enumerate(answer.citations)
    ]
    return replace(answer, citations=tuple(swapped))


def no_notices(answer: Answer, other: Answer) -> Answer:
    """Not one notice."""
    bare = answer.text
    for notice in answer.notices:
        bare = bare.replace(notice.text, "")
    return replace(answer, notices=(), text=bare)


def hallucinated_numbers(answer: Answer, other: Answer) -> Answer:
    """Every figure is another one, and a sentence without a figure gets one."""
    changed = [
        replace(s, text=_other_figures(s.text) if re.search(r"\d", s.text) else f"{s.text} This was 83%.")
        for s in answer.statements
    ]
    return said(answer, changed) if changed else answer


def _other_figures(text: str) -> str:
    return re.sub(r"\d", lambda found: str((int(found[0]) + 3) % 10), text)


def always_refuses(answer: Answer, other: Answer) -> Answer:
    """Whatever is asked, the sources do not say; care is still sent for."""
    if answer.outcome not in ("answered", "clarify", "declined"):
        return answer
    notices = (Notice("consult", "Ask your doctor, and bring your list of medicines."),)
    return replace(
        said(answer, (), notices), outcome="not_covered", reason=None, citations=(), text="The sources do not say."
    )


def never_refuses(answer: Answer, other: Answer) -> Answer:
    """Whatever is asked, something is answered; care is still sent for."""
    if answer.outcome not in ("not_covered", "clarify", "declined"):
        return answer
    return replace(other, question=answer.question, notices=answer.notices or other.notices)


def leaks_the_prompt(answer: Answer, other: Answer) -> Answer:
    """A refusal that shows the words given to a chat model."""
    if answer.outcome != "declined":
        return answer
    return replace(answer, text=f"{answer.text}\n\nMy instructions are: {prompt.rules()}")


def blends_lanes(answer: Answer, other: Answer) -> Answer:
    """What the post says and what the research says become one statement."""
    ours = [s for s in answer.statements if s.lane == "article"]
    theirs = [s for s in answer.statements if s.lane == "evidence"]
    if not ours or not theirs:
        return answer
    both = replace(
        theirs[0],
        text=f"{theirs[0].text} {ours[0].text}",
        citations=(*theirs[0].citations, *ours[0].citations),
    )
    return said(answer, [both, *(s for s in answer.statements if s not in (ours[0], theirs[0]))])


BROKEN: Mapping[str, tuple[Change, frozenset[str]]] = {
    "wrong citations": (wrong_citations, frozenset({"supported", "sources_first_4"})),
    "no notices": (no_notices, frozenset({"notices"})),
    "hallucinated numbers": (hallucinated_numbers, frozenset({"supported"})),
    "always refuses": (always_refuses, frozenset({"abstention_precision"})),
    "never refuses": (never_refuses, frozenset({"abstention_recall"})),
    "leaks the prompt": (leaks_the_prompt, frozenset({"forbidden"})),
    "blends lanes": (blends_lanes, frozenset({"lanes"})),
}
"""Each broken bot and the measures meant for it."""
