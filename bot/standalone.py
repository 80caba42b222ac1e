"""A follow-up made to stand alone from the visitor's earlier turns, by rule, with no chat model.

A question keeps its own words; what it leans on ("it", "what about…", "and in pregnancy?") is filled in from the question
before. A statement ("the dentist gave me doxycycline") adds to what the conversation is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.entities import TOPIC, Entities, Entity
from bot.facets import Facets, Point
from bot.of_article import of_article
from bot.told import of_someone, told_of, with_told
from ingest.lexical import terms

_OPENER = re.compile(
    r"^(?:(?:ok(?:ay)?|thanks?(?: you)?|thx|great|right|hm+|oh|so|well|cool|got it|i see|i mean|sure|yes|no|and|but|also|then)\b[\s,.!:-]*)+",
    re.I,
)
_LEAD_IN = re.compile(r"^\s*(?:and|but|or|what about|how about)\b", re.I)
_JOINS = re.compile(r"\b(?:and|or)\b", re.I)
_CUE = re.compile(
    r"^(?:(?:and|but|or|also|then|so|plus)\b|(?:what|how) about\b|what if\b|why(?: not| is that| so)?\s*\??$|how so\b|which (?:one|of)|"
    r"(?:for|in|with|at|during|on|after|before|without|if|when) )|\b(?:instead|as well|too)\s*\??$",
    re.I,
)
_CORRECTION = re.compile(
    r"^(?:(?:no|oh|uh|sorry|oops|actually|wait|hang on|well)\b[\s,.!:-]*)*i (?:mean|meant)(?: to (?:say|ask))?\b[\s,:]*(?=\w)|^(?:(?:no|oh|sorry|oops|wait)\b[\s,.!:-]*)*(?:not .{2,30}?,\s*)(?=\w)",
    re.I,
)
"""What stands before what somebody meant to ask instead: "sorry, I meant decaf"."""
_NOT_THAT = re.compile(r"[,.]?\s*\bnot (?:the )?[\w -]{2,30}$", re.I)
_SALT = "magnesium "
_FILLER = re.compile(r"(?<=\w)(?:,?\s+(?:ones?|kind|type|sort|form|version|then|instead|though))+$", re.I)
"""Ends what is named only by its kind: "the glycinate one then"."""
_BESIDE = re.compile(r"^(?:compared (?:to|with)|versus|vs\.?|against|alongside|together with|with|on top of)\b", re.I)
"""Begins what is set beside the topic: "and compared to pramipexole?"."""
_ALREADY = re.compile(
    r"^(?:(?:and|but|or|so)\s+)?(?:(?:what|how) (?:about|if)\s+)?(?:(?:even )?(?:if|when|while|since|though)\s+)*(?:i|you|she|he|they|we|someone)\s*"
    r"(?:(?:'m|'re|'s|am|are|is|m)\s+(?:already |also |currently |now )*(?:taking|on|using)|(?:already|also|currently)\s+(?:take|takes|use|uses))\s+"
    r"(?P<what>[\w-]+(?:\s+[\w-]+){0,3}?)(?:\s+(?:already|too|as well|anyway|every day|daily))?\W*$",
    re.I,
)
"""Says what else somebody takes: "what if I already take iron tablets?". What was asked about is then asked together with it."""
_ALIKE = frozenset({"supplement", "form", "medicine", "remedy", "test"})
_USED = frozenset({"medicine", "supplement", "form"})
_ABOUT = re.compile(
    r"^(?:(?:and|but|or|so)\s+)?(?:(?:what|how) about|and|or|also|what if it'?s|versus|vs\.?)?\s*(?:for|in|the)?\s*(?:the\s+)?",
    re.I,
)
_ASKING = re.compile(
    r"\?|^(?:whats?|which|hows?|whys?|whens?|wheres?|whos?|whose|anything|anyone|anybody|is|are|was|were|does|do|did|can|could|will|would|should|has|have|may|might|am|any|tell|explain|list|"
    r"isn'?t|aren'?t|doesn'?t|don'?t|can'?t|won'?t)\b|\b(?:how|what|why|which|whether)\b|"
    r"\b(?:do|does|did|will|would|can|could|should|is|are|may|might)\s+(?:i|you|it|the|they|we|he|she|my|that|this|there|rls|magnesium|iron)\b",
    re.I,
)
_DUMMY = re.compile(
    r"\b(?:is|was|isn't|would|could|can|will|may|might)\s+it\s+(?:be\s+)?(?:true|ok|okay|safe|fine|possible|normal|common|worth|better|best|"
    r"good|bad|dangerous|wise|necessary|enough|likely|important|a good idea|all right|alright|time)\b\s+(?:to|that|for(?=\s+(?:[\w-]+\s+){1,3}to\b)|if|while|when|during|with)\b|\bis it that\b|"
    r"\b(?:is|was|isn't) it (?:true|(?:just|only) me|a myth|correct)\b|\bdoes it mean (?:if|when|that)\b|\bit (?:takes|seems|depends|says)\b|"
    r"\b(?:does|do) it matter\b|\bit'?s happening\b|\b(?:this|that|these|those)\s+(?:morning|evening|night|week|month|year|way|means?|much|many|long|often)\b|"
    r"\b(?:some|any|all|one|most|many|each) of (?:them|these|those|this|that|it)\b",
    re.I,
)
_THEY_SAY = re.compile(
    r"\b(?:do|did|does|can|could|will|would|should|have)\s+they\s+(?:test|treat|use|used|measure|check|diagnose|find|know|say|recommend|give|prescribe|do|take|study|look|tell)\b",
    re.I,
)
"""Asks what people do whom nobody has named: "how do they test it"."""
_VERDICT = re.compile(
    r"\b(?:is|would|could) (?:that|this|it) (?:be )?(?:a problem|ok|okay|safe|fine|dangerous|bad|allowed|all right|alright|an issue)\b",
    re.I,
)
_IT = re.compile(
    r"\b(?:it|its|it's|them|they|their|the (?:drug|medicine|tablets?|pills?|supplement|same))\b(?!\s+(?:is|are) (?:a|an|the|rls|restless)\b)",
    re.I,
)
_THAT = re.compile(r"\b(?:this|that|these|those)(?: one| ones)?\b(?!\s+(?:is|are) (?:a|an|the) )", re.I)
_MANY = frozenset({"them", "they", "their", "these", "those"})
_PAIR = re.compile(r"\b(?:the two|both(?: of them)?|either(?: of them)?|which (?:one|of (?:the two|them)))\b", re.I)
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
    r"(?:is|are|was) (?:it|this) (?:\w+ )?safe\W*$|(?:does|do|will|would|can|could|did) (?:it|this) (?:really |actually )?(?:work|help)\W*$",
    re.I,
)
"""Asks what nobody asks of a condition."""
_CLAUSE = re.compile(r"[.,;:?!\n—]|\b(?:and|or|but)\b", re.I)
_IS_TRUE = re.compile(
    r"(?:is|was|are you saying|so) (?:that|this|it)(?:'?s)? (?:really |actually |even )?(?:true|right|correct|so|a fact|a myth|false|wrong)\W*$",
    re.I,
)
"""Asks the same again."""
_SUFFERED = re.compile(
    r"\b(?:mak(?:e|es|ing)|made)\s+(?:\w+\s+)?(?P<it>it|this|that|them)\s+(?:any\s+|feel\s+|much\s+)?(?:worse|better)\b"
    r"|\b(?:caus(?:e|es|ed|ing)|trigger(?:s|ed)?|cur(?:e|es|ed)|diagnos(?:e|es|ed)|die (?:from|of)|suffer from|worsen(?:s|ed)?|bring(?:s)? on|get rid of|"
    r"diagnosed with|born with|live with)\s+(?P<it2>it|this|that|them)\b|\bif (?:i|you|he|she|we|someone) (?:have|has|got|'?ve got)\s+(?P<it3>it|this|that)\b",
    re.I,
)
"""What is made worse, caused or cured, or what somebody has: a condition, though something taken was talked about."""
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
_TELLING = 2
"""Content words with which a question after one that named nothing is asked of the site's subject. A guess."""
_SHORT_WORDS = 12
"""A question of up to this many words that names no subject leans on what came before. A guess."""
_MANY_TERMS = 5
"""Content words from which a question says itself what it is about, though it names no subject we know. A guess; the multi-turn
cases of `evals/cases` hold it."""
_BARE_WORDS = 5
"""A cue and up to this many words ("and in pregnant women?") is the earlier question with one thing changed. A guess."""


