"""The guards' classes, as the content team wrote them at the head of each file in `corpus/guard/`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import TextsInvalid
from bot.yaml_file import parse_yaml

_RULE_FILES = ("rules", "lexicon", "general")


@dataclass(frozen=True)
class GuardClass:
    """What a class leads to. `outcome` "limit" means: answer, with the notice."""

    name: str
    outcome: str
    notice: str | None
    reason: str | None
    definition: str
    what_to_do: str


def class_files(folder: Path) -> list[Path]:
    """The class files of a guard folder, in name order."""
    return sorted(p for p in folder.glob("*.yaml") if not p.name.startswith(_RULE_FILES))


def load_classes(folder: Path) -> dict[str, GuardClass]:
    """Every class by name; reads only the head of each file, up to its examples.

    Raises:
        TextsInvalid: A head cannot be read or lacks a key.
    """
    found: dict[str, GuardClass] = {}
    for path in class_files(folder):
        head = _head(path)
        try:
            made = GuardClass(
                str(head["class"]),
                str(head["outcome"]),
                head.get("notice"),
                head.get("reason"),
                str(head.get("definition", "")),
                str(head.get("what_to_do", "")),
            )
        except KeyError as error:
            raise TextsInvalid(f"{str(path)!r} lacks {error}; a class needs class, outcome and notice") from None
        found.setdefault(made.name, made)
    return found


def _head(path: Path) -> dict[str, Any]:
    lines: list[str] = []
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                if line.startswith(("families:", "look_alikes:")):
                    break
                lines.append(line)
        data = parse_yaml("".join(lines))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise TextsInvalid(f"{str(path)!r} cannot be read ({type(error).__name__}); restore or mend it") from None
    return data if isinstance(data, dict) else {}
