"""Messages clipped to a few words that stand for the whole question before with one thing changed: "vs the dopamine ones", "in pregnancy it does?".

Knows nothing of whole conversations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.entities import TOPIC, Entities, Entity
from bot.swaps import are_alike, bare_name, swapped, with_unknown, without_lead_in
from bot.whom import of_others, whom

_ONLY_THERE = re.compile(
    r"^(?:(?:and|but|so|ok|what about|how about)\s+)*(?P<where>(?:in|during|after|with|for|at|on|before)\s+[\w' -]{2,30}?),?\s+(?:it|they|that|this)\s+"
    r"(?:does|do|did|is|are|was|were|can|will|would|has|have)(?:\s+(?:though|tho|right|then))?\W*$",
    re.I,
)
"""Asks whether the same holds in one case: "in pregnancy it does?"."""
_VERSUS = re.compile(r"^(?:and |but |so |ok )*(?:vs\.?|versus)\s+(?:the\s+)?(?P<what>[\w' -]{2,40})\W*$", re.I)
_WHOLE = re.compile(
    r"^(?:and |but |or |what about |how about )*[\w-]+(?: [\w-]+)? (?:for|in) [\w -]{3,30} (?:for|in|on|with|while) [\w -]{3,30}\W*$",
    re.I,
)
"""Says what is taken, for what and by whom: "iron for rls in children"."""
_ONES = re.compile(r"^(?P<kind>[\w-]+)\s+ones?$", re.I)
_CALLED = {"medicine": "medicines", "supplement": "supplements", "food": "foods"}
_ASIDE = re.compile(r"\s+(?:still|yes|again|please|pls|then|though|tho)\b|\?", re.I)
_WITH = re.compile(
    r"^(?:(?:and|but|or|so|ok|what about|how about|what if it'?s)\s+)*(?P<what>with\s+(?:my|the|a|his|her|their)?\s*[\w -]{2,30}?)\W*$",
    re.I,
)
_OTHER = re.compile(r"\s+with\s+[^,.?!]+\W*$", re.I)
_TOGETHER = re.compile(r"\b(?:together|at once|combined|at the same time)\b", re.I)
_ASSUMED = re.compile(
    r"^(?:but |and |so |wait |hang on |oh )*(?:i|we) (?:always |just |only |kinda )*(?:thought|assumed|figured|believed)(?: that)? (?P<what>[\w' -]{2,40}?) (?P<verb>was|were|is|are|could|can)\b (?P<rest>.{2,60})$",
    re.I,
)
_NOW = {"was": "is", "were": "are", "could": "can"}
_AFTER_NAME = re.compile(r"\s+(?:thing|things|stuff|(?:on|in|for|at|under|over|around|from|of)\b.*)$", re.I)
_SAID = re.compile(
    r"^(?:with|without|for|in|at|on|if|to|from|of|about|after|before|during)\b|\b(?:i|im|ive|id|me|my|mine|we|us|our|he|hes|she|shes|his|her|they|them|their|it|its|this|that|these|those|you|u|your|is|isnt|are|was|were|am|be|been|has|have|had|do|does|did|dont|"
    r"didnt|not|no|none|nothing|never|yes|took|take|takes|taking|taken|tried|try|trying|use|using|used|got|get|gets|gave|gives|given|give|makes?|made|stopp?e?d?|stopping|start(?:ed|ing)?|works?|worked|"
    r"helps?|helped|thinks?|thought|feels?|felt|says?|said|tells?|told|wants?|needs?|likes?|hate|hurts?|went|go|goes|going|came|comes?|any|some|which|what|whats|how|why|who|when|where|can|could|should|would|will|may|compared|particular|better|worse|best|good|bad|safe|ok|okay|worth|enough|same|just|only|already|now|daily|every|since|ago|last|again|please|thanks|thank|and|but|because|cos|so)\b|\d|[.!;,:'’]",
    re.I,
)
"""What no bare name has: who does something, a verb, a number."""
_MOST_WORDS = 6
_NAMED = frozenset({"medicine", "form", "supplement", "remedy", "intake", "food"})
_AN = re.compile(r"\ban(?= [^aeiou\W])", re.I)
_THING = re.compile(r"\w things?\W*$", re.I)
"""Ends a name that the visitor is not sure of: "heated blanket thing"."""
_ARTICLE = re.compile(r"^(?:an?|the) ", re.I)
_AGAINST = re.compile(r"\b(?:vs\.?|versus)\b", re.I)


def unclipped(message: str, context: str, entities: Entities) -> str:
    """The question that a clipped message stands for; empty for any other message.

    Args:
        message: What the visitor wrote, without what only opens it.
        context: The question before it as it stands alone.
        entities: Finds what a text is about.
    """
    if there := _ONLY_THERE.match(message):
        return f"{context.rstrip(' ?.!')} {there['where']}?"
    if others := of_others(message, context):
        return others
    if _WHOLE.match(message) and entities.things(message) and entities.conditions(message) and whom(message):
        return without_lead_in(message)
    if versus := _VERSUS.match(message):
        return _set_against(_ASIDE.sub("", versus["what"]).strip(), context, entities)
    if _TOGETHER.search(message) and len(entities.things(message)) > 1:
        return without_lead_in(message)
    if (beside := _WITH.match(message)) and (other := _OTHER.search(context)) and entities.things(other.group()):
        return f"{context[: other.start()]} {beside['what']}?"
    return ""


def renamed(message: str, context: str, own: Sequence[Entity], entities: Entities) -> str:
    """A bare name in a few words ("the nerve stimulator on the calf"): in the place of what was asked about, or asked of the condition."""
    bare = _behind_name(bare_name(message), own)
    if not own and _THING.search(message) and not _SAID.search(bare):
        return with_unknown(context.split(": ", 1)[0], _ARTICLE.sub("", bare), entities)
    if (
        not own
        or message.strip(" ?.!").lower() == own[0].text.lower()
        or _SAID.search(bare)
        or len(bare.split()) > _MOST_WORDS
    ):
        return ""
    if _AGAINST.search(bare) and any(e.sort != "people" for e in own):
        return bare
    context = context.split(": ", 1)[0]
    if len(own) > 1 or own[0].sort not in _NAMED:
        return ""
    bare = _ARTICLE.sub("", bare)
    if any(are_alike(own[0].sort, e.sort) for e in entities.find(context)):
        return _AN.sub("a", swapped(context, own[0], bare, entities))
    condition = next((e.text for e in entities.conditions(context)), TOPIC)
    return "" if entities.things(context) else f"{bare} for {condition}"


def _behind_name(bare: str, own: Sequence[Entity]) -> str:
    """A name without what is said of it behind it; the "of" within a name ("milk of magnesia") stays."""
    within = own[0].text if own and own[0].text.lower() in bare.lower() else ""
    at = bare.lower().find(within.lower()) + len(within)
    return bare[:at] + _AFTER_NAME.sub("", bare[at:])


def assumed(message: str) -> str:
    """The question in what somebody says they took for granted: "i thought cramps were rls"; empty for any other message."""
    thought = _ASSUMED.match(message)
    if not thought:
        return ""
    verb = _NOW.get(thought["verb"].lower(), thought["verb"].lower())
    return f"{verb} {thought['what']} {thought['rest'].rstrip(' .!?')}?"


def _set_against(what: str, context: str, entities: Entities) -> str:
    """The question before asked of its one subject and another beside it."""
    things = entities.things(context)
    named = entities.find(what)
    if named and any(e.text.lower() == named[0].text.lower() for e in things):
        return context
    if len({e.text.lower() for e in things}) != 1:
        return ""
    kind, named_things = _ONES.match(what), entities.things(what)
    what = (
        f"{kind['kind']} {_CALLED[things[0].sort]}"
        if kind and not named_things and things[0].sort in _CALLED
        else bare_name(what)
    )
    return f"{context[: things[0].end]} or {what}{context[things[0].end :]}"
