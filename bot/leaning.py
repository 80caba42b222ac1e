"""One message made to stand alone, given the question before it: what it leans on is put in. Knows nothing of whole conversations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.asking import LEAD_IN, is_asking, without_opener
from bot.clipped import assumed, renamed, unclipped
from bot.entities import TOPIC, Entities, Entity
from bot.first_message import about_the_topic
from bot.given import given_otherwise
from bot.of_article import of_article
from bot.pronouns import pronoun_in, shaped, with_what_is_suffered
from bot.replaced import replaced, sworn_by, without_hearsay
from bot.swaps import are_alike, bare_name, both, swapped, with_unknown, without_lead_in
from bot.told import aged
from bot.whom import whom
from ingest.lexical import terms

_JOINS = re.compile(r"\b(?:and|or)\b", re.I)
_CUE = re.compile(
    r"^(?:(?:and|but|or|also|then|so|plus)\b|(?:what|how) about\b|what if\b|why(?: not| is that| so)?\s*\??$|how so\b|which (?:one|of)|"
    r"(?:for|in|with|at|during|on|after|before|without|if|when|vs\.?|versus) )|\b(?:instead|as well|too)\s*\??$",
    re.I,
)
_CORRECTION = re.compile(
    r"^(?:(?:no|oh|uh|sorry|oops|actually|wait|hang on|well)\b[\s,.!:-]*)*i (?:mean|meant)(?: to (?:say|ask))?\b[\s,:]*(?=\w)|^(?:(?:no|oh|sorry|oops|wait)\b[\s,.!:-]*)*(?:not .{2,30}?,\s*)(?=\w)",
    re.I,
)
"""What stands before what somebody meant to ask instead: "sorry, I meant decaf"."""
_MEANT = re.compile(
    r"^(?:(?:no|oh|sorry|oops|wait|well)\b[\s,.!:-]*)*(?P<what>[\w' -]{2,30}?),? i mean(?:t)?\W*$", re.I
)
"""The same said behind it: "quinine i mean"."""
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
_TAKES = re.compile(
    r"^(?:(?:and|but|btw|also|oh)\s+)*(?:i|she|he|they|my \w+)\s*(?:takes?|uses?|is on|(?:'m|am|m|'s) on|has been (?:on|taking)|have been (?:on|taking)|(?:'ve|ve) been (?:on|taking))\s+(?P<what>[\w-]+(?:\s+[\w-]+){0,2}?)(?:\s+(?:btw|though|tho|every day|daily))?\W*$",
    re.I,
)
"""The same of a medicine, without "already"."""
_TAKES_IT_WITH = re.compile(
    r"\b(?:takes?|took|taking|uses?|using|has|have|having)\s+(?:it|that|this|them|those) (?:together |along |at the same time )?(?:with|and|plus|alongside|on top of) (?:his |her |my |the |some )?(?P<what>[\w-]+(?: [\w-]+)?)(?= for\b| at\b| every\b| daily\b|\W*$)",
    re.I,
)
"""The same said in one clause: "my dad takes it with oxycodone"."""
_MAKES_WORSE = re.compile(r"^(?:does|do|can|could|will) .{2,30} (?:make|cause|worsen|trigger)\b", re.I)
"""Asks what something does to a condition: whoever takes another thing then asks the same of that."""
_USED = frozenset({"medicine", "supplement", "form"})
_VERDICT = re.compile(
    r"\b(?:is|would|could) (?:that|this|it) (?:be )?(?:a problem|ok|okay|safe|fine|dangerous|bad|allowed|all right|alright|an issue)\b",
    re.I,
)
_PAIR = re.compile(
    r"\b(?:which of (?:those|these)(?: two)?|(?:those|these) two|the two|both(?! (?:my|of my|your|his|her|our|parents|legs|arms|sides|hands|feet))(?: of them)?|either(?: of them)?|which (?:one|of (?:the two|them)))\b",
    re.I,
)
_IS_TRUE = re.compile(
    r"(?:is|was|are you saying|so) (?:that|this|it)(?:'?s)? (?:really |actually |even )?(?:true|right|correct|so|a fact|a myth|false|wrong)\W*$",
    re.I,
)
"""Asks the same again."""
_AGAIN = re.compile(
    r"(?:(?:can you |could you |please )?(?:explain|say|put|repeat|tell me)(?: (?:it|that|this))?(?: (?:again|(?:more )?simpl(?:er|y)|in (?:plain|simple|normal) (?:english|words|terms)|please|to me))+|simpler(?: please)?|"
    r"(?:is )?that'?s? (?:it|all)(?: (?:you have|there is|you know|you('ve)? got))?)\W*$",
    re.I,
)
"""Asks to hear the same again."""
_NOT_EVEN = re.compile(
    r"(?:not )?even (?:just )?(?:an? |the )?(?:very |really |tiny |wee )*(?:small|little|tiny|low|lower|half|smallest|lowest|bit)(?: (?:one|bit|dose|amount|tablet|pill|of (?:it|one|a tablet)|ones|doses))*(?:\W+(?:just|only|like|say)?\s*\d+ ?(?:mg|mcg|g))?\W*$|so which (?:is it|one is it)(?: then)?\W*$|which is it(?: then)?\W*$",
    re.I,
)
"""Asks the same of less of it, or which of what was said holds."""
_EVEN = re.compile(r"^(?:not )?even(?: in| for| with| the| if (?:it|its|it'?s))? [\w-]+(?: [\w-]+)?\?*$", re.I)
"""Asks whether what was asked holds in an extreme case too."""
_BECAUSE = re.compile(r"^(?:is (?:that|it) )?(?:because|cos|cuz|coz|due to|down to) (?:of )?[\w -]{3,40}\?*$", re.I)
"""Guesses at the reason."""
_MORE = re.compile(
    r"(?:(?:can you |could you )?(?:please )?(?:tell me|say|show me|give me) )?(?:(?:some|any|a bit|a little|anything) )?more(?: (?:info|information|details?|about (?:it|that|this)|on (?:it|that|this)|please|pls))*\W*$|(?:go on|continue|carry on|keep going|anything else)\W*$",
    re.I,
)
"""Asks to hear more of the same, not of the detail asked for last."""
_QUANTITY = re.compile(
    r"(?:is|was|isn'?t|wasn'?t|(?:i|he|she|we|mine|my \w+) .{2,30} is) (?:that|this) (?:really |not |quite |very |too |so |a bit )*(?:a lot|much|many|enough|few|low|high|normal|big|small|large|good|bad|significant|typical|usual|dangerous)\W*$"
    r"|that'?s (?:really |not |quite |very |so |hardly |only )*(?:a lot|much|many|any|a little)(?:,? is (?:it|that)|,? isn'?t it|,? right)?\W*$",
    re.I,
)
"""Asks how much an amount is that was just shown, which is no question on what it is an amount of."""
_STUDY = re.compile(r"\bthe (?P<which>[\w-]+) (?:review|study|trial|paper|meta-?analysis|guideline|survey|one)\b", re.I)
_ON_THE_SUBJECT = f" of magnesium for {TOPIC}"
"""What studies are of that were named by where or when they were done, where nothing else was named."""
_ONE = re.compile(r"^(?:(?:and|what about|how about|or)\s+)*the (?P<which>[\w-]+) (?:one|study|trial|review)\W*$", re.I)
"""Names a study by where, when or by whom it was done, after another was named so."""
_NEW_USE = re.compile(r"^(?P<what>.+?)(?: ones?)? for (?P<use>.+?)(?: (?:tho|though|then|instead|please))?$", re.I)
_THE = re.compile(r"\b(?:the|my) [\w-]+\W*$", re.I)
"""Ends in a name that we do not know, of what is asked about beside the subject and leaves with it."""
_SENTENCE = re.compile(r"(?<=[.?!;])\s+")
_SOLD = re.compile(r"\b(?:supplements?|tablets?|pills?|capsules?)\b", re.I)
_WHOLE = re.compile(
    r"^(?:is|are|was|were|does|do|did|can|could|will|would|should|has|have|may|might)\s+(?!(?:it|this|that|they|them|these|those)\b)\w+",
    re.I,
)
"""A question with a subject of its own, though "and" stands before it."""
_TELLING = 2
"""Content words with which a question after one that named nothing is asked of the site's subject. A guess."""
_HOW = re.compile(r"^(?!.*\bthey\b)(?:(?:and|but|by|for|so)\s+)*(?:how|why|when|since when|until when|where)\b", re.I)
_EFFECTS = frozenset(terms("help helps work works treat good useful"))
_SAYS_LITTLE = 2
"""Content words up to which such a question is asked of the whole question before, not of its topic. A guess."""
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
    if taken := assumed(without_opener(message)):
        return filled_in(taken, context, entities)
    if (trailing := _MEANT.match(message)) and entities.find(trailing["what"]):
        return _corrected(trailing["what"], context, entities)
    if correction := _CORRECTION.match(message):
        return _corrected(message[correction.end() :], context, entities)
    if sworn := sworn_by(without_opener(message), context, entities):
        return sworn
    stripped = without_hearsay(without_opener(message), entities)
    if _MORE.match(stripped):
        return context.split(": ", 1)[0]
    if _NOT_EVEN.match(stripped):
        return context
    if (_EVEN.match(stripped) or _BECAUSE.match(stripped)) and not entities.things(stripped):
        return f"{context.rstrip(' ?.!')}: {stripped}"
    if other := given_otherwise(message, context):
        return other
    if (other := replaced(stripped, context, entities)) or (other := replaced(message, context, entities)):
        return other
    own = entities.find(stripped)
    opener = message[: len(message) - len(stripped)]
    is_led = bool(LEAD_IN.match(message) or _JOINS.search(opener))
    cued = is_led or bool(_CUE.search(stripped)) or _only_names(stripped, own, context, entities)
    if (beside := _taken_beside(stripped, own, context, entities)) and not is_asking(stripped):
        return beside
    if full := unclipped(stripped, context, entities) or (not is_led and renamed(stripped, context, own, entities)):
        return full
    if not cued and not is_asking(stripped):
        return f"{context} {stripped}"
    if _IS_TRUE.match(stripped) or _AGAIN.match(stripped):
        return context
    if (one := _ONE.match(stripped)) and not own and (study := _STUDY.search(context)):
        of = "" if entities.find(context) else _ON_THE_SUBJECT
        return f"{context[: study.start('which')]}{one['which']} study{of}{context[study.end() :]}"
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
    if not own:
        return f"{context.rstrip(' ?.!')}, {bare}?"
    asked = entities.find(context)
    if len(asked) == 1 and asked[0].text == TOPIC and own[0].sort != "people":
        return context[: asked[0].start] + bare + context[asked[0].end :]
    return swapped(context, own[0], bare, entities, keeps_than=True)


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
    if all(e.sort == "people" for e in own) and (pair := _PAIR.search(stripped)):
        named = both(pair.group(), context, entities)
        if named != pair.group() or pair.group().lower() != "both":
            rest = stripped[pair.end() :]
            return stripped[: pair.start()] + named + rest.removeprefix(",")
    if _QUANTITY.match(stripped):
        return f"{context.split(': ', 1)[0].rstrip(' ?.!')}: {stripped}"
    if any(e.sort != "people" for e in own) and _VERDICT.search(stripped):
        return f"{stripped.rstrip(' ?.!')} with {topics[0].text}?"
    if beside := _taken_beside(stripped, own, context, entities):
        return beside
    pronoun = pronoun_in(stripped, own)
    if pronoun is not None and _is_of_the_message(stripped[: pronoun.start()], own):
        return stripped
    if pronoun is not None:
        return stripped[: pronoun.start()] + shaped(pronoun.group(), topics) + stripped[pronoun.end() :]
    bare = bare_name(stripped)
    if cued and (asked := _of_new_use(bare, context, entities)):
        return asked
    if cued and _WHOLE.match(bare):
        return bare if _names_its_own(bare, own) else _joined(stripped, _asked_of(bare, topics), context, entities)
    if cued and len(bare.split()) <= _BARE_WORDS and not _BESIDE.match(bare):
        if own:
            return swapped(context, own[0], bare, entities)
        asked = with_unknown(context, bare, entities)
        return (
            asked
            or f"{context.rstrip(' ?.!')}{':' if _THE.search(stripped) else ','} {_whom(bare, context, entities)}?"
        )
    if cued or (all(e.sort == "people" for e in own) and _is_bare(_SENTENCE.split(stripped)[-1])):
        return _joined(stripped, topics[0], context, entities)
    return stripped


