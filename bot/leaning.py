"""One message made to stand alone, given the question before it: what it leans on is put in. Knows nothing of whole conversations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.asking import LEAD_IN, is_asking, without_opener
from bot.entities import TOPIC, Entities, Entity
from bot.first_message import about_the_topic
from bot.of_article import of_article
from bot.pronouns import pronoun_in, shaped, with_what_is_suffered
from bot.swaps import are_alike, bare_name, both, swapped, without_lead_in
from ingest.lexical import terms

_JOINS = re.compile(r"\b(?:and|or)\b", re.I)
_CUE = re.compile(
    r"^(?:(?:and|but|or|also|then|so|plus)\b|(?:what|how) about\b|what if\b|why(?: not| is that| so)?\s*\??$|how so\b|which (?:one|of)|"
    r"(?:for|in|with|at|during|on|after|before|without|if|when) )|\b(?:instead|as well|too)\s*\??$",
    re.I,
)
CORRECTION = re.compile(
    r"^(?:(?:no|oh|uh|sorry|oops|actually|wait|hang on|well)\b[\s,.!:-]*)*i (?:mean|meant)(?: to (?:say|ask))?\b[\s,:]*(?=\w)|^(?:(?:no|oh|sorry|oops|wait)\b[\s,.!:-]*)*(?:not .{2,30}?,\s*)(?=\w)",
    re.I,
)
"""What stands before what somebody meant to ask instead: "sorry, I meant decaf"."""
_NOT_THAT = re.compile(r"[,.]?\s*\bnot (?:the )?[\w -]{2,30}$", re.I)
_BESIDE = re.compile(r"^(?:compared (?:to|with)|versus|vs\.?|against|alongside|together with|with|on top of)\b", re.I)
"""Begins what is set beside the topic: "and compared to pramipexole?"."""
_ALREADY = re.compile(
    r"^(?:(?:and|but|or|so)\s+)?(?:(?:what|how) (?:about|if)\s+)?(?:(?:even )?(?:if|when|while|since|though)\s+)*(?:i|you|she|he|they|we|someone)\s*"
    r"(?:(?:'m|'re|'s|am|are|is|m)\s+(?:already |also |currently |now )*(?:taking|on|using)|(?:already|also|currently)\s+(?:take|takes|use|uses))\s+"
    r"(?P<what>[\w-]+(?:\s+[\w-]+){0,3}?)(?:\s+(?:already|too|as well|anyway|every day|daily))?\W*$",
    re.I,
)
"""Says what else somebody takes: "what if I already take iron tablets?". What was asked about is then asked together with it."""
_USED = frozenset({"medicine", "supplement", "form"})
_VERDICT = re.compile(
    r"\b(?:is|would|could) (?:that|this|it) (?:be )?(?:a problem|ok|okay|safe|fine|dangerous|bad|allowed|all right|alright|an issue)\b",
    re.I,
)
_PAIR = re.compile(r"\b(?:the two|both(?: of them)?|either(?: of them)?|which (?:one|of (?:the two|them)))\b", re.I)
_IS_TRUE = re.compile(
    r"(?:is|was|are you saying|so) (?:that|this|it)(?:'?s)? (?:really |actually |even )?(?:true|right|correct|so|a fact|a myth|false|wrong)\W*$",
    re.I,
)
"""Asks the same again."""
_TELLING = 2
"""Content words with which a question after one that named nothing is asked of the site's subject. A guess."""
_SHORT_WORDS = 12
"""A question of up to this many words that names no subject leans on what came before. A guess."""
_MANY_TERMS = 5
"""Content words from which a question says itself what it is about, though it names no subject we know. A guess; the multi-turn
cases of `evals/cases` hold it."""
_BARE_WORDS = 5
"""A cue and up to this many words ("and in pregnant women?") is the earlier question with one thing changed. A guess."""


def filled_in(message: str, context: str, entities: Entities) -> str:
    """`message` with what it leans on put in; itself when it stands alone.

    Args:
        message: The visitor's message.
        context: The question before it as it stands alone; empty for a first message.
        entities: Finds what a text is about.
    """
    if not context:
        return about_the_topic(message, entities)
    if correction := CORRECTION.match(message):
        return _corrected(message[correction.end() :], context, entities)
    stripped = without_opener(message)
    own = entities.find(stripped)
    opener = message[: len(message) - len(stripped)]
    cued = bool(_CUE.search(stripped) or LEAD_IN.match(message) or _JOINS.search(opener)) or _only_names(
        stripped, own, context, entities
    )
    if not cued and not is_asking(stripped):
        return f"{context} {stripped}"
    if _IS_TRUE.match(stripped):
        return context
    return of_article(stripped, context) or _filled(stripped, own, context, cued, entities)


