"""The clauses of a message as it was written, so that an excuse counts only for what it speaks of.

A film, an old illness or a question excuses the words of danger in its own clause. Rules read text without punctuation, so where one
statement ends and the next begins is read here, off the written message. Knows words that join and who is spoken of, no rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from bot.guards.normalise import folded, revealed

_LONGEST = 3
"""Clauses that may tell of a danger only together ("my calf is swollen, it is hot, I can't breathe"). A guess."""
_MOST = 60
"""Clauses looked at, half from either end. It bounds the time that a huge message takes."""
_MARK = re.compile(
    r"(?P<comma>(?<!\d)[,:]|[,:](?!\d)|[，：、،])|(?:[!?…。！？।؟;；؛\n()—]|(?<=\s)[-–]+(?=\s)|(?<!\d)\.|\.(?!\d))+"
)
"""What parts two clauses. A comma also stands within a statement: in a list, or before what is said of a word."""
_ANY_MARK = re.compile(r"[^\w\s'’]|\n")
_TURNS = (
    r"\b(?:(?:and|but|so) )?(?:now|today|suddenly|anyways?|also|btw|by the way)\b",
    r"\b(?:(?:y|pero) )?(?:ahora|hoy|de repente|por cierto|ademas|tambien)\b",
    r"\b(?:(?:et|mais) )?(?:maintenant|tout a coup|soudain|au fait|sinon|aussi)\b",
    r"\b(?:(?:und|aber) )?(?:jetzt|heute|plotzlich|auf einmal|ubrigens|ausserdem|jedenfalls)\b",
    r"\b(?:(?:e|mas) )?(?:agora|hoje|de repente|alias|alem disso|tambem)\b",
    r"(?<!\S)(?:(?:और|लेकिन|पर) )?(?:अब|अभी|अचानक|वैसे)(?!\S)|\b(?:(?:aur|lekin|par) )?(?:ab|abhi|achanak|waise)\b",
    r"(?<!\S)(?:(?:لكن|بس) )?(?:و?الان|الحين|هلق|دلوقتي|فجاه|علي فكره)(?!\S)",
    r"(?:但是?|可是|不[过過])?(?:[现現]在|今天|突然|忽然|[对對]了|另外)",
)
"""Words with which another statement begins, over folded text."""
_BUTS = r"\band (?=i\b|im\b|ive\b|my\b)|\b(?:but|pero|mais|aber|mas|lekin|magar)\b|(?<!\S)(?:लेकिन|मगर|لكن)(?!\S)|但是?|可是|不[过過]"
"""Words with which another statement begins, or what is said of the one before ("but that was in 2010")."""
_TURN = re.compile("|".join((*_TURNS, f"(?P<but>{_BUTS})")))
_TURN_WORDS = frozenset(re.findall(r"[a-z]{2,}", " ".join((*_TURNS, _BUTS)))) | {"anyway"}
"""Without one of these, text of plain letters has none of the joining words."""
_CLAIM = re.compile(
    r"\b(?:i|im|ive|my|me|we|our|he|hes|his|she|shes|her|they"
    r"|mi|mis|me|yo|estoy|tengo|quiero|puedo|tome|tomo|el|ella|su"
    r"|je|j|jai|ma|mon|mes|nous|il|elle|sa|son"
    r"|ich|mir|mich|mein\w*|wir|uns\w*|er|sie|sein\w*|ihr\w*"
    r"|eu|meus?|minhas?|estou|to|tenho|quero|consigo|tomei|ele|ela|seu|sua"
    r"|hai|hain|hun|hoon|gaye|gaya|gayi)\b"
    r"|^(?:(?:y|e|pero|mas|no|nao|ahora|agora|por cierto|ademas|tambien|tambem|alias) )*(?!also\b|who\b|two\b|to\b|so\b|no\b|into\b|zero\b|como\b|cuando\b|quando\b|solo\b|cuanto\b|quanto\b|pero\b)[a-z]{2,}o\b"
    r"|[\u0600-\u06ff\u0900-\u097f\u4e00-\u9fff]"
)
"""Somebody of whom a clause tells, or a language that need not name anybody."""
_PAST = re.compile(
    r"\b(?:was|were|had|felt|used to|couldnt|could|did|didnt|would"
    r"|era|estaba\w*|tenia\w*|tuve|tuvo|habia\w*|podia\w*|dolia\w*"
    r"|etais|etait|avais|avait|pouvais|pouvait|javais|jetais"
    r"|war|waren|hatte\w*|konnte\w*|wurde\w*"
    r"|estava\w*|tinha\w*|tive|teve|conseguia\w*|doia\w*"
    r"|tha|thi|the)\b|(?<!\S)(?:था|थी|थे)(?!\S)|(?<!\S)(?:و?كان\w*|و?كنت)(?!\S)|[当當那][时時]|得[过過]|以前"
)
"""Told as something that lasted then and does not now."""
_PRESENT = re.compile(
    r"\b(?:is|are|am|im|hes|shes|cant|cannot|wont|have|has|hurts|now|want|took|just|today"
    r"|keep|feel|swallowed|collapsed|fainted|bleeding|swelling"
    r"|estoy|tengo|quiero|puedo|tome|esta|duele|hinchan?|acaba|escupo|vomito|sangro|trague"
    r"|suis|jai|ai|est|peux|veux|arrive|vomis|crache|saigne|gonflent?|vient|respire"
    r"|bin|habe|hab|ist|kann|will|hangt|erbreche|spucke|blute|tut|schwillt|schwellen|kriege|bekomme|reagiert"
    r"|estou|quero|consigo|tomei|engoli|doi|cuspo|hai|hain|hun|hoon)\b|ह(?:ै|ू|ो)|我|عندي|اريد"
)
"""Told as holding now."""
_WORD = re.compile(r"[\u4e00-\u9fff]{2}|[^\s\u4e00-\u9fff]+")
_DATED = re.compile(
    r"^(?:thats|that is|that was|this was|it was|its) (?:\w+ ){0,5}?(?:(?:years|yrs|decades) ago|in (?:19|20)\d\d)\b"
)
"""Says how long ago what the clause before tells was: the two are one statement."""
_FEWEST, _FEWEST_BESIDE = 3, 5
"""Words of a clause that stands by itself though only a comma parts it from the rest, and of that rest. From labelled messages."""
_SEVERAL = 3
"""Clauses up to which a comma may part two statements; of more it makes a list or a story. From labelled messages."""


class Edge(IntEnum):
    """How plainly one clause is parted from the next."""

    COMMA = 0
    BUT = 1
    FULL = 2


class Clause(NamedTuple):
    """One clause as rules read it."""

    text: str
    edge: Edge
    """What comes before it."""


class Told(NamedTuple):
    """Some clauses in a row, with what else the message says."""

    text: str
    before: str
    after: str
    is_apart: bool
    """Whether it is parted from the rest by more than a comma, and no "but" qualifies it."""
    is_listed: bool
    """Whether the message has so many clauses that commas part no statements."""

    @property
    def is_claim(self) -> bool:
        """Whether it tells of somebody, and not of what was."""
        return _CLAIM.search(self.text) is not None and _PAST.search(self.text) is None

    @property
    def is_present(self) -> bool:
        """Whether it says what is so now, or the message is too short for a story."""
        return not self.is_listed or _PRESENT.search(self.text) is not None

    @property
    def is_statement(self) -> bool:
        """Whether it says by itself what is so now, before or after another statement."""
        return (
            not self.is_listed
            and not (self.before and self.after)
            and _DATED.match(self.after) is None
            and len(_WORD.findall(self.text)) >= _FEWEST
            and len(_WORD.findall(self.before or self.after)) >= _FEWEST_BESIDE
            and _PRESENT.search(self.text) is not None
        )


def may_have_clauses(message: str) -> bool:
    """Whether it may have several clauses; cheaper than to part it."""
    return bool(message) and (
        not message.isascii()
        or not _TURN_WORDS.isdisjoint(message.lower().split())
        or _ANY_MARK.search(message.strip().rstrip("?!.")) is not None
    )


def told(clauses: Sequence[Clause]) -> Iterator[Told]:
    """Each clause of a message, and each run of a few; none that is the whole message."""
    kept = clauses if len(clauses) <= _MOST else (*clauses[: _MOST // 2], *clauses[-_MOST // 2 :])
    texts = [clause.text for clause in kept]
    edges = [Edge.FULL, *(clause.edge for clause in kept[1:]), Edge.FULL]
    for size in range(1, min(_LONGEST, len(kept) - 1) + 1):
        for at in range(len(kept) - size + 1):
            end = at + size
            is_apart = edges[at] > Edge.COMMA and edges[end] is Edge.FULL
            own, before, after = (" ".join(part) for part in (texts[at:end], texts[:at], texts[end:]))
            yield Told(own, before, after, is_apart, len(texts) > _SEVERAL)


def clauses_of(message: str) -> list[Clause]:
    """The clauses of a message in order; a joining word belongs to the clause that it begins."""
    written = revealed(message)
    written = written if written.isascii() else "".join(map(_stop, written))
    found: list[Clause] = []
    start, edge = 0, Edge.FULL
    for mark in (*_MARK.finditer(written), None):
        turned = list(_turned(folded(written[start : mark.start() if mark else None]), edge))
        found += turned
        if mark:
            here = Edge.COMMA if mark["comma"] else Edge.FULL
            start, edge = mark.end(), here if turned else max(edge, here)
    return found


def _turned(text: str, edge: Edge) -> Iterator[Clause]:
    """What stands between two marks, parted before each joining word."""
    start = 0
    has_turns = not text.isascii() or not _TURN_WORDS.isdisjoint(text.split())
    for turn in _TURN.finditer(text) if has_turns else ():
        here = Edge.BUT if turn["but"] else Edge.FULL
        before = text[start : turn.start()].strip()
        if before:
            yield Clause(before, edge)
            start, edge = turn.start(), here
        else:
            edge = max(edge, here)
    if text[start:].strip():
        yield Clause(text[start:].strip(), edge)


def _stop(character: str) -> str:
    """A line break for an emoji."""
    return "\n" if unicodedata.category(character) == "So" else character
