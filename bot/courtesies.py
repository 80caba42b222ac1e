"""Messages that ask nothing about health, told by their words in every language: thanks, goodbyes, apologies, "who says that".

The words come from `courtesies.yaml`. Knows nothing of health; what says anything else besides is none of these.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bot.errors import TextsInvalid
from bot.yaml_file import read_yaml

_PATH = Path(__file__).with_name("courtesies.yaml")
_JUDGED = frozenset({"sorry", "pity", "weighty"})
"""Sorts in which somebody may say more than politeness: read by every guard before they are answered."""
_SAID_FLATLY = frozenset({"pity", "praise", "noted"})
"""Sorts that are questions with a question mark: "that's it?"."""
_ANSWERED_AS = {"praise": "thanks", "weighty": "farewell"}
_LONGEST = 30
"""Tokens of a message; a longer one has something to say. A guess."""
_DEVANAGARI = r"\u0900-\u0963\u0966-\u097f"
_WORD = re.compile(rf"[\u4e00-\u9fff]|(?:[^\W_\u4e00-\u9fff]|[{_DEVANAGARI}])+")
_APOSTROPHES = re.compile(r"['’`´]")
_HINDI = re.compile(f"[{_DEVANAGARI}]")
_CLAUSE = re.compile(r"[.,;:!?\n、，。！？؛،।—]")
_ASKS = re.compile(r"[?؟？]")
_GROUP = re.compile(r"\(([^()]*)\)")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_ANY = "..."
"""What "…" is once it is folded."""
_OWN_WORDS = 7
"""Most words that this stands for. A guess."""
_NUKTA, _JOINERS = "\u093c", "\u200c\u200d"
_WARM = frozenset("🙏👍👋👌👏🙌🤝😊🙂😀😃😄😁😉🤗😇😍🥰😘💐🌸🌹🌟✨🎉💪🌙😴💤❤♥💕💖💙💚💛🧡💜")
"""Pictures that take nothing away from thanks or a goodbye. Any other may; then the guards read the message first."""


class Courtesy(NamedTuple):
    """What a message is that asks nothing about health."""

    sort: str
    """Which reply it gets: `clarify.<sort>` of the wording."""
    is_judged: bool
    """Whether it may be more than politeness, so that every guard must read it before it is answered."""
    is_loose: bool
    """Whether words of the visitor's own are in it: then it is one only if it names nothing that is asked about."""
    languages: frozenset[str]
    """ISO 639-1 codes of the languages that all its words are of; none when they are English, or Hindi or Arabic in Latin letters."""


class _Said(NamedTuple):
    sort: str
    language: str


class _Token(NamedTuple):
    word: str
    begins: bool
    """Whether a sign stands before it that ends a clause."""


class _Piece(NamedTuple):
    """Some of a message's tokens that are listed."""

    end: int
    meanings: Sequence[_Said]
    is_loose: bool
    """Whether words of the visitor's own are among them."""


@dataclass(frozen=True)
class _Words:
    phrases: Mapping[tuple[str, ...], Sequence[_Said]]
    sorts: Sequence[str]
    asking: frozenset[str]
    longest: int

    def cut(self, tokens: Sequence[_Token]) -> Sequence[_Piece]:
        """The fewest pieces that the tokens are made of, as few of them loose as can be; none where they are made of something else."""
        ways: dict[int, tuple[_Piece, ...]] = {0: ()}
        for at in range(len(tokens)):
            for piece in self._at(tokens, at) if at in ways else ():
                way = (*ways[at], piece)
                if piece.end not in ways or _cost(way) < _cost(ways[piece.end]):
                    ways[piece.end] = way
        return ways.get(len(tokens), ())

    def _at(self, tokens: Sequence[_Token], at: int) -> Iterator[_Piece]:
        for end in range(at + 1, min(at + self.longest, len(tokens)) + 1):
            phrase = tuple(token.word for token in tokens[at:end])
            if phrase in self.phrases:
                yield _Piece(end, self.phrases[phrase], is_loose=False)
            if (*phrase, _ANY) in self.phrases:
                meanings = self.phrases[(*phrase, _ANY)]
                yield from (_Piece(last, meanings, is_loose=True) for last in self._own_words(tokens, end))

    def _own_words(self, tokens: Sequence[_Token], at: int) -> Iterator[int]:
        """Where a few words of the visitor's own may end."""
        for end in range(at, min(at + _OWN_WORDS, len(tokens))):
            word = tokens[end].word
            if tokens[end].begins or word in self.asking or any(map(str.isdigit, word)):
                return
            yield end + 1


