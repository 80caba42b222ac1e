"""The glossaries of `corpus/glossary`: what visitors say in each language, and what the sources call it.

The words are only looked up with. A word that no list has stays, so that it counts as one the sources do not know.
"""

from __future__ import annotations

from pathlib import Path

from bot.errors import TextsInvalid
from bot.yaml_file import read_yaml
from ingest.errors import Unreadable
from ingest.glossary import Glossary, listed


def load_glossaries(folder: Path) -> dict[str, Glossary]:
    """The glossary of each language, by its code.

    Raises:
        TextsInvalid: A file cannot be read or is not a glossary.
    """
    return {path.stem: _load(path) for path in sorted(folder.glob("*.yaml"))}


def _load(path: Path) -> Glossary:
    data = read_yaml(path)
    try:
        return Glossary(*listed(data))
    except Unreadable as error:
        raise TextsInvalid(f"{str(path)!r} {error}") from None
