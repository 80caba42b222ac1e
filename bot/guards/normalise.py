"""A message as rules read it: lower case, no punctuation, accents or markup; and other readings of disguised text.

Rules are written against `views`, so that capitals, missing punctuation, zero-width characters, look-alike letters,
leetspeak, spaced-out letters and markup change nothing.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from bot.reading import visible

_TAG = re.compile(r"<[^<>]{0,200}>")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_ELIDED = re.compile(r"\b([cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’ʼ`´]([aeiouyhàâäéèêëîïôöûùœ]\w{2,})", re.I)
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][\s.\-_*]+){3,}[^\W\d_](?!\w)")
WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]{2}|[^\s\u3040-\u30ff\u4e00-\u9fff]+|\S")
"""A word; two characters of Chinese count as one."""
_LEET_WORD = re.compile(r"(?<!\w)(?=\S*[a-zA-Z])(?=\S*[0134578@$])[a-zA-Z0134578@$]{3,}(?!\w)")
_AMOUNT = re.compile(r"^\d+[a-zA-Z]{1,5}$|^[a-zA-Z]\d{1,2}$|^\d+(?:st|nd|rd|th)$", re.I)
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s"})
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": ""})


def views(text: str) -> tuple[str, ...]:
    """The readings of a message that rules are tried on: the plain one first, then what a disguise may hide.

    Each is lower case, words parted by single spaces, with letters, marks and digits only.
    """
    seen = visible(text)
    readable = _unmarked(unicodedata.normalize("NFKC", seen))
    unmasked = _unmasked(readable)
    readings = [readable, unmasked]
    if "<" in text:
        readings.append(html.unescape(seen))
    readings += [_unleet(unmasked), _unspaced(unmasked), _unelided(readable)]
    return tuple(dict.fromkeys(map(folded, dict.fromkeys(readings))))


def revealed(text: str) -> str:
    """The message without disguise but otherwise as written, accents and sentence ends included; for the classifier."""
    unmasked = _unmasked(_unmarked(unicodedata.normalize("NFKC", visible(text))))
    return _unspaced(_unleet(unmasked))


def folded(text: str) -> str:
    """Lower case, accents off Latin letters, Arabic letter forms united, punctuation gone, long letter runs cut to two."""
    bare = _APOSTROPHE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    kept = unicodedata.normalize("NFKD", bare).translate(_KEPT)
    joined = unicodedata.normalize("NFC", kept).translate(_ARABIC)
    return " ".join(_REPEATED.sub(r"\1\1", joined).split())


class _Kept(dict[int, int | str | None]):
    """What becomes of each character, worked out when it is first seen: accents go, what is no word is a space."""

    def __missing__(self, code: int) -> int | str | None:
        character = chr(code)
        kept = None if _is_accent(character) else code if unicodedata.category(character)[0] in "LNM" else " "
        self[code] = kept
        return kept


_KEPT = _Kept()


def _is_accent(character: str) -> bool:
    return "\u0300" <= character <= "\u036f" or "\u064b" <= character <= "\u0652"


def _unmarked(text: str) -> str:
    """Markup gone: tags become spaces, entities their characters, emphasis marks inside words nothing."""
    return re.sub(r"(?<=\w)[*_~`]+(?=\w)", "", _TAG.sub(" ", html.unescape(text)))


def _unmasked(text: str) -> str:
    """Letters of other scripts that look Latin become Latin, when the text has Latin letters too."""
    if text.isascii() or not re.search(r"[a-zA-Z]{2}", text):
        return text
    return text.translate(_look_alikes())


def _unelided(text: str) -> str:
    """ "vient d'avaler" to "vient davaler avaler": the word after a French elision by itself too, beside what rules are written for."""
    return _ELIDED.sub(r"\1\2 \2", text)


def _unleet(text: str) -> str:
    return _LEET_WORD.sub(lambda m: m.group() if _AMOUNT.match(m.group()) else m.group().translate(_LEET), text)


def _unspaced(text: str) -> str:
    """ "c h e s t   p a i n" to "chest pain": letters spaced out become words where the gaps are wider."""

    def joined(match: re.Match[str]) -> str:
        return " ".join(re.sub(r"[\s.\-_*]", "", word) for word in re.split(r"[\s.\-_*]{2,}", match.group()))

    return _SPACED.sub(joined, text)


@lru_cache(maxsize=1)
def _look_alikes() -> dict[int, str]:
    """Greek, Cyrillic, Armenian and Cherokee letters to the Latin letter each looks like."""
    from confusable_homoglyphs import confusables

    table: dict[int, str] = {}
    for first, last in ((0x0370, 0x058F), (0x13A0, 0x13F5), (0x1D00, 0x1D2B), (0xA4D0, 0xA4F7)):
        for code in range(first, last + 1):
            latin = _latin(confusables.is_confusable(chr(code), preferred_aliases=[]))
            if latin:
                table[code] = latin
    return table


def _latin(found: object) -> str:
    if not isinstance(found, list):
        return ""
    glyphs = (glyph["c"] for entry in found for glyph in entry["homoglyphs"])
    return next((g for g in glyphs if len(g) == 1 and g.isascii() and g.isalpha()), "")
