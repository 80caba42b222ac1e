"""A follow-up made to stand alone from the visitor's earlier turns, by rule, with no chat model."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.entities import Entities, Entity

_OPENER = re.compile(
    r"^(?:(?:ok(?:ay)?|thanks?(?: you)?|thx|great|right|hm+|oh|so|well|cool|got it|i see|sure|yes|no|and|but|also|then)\b[\s,.!:-]*)+", re.I
)
_CUE = re.compile(
    r"^(?:(?:and|but|or|also|then|so|plus)\b|(?:what|how) about\b|what if\b|why(?: not| is that| so)?\s*\??$|how so\b|which (?:one|of)|"
    r"(?:for|in|with|at|during|on|after|before|without|if|when) )|\b(?:instead|as well|too)\s*\??$",
    re.I,
)
_ABOUT = re.compile(r"^(?:(?:and|but|or|so)\s+)?(?:(?:what|how) about|and|or|also|what if it'?s|versus|vs\.?)\s+(?:the\s+)?", re.I)
_DUMMY = re.compile(
    r"\b(?:is|was|isn't|would|could|can|will|may|might)\s+it\s+(?:be\s+)?(?:true|ok|okay|safe|fine|possible|normal|common|worth|better|best|"
    r"good|bad|dangerous|wise|necessary|enough|likely|important|a good idea)\b(?:\s+(?:to|that|for|if)\b)|\bis it that\b|\bit (?:takes|seems|depends)\b|"
    r"\b(?:does|do) it matter\b",
    re.I,
)
_PRONOUN = re.compile(r"\b(?:it|its|it's|them|they|their|this|that|these|those|the (?:drug|medicine|tablets?|pills?|supplement|same))\b(?!\s+(?:is|are) (?:a|an|the) )", re.I)
_DETERMINER = re.compile(r"\b(?:this|that|these|those)\s+(?:morning|evening|night|week|month|year|way|means?|much|many|long|often)\b", re.I)
_PAIR = re.compile(r"\b(?:the two|both(?: of them)?|either(?: of them)?|which (?:one|of (?:the two|them)))\b", re.I)
_SHORT_WORDS = 7
"""A question of up to this many words that names no subject leans on what came before. A guess."""


def stand_alone(question: str, earlier: Sequence[str], entities: Entities) -> str:
    """The question as it would be asked with nothing before it.

    Args:
        question: The visitor's latest message.
        earlier: The visitor's messages before it, oldest first.
        entities: Finds what a text is about.

    Returns:
        `question` itself when it stands alone already.
    """
    context = ""
    for message in (*earlier, question):
        context = _resolve(message, context, entities)
    return context


def _resolve(message: str, context: str, entities: Entities) -> str:
    if not context:
        return message
    stripped = _OPENER.sub("", message).strip() or message
    cued = bool(_CUE.search(stripped) or re.match(r"^\s*(?:and|but|or|what about|how about)\b", message, re.I))
    own = entities.find(stripped)
    topic = _topic(context, own, entities)
    if topic is None:
        return _prepend(stripped, context, own, cued)
    if _PAIR.search(stripped):
        return _PAIR.sub(lambda m: _both(m.group(), context, entities), stripped, count=1)
    pronoun = _pronoun(stripped)
    if pronoun is not None:
        return stripped[: pronoun.start()] + _shaped(pronoun.group(), topic.text) + stripped[pronoun.end() :]
    if cued and own and _is_bare(stripped, own):
        return _swap(context, own[0], topic, entities)
    if cued or (not own and len(stripped.split()) <= _SHORT_WORDS) or _lacks_subject(own, stripped):
        return _join(stripped, topic, context, entities)
    return stripped if own else message


def _topic(context: str, own: Sequence[Entity], entities: Entities) -> Entity | None:
    """What the conversation is about, other than what the new question names itself."""
    named = {e.text.lower() for e in own}
    return next((e for e in _by_rank(context, entities) if e.text.lower() not in named), None)


def _by_rank(text: str, entities: Entities) -> list[Entity]:
    rest, found = text, []
    while (topic := entities.topic(rest)) is not None:
        found.append(topic)
        rest = rest[: topic.start] + " " * (topic.end - topic.start) + rest[topic.end :]
    return found


def _pronoun(text: str) -> re.Match[str] | None:
    taken = [m.span() for pattern in (_DUMMY, _DETERMINER) for m in pattern.finditer(text)]
    for match in _PRONOUN.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            return match
    return None


def _shaped(pronoun: str, topic: str) -> str:
    return f"{topic}'s" if pronoun.lower() in ("its", "their") else f"{topic} is" if pronoun.lower() == "it's" else topic


def _both(words: str, context: str, entities: Entities) -> str:
    names = list(dict.fromkeys(e.text for e in entities.find(context)))[:2]
    return f"{words}, {' or '.join(names)}," if len(names) == 2 else words


def _is_bare(question: str, own: Sequence[Entity]) -> bool:
    """Whether the question is no more than "what about X?"."""
    rest = _ABOUT.sub("", question).strip(" ?.!").lower()
    return rest in {e.text.lower() for e in own} or rest.removeprefix("for ") in {e.text.lower() for e in own}


def _swap(context: str, new: Entity, topic: Entity, entities: Entities) -> str:
    """The earlier question with `new` in the place of its subject of the same sort; else with `new` added."""
    same = [e for e in entities.find(context) if e.sort == new.sort or {e.sort, new.sort} <= {"supplement", "form", "medicine", "remedy"}]
    if same:
        old = same[0]
        return context[: old.start] + new.text + context[old.end :]
    return f"{context.rstrip(' ?.!')} ({new.text})?"


def _lacks_subject(own: Sequence[Entity], question: str) -> bool:
    """A question on people, amounts or effects that never says of what."""
    return bool(own) and all(e.sort == "people" for e in own) and len(question.split()) <= 10


def _join(question: str, topic: Entity, context: str, entities: Entities) -> str:
    bare = _ABOUT.sub("", question).strip()
    others = [e.text for e in entities.find(context) if e.sort == "condition" and e.text != topic.text]
    own = {e.sort for e in entities.find(question)}
    where = f" for {others[0]}" if others and "condition" not in own else ""
    return f"{topic.text}{where}: {bare}"


def _prepend(question: str, context: str, own: Sequence[Entity], cued: bool) -> str:
    leans = cued or _pronoun(question) is not None or len(question.split()) <= 4
    if own or not leans:
        return question
    return f"{context.rstrip(' ?.!')}: {question}"
