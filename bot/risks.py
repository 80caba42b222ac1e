"""What decides whether something may be taken - pregnancy, weak kidneys, a child's age, a medicine - told in one message and meant in later ones.

Knows how visitors and sources name it; nothing of whole conversations and of what an answer looks like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.asking import is_asking
from bot.entities import Entities
from bot.told import CHILD_BELOW, SOMEONE, age_of


@dataclass(frozen=True)
class Risk:
    """One such thing."""

    phrase: str
    """As it goes behind a question: "with kidney disease"."""
    told: re.Pattern[str]
    """How visitors name it."""
    named: re.Pattern[str]
    """How passages do."""
    age: int | None = None
    """Of a child, in years."""
    is_own: bool = True
    """Whether somebody was said to have it, and it was not only asked about."""
    is_medicine: bool = False

    def is_in(self, text: str) -> bool:
        """Whether a passage is on those who have it; of a child's age, on that age."""
        if self.age is None or not (spans := list(_AGES.finditer(text))):
            return bool(self.named.search(text))
        return any(int(s["low"]) <= self.age <= int(s["high"] or _OLDEST_CHILD) for s in spans)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.I)


_OLDEST_CHILD = CHILD_BELOW - 1
_AGES = re.compile(
    r"\b(?:ages?|aged) (?P<low>\d{1,2})(?: ?(?:-|–|to|and) ?(?P<high>\d{1,2})| or over| and over| and older|\+)", re.I
)
_CHILD = re.compile(
    r"\b(?:child(?:ren)?|kids?|toddlers?|sons?|daughters?|boys?|girls?|infants?|teen(?:ager)?s?|(?:grand|step)(?:son|daughter|child(?:ren)?)s?|nephews?|nieces?)\b",
    re.I,
)
_CHILDREN_NAMED = re.compile(r"\b(?:child(?:ren)?|paediatric|adolescents?|infants?|bab(?:y|ies))\b", re.I)
_YEARS = re.compile(r"\b(?P<age>\d{1,2})[- ]?(?:yrs?|years?|yo|y/o)\b", re.I)
_KNOWN = tuple(
    Risk(phrase, _words(told), _words(named))
    for phrase, told, named in (
        (
            "in pregnancy",
            r"pregnan\w*|trimesters?|trying (?:for (?:a|another) (?:baby|child)|to (?:conceive|get pregnant))|ttc|expecting(?: a baby)?(?= and| my|\W*$|,)|(?:weeks|months) (?:gone|along)|mum[- ]to[- ]be",
            r"pregnan\w*|trimesters?|unborn",
        ),
        (
            "while breastfeeding",
            r"breast[- ]?(?:feed\w*|fed)|nursing (?:my|a|the) (?:\w+ )?(?:baby|newborn|son|daughter)|lactating",
            r"breast[- ]?(?:feed\w*|fed|milk)|lactation",
        ),
        ("on dialysis", r"(?:ha?emo)?dialysis", r"(?:ha?emo)?dialysis|kidneys?|renal"),
        (
            "with kidney disease",
            r"(?:kidney|renal) (?:disease|failure|problems?|trouble|patients?|impairment|issues?)|ckd|(?:bad|weak|poor|failing|dodgy|damaged) kidneys?|kidneys? (?:(?:are|is|r|dont|don'?t|arent|aren'?t) )?(?:bad|weak|failing|work(?:ing)? (?:badly|well|properly)|damaged|like mine|disease)",
            r"kidneys?|renal|(?:ha?emo)?dialysis",
        ),
        (
            "with haemochromatosis",
            r"ha?emochromatosis|iron[- ](?:overload|storage)(?: disease)?",
            r"ha?emochromatosis|iron[- ](?:overload|storage)(?: disease)?",
        ),
        ("with heart failure", r"heart failure", r"heart failure|heart disease"),
        (
            "with liver disease",
            r"(?:bad|weak|damaged) liver|cirrhosis|liver (?:disease|failure|problems?)",
            r"liver|cirrhosis",
        ),
        ("with sleep apnoea", r"sleep apno?ea", r"sleep apno?ea|breathing problems"),
    )
)
_ON = re.compile(
    r"\b(?:i|he|she|we|my \w+|mum|dad)\s*(?:'m|'s|'ve|m|s|ve| am| is| has| have)?\s+(?:(?:already|also|currently|now|been|to|have) )*(?:on|take|takes|taking|use|uses|using|prescribed)\b",
    re.I,
)
"""Says what somebody takes."""
_OTHERS = re.compile(
    r"\b(?:adults|grown[- ]?ups|in general|generally|everyone|everybody|(?:other|most|normal|healthy|ordinary) (?:people|adults|women|men)|my (?:husband|partner|boyfriend|brother|dad|father|friend|neighbour)|not (?:me|pregnant)|no longer pregnant)\b",
    re.I,
)
_USED = frozenset({"medicine", "form", "supplement", "food", "intake", "remedy"})
_SWALLOWED = frozenset({"form", "supplement", "intake"})
_WHAT_TO_DO = re.compile(
    r"\b(?:(?:what|anything|something|which)\b.{0,30}\b(?:help\w*|works?|do|done|take|try|use|safe|allowed|eat|drink|avoid)|how (?:much|many|often)\b|dos(?:e|es|age)\b|(?:can|could|should|may|must|shall) (?:i|he|she|we|they)\b|(?:safe|ok|okay|allowed|harmful|dangerous|risk\w*)\b)",
    re.I,
)
_TAKING = re.compile(
    r"\b(?:tak(?:e|es|ing)|us(?:e|ing)|have|drink|eat|try|add|safe|ok|okay|fine|enough|allowed|should|mix|combine|dose)\b",
    re.I,
)
_ASKS_FACTS = re.compile(
    r"^\W*(?:(?:and|so|but|ok|then)\s+)*(?:how (?:common|rare|many (?:people|women|men|adults|studies|trials|patients|participants))|why|who\b|when (?:was|were|did)|where|what(?:'?s| is| are| does| did| was| were)\b(?! (?:the |a )?(?:\w+ )?(?:dose|limit|maximum|max|best|safe\w*|risks?|allowed|helps?|works?|can|should|done)\b)|is there (?:a |any )?(?:link|cure|test)|how (?:is|was|are) .{2,30} (?:diagnosed|measured|tested))",
    re.I,
)
"""Asks what is so, which is the same for anybody."""
_MAY = re.compile(
    r"\b(?P<can>can|could|may|should) (?:he|she|they|i give (?:him|her|them)) (?P<have>have |take |eat |drink |try |use |get |)",
    re.I,
)
_AMOUNT = re.compile(r"\b\d+(?:[.,]\d+)? ?(?:mg|mcg|g|iu|ml)\b(?: of)? ?", re.I)
_IN_CHILDREN = re.compile(r"\s*\bin children\?$")
_FIRST_PERSON = re.compile(r"\b(?:i|im|i'm|me|my|we|us|our)\b", re.I)


