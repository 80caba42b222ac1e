"""A message in another language as everyday English, for the guards' classifier: the embedder and most of the examples are English.

The word lists are those of `corpus/glossary/everyday`, with the search words of `corpus/glossary` beside them. Reading half.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from ingest.concepts import is_english, languages_of
from ingest.errors import Unreadable
from ingest.glossary import Glossary, Listed, listed
from ingest.spoken import spoken
from ingest.yaml_lines import load_yaml

FOLDER = "everyday"
"""Of the glossaries' folder."""
_PARTED = re.compile(r"(?<=\d) (?=\d)")
"""Where `spoken` has parted a figure that its writer did not: "23:40" and "2340" are the same with and without punctuation."""


class Said(NamedTuple):
    """A text that `spoken` has made plain: as it was written, and in English as far as the lists go."""

    written: str
    english: str


class Everyday:
    """The word lists of every language; each is made ready when the first message needs it. Safe to share between threads."""

    def __init__(self, lists: Mapping[str, Listed]) -> None:
        self._lists = lists
        self._ready: dict[str, Glossary] = {}
        self._lock = Lock()

    @classmethod
    def load(cls, folder: Path) -> Everyday:
        """Read the lists of a glossaries' folder; without any, messages stay as they are.

        Raises:
            Unreadable: A list cannot be used.
        """
        return cls({path.stem: _joined(path, folder / path.name) for path in sorted((folder / FOLDER).glob("*.yaml"))})

    @classmethod
    def from_json(cls, text: str) -> Everyday:
        """Read what `to_json` wrote."""
        return cls({code: Listed(**row) for code, row in json.loads(text).items()})

    def to_json(self) -> str:
        """The lists, to be kept with what was trained on what they say."""
        return json.dumps({code: found._asdict() for code, found in self._lists.items()}, ensure_ascii=False)

    def said(self, text: str) -> Said:
        """A text that `spoken` has made plain, with what it says in English; one in English says what is written.

        Of several languages that a text may be in, the one counts whose list knows most of its words.
        """
        text = _PARTED.sub("", text)
        return Said(text, text if is_english(text) else self._english(text))

    def glossary(self, language: str) -> Glossary | None:
        """The list of a language, by its code; None where there is none."""
        if language not in self._lists:
            return None
        with self._lock:
            if language not in self._ready:
                self._ready[language] = Glossary(*self._lists[language])
            return self._ready[language]

    def _english(self, text: str) -> str:
        lists = filter(None, map(self.glossary, languages_of(text)))
        read = [found.read(text) for found in lists]
        best = min(read, key=lambda r: r.unlisted, default=None)
        return spoken(best.english) if best and best.english else text


def _joined(*paths: Path) -> Listed:
    """One list of several files; the little words are those of the first, whose `say` has what others drop."""
    read = [_read(path) for path in paths if path.is_file()]
    say: dict[str, list[str]] = {}
    for english, forms in chain.from_iterable(found.say.items() for found in read):
        say.setdefault(english, []).extend(forms)
    return read[0]._replace(say=say)


def _read(path: Path) -> Listed:
    try:
        return listed(load_yaml(path.read_text(encoding="utf-8")).data)
    except (Unreadable, OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{str(path)!r} {error}") from None
