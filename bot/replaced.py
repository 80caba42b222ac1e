"""A short message that names what the question before is to be asked of instead: "so just a hot bath without salt", "benadryl?" after "what pills make it worse".

Knows nothing of whole conversations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.asking import is_asking, without_opener
from bot.entities import TOPIC, Entities, Entity
from bot.swaps import are_alike, swapped, with_unknown, without_lead_in
from bot.whom import names_people

_HEARD = re.compile(
    r"(?<=[\w?.,!])[\s,.]+(?:(?:i )?(?:just )?(?:read|heard|saw|seen)(?: (?:it|that|about (?:it|that)))?(?: (?:somewhere|online|on \w+|(?:it )?(?:works?|helps?)(?: \w+)?))*|(?:my|a) \w+ (?:swears by (?:it|them|that)|told me(?: about it)?|said so|says so|recommended it|uses it)|(?:someone|people) (?:said|told me|swears? by it)|lol|haha|natural)\W*$",
    re.I,
)
"""Says behind a question where somebody has it from."""
_ONLY_LEFT = re.compile(
    r"^(?:only |just )?(?P<what>[\w' -]{2,30}?) (?:is|are)(?: (?:all|the only (?:one|thing|option)))?(?: (?:that'?s|thats))? (?:left|it)(?: then| lol| i guess)?\W*$|^(?:that )?leaves (?:me with |us with |only |just )?(?P<left>[\w' -]{2,30}?)(?: then| lol| i guess)?\W*$",
    re.I,
)
"""Says that nothing else remains: "so magnesium is left"."""
_JUST = re.compile(
    r"^(?:(?:so|and|but|or|ok|then|just|only|simply|maybe|perhaps|fine|what about|how about|would|try(?:ing)?|an?|the|some|plain|normal|ordinary)\b\s*)+",
    re.I,
)
_TAIL = re.compile(
    r"(?:\s+(?:instead|then|alone|only|at least|maybe|perhaps|though|tho|again|(?:without|with no|but no|not|no) (?:the )?[\w-]+(?: [\w-]+)?))+\W*$",
    re.I,
)
_WHICH = re.compile(
    r"^(?:and |so |but )?(?:what|which)(?: \w+){1,4}? (?P<verb>make|cause|worsen|trigger|help|ease|treat|relieve|stop|affect|improve)s? (?P<rest>.{3,60}?)\W*$",
    re.I,
)
"""Asks which of several things do something: a name behind it asks whether that one does."""
_HARMS = re.compile(r"\b(?:worse|worsens?|triggers?|causes?|bad for|to blame for)\b", re.I)
_BAD = re.compile(r"^[\w-]+(?: [\w-]+)?(?= bad for\b)", re.I)
_BARE = re.compile(r"^(?:(?:and|or|also|what about|how about|even)\s+)*(?P<name>[a-z][\w-]+(?: [\w-]+)?)\W*$", re.I)
_STOPS = re.compile(
    r"\b(?:come|coming|get|getting|wean|go|going) off\b|\b(?:stop|stopping|quit|quitting|taper\w*|cut out|ditch)\b",
    re.I,
)
_INSTEAD = re.compile(r"\b(?:instead|then)\W*$", re.I)
_TWICE = re.compile(r"\b(\w+) \1\b", re.I)
_WHAT_NAME = re.compile(r"^what (?!about\b|if\b|is\b|are\b)(?P<what>[\w -]{2,30})\W*$", re.I)
_MARKS = re.compile(r"\b(?:just|only|simply|instead|without|alone|at least|or)\b", re.I)
"""Says that something is meant in the place of something else."""
_ASIDES = re.compile(
    r"^(?:in|for|on|with|my|his|her|our|some|any|also|even) (?:my |the |a )?|\s+(?:too|as well|also|then|though|tho|same(?: thing)?|lol)\b",
    re.I,
)
_NO_NAME = re.compile(
    r"\b(?:i|im|it|its|this|that|these|those|they|them|is|are|was|were|do|does|did|not|no|yes|what|whats|how|why|who|when|where|which|can|could|should|would|will|more|less|much|many|long|often|really|seriously|srsly|honestly|cmon|common|again|please|thanks|year|years|first|second|other|one|ones|same|better|worse|best|ever|never|always|else|for|from|of|at|to|by|and|or|but|if|so|please|source|sources|link|links|proof|shorter|simpler|wife|husband|partner|mum|mom|mother|dad|father|son|daughter|nan|gran|grandma|sister|brother|friend|wtf|omg|hmm+)\b|\d",
    re.I,
)
_NAME_WORDS = 2
_MOST_WORDS = 8
"""A longer message tells a story. A guess."""
_SWORN = re.compile(r"\b(?:swears?|recommended|told me|works?|helps?|uses it)\b", re.I)
_OF_UNKNOWN = re.compile(r"^(?:does|do|can|will) .{2,60} help\b", re.I)
_FOODS = re.compile(r"\bfoods?\b|\b(?:eat|diet)\b", re.I)
_TO_BUY = re.compile(r"^(?:so |and )?(?:should|shall|can) (?:i|we) (?:just )?(?:buy|get|order|give)\b", re.I)
_SCORE = re.compile(
    r"^(?:and |so |then )*(?:(?:whats|what'?s|what is|what does|what about|how about|is|if i (?:got|get|have|scored?)|i (?:got|scored?))\s+)?(?:an? |the )?(?:score of |result of )?(?P<n>\d{1,3})(?: (?:points?|mean|means|bad|high|low|good|ok|normal|severe|mild|out of \d+|then))*\W*$",
    re.I,
)
_MEASURED = re.compile(r"\b(?:scales?|scores?|scored|severity|measured|questionnaire|rating)\b", re.I)
_ENOUGH = re.compile(
    r"^(?:i |can i |do i |we )?(?:can |should )?just (?:take|use|do|eat) (?P<what>[\w -]{2,30}?) and (?:i'?m |im |that'?s |thats |it'?s )?(?:done|it|fine|sorted|good|all good|all right|ok)\W*$",
    re.I,
)
"""Asks whether no more than that is needed."""
_OR = re.compile(r"^(?:so |and |but )?or ", re.I)
_NAMED = frozenset({"medicine", "form", "supplement", "remedy", "intake", "food"})
_EATEN = frozenset({"food", "intake"})


def without_hearsay(message: str, entities: Entities) -> str:
    """A message without where somebody has it from: "vitamin c? read somewhere"."""
    bare = _HEARD.sub("", message).strip()
    return bare if entities.find(bare) else message


def sworn_by(message: str, context: str, entities: Entities) -> str:
    """Whether something helps that we do not know and that somebody swears by; empty for any other message."""
    bare = _HEARD.sub("", message).strip(" ?.!,")
    if (
        bare == message.strip(" ?.!,")
        or entities.find(bare)
        or not 0 < len(bare.split()) <= _MOST_WORDS
        or is_asking(bare)
    ):
        return ""
    condition = next((e.text for e in entities.conditions(context)), TOPIC)
    return f"does {bare} help {condition}?" if _SWORN.search(message) else ""


def replaced(message: str, context: str, entities: Entities) -> str:
    """The question that such a message stands for; empty for any other.

    Args:
        message: What the visitor wrote, without what only opens it.
        context: The question before it as it stands alone.
        entities: Finds what a text is about.
    """
    root = context.split(": ", 1)[0]
    condition = next((e.text for e in entities.conditions(context)), TOPIC)
    if enough := _ENOUGH.match(message):
        return f"is {enough['what']} enough?" if entities.find(enough["what"]) else ""
    if left := _ONLY_LEFT.match(message):
        name = left["what"] or left["left"]
        return f"does {name} help {condition}?" if _is_one(name, entities) else ""
    if which := _WHICH.match(root):
        bare = _BARE.match(message)
        name = bare["name"] if bare else ""
        if name and not entities.things(root) and (_is_one(name, entities) or _is_unknown(name, entities)):
            return f"does {name} {which['verb']} {which['rest']}?"
    if own := _one(message.strip(" ?.!"), entities):
        return _by_name(own, root, condition, entities)
    if other := _instead(message, root, condition, entities):
        return other
    return _harming(message, root, entities)


def _by_name(own: Entity, root: str, condition: str, entities: Entities) -> str:
    """Of a bare name: where the question before was of something that we do not know, on what to buy, or on foods."""
    things = entities.things(root)
    if not things and _OF_UNKNOWN.match(root):
        return f"does {own.text} help {condition}?"
    if things and own.sort == "food" and _FOODS.search(root) and things[0].sort == "supplement":
        return f"{root.rstrip(' ?.!')}: {own.text}?"
    if any(are_alike(own.sort, e.sort) for e in things) and _TO_BUY.match(root):
        return f"{own.text} for {condition}?"
    return ""


def _harming(message: str, root: str, entities: Entities) -> str:
    """Whether what is named now makes a condition worse, after the same was asked of something else."""
    bare, things = _BARE.match(message), entities.things(root)
    if not bare or not _HARMS.search(root) or len(things) > 1:
        return ""
    name = bare["name"]
    if things and _is_unknown(name, entities):
        return f"{root[: things[0].start]}{name}{root[things[0].end :]}"
    other = None if things else _BAD.match(root)
    is_named = _is_one(name, entities) or _is_unknown(name, entities)
    return f"{name}{root[other.end() :]}" if other and is_named else ""


def of_score(message: str, past: Sequence[str]) -> str:
    """What a number means, asked behind a question on how something is measured: "whats a 25", "and 9"; empty for any other message."""
    root = past[0].split(": ", 1)[0].rstrip(" ?.!") if past else ""
    score = _SCORE.match(without_opener(message)) if _MEASURED.search(root) else None
    return f"{root}: what does a score of {score['n']} mean?" if score else ""


def bare_unknown(message: str, entities: Entities) -> str:
    """The name of a few words that is all of a message, where we do not know it: "and my tinnitus"; empty for any other."""
    name = _ASIDES.sub("", without_lead_in(without_opener(message))).strip(" ?.!")
    is_short = len(name.split()) <= _NAME_WORDS and not entities.find(name)
    return name if is_short and not _NO_NAME.search(name) and not names_people(name) else ""


def _instead(message: str, root: str, condition: str, entities: Entities) -> str:
    """Of a name with "just", "instead", "without" or "or" about it."""
    bare = _TAIL.sub("", _JUST.sub("", message)).strip(" ?.!,")
    if what := _WHAT_NAME.match(message):
        bare = what["what"].strip()
    if not what and not _MARKS.search(message):
        return ""
    own = _one(bare, entities)
    if own is None:
        is_other = _OR.match(message) and _is_unknown(bare, entities)
        is_of_remedy = any(e.sort in ("remedy", "form") for e in entities.things(root))
        return f"{bare} for {condition}?" if is_other and is_of_remedy else ""
    if _STOPS.search(root) and _INSTEAD.search(message):
        return f"{bare} for {condition}?"
    things = entities.things(root)
    if any(are_alike(own.sort, e.sort) for e in things):
        return _TWICE.sub(r"\1", swapped(root, own, bare, entities))
    return "" if things and own.sort in _EATEN else f"{bare} for {condition}?" if things else ""


def _one(name: str, entities: Entities) -> Entity | None:
    """What a name is of, where it is of one thing and says no more."""
    found = entities.find(name)
    is_one = len(found) == 1 and found[0].sort in _NAMED and found[0].text.lower() == name.strip().lower()
    return found[0] if is_one else None


def _is_one(name: str, entities: Entities) -> bool:
    return _one(name, entities) is not None


def _is_unknown(name: str, entities: Entities) -> bool:
    """Whether it may be a thing that we do not know by name, and no aspect of one that we do."""
    return bool(with_unknown("does magnesium help restless legs?", name, entities))
