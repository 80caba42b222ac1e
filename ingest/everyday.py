"""A message in another language as everyday English, for the guards' classifier: the embedder and most of the examples are English.

The word lists are those of `corpus/glossary/everyday`, with the search words of `corpus/glossary` beside them. Reading half.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from ingest.concepts import is_english, languages_of
from ingest.errors import Unreadable
from ingest.glossary import Glossary, has_words
from ingest.spoken import spoken
from ingest.yaml_lines import load_yaml

FOLDER = "everyday"
"""Of the glossaries' folder."""
_PARTED = re.compile(r"(?<=\d) (?=\d)")
"""Where `spoken` has parted a figure that its writer did not: "23:40" and "2340" are the same with and without punctuation."""
Lists = Mapping[str, Mapping[str, Any]]
"""Language to its list: `say`, English to how it is said; `drop`, words that say nothing; `compounds`, whether words are written together."""


class Said(NamedTuple):
    """A text that `spoken` has made plain: as it was written, and in English as far as the lists go."""

    written: str
    english: str


class Everyday:
    """The word lists of every language; each is made ready when the first message needs it. Safe to share between threads."""

    def __init__(self, lists: Lists) -> None:
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
        return cls(json.loads(text))

    def to_json(self) -> str:
        """The lists, to be kept with what was trained on what they say."""
        return json.dumps(self._lists, ensure_ascii=False)

    def said(self, text: str) -> Said:
        """A text that `spoken` has made plain, with what it says in English; one in English says what is written.

        Of several languages that a text may be in, the one counts whose list knows most of its words.
        """
        text = _PARTED.sub("", text)
        return Said(text, text if is_english(text) else self._english(text))

    def warm(self) -> None:
        """Make every list ready now rather than with the first message that needs it."""
        for code in self._lists:
            self._glossary(code)

    def _english(self, text: str) -> str:
        read = [self._glossary(code).read(text) for code in languages_of(text) if code in self._lists]
        best = min(read, key=lambda r: r.unlisted, default=None)
        return spoken(best.english) if best and best.english else text

    def _glossary(self, code: str) -> Glossary:
        with self._lock:
            if code not in self._ready:
                listed = self._lists[code]
                self._ready[code] = Glossary(listed["say"], listed["drop"], listed["compounds"])
            return self._ready[code]


def _joined(*paths: Path) -> dict[str, Any]:
    """One list of several files; the little words are those of the first, whose `say` has what others drop."""
    read = [_read(path) for path in paths if path.is_file()]
    say: dict[str, list[str]] = {}
    for listed in read:
        for english, forms in listed["say"].items():
            say.setdefault(english, []).extend(forms)
    return {**read[0], "say": say}


def _read(path: Path) -> dict[str, Any]:
    try:
        data = load_yaml(path.read_text(encoding="utf-8")).data
        say = {str(english): [f.strip() for f in str(forms).split(",")] for english, forms in data["say"].items()}
        drop = str(data["drop"]).split()
    except (Unreadable, OSError, UnicodeDecodeError, AttributeError, KeyError, TypeError) as error:
        raise Unreadable(
            f"{str(path)!r} cannot be used ({error}); it needs 'drop' with words and 'say' with English words, each with how they are said"
        ) from None
    empty = next((english for english, forms in say.items() if not all(map(has_words, forms))), None)
    if empty is not None:
        raise Unreadable(f"{str(path)!r} has nothing to say for {empty!r}; write how people say it, or remove it")
    return {"say": say, "drop": drop, "compounds": data.get("compounds") is True}