def _whom(bare: str, context: str, entities: Entities) -> str:
    """For whom the same is asked: by age as sources speak of it, but for conditions, on which they do not tell ages apart."""
    return bare if entities.conditions(context) else aged(bare) or bare


def _taken_beside(message: str, own: Sequence[Entity], context: str, entities: Entities) -> str:
    """The question whether what was asked about goes with what somebody says they take ("he takes furosemide"); empty for any other message."""
    topics = _topics(context, own, entities)
    if not own or not topics or not {topics[0].sort, own[0].sort} <= _USED:
        return ""
    is_another = own[0].sort == "medicine" != topics[0].sort
    if _MAKES_WORSE.search(context) and own[0].sort == topics[0].sort and _ALREADY.match(message):
        return swapped(context, own[0], own[0].text, entities)
    beside = (
        _TAKES_IT_WITH.search(message) or _ALREADY.match(message) or (_TAKES.match(message) if is_another else None)
    )
    if not beside:
        return ""
    return f"can {topics[0].text} be taken together with {beside['what'].strip()}?"


def _names_its_own(question: str, own: Sequence[Entity]) -> bool:
    """Whether it names what it is about, and says more than that."""
    return any(e.sort not in ("people", "condition") for e in own) and len(terms(question)) > len(own)


def _asked_of(question: str, topics: Sequence[Entity]) -> Entity:
    """Which topic a question goes with: "are supplements ok" with what is sold as one."""
    fitting = [t for t in topics if t.sort in ("supplement", "form")] if _SOLD.search(question) else []
    return (fitting or topics)[0]


