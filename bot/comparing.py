"""Two things set against each other, though each was named in a message of its own: "which was better?", "more than spinach?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.entities import Entities, Entity
from bot.swaps import are_alike

_WHICH = re.compile(
    r"^(?:(?:so|and|then|ok|but|well|overall)\b[\s,]*)*(?:which(?:'?s)?(?: ?one)?(?P<pair> of (?:the two|them|those(?: two)?|these(?: two)?|both))?"
    r"(?: (?:is|was|are|were|works?|worked|did|does|do|has|had|would(?: be)?|helps?|helped|comes? out|came out|contains?|won|wins|gives?|gave|you)\b|\W*$)"
    r"|what(?:'?s| is| was| works| worked) (?:better|worse|stronger|safer|more effective)\W*$"
    r"|(?:is|are|was|were|does|do|did) (?:either|one|any)(?: one)?(?: of (?:the two|them|those(?: two)?|these(?: two)?))?\b)",
    re.I,
)
_BY_DEGREE = re.compile(
    r"\b(?:better|best|worse|worst|more|most|less|least|stronger|strongest|weaker|safer|safest|faster|fastest|quicker|cheaper|higher|highest|lower|lowest|bigger|biggest|gentler|easier|milder|riskier|"
    r"preferred|recommended|proven|effective|works?|worked|helps?|helped|choose|pick|win|wins|won|do (?:you|doctors|they) (?:recommend|prefer|suggest))\b|^\W*(?:so |and )?which(?: one)?\W*$",
    re.I,
)
_DIFFERENCE = re.compile(
    r"^(?:(?:so|and|but)\b\s*)*(?:what(?:'?s| is| are) the differences?(?: between (?:them|the two|those(?: two)?|these(?: two)?))?|how do (?:they|the two|those(?: two)?) (?:compare|differ)|(?:are|is) (?:they|it|those(?: two)?|the two) the same(?: thing)?)\W*$",
    re.I,
)
_THAN = re.compile(
    r"^(?:(?:so|and|but|is (?:it|that)|are they|does it (?:work|help)|has it got|do they have|does it have)\b\s*)*(?P<how>(?:any |much |really )?(?:better|worse|more|less|fewer|stronger|weaker|safer|faster|higher|lower|cheaper)(?: \w+){0,2} than\b.*)",
    re.I,
)
_SETS_APART = re.compile(
    r"\b(?:or|vs?\.?|versus|than|compared|difference between|differ|which|better|both)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_RECENT = 4
"""How many questions back the other thing may have been named. A guess."""


def sets_apart(question: str) -> bool:
    """Whether a question may set things that it names against each other."""
    return bool(_SETS_APART.search(question))


def compared(message: str, past: Sequence[str], entities: Entities) -> str:
    """A message that compares what was named before, with both named; empty when it does not.

    Args:
        message: The visitor's message, without what only opens it.
        past: What was asked before it, each standing alone, the latest first.
        entities: Finds what a text is about.
    """
    own = [e for e in entities.find(message) if e.sort not in ("condition", "people")]
    if not past:
        return ""
    if own:
        return _than(message, own, past[0], entities)
    which = _WHICH.match(message)
    asks = which and (which["pair"] or _BY_DEGREE.search(message))
    if not (asks or _DIFFERENCE.match(message)):
        return ""
    pair = _two(past, entities)
    return f"{_with_both(past[0], *pair)}: {message.strip()}" if pair else ""


def _than(message: str, own: Sequence[Entity], before: str, entities: Entities) -> str:
    """ "More than spinach?" behind a question on something else that could be measured so."""
    than = _THAN.match(message)
    asked = _SENTENCE.split(before.split(": ", 1)[0])[-1]
    others = {e.text.lower() for e in entities.main(asked)} - {e.text.lower() for e in own}
    if not than or not others or " than " in asked:
        return ""
    return f"{asked.rstrip(' ?.!')} {than['how'].rstrip(' ?.!')}?"


def _two(past: Sequence[str], entities: Entities) -> tuple[Entity, str] | None:
    """Where the latest question names its one subject, and the last other subject like it; None where it names two itself."""
    latest = entities.main(past[0])
    if len({e.text.lower() for e in latest}) != 1:
        return None
    now = latest[0]
    for text in past[1:_RECENT]:
        for other in entities.main(text):
            if other.text.lower() != now.text.lower() and (
                are_alike(other.sort, now.sort) or _are_set_apart(other, now)
            ):
                return now, other.text
    return None


def _are_set_apart(one: Entity, other: Entity) -> bool:
    """Whether both are something taken or done, be it of different sorts: exercise and iron."""
    return "condition" not in (one.sort, other.sort)


def _with_both(question: str, now: Entity, other: str) -> str:
    """A question with another subject beside its own."""
    bare = question.split(": ", 1)[0]
    both = f"{other} or {now.text}"
    return f"{bare[: now.start]}{both}{bare[now.end :]}".rstrip(" ?.!") if now.end <= len(bare) else both