def _only_names(message: str, own: Sequence[Entity], context: str, entities: Entities) -> bool:
    """Whether it is a bare name of something that can take the place of what was asked about: "pregabalin?"."""
    if len(own) != 1 or message.strip(" ?.!").lower() != own[0].text.lower():
        return False
    return any(are_alike(own[0].sort, e.sort) for e in entities.find(context))


def _corrected(meant: str, context: str, entities: Entities) -> str:
    """The earlier question with what was meant in it; a whole question that was meant stands by itself."""
    bare = _NOT_THAT.sub("", meant).strip(" ?.!")
    own = entities.find(bare)
    if not bare:
        return context
    if len(bare.split()) > _BARE_WORDS:
        return filled_in(meant, context, entities)
    return swapped(context, own[0], bare, entities) if own else f"{context.rstrip(' ?.!')}, {bare}?"


def _filled(stripped: str, own: Sequence[Entity], context: str, cued: bool, entities: Entities) -> str:
    """A question with what it leans on put in."""
    stripped, is_whole = with_what_is_suffered(stripped, own, context, entities)
    topics = _topics(context, own, entities)
    if not topics and (of := _only_people(context, entities)):
        return _of_people(stripped, own, of, cued or is_whole)
    if is_whole:
        return stripped
    if not topics:
        return _prepended(stripped, context, own, cued, entities)
    if _PAIR.search(stripped) and not own:
        return _PAIR.sub(lambda m: both(m.group(), context, entities), stripped, count=1)
    if any(e.sort != "people" for e in own) and _VERDICT.search(stripped):
        return f"{stripped.rstrip(' ?.!')} with {topics[0].text}?"
    if (beside := _ALREADY.match(stripped)) and own and {topics[0].sort, own[0].sort} <= _USED:
        return f"can {topics[0].text} be taken together with {beside['what'].strip()}?"
    pronoun = pronoun_in(stripped, own)
    if pronoun is not None:
        return stripped[: pronoun.start()] + shaped(pronoun.group(), topics) + stripped[pronoun.end() :]
    bare = bare_name(stripped)
    if cued and len(bare.split()) <= _BARE_WORDS and not _BESIDE.match(bare):
        return swapped(context, own[0], bare, entities) if own else f"{context.rstrip(' ?.!')}, {bare}?"
    if cued or (all(e.sort == "people" for e in own) and _is_bare(stripped)):
        return _joined(stripped, topics[0], context, entities)
    return stripped


def _only_people(context: str, entities: Entities) -> str:
    """Whom a conversation is about that names nothing else, as it goes behind a question: "in pregnancy"."""
    people = [e.text.lower() for e in entities.find(context) if e.sort == "people"]
    return f"in {'pregnancy' if people[0] == 'pregnant' else people[0]}" if people else ""


def _of_people(question: str, own: Sequence[Entity], of: str, cued: bool) -> str:
    """A question in a conversation that has named nothing but people: their restless legs, or what is named now, for them."""
    if pronoun := pronoun_in(question, own):
        question = question[: pronoun.start()] + TOPIC + question[pronoun.end() :]
    elif cued and own and len(question.split()) <= _BARE_WORDS:
        question = f"{bare_name(question)} for {TOPIC}"
    elif not cued and (own or not _is_bare(question)):
        return question
    return f"{question.rstrip(' ?.!')} {of}?"


def _is_bare(question: str) -> bool:
    """Whether a question that names no subject is too short to have one of its own."""
    return len(question.split()) <= _SHORT_WORDS and len(terms(question)) < _MANY_TERMS


def _topics(context: str, own: Sequence[Entity], entities: Entities) -> list[Entity]:
    """What the conversation is about, likeliest first, other than what the new question names itself."""
    named = {e.text.lower() for e in own}
    rest, found = context, []
    while (topic := entities.topic(rest)) is not None:
        found.append(topic)
        rest = rest[: topic.start] + " " * (topic.end - topic.start) + rest[topic.end :]
    return [e for e in found if e.text.lower() not in named and e.sort != "people"]


def _joined(question: str, topic: Entity, context: str, entities: Entities) -> str:
    bare = without_lead_in(question).strip() if LEAD_IN.match(question) else question
    if _BESIDE.match(bare):
        return f"{topic.text} {bare}"
    others = [e.text for e in entities.find(context) if e.sort == "condition" and e.text != topic.text]
    own = {e.sort for e in entities.find(question)}
    where = f" for {others[0]}" if others and "condition" not in own else ""
    return f"{topic.text}{where}: {bare}"


def _prepended(question: str, context: str, own: Sequence[Entity], cued: bool, entities: Entities) -> str:
    leans = cued or pronoun_in(question, own) is not None or _is_bare(question)
    if own or not leans:
        return question
    if is_asking(question) and len(set(terms(question))) >= _TELLING and not entities.find(context):
        return f"{TOPIC}: {question}"
    return f"{context.rstrip(' ?.!')}: {question}"
