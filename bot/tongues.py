"""Which language each message of a conversation is in, and what it says in English search words. Knows no guard and no answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from bot import language as languages
from bot.entities import Entities
from bot.lookup import BuildView
from bot.spelling import english
from ingest.glossary import Glossary
from ingest.lexical import terms, words

ENGLISH = "en"
_SILENT = frozenset(
    terms(
        """good morning day evening afternoon weekend dear friend mate brother sir madam goodbye welcome thanks thank understand
        understood read heard hear saw see seen listen true truth again say says said ask asked question answer explain great
        super nice agreed agree course exactly clear clearly now already times here there come came went happen happened happens
        believe think thought wish find found know knew knows nothing else alright wow information whole somebody brought became
        become becomes stay remains remain say speak luck hope look internet net web online forum"""
    )
)
"""What a list of everyday words may call a greeting, an aside or a verb of telling: it says nothing of what is asked."""
_KINDS = frozenset(
    terms(
        """drug drugs medicine medication tablet pill painkiller remedy treatment therapy substance chemical product plant herb spice
        food fruit vegetable supplement vitamin device machine gadget illness disease disorder infection vaccine country foreign city animal pet
        recreational street illegal hard soft"""
    )
)
"""What a list of everyday words calls many things alike: ketamine is a drug there, and so is heroin."""
_PERCENT = re.compile("[%٪％]")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


class Tongues:
    """Reads messages with the lists of their languages."""

    def __init__(self, glossaries: Mapping[str, Glossary], latin: Mapping[str, Glossary], entities: Entities) -> None:
        """Args: `latin` are lists of languages with a script of their own, in Latin letters."""
        self._glossaries = glossaries
        self._latin = latin
        self._entities = entities

    def of(self, messages: Sequence[str]) -> tuple[str, ...]:
        """ISO 639-1 codes, one a message: its own language, or where its words tell none that of the message before it."""
        codes: list[str] = []
        for message in messages:
            codes.append(languages.told(message) or self._untold(message, codes[-1] if codes else ENGLISH))
        return tuple(codes)

    def english(self, view: BuildView, message: str, code: str) -> str | None:
        """`message` in English search words; None where it is English, or no list has its language."""
        roman = languages.romanised(message) if code == ENGLISH else ""
        glossary = self._latin.get(roman) or self._glossaries.get(code)
        if glossary is None:
            return None
        guard = view.index.guard
        more = guard.everyday.glossary(roman or code) if guard else None
        return glossary.english(_PERCENT.sub(" percent ", message), partial(self._called, view.spelling.cognate, more))

    def _called(self, cognate: Callable[[str], str], more: Glossary | None, word: str) -> str:
        """What a word is called that no search list has: as the sources spell it, else in everyday English; "" where that says nothing.

        The everyday lists put like with like, hypnosis with massage: a remedy or an illness is never named by them, nor a thing by its kind.
        """
        own = cognate(word)
        if own != word or more is None:
            return own
        read = more.read(word)
        is_silent = read.unlisted or self._entities.find(read.english) or _is_kind(read.english)
        return word if is_silent else _without_silence(read.english)

    def _untold(self, message: str, before: str) -> str:
        """What a message is in whose words tell nothing: as before, unless English knows more of them."""
        glossary = self._glossaries.get(before)
        if glossary is None:
            return ENGLISH
        foreign = sum(word not in english() for word in words(" ".join(_LETTERS.findall(message))))
        return before if glossary.read(message).unlisted <= foreign else ENGLISH


def _is_kind(said: str) -> bool:
    stems = terms(said)
    return bool(stems) and _KINDS.issuperset(stems)


def _without_silence(said: str) -> str:
    return "" if _SILENT.issuperset(terms(said)) else said
