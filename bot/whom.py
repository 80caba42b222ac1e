"""The people whom a question is asked about ("can children get it?"), and later questions that go on about them. Knows no conversation."""

from __future__ import annotations

import re

from bot.asking import is_asking
from bot.entities import TOPIC, Entities
from bot.told import CHILD_BELOW

_AGED = re.compile(r"\b(?P<age>\d{1,2})[- ]?(?:yrs?|years?|yo)[- ]?olds?\b|\b(?P<short>\d{1,2}) ?yo\b", re.I)
_GROUPS = (
    (
        "in pregnancy",
        r"pregnan(?:t|cy|cies)|trimesters?|expectant mothers?|mums? to be|trying (?:for a (?:baby|child)|to conceive)",
    ),
    (
        "in children",
        r"child(?:ren)?|kids?|toddlers?|bab(?:y|ies)|infants?|teen(?:ager)?s?|adolescents?|sons?|daughters?",
    ),
    ("while breastfeeding", r"breast ?feeding|breast ?fed"),
    ("on dialysis", r"(?:ha?emo)?dialysis"),
    ("with kidney disease", r"(?:kidney|renal) (?:disease|failure|problems?|trouble|patients?)|ckd"),
    (
        "in older people",
        r"older (?:people|adults|patients|folks?)|old (?:people|folks?)|(?:the )?elderly|seniors|pensioners",
    ),
)
_NAMED = tuple((phrase, re.compile(rf"\b(?:{words})\b", re.I)) for phrase, words in _GROUPS)
_OTHERS = re.compile(
    r"\b(?:adults?|grown[- ]?ups?|everyone|everybody|in general|generally|(?:other|normal|most) people|wom[ae]n|m[ae]n)\b",
    re.I,
)
_ONLY_OTHERS = re.compile(
    r"^(?:(?:and|but|or|what about|how about|for|in|with|the)\s+)*(?P<who>adults|grown[- ]?ups|(?:an? )?wom[ae]n|(?:an? )?m[ae]n|other people|everyone else|my (?:wife|husband|mum|mom|mother|dad|father|girlfriend|boyfriend|sister|brother))"
    r"(?: (?:then|in general|generally|too|as well))?\W*$",
    re.I,
)
_ONE_ADULT = re.compile(
    r"\b(?:an? (?:\w+ )?(?:wom[ae]n|m[ae]n|male|female)(?: (?:of |aged |who is )?\d{2})?|(?:wom[ae]n|m[ae]n)(?: (?:of|aged) \d{2})?)\b",
    re.I,
)
_SHE = re.compile(r"\bmy (?:wife|mum|mom|mother|girlfriend|sister)\b", re.I)
_HE = re.compile(r"\bmy (?:husband|dad|father|boyfriend|brother)\b", re.I)
_THEM = re.compile(
    r"\b(?:for|in|on|with|to) (?:them|those|these|such people|that group|(?:people|those|patients) like (?:that|them))\b(?! \w)",
    re.I,
)
"""Where people may be meant who were talked about."""


def whom(question: str) -> str:
    """Which people a question is about, as it goes behind a later one: "in children", "on dialysis"; empty when it names none."""
    if aged := _AGED.search(question):
        return "in children" if int(aged["age"] or aged["short"]) < CHILD_BELOW else ""
    return next((phrase for phrase, named in _NAMED if named.search(question)), "")


def names_people(question: str) -> bool:
    """Whether a question says itself whom it is about, be it anyone."""
    return bool(whom(question) or _AGED.search(question) or _OTHERS.search(question))


def of_them(message: str, people: str, context: str, entities: Entities) -> str:
    """A message with "for them" said in full, the people known; "and iron for them?" is asked of what they suffer from."""
    if not people or entities.conditions(message):
        return message
    condition = next((e.text for e in entities.conditions(context) if not whom(e.text)), TOPIC)
    is_name = entities.things(message) and not is_asking(message.rstrip(" ?"))
    full = f"for {condition} {people}" if is_name else people
    return _THEM.sub(full, message, count=1)


def of_others(message: str, context: str) -> str:
    """The question before, asked of the people whom a message names and nothing else: "and in adults?"; empty for any other message."""
    others = _ONLY_OTHERS.match(message)
    groups = [named.search(context) for _, named in _NAMED]
    before = next(filter(None, groups), None) or _ONE_ADULT.search(context)
    if not others or not before:
        return ""
    is_one = bool(_ONE_ADULT.fullmatch(before.group()))
    who = others["who"]
    if _SHE.search(who) or _HE.search(who):
        sex = "wom" if _SHE.search(who) else "m"
        who = f"a {sex}an" if is_one else f"{sex}en"
    return f"{context[: before.start()]}{who}{context[before.end() :]}"


def kept(question: str, people: str) -> str:
    """A question asked of the same people, unless it says whom it is about."""
    return question if not people or names_people(question) else f"{question.rstrip(' ?.!')} {people}?"
