"""Emergency, poison and crisis numbers for where a visitor is; read from the corpus, with no index and no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answer import Notice
from bot.errors import TextsInvalid
from bot.texts import DEFAULT, Texts
from bot.yaml_file import read_yaml

_SEVERAL = ("GB", "US", "EU", "XX")
"""Shown when nobody knows where the visitor is: the corpus notes say not to guess."""
_EUROPEAN = frozenset(
    """AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI""".split()
)


_ALTERNATIVES = re.compile(r"[\d -]+(?: or [\d -]+)+")


@dataclass(frozen=True)
class Line:
    """A crisis line."""

    name: str
    number: str
    hours: str = ""


@dataclass(frozen=True)
class Helpline:
    """The numbers of one country."""

    country: str
    emergency: str
    poison: str
    crisis: tuple[Line, ...]


class Helplines:
    """All countries of `corpus/helplines.yaml`."""

    def __init__(self, entries: Sequence[Helpline]) -> None:
        self._by_country = {entry.country: entry for entry in entries}

    @classmethod
    def load(cls, path: Path) -> Helplines:
        """Read the file.

        Raises:
            TextsInvalid: It cannot be read; the guards would have no number to give.
        """
        try:
            data: list[dict[str, Any]] = read_yaml(path)
            return cls([_helpline(entry) for entry in data])
        except (KeyError, TypeError) as error:
            raise TextsInvalid(f"{str(path)!r} cannot be used ({type(error).__name__}); restore or mend it") from None

    @property
    def countries(self) -> tuple[str, ...]:
        """ISO codes that can be chosen."""
        return tuple(code for code in self._by_country if code not in ("EU", "XX"))

    def at(self, country: str | None) -> tuple[Helpline, ...]:
        """The entry of a country, the European one for a European country without its own, else several."""
        code = (country or "").upper()
        if code in self._by_country and code != "XX":
            return (self._by_country[code],)
        names = ("EU", "XX") if code in _EUROPEAN else _SEVERAL
        return tuple(self._by_country[name] for name in names if name in self._by_country)

    def emergency_words(self, country: str | None, texts: Texts) -> str:
        """The number to call, to stand in a sentence: "999 or 112", or "your local emergency number"."""
        found = self.at(country)
        return _numbers(found[0].emergency, texts) if len(found) == 1 else texts.say("care.elsewhere")

    def notices(self, country: str | None, texts: Texts, *, poison: bool = False, crisis: bool = False) -> list[Notice]:
        """Numbers as notices: poison and crisis lines as `helpline`, emergency numbers as `emergency`.

        A country with an entry of its own gets all its crisis lines; where several stand in for it, each gives one.
        """
        made: list[Notice] = []
        for entry in self.at(country):
            where = place(entry.country, texts.language)
            if poison and entry.poison:
                number = _numbers(entry.poison, texts)
                words = texts.say("care.number_poison", country=where, number=number)
                made.append(Notice("helpline", words, _english(number, entry.poison, texts)))
            if crisis:
                lines = entry.crisis if entry.country == (country or "").upper() else entry.crisis[:1]
                made += [_crisis(line, where, texts) for line in lines]
            number = _numbers(entry.emergency, texts)
            words = texts.say("care.number_emergency", country=where, number=number)
            made.append(Notice("emergency", words, _english(number, entry.emergency, texts)))
        return made

    def first_crisis_lines(self, country: str | None, texts: Texts) -> list[Notice]:
        """One crisis line of each entry that stands for a country, as notices."""
        entries = [entry for entry in self.at(country) if entry.crisis]
        return [_crisis(entry.crisis[0], place(entry.country, texts.language), texts) for entry in entries]


def place(code: str, language: str) -> str:
    """A country's name in a language."""
    from babel import Locale, UnknownLocaleError

    try:
        territories = Locale(language).territories
    except (UnknownLocaleError, ValueError):
        territories = Locale("en").territories
    return str(territories.get("001" if code == "XX" else code, code))


def _numbers(words: str, texts: Texts) -> str:
    """Numbers with nothing but "or" between them in the words of a language; anything else as the file has it."""
    return texts.say("care.or").join(words.split(" or ")) if _ALTERNATIVES.fullmatch(words) else words


def _crisis(line: Line, where: str, texts: Texts) -> Notice:
    number = _numbers(line.number, texts)
    hours = texts.get("care.open").get(line.hours, line.hours)
    words = texts.say("care.number_crisis", name=line.name, country=where, number=number)
    if hours:
        words = texts.say("care.hours", line=words, hours=hours)
    return Notice("helpline", words, (*_english(number, line.number, texts), *_english(hours, line.hours, texts)))


def _english(said: str, words: str, texts: Texts) -> tuple[str, ...]:
    """What of the file's words is still English once they are said in another language; digits alone are of none."""
    is_english = said == words and texts.language != DEFAULT and re.search(r"[^\W\d_]{2}", words)
    return (words,) if is_english else ()


def _helpline(entry: dict[str, Any]) -> Helpline:
    lines = tuple(Line(c["name"], str(c["number"]), c.get("hours") or "") for c in entry["crisis"])
    return Helpline(entry["country"], str(entry["emergency"]), str(entry.get("poison") or ""), lines)