def _of_new_use(bare: str, context: str, entities: Entities) -> str:
    """Whether something helps what it was not asked about before: "what about citrate for RLS" after a question on how forms are absorbed."""
    use = _NEW_USE.match(bare)
    if not use or entities.conditions(context) or len(bare.split()) > _SHORT_WORDS:
        return ""
    things, conditions = entities.things(use["what"]), entities.conditions(use["use"])
    return f"does {things[0].text} help {conditions[0].text}?" if len(things) == 1 and conditions else ""


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
    found = [e for e in found if e.text.lower() not in named and e.sort != "people"]
    return sorted(found, key=lambda e: e.sort == "condition" and bool(whom(e.text)))


def _is_of_the_message(before: str, own: Sequence[Entity]) -> bool:
    """Whether what stands before a pronoun is a question with a subject of its own: "soap in bed? my nan swears by it"."""
    first, is_asked, _ = before.partition("?")
    return bool(is_asked) and len(set(terms(first))) >= _TELLING and pronoun_in(first, own) is None


def _joined(question: str, topic: Entity, context: str, entities: Entities) -> str:
    bare = without_lead_in(question).strip() if LEAD_IN.match(question) else question
    if _BESIDE.match(bare):
        return f"{topic.text} {bare}"
    if whole := _of_the_whole(bare, context, entities):
        return whole
    others = [e.text for e in entities.find(context) if e.sort == "condition" and e.text != topic.text]
    own = {e.sort for e in entities.find(question)}
    if others and topic.sort in own:
        return f"{others[0]}: {bare}"
    where = f" for {others[0]}" if others and "condition" not in own else ""
    return f"{topic.text}{where}: {bare}"


