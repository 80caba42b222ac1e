"""What "it", "that" and "they" stand for in a question, given what a conversation is about. Knows nothing of whole conversations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.entities import TOPIC, Entities, Entity
from bot.whom import whom

DUMMY = re.compile(
    r"\b(?:is|was|isn't|would|could|can|will|may|might)\s+it\s+(?:be\s+)?(?:true|ok|okay|safe|fine|possible|normal|common|worth|better|best|"
    r"good|bad|dangerous|wise|necessary|enough|likely|important|a good idea|all right|alright|time)\b\s+(?:to|that|for(?=\s+(?:[\w-]+\s+){1,3}to\b)|if|while|when|during|with)\b|\bis it that\b|"
    r"\b(?:is|was|isn't) it (?:true|(?:just|only) me|a myth|correct)\b|\bdoes it mean (?:if|when|that)\b|\bit (?:takes|seems|depends|says)\b|"
    r"\b(?:does|do) it matter\b|\bit'?s happening\b|\b(?:this|that|these|those)\s+(?:morning|evening|night|week|month|year|way|means?|much|many|long|often)\b|"
    r"\b(?:some|any|all|one|most|many|each) of (?:them|these|those|this|that|it)\b|\bis it (?:my|because|down to|due)\b|"
    r"\b(?:one|ones|anything|something|nothing|those|any|thing|things|stuff|people|medicines?|drugs?|foods?) that\b(?!\W*$)",
    re.I,
)
"""Where "it" stands for nothing ("is it safe to"), and "this" for no subject ("this morning")."""
_THEY_SAY = re.compile(
    r"\b(?:do|did|does|can|could|will|would|should|have)\s+they\s+(?:all |always |usually |normally |mostly |really |even |actually )*(?:want|sell|exercise|train|stretch|walk|suggest|advise|aim|compare|ask|call|publish|pay|disagree|agree|argue|prove|write|think|mean|test|treat|use|used|measure|check|diagnose|find|know|say|recommend|give|prescribe|do|take|study|look|tell)\b",
    re.I,
)
"""Asks what people do whom nobody has named: "how do they test it"."""
_IT = re.compile(
    r"\b(?:it|its|it's|them|they|their|the (?:drug|medicine|tablets?|pills?|supplement|same))\b(?!\s+(?:is|are) (?:a|an|the|rls|restless)\b)",
    re.I,
)
_THAT = re.compile(r"\b(?:this|that|these|those)(?: one| ones)?\b(?!\s+(?:is|are) (?:a|an|the) )", re.I)
_MANY = frozenset({"them", "they", "their", "these", "those"})
_SUFFERED = re.compile(
    r"\b(?:mak(?:e|es|ing)|made)\s+(?:\w+\s+)?(?P<it>it|this|that|them)\s+(?:any\s+|feel\s+|much\s+)?(?:worse|better)\b"
    r"|\b(?:caus(?:e|es|ed|ing)|trigger(?:s|ed)?|cur(?:e|es|ed)|fix(?:es|ed)?|diagnos(?:e|es|ed)|die (?:from|of)|suffer from|worsen(?:s|ed)?|bring(?:s)? on|get rid of|"
    r"diagnosed with|born with|live with)\s+(?P<it2>it|this|that|them)\b|\b(?P<it4>it|its|it's)\s+(?:is |s )?(?:happening|happens|happened|getting worse|going away|coming back|spreading|spreads)\b|\b(?:does|will|can|could|did|would)\s+(?P<it5>it)\s+(?:ever |just |usually |really |always )*(?:go|come back|return|disappear|clear up)\b(?! (?:with|well|off|bad|together|up|down|in|to))|\bif (?:i|you|he|she|we|someone) (?:have|has|got|'?ve got)\s+(?P<it3>it|this|that)\b",
    re.I,
)
"""What is made worse, caused or cured, or what somebody has: a condition, though something taken was talked about."""


def with_what_is_suffered(question: str, own: Sequence[Entity], context: str, entities: Entities) -> tuple[str, bool]:
    """A question whose "it" is made worse, caused or cured with the condition in its place; whether it then leans on nothing else."""
    found = None if any(e.sort == "condition" for e in own) else _SUFFERED.search(question)
    if found is None:
        return question, False
    condition = min((e.text for e in entities.conditions(context)), key=lambda text: bool(whom(text)), default=TOPIC)
    start, end = found.span(found.lastgroup or 0)
    is_short = question[start:end].lower() in ("its", "it's")
    filled = f"{question[:start]}{condition}{' is' if is_short else ''}{question[end:]}"
    return filled, pronoun_in(filled, own) is None


def pronoun_in(text: str, own: Sequence[Entity]) -> re.Match[str] | None:
    """The pronoun that stands for the topic: "it" before "that"; none when the question compares subjects of its own."""
    taken = [m.span() for empty in (DUMMY, _THEY_SAY) for m in empty.finditer(text)]
    for pattern in (_IT, _THAT):
        if pattern is _THAT and len(own) >= 2:
            return None
        for match in pattern.finditer(text):
            if not any(start <= match.start() < end for start, end in taken):
                return match
    return None


def shaped(pronoun: str, topics: Sequence[Entity]) -> str:
    """What a pronoun stands for, in the form that the sentence needs."""
    word, name = pronoun.lower(), topics[0].text
    same_use = [t.text for t in topics if t.sort in ("medicine", "supplement", "form", "food", "remedy")]
    if word in _MANY and len(dict.fromkeys(same_use)) >= 2:
        name = " and ".join(list(dict.fromkeys(same_use))[:2])
    if word in ("its", "their"):
        return f"{name}'s"
    return f"{name} is" if word == "it's" else name
