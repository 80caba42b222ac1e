"""A question in another language as English search words: what visitors say, and what the sources call it.

No translation: the words are only looked up with, never shown. A word that no list has stays as it is, so that it counts as
one the sources do not know.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import TextsInvalid
from bot.yaml_file import read_yaml

_TOKEN = re.compile(r"[\u3400-\u9fff]|\d+(?:[.,]\d+)?|(?:(?![\u3400-\u9fff\d])[\w\u0900-\u097f])+\d*|[?؟？]")
"""A Chinese character, a figure, a word (Hindi vowel signs are no word characters to Python), a question mark."""
_QUESTION = frozenset("?؟？")
_INDIC = re.compile(r"[\u0900-\u097f]")
_ALEF, _ARABIC = str.maketrans("أإآٱىة", "اااايه"), re.compile(r"[\u0600-\u06ff]")
_PARTICLE = re.compile(r"^[وف]?(?:بال|كال|لل|ال|ب|ل|ك)?(?=..)")
"""What Arabic writes before a word without a space: and, with, like, for, the."""
_ANY = "*"
_OPENERS = re.compile(
    r"^(?:what about|does|can I|can|should I|is it safe|is it true that|what is|what causes|how much|how many|how long|how often|how|what|why|when|who|where)\b"
)
"""What an English question begins with, wherever the other language has it."""


@dataclass(frozen=True)
class _Form:
    """One way to say something: its tokens, and whether each may go on."""

    tokens: tuple[str, ...]
    goes_on: tuple[bool, ...]
    english: str

    @property
    def rank(self) -> tuple[int, int]:
        """Longer forms are tried first."""
        return len(self.tokens), sum(map(len, self.tokens))

    def fits(self, spoken: Sequence[tuple[str, ...]]) -> bool:
        """Whether the next tokens of a message, each with its variants, are this form."""
        if len(spoken) < len(self.tokens):
            return False
        pairs = zip(self.tokens, self.goes_on, spoken, strict=False)
        return all(
            any(said.startswith(token) if goes_on else said == token for said in variants)
            for token, goes_on, variants in pairs
        )


class Glossary:
    """One language's words. Safe to call from several threads."""

    def __init__(self, say: Mapping[str, Sequence[str]], drop: Sequence[str]) -> None:
        self._dropped = frozenset(t for word in drop for t in _tokens(word))
        self._forms: dict[str, list[_Form]] = defaultdict(list)
        for english, forms in say.items():
            for form in forms:
                made = _form(form, english)
                self._forms[made.tokens[0][0]].append(made)
        for same_start in self._forms.values():
            same_start.sort(key=lambda form: form.rank, reverse=True)

    def english(self, text: str, kept: Callable[[str], str] = str) -> str:
        """`text` in English search words; the very same where no list has a word of it.

        Args:
            text: A message in this language.
            kept: What a word is called that no list has; the word itself by default.
        """
        spoken = [_variants(token) for token in _tokens(text)]
        words = list(self._words(spoken, kept))
        if not any(is_known for _, is_known in words):
            return text
        mark = "?" if any(c in _QUESTION for c in text) else ""
        return _opened([word for word, _ in words]) + mark

    def _words(self, spoken: Sequence[tuple[str, ...]], kept: Callable[[str], str]) -> Iterator[tuple[str, bool]]:
        at = 0
        while at < len(spoken):
            form = self._at(spoken[at:])
            if form:
                yield form.english, True
                at += len(form.tokens)
                continue
            word = spoken[at][0]
            if word not in _QUESTION and not self._dropped.intersection(spoken[at]):
                yield kept(word), False
            at += 1

    def _at(self, spoken: Sequence[tuple[str, ...]]) -> _Form | None:
        starts = dict.fromkeys(variant[0] for variant in spoken[0])
        fitting = (next((f for f in self._forms.get(start, ()) if f.fits(spoken)), None) for start in starts)
        return max(filter(None, fitting), key=lambda form: form.rank, default=None)


def load_glossaries(folder: Path) -> dict[str, Glossary]:
    """The glossary of each language, by its code.

    Raises:
        TextsInvalid: A file cannot be read or is not a glossary.
    """
    return {path.stem: _load(path) for path in sorted(folder.glob("*.yaml"))}


def _load(path: Path) -> Glossary:
    data = read_yaml(path)
    try:
        say = {str(english): [form.strip() for form in forms.split(",")] for english, forms in data["say"].items()}
        drop = data["drop"].split()
        empty = next((english for english, forms in say.items() if not all(map(_tokens, forms))), None)
    except (AttributeError, KeyError, TypeError) as error:
        raise TextsInvalid(
            f"{str(path)!r} cannot be used ({type(error).__name__}); it needs 'drop' with words and 'say' with English words, each with how they are said"
        ) from None
    if empty is not None:
        raise TextsInvalid(f"{str(path)!r} has nothing to say for {empty!r}; write how visitors say it, or remove it")
    return Glossary(say, drop)


def _opened(words: Sequence[str]) -> str:
    """The words in order, but for the first that opens an English question: it comes first, and its verb behind what does it."""
    for at, word in enumerate(words):
        if found := _OPENERS.match(word):
            verb = [rest] if (rest := word[found.end() :].strip()) else []
            before, after = (words[:at], words[at + 1 :]) if at else (words[1:2], words[2:])
            return " ".join((found.group(), *before, *verb, *after))
    return " ".join(words)


def _form(written: str, english: str) -> _Form:
    parts = [(token, part.endswith(_ANY)) for part in written.split() for token in _tokens(part)]
    return _Form(tuple(token for token, _ in parts), tuple(goes_on for _, goes_on in parts), english)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(_folded(text))


def _folded(text: str) -> str:
    """Lower case without accents or Arabic vowel signs; Hindi signs are letters and stay."""
    if _INDIC.search(text):
        return unicodedata.normalize("NFC", text).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.casefold().translate(_ALEF)


def _variants(token: str) -> tuple[str, ...]:
    """A token, and in Arabic the same without what is written before it."""
    if not _ARABIC.search(token):
        return (token,)
    return tuple(dict.fromkeys((token, re.sub("^[وف](?=..)", "", token), _PARTICLE.sub("", token))))