def _of_the_whole(bare: str, context: str, entities: Entities) -> str:
    """A "how" or "why" of few words ("how soon after") asked of the whole question before; empty where its topic says it all."""
    root = context.split(": ", 1)[0].rstrip(" ?.!")
    named = {term for e in entities.find(root) for term in terms(e.text)}
    is_bare = bool(_HOW.match(bare)) and len(set(terms(bare))) <= _SAYS_LITTLE and not entities.find(bare)
    is_in_full = bool(entities.things(root) and entities.conditions(root))
    says_more = is_asking(context) and not is_in_full and bool(set(terms(root)) - named - _EFFECTS)
    return f"{root}: {bare}" if is_bare and says_more and len(root.split()) <= _SHORT_WORDS else ""


def _prepended(question: str, context: str, own: Sequence[Entity], cued: bool, entities: Entities) -> str:
    if cued and own and all(e.sort == "condition" for e in own) and len(question.split()) <= _BARE_WORDS:
        return f"{context.split(': ', 1)[0].rstrip(' ?.!')} {question}"
    leans = cued or pronoun_in(question, own) is not None or _is_bare(question)
    if own or not leans:
        return question
    if is_asking(question) and len(set(terms(question))) >= _TELLING and not entities.find(context):
        return f"{TOPIC}: {question}"
    return f"{context.rstrip(' ?.!')}: {question}"
