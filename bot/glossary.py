"""The glossaries of `corpus/glossary`: what visitors say in each language, and what the sources call it.

The words are only looked up with. A word that no list has stays, so that it counts as one the sources do not know.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from pathlib import Path

from bot.errors import TextsInvalid
from bot.yaml_file import read_yaml
from ingest.errors import Unreadable
from ingest.glossary import Glossary, Listed, listed

SEARCH, LATIN = "search", "latin"
"""Of the glossaries' folder: more words of each language, which no classifier has learned from; and languages of other scripts in Latin letters."""


def load_glossaries(folder: Path) -> dict[str, Glossary]:
    """The glossary of each language, by its code, with what more there is in `search`.

    Raises:
        TextsInvalid: A file cannot be read or is not a glossary.
    """
    return {path.stem: _load(path, folder / SEARCH / path.name) for path in sorted(folder.glob("*.yaml"))}


def load_latin(folder: Path) -> dict[str, Glossary]:
    """The glossary of each language that visitors also write in Latin letters, in these.

    Raises:
        TextsInvalid: A file cannot be read or is not a glossary.
    """
    return {path.stem: _load(path) for path in sorted((folder / LATIN).glob("*.yaml"))}


def _load(*paths: Path) -> Glossary:
    """One glossary of several files; what a later one says counts."""
    read = [_listed(path) for path in paths if path.is_file()]
    later = {form for found in read[1:] for forms in found.say.values() for form in forms}
    say: dict[str, list[str]] = defaultdict(list)
    for n, found in enumerate(read):
        for english, forms in found.say.items():
            say[english] += forms if n else [form for form in forms if form not in later]
    return Glossary(say, list(chain.from_iterable(found.drop for found in read)), read[0].compounds)


def _listed(path: Path) -> Listed:
    data = read_yaml(path)
    try:
        return listed(data)
    except Unreadable as error:
        raise TextsInvalid(f"{str(path)!r} {error}") from None
