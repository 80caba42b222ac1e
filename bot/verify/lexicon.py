"""The verifier's word lists: which words are equals, which are names, which turn a sentence round. Knows no sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from bot.errors import TextsInvalid
from bot.yaml_file import read_yaml
from ingest.lexical import stem

FOLDER = "verifier"
"""Where the lists are, inside the corpus folder."""

_IMPLIES = "implies"
_WORD = re.compile(r"[a-z]+\d+[a-z\d]*|\d+[a-z]+\d*|[a-z]+|\d+")


class Entry(NamedTuple):
    """A word or phrase of one list."""

    stems: tuple[str, ...]
    family: str
    """`same`, `name`, `negation`, `hedge`, `certain`, `direction`, `cause`, `reason`, `idiom` or `rival`, `prevention`."""
    key: str
    """Which line of the list; words of one key say the same."""
    exact: str = ""
    """The word itself where its stem would say too much: "commonly" is a hedge, "common" is none."""


@dataclass(frozen=True)
class Lexicon:
    """Entries by their first stem, and the words that carry nothing to check."""

    by_first: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    light: frozenset[str] = frozenset()
    faint: frozenset[str] = frozenset()
    """Everyday words that say little by themselves."""
    opposite: Mapping[str, str] = field(default_factory=dict)
    """The other end of a direction."""
    implied: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Names that a name stands for as well: who is pregnant is a woman."""

    def starting(self, first: str) -> tuple[Entry, ...]:
        """Entries that begin with a stem."""
        return self.by_first.get(first, ())


def split(text: str) -> list[str]:
    """Lower-case words of `text`, "n't" as "not", possessives dropped."""
    lower = text.lower().replace("’", "'").replace("can't", "can not").replace("cannot", "can not")
    lower = lower.replace("won't", "will not").replace("n't", " not")
    return _WORD.findall(re.sub(r"'s\b|(?<=s)'(?!\w)", "", lower))


def stems(text: str) -> tuple[str, ...]:
    """Stems of `text`, none left out."""
    return tuple(stem(word) for word in split(text))


def load(corpus: Path) -> Lexicon:
    """Read the word lists and the aliases with one meaning.

    Raises:
        TextsInvalid: A file cannot be read or is not of the form its first lines describe.
    """
    folder = corpus / FOLDER
    try:
        wording = read_yaml(folder / "wording.yaml")
        entries = [
            *_groups("same", _lines(read_yaml(folder / "synonyms.yaml"))),
            *_groups("same", _aliases(read_yaml(corpus / "aliases.yaml")), "alias"),
            *_named(read_yaml(folder / "entities.yaml")),
            *_worded(wording),
        ]
        directions = {}
        for name, _, _ in wording["directions"]:
            one, other = name.split()
            directions[one], directions[other] = other, one
        named = read_yaml(folder / "entities.yaml")
        light, faint = (frozenset(wording[key].split()) for key in ("light", "faint"))
        return Lexicon(_indexed(entries), light, faint, directions, _implied(named))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise TextsInvalid(
            f"A word list in {str(folder)!r} cannot be used ({type(error).__name__}); restore or mend it"
        ) from None


def _lines(data: Iterable[Any]) -> list[list[str]]:
    return [_phrases(line) for line in data]


def _phrases(line: object) -> list[str]:
    return [part.strip() for part in str(line).split(",") if part.strip()]


def _aliases(data: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """Visitors' terms that have just one meaning; a term with several is no equal of any."""
    return [[str(row["term"]), str(row["means"][0])] for row in data if len(row["means"]) == 1]


def _groups(family: str, groups: Sequence[Sequence[str]], prefix: str = "") -> list[Entry]:
    return [Entry(stems(p), family, f"{prefix}{n}") for n, group in enumerate(groups) for p in group]


def _implied(data: Mapping[str, Iterable[Any]]) -> dict[str, frozenset[str]]:
    """For each name the names it stands for as well."""
    sorts = {names[0]: sort for sort, lines in data.items() if sort != _IMPLIES for names in _lines(lines)}
    found: dict[str, set[str]] = {}
    for line in data.get(_IMPLIES, ()):
        one, other = (part.strip() for part in str(line).split(">"))
        found.setdefault(f"{sorts[one]}:{one}", set()).add(f"{sorts[other]}:{other}")
    return {key: frozenset(keys) for key, keys in found.items()}


def _named(data: Mapping[str, Iterable[Any]]) -> list[Entry]:
    return [
        _entry(form, "name", f"{sort}:{names[0]}")
        for sort, lines in data.items()
        if sort != _IMPLIES
        for names in _lines(lines)
        for phrase in names
        for form in (phrase, f"{phrase}s")
    ]


def _worded(data: Mapping[str, Any]) -> list[Entry]:
    made = [_entry(p, "negation", f"{n}") for n, line in enumerate(_lines(data["negation"])) for p in line]
    for family, key in (("hedge", "hedges"), ("certain", "certain"), ("cause", "causes")):
        made += [
            _entry(form, family, name)
            for name, line in data[key].items()
            for p in _phrases(line)
            for form in (_forms(p) if family == "certain" else {p})
        ]
    made += [_entry(p, "reason", "reason") for p in _phrases(data["reasons"])]
    made += [_entry(p, "prevention", "prevention") for p in _phrases(data["preventions"])]
    made += [_entry(p, "idiom", "idiom") for p in _phrases(data["idioms"])]
    made += [
        _entry(p, "rival", f"{n} {at}")
        for n, line in enumerate(data["rivals"])
        for at, words in enumerate(str(line).split("|"))
        for p in _phrases(words)
    ]
    for name, *ends in data["directions"]:
        for key, line in zip(name.split(), ends, strict=True):
            made += [_entry(form, "direction", key) for p in _phrases(line) for form in _forms(p)]
    return made


def _entry(phrase: str, family: str, key: str) -> Entry:
    """An entry of one word holds for that very word: "compared" is not "comparable", "several" not "severe"."""
    return Entry(stems(phrase), family, key, phrase if phrase.isalpha() else "")


def _forms(phrase: str) -> set[str]:
    """A phrase, and a verb's other forms; forms that no word has do no harm."""
    if not phrase.isalpha() or phrase.endswith(("er", "est", "ly", "s", "ed", "ing")):
        return {phrase}
    base = phrase.removesuffix("e")
    return {phrase, f"{phrase}s", f"{base}ed", f"{base}ing"}


def _indexed(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, dict[Entry, None]] = {}
    for entry in entries:
        if entry.stems:
            found.setdefault(entry.stems[0], {})[entry] = None
    return {first: tuple(sorted(group, key=lambda e: -len(e.stems))) for first, group in found.items()}
