"""What a message speaks of, whatever the words and the language: the ideas of `corpus/guard/lexicon.concepts.yaml` found in it.

The embedder knows English. A list of words for each idea puts "me falta el aire" and "can't breathe" on the same place, and a
family of examples near another one that shares no word with it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.errors import Unreadable
from ingest.yaml_lines import load_yaml

FILE = "lexicon.concepts.yaml"
Words = Mapping[str, Mapping[str, str]]
"""Concept to language to words, parted by commas; `*` ends one that may go on."""
_PAIR = 0.5
"""Weight of two concepts together beside that of one. From dev families: 0.5 finds more than 0 and than 1."""
_LONGEST = 4
"""Words of the longest phrase that is looked for."""
_SCRIPTS = (("hi", re.compile(r"[\u0900-\u097f]")), ("ar", re.compile(r"[\u0600-\u06ff]")))
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LITTLE = {
    code: frozenset(words.split())
    for code, words in {
        "en": """the a i im ive is my to and of in on it for me with that he she his her you was has have at this be but so
            what do does can not from been are just its no after since""",
        "es": """el la los las de que y en un una no me mi se con por para es lo al del su si tengo estoy le te esta he muy mas
            como pero ya ha""",
        "fr": """le la les de des et un une je j il elle est pas mon ma mes me se en du au ce que qui pour avec sur dans ne l d
            c a ai jai cest y plus on""",
        "de": """der die das und ich ist nicht ein eine mein meine mir mich zu in auf mit er sie es im den dem hat habe von seit
            wie fur bei was nur noch am""",
        "pt": """o a os as de que e em um uma nao n me meu minha se com por para pra eu ele ela do da no na esta ta foi mas
            mais ja tem tenho estou to""",
        "hi": """hai ka ki ke me mein se ko kya nahi mera meri ho hu hun raha rahi kar ne par bhi aur wo ye tha thi maine mujhe
            hi na to gaya gayi""",
    }.items()
}
"""Small words that tell which lists to read: "die" is no death in German. Languages with equally many are all read."""
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)(?=[aeiouyh])")
"""What French puts before a vowel: `spoken` has taken the apostrophe away."""
_PREFIXED = re.compile(r"^(?:وال|فال|بال|عال|هال|ال|لل|وب|و|ف|ب|ل)(?=..)")
"""What Arabic writes together with the next word."""
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": ""})


class Concepts:
    """The word lists, ready to be looked up. Safe to share between threads."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._names = {name: n for n, name in enumerate(words)}
        self._whole: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._begun: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for name, languages in words.items():
            for code, listed in languages.items():
                for word in filter(None, map(str.strip, listed.split(","))):
                    self._add(code, word, self._names[name])
        self._longest_han = max((len(word) for word in self._whole["zh"]), default=0)

    @property
    def size(self) -> int:
        """How many features `weighed` numbers: each concept, and each pair."""
        return len(self._names) * (len(self._names) + 1) // 2

    @classmethod
    def load(cls, folder: Path) -> Concepts:
        """Read the lexicon of a guard folder; without the file there are no concepts.

        Raises:
            Unreadable: The file is no mapping of concepts to languages to words.
        """
        path = folder / FILE
        if not path.is_file():
            return cls({})
        read = load_yaml(path.read_text(encoding="utf-8")).data
        if not isinstance(read, dict) or not all(isinstance(listed, dict) for listed in read.values()):
            raise Unreadable(
                "1: each concept needs languages, and each language its words; write `en: word, other word`"
            )
        return cls({str(n): {str(c): str(w) for c, w in listed.items()} for n, listed in read.items()})

    @classmethod
    def from_json(cls, text: str) -> Concepts:
        """Read what `to_json` wrote."""
        return cls(json.loads(text))

    def to_json(self) -> str:
        """The word lists, to be kept with what was trained on them."""
        return json.dumps(self._words, ensure_ascii=False)

    def found(self, text: str) -> frozenset[str]:
        """Names of the concepts in a text that `spoken` has made plain."""
        names = list(self._names)
        return frozenset(names[n] for n in self._numbers(text))

    def weighed(self, *wordings: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Numbers and weights of the concepts, and pairs of concepts, in any wording of a text; of unit length, or there are none."""
        there = sorted(set().union(*map(self._numbers, dict.fromkeys(wordings))))
        first = len(self._names)
        pairs = [first + b * (b - 1) // 2 + a for a, b in combinations(there, 2)]
        values = np.array([1.0] * len(there) + [_PAIR] * len(pairs), dtype=np.float32)
        length = float(np.linalg.norm(values)) or 1.0
        return np.array(there + pairs, dtype=np.int64), np.asarray(values / length, dtype=np.float32)

    def _add(self, code: str, word: str, number: int) -> None:
        plain = _plain(word.rstrip("*"))
        if code == "fr":
            plain = re.sub(r"\b([cdjlmnst]|qu) (?=[aeiouyh])", r"\1", plain)
        if plain:
            (self._begun if word.endswith("*") else self._whole)[code][plain].append(number)

    def _numbers(self, text: str) -> set[int]:
        plain = _plain(text)
        words = plain.split()
        found: set[int] = set()
        for code in _languages(words, plain):
            whole, begun = self._whole[code], self._begun[code]
            for phrase, last in _phrases(words, code):
                found.update(whole.get(phrase, ()))
                for end in range(max(last, 2), len(phrase) + 1):
                    found.update(begun.get(phrase[:end], ()))
        if _HAN.search(plain):
            whole = self._whole["zh"]
            for at in range(len(plain)):
                for size in range(1, self._longest_han + 1):
                    found.update(whole.get(plain[at : at + size], ()))
        return found


def is_english(text: str) -> bool:
    """Whether a text that `spoken` has made plain has as many little words of English as of any other language."""
    plain = _plain(text)
    return plain.isascii() and "en" in _languages(plain.split(), plain)


def languages_of(text: str) -> list[str]:
    """The languages that a text which `spoken` has made plain may be in, by its script or its little words."""
    plain = _plain(text)
    return ["zh"] if _HAN.search(plain) else _languages(plain.split(), plain)


def _plain(text: str) -> str:
    """Lower case without accents on Latin letters, Arabic letter forms united."""
    parted = unicodedata.normalize("NFKD", text.casefold().replace("'", ""))
    kept = "".join(c for c in parted if not ("\u0300" <= c <= "\u036f" or "\u064b" <= c <= "\u0652"))
    return " ".join(unicodedata.normalize("NFC", kept).translate(_ARABIC).split())


def _languages(words: Iterable[str], text: str) -> list[str]:
    """Languages whose lists are read."""
    found = [code for code, script in _SCRIPTS if script.search(text)]
    latin = [word for word in words if word.isascii()]
    counted = {code: sum(word in little for word in latin) for code, little in _LITTLE.items()} if latin else {}
    most = max(counted.values(), default=0)
    return list(dict.fromkeys([*found, *(code for code, count in counted.items() if count == most)]))


def _phrases(words: list[str], code: str) -> Iterator[tuple[str, int]]:
    """Every run of words, and the length at which its last word has begun; what is written together also taken apart."""
    apart = {"fr": _ELIDED, "ar": _PREFIXED}.get(code)
    for at in range(len(words)):
        for size in range(1, min(_LONGEST, len(words) - at) + 1):
            phrase = " ".join(words[at : at + size])
            last = len(phrase) - len(words[at + size - 1]) + 1
            yield phrase, last
            bare = apart.sub("", phrase) if apart else phrase
            if bare != phrase:
                yield bare, max(1, last - len(phrase) + len(bare))
