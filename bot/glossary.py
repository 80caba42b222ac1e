"""The glossaries of `corpus/glossary`: what visitors say in each language, and what the sources call it.

The words are only looked up with. A word that no list has stays, so that it counts as one the sources do not know.
"""

from __future__ import annotations

from pathlib import Path

from bot.errors import TextsInvalid
from bot.yaml_file import read_yaml
from ingest.glossary import Glossary, has_words


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
        empty = next((english for english, forms in say.items() if not all(map(has_words, forms))), None)
    except (AttributeError, KeyError, TypeError) as error:
        raise TextsInvalid(
            f"{str(path)!r} cannot be used ({type(error).__name__}); it needs 'drop' with words and 'say' with English words, each with how they are said"
        ) from None
    if empty is not None:
        raise TextsInvalid(f"{str(path)!r} has nothing to say for {empty!r}; write how visitors say it, or remove it")
    return Glossary(say, drop, data.get("compounds") is True)