def stand_alone(question: str, earlier: Sequence[str], entities: Entities, facets: Facets | None = None) -> str:
    """The question as it would be asked with nothing before it; see `understood`."""
    return understood(question, earlier, entities, facets).question


def understood(question: str, earlier: Sequence[str], entities: Entities, facets: Facets | None = None) -> Point:
    """The question as it would be asked with nothing before it, and what evidence for it must say.

    Args:
        question: The visitor's latest message.
        earlier: The visitor's messages before it, oldest first.
        entities: Finds what a text is about.
        facets: Knows short messages that ask one thing of whatever was talked about.

    Returns:
        `question` itself when it stands alone already.
    """
    context, told, past = "", "", list[str]()
    for message in earlier:
        short = facets.point(message, past, entities) if facets else None
        resolved = short.question if short else _resolve(message, context, entities)
        if short or _ASKING.search(message) or _CORRECTION.match(message) or not context:
            context = resolved
        else:
            context = f"{context.rstrip('.')}. {message}"
        past.insert(0, context)
        if not _ASKING.search(message):
            told = told_of(message, entities) or told
    if facets and (point := facets.point(question, past, entities)):
        return replace(point, question=with_told(told, point.question))
    return Point(of_someone(_resolve(question, context, entities), told))


def _resolve(message: str, context: str, entities: Entities) -> str:
    if not context:
        return _about_the_topic(message, entities)
    if correction := _CORRECTION.match(message):
        return _corrected(message[correction.end() :], context, entities)
    stripped = _OPENER.sub("", message).strip() or message
    own = entities.find(stripped)
    opener = message[: len(message) - len(stripped)]
    cued = bool(_CUE.search(stripped) or _LEAD_IN.match(message) or _JOINS.search(opener)) or _only_names(
        stripped, own, context, entities
    )
    if not cued and not _ASKING.search(stripped):
        return f"{context} {stripped}"
    if _IS_TRUE.match(stripped):
        return context
    return of_article(stripped, context) or _filled(stripped, own, context, cued, entities)


