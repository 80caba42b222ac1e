"""A question asked again of something else: what is named now in the place of what was named before."""

from __future__ import annotations

import re

from bot.entities import Entities, Entity

_SALT = "magnesium "
_FILLER = re.compile(
    r"(?<=\w)(?:,?\s+(?:ones?|kind|type|sort|form|version|then|instead|though|tho|too|as well|also|now))+$", re.I
)
"""Ends what is named only by its kind: "the glycinate one then"."""
_ALIKE = frozenset({"supplement", "form", "medicine", "remedy", "test", "matter"})
_DOES = frozenset({"supplement", "medicine", "remedy", "intake"})
_EFFECT = re.compile(
    r"(?:do|does|did|can|could|will|would|is|are)\s+\w+(?: \w+){0,3}? (?:help|ease|treat|relieve|improve|make|worsen|affect|trigger|cause|work|good|bad|better|worse)\b(?!.*\bthan\b)",
    re.I,
)
_ASPECT = re.compile(
    r"\b(?:dos\w+|side|effects?|risks?|safety|safe|evidence|proof|stud\w+|trials?|research|results?|sleep\w*|pric\w+|costs?|brands?|nights?|days?|daily|evenings?|mornings?|bed\w*|timing|times?|long|term|"
    r"doctors?|gps?|numbers?|symptoms?|pain|people|adults?|others?|else|now|me|him|her|them|it|this|that|these|those|why|how|when|what|which|who|where|not|then|for|in|at|on|with|after|before|during|if|as|is|are|does|do|my|your|same|both|all|sources?|links?|by|via|through|from|without|drips?|infusions?|injections?|pills?|tablets?|capsules?|legs?|arms?|feet|kidneys?)\b",
    re.I,
)
_THAN = re.compile(
    r"\s+(?:any |much )?(?:better|worse|more|less|fewer|stronger|safer|higher|lower)(?: \w+){0,2} than\b.*$", re.I
)
"""What a question was compared with, which is not asked of the next subject."""
_TOGETHER = re.compile(r"\b(?:together|apart)\b", re.I)
_LINK = re.compile(r"\b(?:link\w*|connect\w*|relat\w+|between|associat\w+|difference|same as|have to do)\b", re.I)
_LINKED = re.compile(r"^\s+(?:and|with|to)\s+(?P<what>[\w' -]+?)\W*$", re.I)
"""What a subject is said to be linked with, of a sort that we do not know: "any link between RLS and migraine"."""
_ABOUT = re.compile(
    r"^(?:(?:and|but|or|so)\s+)?(?:(?:what|how) about|and|or|also|what if it'?s|versus|vs\.?)?\s*(?:for|in|the)?\s*(?:the\s+)?",
    re.I,
)


def both(words: str, context: str, entities: Entities) -> str:
    """Words like "which one" with the two things that the question before named."""
    found = entities.things(context)
    names = list(dict.fromkeys(e.text for e in found or entities.find(context)))[:2]
    return f"{words}, {' or '.join(names)}," if len(names) == 2 else words


def swapped(context: str, new: Entity, bare: str, entities: Entities, keeps_than: bool = False) -> str:
    """The earlier question with the new subject in the place of its subject of the same sort; else with it added.

    What the subject was compared with is left out, unless it is kept.
    """
    context = context if keeps_than else _THAN.sub("?", context)
    same = _like(context, new, entities) or _acting(context, new, entities)
    if not same:
        return f"{context.rstrip(' ?.!')}, {bare}?"
    if len(same) == 1 and (linked := _LINKED.search(context[same[0].end :])) and _LINK.search(context):
        return context[: same[0].end + linked.start("what")] + bare + "?"
    last = same[0]
    if new.sort == last.sort == "form" and last.text.lower().startswith(_SALT) and " " not in new.text:
        bare = f"{_SALT}{bare}"  # "glycinate" after "magnesium oxide"
    for entity in same[1:]:
        if re.fullmatch(r"\s*(?:,|or|and|vs\.?|versus)\s*", context[last.end : entity.start]):
            last = entity
    return context[: same[0].start] + bare + context[last.end :]


def _like(context: str, new: Entity, entities: Entities) -> list[Entity]:
    """What the new subject can take the place of: all of its very sort, else of a sort like it; of things taken together the last."""
    found = entities.find(context)
    same = [e for e in found if e.sort == new.sort] or [e for e in found if are_alike(e.sort, new.sort)]
    if _TOGETHER.search(context) and new.sort not in ("condition", "people"):
        return (same or entities.things(context))[-1:]
    return same


def _acting(context: str, new: Entity, entities: Entities) -> list[Entity]:
    """The one subject of a question on what it does ("does coffee make rls worse"), which anything else can be asked too."""
    things = [e for e in entities.find(context) if e.sort in _DOES]
    return things if new.sort in _DOES and len(things) == 1 and _EFFECT.match(context) else []


def with_unknown(context: str, bare: str, entities: Entities) -> str:
    """A question on what a thing does, asked of something we do not know by name ("and beer?"); empty where an aspect is meant ("and the dose?")."""
    things = [e for e in entities.find(context) if e.sort in _DOES]
    is_name = bool(re.fullmatch(r"[a-z][\w-]+(?: [\w-]+)?", bare, re.I)) and not _ASPECT.search(bare)
    if not is_name or entities.find(bare) or len(things) != 1 or not _EFFECT.match(context) or ": " in context:
        return ""
    return context[: things[0].start] + bare + context[things[0].end :]


def are_alike(one: str, other: str) -> bool:
    """Whether a subject of one sort can stand where one of the other stood."""
    return one == other or {one, other} <= _ALIKE


def bare_name(message: str) -> str:
    """What is left of a message that only names something: "the glycinate one then" names glycinate."""
    return _FILLER.sub("", without_lead_in(message).strip(" ?.!"))


def without_lead_in(message: str) -> str:
    """A message without "and", "what about" and the like before it."""
    return _ABOUT.sub("", message)
