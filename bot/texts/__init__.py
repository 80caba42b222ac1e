"""The bot's own sentences, from plain files that a translator can edit. Knows no answer and no corpus."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.errors import TextsInvalid
from bot.yaml_file import read_yaml

FOLDER = Path(__file__).resolve().parent
DEFAULT = "en"


class Texts:
    """Sentences of one language; a key that a translation lacks comes from English."""

    def __init__(self, language: str, data: Mapping[str, Any], fallback: Mapping[str, Any] | None = None) -> None:
        self.language = language
        self._data = data
        self._fallback = fallback or {}

    def get(self, key: str) -> Any:
        """The value at a dotted key, whatever its form.

        Raises:
            TextsInvalid: Neither this language nor English has it.
        """
        for data in (self._data, self._fallback):
            found = _find(data, key)
            if found is not None:
                return found
        raise TextsInvalid(f"No text {key!r} for language {self.language!r}; add it to bot/texts/{DEFAULT}.yaml")

    def say(self, key: str, **values: object) -> str:
        """The sentence at a dotted key with its {braces} filled in."""
        sentence = str(self.get(key))
        for name, value in values.items():
            sentence = sentence.replace("{" + name + "}", str(value))
        return sentence


def _find(data: Mapping[str, Any], key: str) -> Any:
    value: Any = data
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


@lru_cache(maxsize=16)
def texts(language: str = DEFAULT) -> Texts:
    """The texts of a language, English where there is no file for it.

    Raises:
        TextsInvalid: A file cannot be read.
    """
    english = _read(FOLDER / f"{DEFAULT}.yaml")
    path = FOLDER / f"{language}.yaml"
    if language == DEFAULT or not path.is_file():
        return Texts(DEFAULT, english)
    return Texts(language, _read(path), english)


def _read(path: Path) -> Mapping[str, Any]:
    data = read_yaml(path)
    if not isinstance(data, Mapping):
        raise TextsInvalid(f"{str(path)!r} should be 'key: text' lines; restore or mend it")
    return data