def _only_names(message: str, own: Sequence[Entity], context: str, entities: Entities) -> bool:
    """Whether it is a bare name of something that can take the place of what was asked about: "pregabalin?"."""
    if len(own) != 1 or message.strip(" ?.!").lower() != own[0].text.lower():
        return False
    return any(_are_alike(own[0].sort, e.sort) for e in entities.find(context))


def _about_the_topic(message: str, entities: Entities) -> str:
    """A first message whose "it" points at nothing: "does it run in families?" is asked of the site's subject.

    What is taken ("can I take it") is no condition, and "it" after a first clause may well mean something in that clause.
    """
    if (
        not _ASKING.search(message)
        or _LEAD_IN.match(message)
        or any(e.sort == "condition" for e in entities.find(message))
    ):
        return message
    dummies = [m.span() for m in _DUMMY.finditer(message)]
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


def _corrected(meant: str, context: str, entities: Entities) -> str:
    """The earlier question with what was meant in it; a whole question that was meant stands by itself."""
    bare = _NOT_THAT.sub("", meant).strip(" ?.!")
    own = entities.find(bare)
    if not bare:
        return context
    if len(bare.split()) > _BARE_WORDS:
        return _resolve(meant, context, entities)
    return _swapped(context, own[0], bare, entities) if own else f"{context.rstrip(' ?.!')}, {bare}?"


def _filled(stripped: str, own: Sequence[Entity], context: str, cued: bool, entities: Entities) -> str:
    """A question with what it leans on put in."""
    stripped, is_whole = _with_what_is_suffered(stripped, own, context, entities)
    topics = _topics(context, own, entities)
    if not topics and (of := _only_people(context, entities)):
        return _of_people(stripped, own, of, cued or is_whole)
    if is_whole:
        return stripped
    if not topics:
        return _prepended(stripped, context, own, cued, entities)
    if _PAIR.search(stripped) and not own:
        return _PAIR.sub(lambda m: _both(m.group(), context, entities), stripped, count=1)
    if any(e.sort != "people" for e in own) and _VERDICT.search(stripped):
        return f"{stripped.rstrip(' ?.!')} with {topics[0].text}?"
    if (beside := _ALREADY.match(stripped)) and own and {topics[0].sort, own[0].sort} <= _USED:
        return f"can {topics[0].text} be taken together with {beside['what'].strip()}?"
    pronoun = _pronoun(stripped, own)
    if pronoun is not None:
        return stripped[: pronoun.start()] + _shaped(pronoun.group(), topics) + stripped[pronoun.end() :]
    bare = _FILLER.sub("", _ABOUT.sub("", stripped).strip(" ?.!"))
    if cued and len(bare.split()) <= _BARE_WORDS and not _BESIDE.match(bare):
        return _swapped(context, own[0], bare, entities) if own else f"{context.rstrip(' ?.!')}, {bare}?"
    if cued or (all(e.sort == "people" for e in own) and _is_bare(stripped)):
        return _joined(stripped, topics[0], context, entities)
    return stripped


