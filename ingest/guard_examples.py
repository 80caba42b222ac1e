"""Labelled example messages for the guards, as the content team writes them in `corpus/guard/<class>.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from ingest.errors import Unreadable
from ingest.readers import validated
from ingest.schema import Model, Text
from ingest.yaml_lines import load_yaml

NOT_CLASSES = ("rules", "lexicon", "general")
"""Files of the folder that hold no examples begin with one of these."""
NONE = "benign"
"""Class of messages that need no guard."""


class FamilyFile(Model):
    """Paraphrases of one situation or request."""

    id: Text
    language: Text = "en"
    split: Literal["dev", "held"] = "dev"
    utterances: list[Text] = Field(min_length=1)


class GuardFile(Model):
    """`corpus/guard/<class>.yaml`."""

    guard_class: Text = Field(alias="class")
    outcome: Literal["emergency", "urgent", "crisis", "limit", "declined", "answered"]
    notice: str | None = None
    reason: str | None = None
    definition: Text
    what_to_do: Text
    families: list[FamilyFile] = Field(min_length=1)
    look_alikes: list[FamilyFile] = Field(default_factory=list)


@dataclass(frozen=True)
class Example:
    """One message, the class it belongs to, and the family that no train and test half may share."""

    text: str
    guard_class: str
    outcome: str
    family: str
    language: str
    split: str
    unlike: str = ""
    """For a look-alike: the class it must not be taken for."""


def read_examples(folder: Path) -> tuple[list[Example], list[str]]:
    """Every example of a guard folder, and `file:line: what is wrong` for files left out."""
    examples: list[Example] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name.startswith(NOT_CLASSES):
            continue
        try:
            located = load_yaml(path.read_text(encoding="utf-8"))
            examples += _examples(validated(GuardFile, located))
        except (Unreadable, OSError, UnicodeDecodeError) as error:
            problems.append(f"{path}:{error}")
    return examples, problems


def _examples(file: GuardFile) -> Iterator[Example]:
    name = file.guard_class
    for family in file.families:
        for text in family.utterances:
            yield Example(text, name, file.outcome, f"{name}/{family.id}", family.language, family.split)
    for family in file.look_alikes:
        for text in family.utterances:
            yield Example(text, NONE, "answered", f"{name}/not/{family.id}", family.language, family.split, unlike=name)