def courtesy(text: str) -> Courtesy | None:
    """What a message is when all of it is of `courtesies.yaml`; None when it says anything else."""
    tokens = _tokens(text)
    words = _words()
    pieces = words.cut(tokens) if len(tokens) <= _LONGEST else ()
    sorts = {one.sort for piece in pieces for one in piece.meanings}
    sort = next((name for name in words.sorts if name in sorts), None)
    if sort is None or (_leads(pieces) and sort != "listed") or (sort in _SAID_FLATLY and _ASKS.search(text)):
        return None
    is_loose = any(piece.is_loose for piece in pieces)
    is_judged = is_loose or bool(sorts & _JUDGED) or _is_cold(text)
    return Courtesy(_ANSWERED_AS.get(sort, sort), is_judged, is_loose, _languages(pieces))


def _leads(pieces: Sequence[_Piece]) -> bool:
    """Whether it begins a question; one word that also is a whole message of its own begins none: "Quelle?"."""
    return len(pieces) > 1 and any(one.sort == "leading" for piece in pieces for one in piece.meanings)


def _cost(pieces: Sequence[_Piece]) -> tuple[int, int]:
    return sum(piece.is_loose for piece in pieces), len(pieces)


def _languages(pieces: Sequence[_Piece]) -> frozenset[str]:
    """Those that every piece is of which English has not."""
    spoken = [codes for piece in pieces if "en" not in (codes := {one.language for one in piece.meanings})]
    return frozenset(set.intersection(*spoken) - {"latin"}) if spoken else frozenset()


def _is_cold(text: str) -> bool:
    """Whether it has a picture that is not plainly friendly: "adios 🖤"."""
    return any(unicodedata.category(c) == "So" and c not in _WARM for c in text)


def _tokens(text: str) -> list[_Token]:
    """Its words; a Chinese character each."""
    folded = _folded(text)
    found = list(_WORD.finditer(folded))
    ends = [0, *(word.end() for word in found)]
    return [
        _Token(_STRETCHED.sub(r"\1", word.group()), bool(_CLAUSE.search(folded[before : word.start()])))
        for before, word in zip(ends, found, strict=False)
    ]


def _folded(text: str) -> str:
    """In small letters without accents and apostrophes."""
    bare = _APOSTROPHES.sub("", text.casefold())
    marked = unicodedata.normalize("NFD", bare) if _HINDI.search(bare) else _unaccented(bare)
    return "".join(c for c in marked if c not in _NUKTA + _JOINERS)


def _unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _either(written: str) -> Iterator[str]:
    """Every wording that "(a|b|) c" stands for."""
    group = _GROUP.search(written)
    if group is None:
        yield written
        return
    for choice in group[1].split("|"):
        yield from _either(written[: group.start()] + choice + written[group.end() :])


def _phrases(listed: str) -> Iterator[tuple[str, ...]]:
    for written in _folded(listed).split(","):
        for wording in _either(written):
            yield (*_WORD.findall(wording), *([_ANY] if wording.endswith(_ANY) else []))


@lru_cache(maxsize=1)
def _words() -> _Words:
    """The lists, read once.

    Raises:
        TextsInvalid: They cannot be used.
    """
    data = read_yaml(_PATH)
    try:
        sorts = {**data["sorts"], **{name: data[name] for name in ("weighty", "leading", "aside")}}
        phrases: dict[tuple[str, ...], list[_Said]] = defaultdict(list)
        for sort, languages in sorts.items():
            for language, listed in languages.items():
                for phrase in _phrases(listed):
                    phrases[phrase].append(_Said(sort, language))
        asking = frozenset(_WORD.findall(_folded(data["asking"])))
        return _Words(dict(phrases), (*data["sorts"], "weighty"), asking, max(map(len, phrases)))
    except (AttributeError, KeyError, TypeError) as error:
        raise TextsInvalid(f"{str(_PATH)!r} cannot be used ({type(error).__name__}); restore or mend it") from None