def _with_what_is_suffered(question: str, own: Sequence[Entity], context: str, entities: Entities) -> tuple[str, bool]:
    """A question whose "it" is made worse, caused or cured with the condition in its place; whether it then leans on nothing else."""
    found = None if any(e.sort == "condition" for e in own) else _SUFFERED.search(question)
    if found is None:
        return question, False
    condition = next((e.text for e in entities.find(context) if e.sort == "condition"), TOPIC)
    start, end = found.span(found.lastgroup or 0)
    filled = question[:start] + condition + question[end:]
    return filled, _pronoun(filled, own) is None


def _only_people(context: str, entities: Entities) -> str:
    """Whom a conversation is about that names nothing else, as it goes behind a question: "in pregnancy"."""
    people = [e.text.lower() for e in entities.find(context) if e.sort == "people"]
    return f"in {'pregnancy' if people[0] == 'pregnant' else people[0]}" if people else ""


def _of_people(question: str, own: Sequence[Entity], of: str, cued: bool) -> str:
    """A question in a conversation that has named nothing but people: their restless legs, or what is named now, for them."""
    if pronoun := _pronoun(question, own):
        question = question[: pronoun.start()] + TOPIC + question[pronoun.end() :]
    elif cued and own and len(question.split()) <= _BARE_WORDS:
        question = f"{_FILLER.sub('', _ABOUT.sub('', question).strip(' ?.!'))} for {TOPIC}"
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


def _pronoun(text: str, own: Sequence[Entity]) -> re.Match[str] | None:
    """The pronoun that stands for the topic: "it" before "that"; none when the question compares subjects of its own."""
    taken = [m.span() for empty in (_DUMMY, _THEY_SAY) for m in empty.finditer(text)]
    for pattern in (_IT, _THAT):
        if pattern is _THAT and len(own) >= 2:
            return None
        for match in pattern.finditer(text):
            if not any(start <= match.start() < end for start, end in taken):
                return match
    return None


def _shaped(pronoun: str, topics: Sequence[Entity]) -> str:
    word, name = pronoun.lower(), topics[0].text
    same_use = [t.text for t in topics if t.sort in ("medicine", "supplement", "form", "food", "remedy")]
    if word in _MANY and len(dict.fromkeys(same_use)) >= 2:
        name = " and ".join(list(dict.fromkeys(same_use))[:2])
    if word in ("its", "their"):
        return f"{name}'s"
    return f"{name} is" if word == "it's" else name


def _both(words: str, context: str, entities: Entities) -> str:
    names = list(dict.fromkeys(e.text for e in entities.find(context)))[:2]
    return f"{words}, {' or '.join(names)}," if len(names) == 2 else words


def _swapped(context: str, new: Entity, bare: str, entities: Entities) -> str:
    """The earlier question with the new subject in the place of its subject of the same sort; else with it added."""
    same = [e for e in entities.find(context) if _are_alike(e.sort, new.sort)]
    if not same:
        return f"{context.rstrip(' ?.!')}, {bare}?"
    last = same[0]
    if new.sort == last.sort == "form" and last.text.lower().startswith(_SALT) and " " not in new.text:
        bare = f"{_SALT}{bare}"  # "glycinate" after "magnesium oxide"
    for entity in same[1:]:
        if re.fullmatch(r"\s*(?:,|or|and|vs\.?|versus)\s*", context[last.end : entity.start]):
            last = entity
    return context[: same[0].start] + bare + context[last.end :]


def _are_alike(one: str, other: str) -> bool:
    """Whether a subject of one sort can stand where one of the other stood."""
    return one == other or {one, other} <= _ALIKE


def _joined(question: str, topic: Entity, context: str, entities: Entities) -> str:
    bare = _ABOUT.sub("", question).strip() if _LEAD_IN.match(question) else question
    if _BESIDE.match(bare):
        return f"{topic.text} {bare}"
    others = [e.text for e in entities.find(context) if e.sort == "condition" and e.text != topic.text]
    own = {e.sort for e in entities.find(question)}
    where = f" for {others[0]}" if others and "condition" not in own else ""
    return f"{topic.text}{where}: {bare}"


def _prepended(question: str, context: str, own: Sequence[Entity], cued: bool, entities: Entities) -> str:
    leans = cued or _pronoun(question, own) is not None or _is_bare(question)
    if own or not leans:
        return question
    if _ASKING.search(question) and len(set(terms(question))) >= _TELLING and not entities.find(context):
        return f"{TOPIC}: {question}"
    return f"{context.rstrip(' ?.!')}: {question}"