def risks_in(message: str, entities: Entities) -> tuple[Risk, ...]:
    """What a message tells or asks of, the weightiest first."""
    is_own = bool(SOMEONE.search(message)) or not is_asking(message)
    found = [replace(risk, is_own=is_own) for risk in _KNOWN if risk.told.search(message)]
    if child := _child(message):
        found.append(replace(child, is_own=is_own))
    if _ON.search(message) and not is_asking(message):
        found += [_medicine(e.text) for e in entities.find(message) if e.sort == "medicine"]
    return tuple(found)


def kept_risks(risks: Sequence[Risk], message: str, entities: Entities) -> tuple[Risk, ...]:
    """What of it still holds behind one more message, the latest first; nothing where that turns to others."""
    new = risks_in(message, entities)
    if not new and turns_to_others(message):
        return ()
    phrases = {risk.phrase for risk in new}
    was_own = {risk.phrase for risk in risks if risk.is_own}
    new = tuple(replace(risk, is_own=risk.is_own or risk.phrase in was_own) for risk in new)
    return (*new, *(risk for risk in risks if risk.phrase not in phrases))


def turns_to_others(message: str) -> bool:
    """Whether a message asks for somebody else than was talked about."""
    return bool(_OTHERS.search(message))


def bears_on(risk: Risk, question: str, entities: Entities) -> bool:
    """Whether a question that does not name it is one on which it bears: on what to take, and asked for the same person."""
    if risk.told.search(question) or turns_to_others(question) or _ASKS_FACTS.match(question):
        return False
    sorts = {e.sort for e in entities.find(question)}
    if risk.is_medicine:
        return bool(sorts & _SWALLOWED and _TAKING.search(question)) and "medicine" not in sorts
    if risk.age is not None and _CHILD.search(question):
        return False
    if not risk.is_own and not _FIRST_PERSON.search(question):
        return False
    return bool(sorts & _USED or _WHAT_TO_DO.search(question))


def of_child(risks: Sequence[Risk], question: str) -> str:
    """What "he" may have, asked of a child of the age that was told; the amount is left to the sources."""
    child = next((risk for risk in risks if risk.age is not None and risk.is_own), None)
    if child is None or not (may := _MAY.search(question)):
        return question
    rest = _IN_CHILDREN.sub("?", _AMOUNT.sub("", question[may.end() :]))
    return f"{question[: may.start()]}{may['can']} a child aged {child.age} {may['have'] or 'have '}{rest}"


def _child(message: str) -> Risk | None:
    """A child's age, where a message says it."""
    if not _CHILD.search(message):
        return None
    years = _YEARS.search(message)
    age = int(years["age"]) if years else age_of(message)
    if age is None or age >= CHILD_BELOW:
        return None
    return Risk(f"for a child aged {age}", _CHILD, _CHILDREN_NAMED, age)


def _medicine(name: str) -> Risk:
    pattern = re.compile(rf"\b{re.escape(name)}\b", re.I)
    return Risk(f"while taking {name}", pattern, pattern, is_medicine=True)
