"""A message in another language as English words, from a list of what people say in it.

No translation: the words are only looked up with and judged, never shown. A word that no list has stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from ingest.errors import Unreadable

_TOKEN = re.compile(
    r"[\u3400-\u9fff]|\d+(?:[.,]\d+)?|(?:(?![\u3400-\u9fff\d])[\w\u0900-\u0963\u0966-\u097f])+\d*|[?؟？]"
)
"""A Chinese character, a figure, a word (Hindi vowel signs are no word characters to Python), a question mark."""
_QUESTION = frozenset("?؟？")
_INDIC = re.compile(r"[\u0900-\u097f]")
_ALEF, _ARABIC = str.maketrans("أإآٱىة", "اااايه"), re.compile(r"[\u0600-\u06ff]")
_HINDI = {0x093C: None, 0x0901: 0x0902}
"""The dot under a borrowed sound goes, the moon-dot becomes a dot: both are left out as often as written."""
_PARTICLE = re.compile(r"^[وف]?(?:بال|كال|لل|ال|ب|ل|ك)?(?=..)")
"""What Arabic writes before a word without a space: and, with, like, for, the."""
_POSSESSIVE = re.compile(r"(?<=...)(?:ها|هم|كم|نا|ي|ك|ه)$")
"""What Arabic writes behind one: my, your, his, her, our, their."""
_UMLAUT = re.compile("(?<=[aou])e")
_HEAD, _TAIL = 4, 4
"""Fewest letters of a compound's parts; shorter ones stand in words by chance. A guess."""
_LINKS = ("", "s", "n", "en", "es")
"""What German puts between the parts of a compound."""
_TYPO = 7
"""Letters from which a word is taken for a listed one that differs by one slip; shorter words are too near each other. A guess."""
_LONGEST = 40
"""Letters of a word beyond which it is neither taken apart nor mended: no listed word or compound of two is longer."""
_LATIN = re.compile("[a-z]+")
_ANY = "*"
_OPENERS = re.compile(
    r"^(?:what can I do|what about|does|can I|can|should I|is it safe|is it true that|what is|what causes|how much|how many|how long|how often|how|what|why|when|who|where)\b"
)
"""What an English question begins with, wherever the other language has it."""


class _Form(NamedTuple):
    """One way to say something: its tokens, and whether each may go on."""

    tokens: tuple[str, ...]
    goes_on: tuple[bool, ...]
    english: str

    @property
    def rank(self) -> tuple[int, int]:
        """Longer forms are tried first."""
        return len(self.tokens), sum(map(len, self.tokens))

    def hides_a_word(self, said: str) -> bool:
        """Whether so much follows where this form ends that it may be a word of its own."""
        return len(self.tokens) == 1 and len(said) - len(self.tokens[0]) >= _TAIL

    def fits(self, spoken: Sequence[tuple[str, ...]]) -> bool:
        """Whether the next tokens of a message, each with its variants, are this form."""
        if len(spoken) < len(self.tokens):
            return False
        pairs = zip(self.tokens, self.goes_on, spoken, strict=False)
        return all(
            any(said.startswith(token) if goes_on else said == token for said in variants)
            for token, goes_on, variants in pairs
        )


class _Forms:
    """Forms by what they begin with: the first token, and the second where neither may go on."""

    def __init__(self, forms: Iterable[_Form]) -> None:
        self._whole: dict[tuple[str, str], list[_Form]] = defaultdict(list)
        self._begun: dict[str, list[_Form]] = defaultdict(list)
        for form in forms:
            if form.goes_on[0]:
                self._begun[form.tokens[0]].append(form)
            else:
                second = "" if len(form.tokens) == 1 or form.goes_on[1] else form.tokens[1]
                self._whole[form.tokens[0], second].append(form)
        self._longest = max(map(len, self._begun), default=0)

    def at(self, spoken: Sequence[tuple[str, ...]]) -> _Form | None:
        """The longest form that the next tokens are."""
        second = ("", *spoken[1]) if len(spoken) > 1 else ("",)
        fitting = (form for said in spoken[0] for form in self._beginning(said, second) if form.fits(spoken))
        return max(fitting, key=lambda form: form.rank, default=None)

    def tokens(self) -> set[str]:
        """Every token of every form."""
        return {t for listed in (*self._whole.values(), *self._begun.values()) for form in listed for t in form.tokens}

    def _beginning(self, said: str, second: Iterable[str]) -> Iterator[_Form]:
        for after in second:
            yield from self._whole.get((said, after), ())
        for end in range(1, min(len(said), self._longest) + 1):
            yield from self._begun.get(said[:end], ())


