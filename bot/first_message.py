"""A first message whose "it" points at nothing: it is asked of the site's subject."""

from __future__ import annotations

import re

from bot.asking import LEAD_IN, is_asking
from bot.entities import TOPIC, Entities
from bot.pronouns import DUMMY
from ingest.lexical import terms

_BARE_IT = re.compile(
    r"\bit\b(?!'|\s+\w+ing\b)|(?:"
    + "|".join(
        rf"(?<=\b{word} )"
        for word in "for about from of with by have cause causes treat treats cure cures fix calm help helps".split()
    )
    + r")this(?=\W*$)|(?<=\bget )this(?=\s+(?:more|less|too|often|as)\b|\W*$)",
    re.I,
)
_TAKEN = re.compile(
    r"\b(?:tak(?:e|es|ing|en)|took|us(?:e|es|ed|ing)|try|tried|trying|buy|bought|stop(?:ped|ping)?|start(?:ed|ing)?|drink|eat|apply|mix|combine)\s+$",
    re.I,
)
_OF_SOMETHING_TAKEN = re.compile(
    r"(?:is|are|was) (?:it|this) (?:\w+ )?safe\W*$|(?:does|do|will|would|can|could|did) (?:it|this) (?:really |actually )?(?:work|help)\W*$|"
    r"(?:how (?:long|soon|quick\w*|fast)|when)\b.{0,24}\b(?:it|this) (?:\w+ ){0,3}?(?:works?|working|kicks? in|takes? effect|helps?|helping)\W*$|(?:any |what are the )?(?:side ?effects|downsides)\b",
    re.I,
)
"""Asks what nobody asks of a condition."""
_CLAUSE = re.compile(r"[.,;:?!\n—]|\b(?:and|or|but)\b", re.I)
_MADE = re.compile(
    r"\b(?:mak(?:e|es|ing)|made|help(?:s|ed|ing)?|eas(?:e|es|ing)|caus(?:e|es|ed|ing)|trigger(?:s|ed|ing)?|cur(?:e|es|ing)|worsen(?:s|ed|ing)?|calm(?:s|ed|ing)?|"
    r"treat(?:s|ed|ing)?|affect(?:s|ed|ing)?|bring(?:s|ing)?|set(?:s|ting)?|stop(?:s|ped)?|settle(?:s|d)?|against|fix(?:es)?|for|gets?|have|had)\s+$",
    re.I,
)
"""What does something to a condition: "does coffee make it worse" is about the condition, though coffee is named."""
_ASKS_FIRST = re.compile(
    r"^\W*(?:(?:so|and|but|hi|hello|hey|ok|okay|please|in|at|on|for|from|to|below|above|by|with|since)\s+)*(?:what|which|how|why|when|where|who|whose|is|are|was|were|does|do|did|can|could|"
    r"will|would|should|has|have|may|might|am|any|tell|isn'?t|aren'?t|doesn'?t|don'?t|can'?t|won'?t|i|i'?m|i'?ve)\b",
    re.I,
)
"""Begins a message that names nothing before it asks; "sleep paralysis what causes it" does."""


def about_the_topic(message: str, entities: Entities) -> str:
    """A first message whose "it" points at nothing: "does it run in families?" is asked of the site's subject.

    What is taken ("can I take it") is no condition, and "it" after a first clause may well mean something in that clause.
    """
    if not is_asking(message) or LEAD_IN.match(message) or any(e.sort == "condition" for e in entities.find(message)):
        return message
    dummies = [m.span() for m in DUMMY.finditer(message)]
    pronoun = next((m for m in _BARE_IT.finditer(message) if not any(a <= m.start() < b for a, b in dummies)), None)
    if pronoun is None or _OF_SOMETHING_TAKEN.match(message) or _points_back(message[: pronoun.start()], entities):
        return message
    return message[: pronoun.start()] + TOPIC + message[pronoun.end() :]


def _points_back(before: str, entities: Entities) -> bool:
    """Whether "it" after these words may mean something in them: another clause, what is taken, or what they name."""
    if _CLAUSE.search(before) or _TAKEN.search(before):
        return True
    if entities.things(before):
        return not _MADE.search(before)
    return bool(terms(before)) and not _ASKS_FIRST.match(before)