class Read(NamedTuple):
    """A message as English words, in its own order."""

    english: str
    unlisted: int
    """How many of its words no list has."""


class Listed(NamedTuple):
    """One language's list: what `Glossary` is made of."""

    say: Mapping[str, Sequence[str]]
    """English to how it is said."""
    drop: Sequence[str]
    """What says nothing: words, and phrases such as "could you tell me whether"."""
    compounds: bool
    """Whether words are written together."""


class Glossary:
    """One language's words. Safe to call from several threads."""

    def __init__(self, say: Mapping[str, Sequence[str]], drop: Sequence[str], has_compounds: bool = False) -> None:
        self._has_compounds = has_compounds
        dropped = [_tokens(word) for word in drop]
        self._dropped = frozenset(tokens[0] for tokens in dropped if len(tokens) == 1)
        silent = [_Form(tuple(tokens), (False,) * len(tokens), "") for tokens in dropped if len(tokens) > 1]
        said = [_form(form, english) for english, forms in say.items() for form in forms]
        self._forms = _Forms([*said, *silent])

    @cached_property
    def _slips(self) -> Mapping[tuple[str, int], Sequence[str]]:
        return _slips(self._forms.tokens())

    def english(self, text: str, kept: Callable[[str], str] = str) -> str:
        """`text` in English search words; the very same where no list has a word of it.

        Args:
            text: A message in this language.
            kept: What a word is called that no list has; the word itself by default, and "" to leave it out.
        """
        words = self._read(text, kept)
        if not any(is_known for _, is_known in words):
            return text
        mark = "?" if any(c in _QUESTION for c in text) else ""
        return _opened([word for word, _ in words if word]) + mark

    def read(self, text: str) -> Read:
        """`text` as English words in its own order; what no list has stays."""
        words = self._read(text, str)
        return Read(" ".join(word for word, _ in words), sum(not is_known for _, is_known in words))

    def _read(self, text: str, kept: Callable[[str], str]) -> list[tuple[str, bool]]:
        return list(self._words(self._mended([_variants(token) for token in _tokens(text)]), kept))

    def _words(self, spoken: Sequence[tuple[str, ...]], kept: Callable[[str], str]) -> Iterator[tuple[str, bool]]:
        at = 0
        while at < len(spoken):
            form = self._forms.at(spoken[at:])
            if form and not (self._has_compounds and form.hides_a_word(spoken[at][0]) and self._parts(spoken[at][0])):
                yield from [(form.english, True)] if form.english else []
                at += len(form.tokens)
                continue
            if spoken[at][0] not in _QUESTION and not self._dropped.intersection(spoken[at]):
                yield from self._unlisted(spoken[at], kept)
            at += 1

    def _unlisted(self, variants: tuple[str, ...], kept: Callable[[str], str]) -> Iterator[tuple[str, bool]]:
        """A compound as its parts; any other word stays."""
        parts = next(filter(None, map(self._parts, variants)), None) if self._has_compounds else None
        called = kept(variants[0])
        yield from ((part, True) for part in parts) if parts else [(called, called != variants[0])]

    def _parts(self, word: str) -> tuple[str, str] | None:
        """What a compound of two listed words says; the longest first part that is listed as it stands."""
        for at in range(len(word) - _TAIL, _HEAD - 1, -1) if len(word) <= _LONGEST else ():
            tail = self._forms.at([(word[at:],)])
            heads = (word[:at].removesuffix(link) for link in _LINKS if word[:at].endswith(link)) if tail else ()
            head = next((f for f in map(self._exact, heads) if f), None)
            if head and tail:
                return head.english, tail.english
        return None

    def _exact(self, word: str) -> _Form | None:
        found = self._forms.at([(word,)]) if len(word) >= _HEAD else None
        return found if found and found.tokens == (word,) else None

    def _mended(self, spoken: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """The tokens, one that nothing lists replaced by the listed one it is a slip for."""
        return [said if self._is_listed(said) else self._slip(said) for said in spoken]

    def _is_listed(self, said: tuple[str, ...]) -> bool:
        if self._dropped.intersection(said) or self._forms.at([said]):
            return True
        return self._has_compounds and any(map(self._parts, said))

    def _slip(self, said: tuple[str, ...]) -> tuple[str, ...]:
        word = said[0]
        if not _TYPO <= len(word) <= _LONGEST or not _LATIN.fullmatch(word):
            return said
        near = (self._slips.get((word[0], size), ()) for size in range(len(word) - 1, len(word) + 2))
        meant = {token for tokens in near for token in tokens if _is_slip(word, token)}
        return (meant.pop(),) if len(meant) == 1 else said


def listed(data: Any) -> Listed:
    """A list as its file has it, checked.

    Raises:
        Unreadable: It is none; the message says what to write, not which file.
    """
    try:
        say = {str(english): [form.strip() for form in forms.split(",")] for english, forms in data["say"].items()}
        asides = (form.strip() for form in data.get("aside", "").split(","))
        drop = [*data["drop"].split(), *filter(None, asides)]
    except (AttributeError, KeyError, TypeError) as error:
        raise Unreadable(
            f"cannot be used ({type(error).__name__}); it needs 'drop' with words and 'say' with English words, each with how they are said"
        ) from None
    empty = next((english for english, forms in say.items() if not all(map(_tokens, forms))), None)
    if empty is not None:
        raise Unreadable(f"has nothing to say for {empty!r}; write how visitors say it, or remove it")
    return Listed(say, drop, data.get("compounds") is True)


def _opened(words: Sequence[str]) -> str:
    """The words in order, but for the first that opens an English question: it comes first, and its verb behind what does it.

    An "and" that begins a message stays its beginning.
    """
    if len(words) > 1 and words[0] == "and":
        return f"and {_opened(words[1:])}"
    for at, word in enumerate(words):
        if found := _OPENERS.match(word):
            verb = [rest] if (rest := word[found.end() :].strip()) else []
            before, after = (words[:at], words[at + 1 :]) if at else (words[1:2], words[2:])
            return " ".join((found.group(), *before, *verb, *after))
    return " ".join(words)


def _form(written: str, english: str) -> _Form:
    parts = [(token, part.endswith(_ANY)) for part in _folded(written).split() for token in _cut(part)]
    return _Form(tuple(token for token, _ in parts), tuple(goes_on for _, goes_on in parts), english)


def _tokens(text: str) -> list[str]:
    return _cut(_folded(text))


def _cut(folded: str) -> list[str]:
    """The tokens; most words of the lists are one as they stand, and there are tens of thousands."""
    return [folded] if folded.isascii() and folded.isalpha() else _TOKEN.findall(folded)


def _folded(text: str) -> str:
    """Lower case without accents or Arabic vowel signs; Hindi vowel signs are letters and stay, the dots that phones leave out go."""
    if text.isascii():
        return text.casefold()
    if _INDIC.search(text):
        return unicodedata.normalize("NFD", text).casefold().translate(_HINDI)
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.casefold().translate(_ALEF)


def _variants(token: str) -> tuple[str, ...]:
    """A token; in Arabic the same without what is written before and behind it, in Latin script also with ae, oe, ue as umlauts."""
    if not _ARABIC.search(token):
        return tuple(dict.fromkeys((token, _UMLAUT.sub("", token))))
    bare = (token, re.sub("^[وف](?=..)", "", token), _PARTICLE.sub("", token))
    return tuple(dict.fromkeys((*bare, *(stem for word in bare for stem in _unowned(word)))))


def _unowned(word: str) -> tuple[str, ...]:
    """An Arabic word without "my" or "your" behind it; the t before that is the ending that is else written h."""
    stem = _POSSESSIVE.sub("", word)
    return () if stem == word else (stem, f"{stem[:-1]}ه") if stem.endswith("ت") else (stem,)


def _slips(tokens: Iterable[str]) -> Mapping[tuple[str, int], Sequence[str]]:
    """The long tokens in Latin script by their first letter, which nobody gets wrong, and their length."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for token in tokens:
        if len(token) >= _TYPO - 1 and _LATIN.fullmatch(token):
            found[token[0], len(token)].append(token)
    return found


def _is_slip(slip: str, word: str) -> bool:
    """Whether one letter is missing, too many or another, or two neighbours are swapped; nobody gets the first wrong."""
    start = next((at for at, (a, b) in enumerate(zip(slip, word, strict=False)) if a != b), min(len(slip), len(word)))
    a, b = slip[start:], word[start:]
    return start > 0 and (a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:]))
