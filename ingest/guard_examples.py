"""Labelled example messages for the guards, as the content team writes them in `corpus/guard/<class>.yaml`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field

from ingest.concepts import Concepts
from ingest.errors import Unreadable
from ingest.everyday import Everyday, Said
from ingest.readers import validated
from ingest.schema import Model, Text
from ingest.spoken import spoken
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
    in_parts: bool = False
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
    """One message, the class it belongs to, and the situation that no train and test half may share."""

    text: str
    guard_class: str
    outcome: str
    family: str
    language: str
    split: str
    unlike: str = ""
    """For a look-alike: the class it must not be taken for."""
    situation: str = ""
    """The family, or where a file has several languages, all families that tell the same thing; see `_situations`."""
    is_part: bool = False
    """Whether it is no message, but what the guards judge of a long one beside the whole."""


class WordLists(NamedTuple):
    """What messages speak of, and what they say in English; both are kept with what was trained on them."""

    concepts: Concepts
    everyday: Everyday

    @classmethod
    def load(cls, corpus: Path) -> WordLists:
        """Read the lists of a corpus folder.

        Raises:
            Unreadable: One of them cannot be used.
        """
        return cls(Concepts.load(corpus / "guard"), Everyday.load(corpus / "glossary"))


NO_LISTS = WordLists(Concepts({}), Everyday({}))


class Labelled(NamedTuple):
    """What the guards' classifier is trained on."""

    examples: Sequence[Example] = ()
    lists: WordLists = NO_LISTS

    def said(self) -> list[Said]:
        """What each example says; its English is what is embedded."""
        return [self.lists.everyday.said(spoken(e.text)) for e in self.examples]


UNLABELLED = Labelled()


def read_examples(folder: Path) -> tuple[list[Example], list[str]]:
    """Every example of a guard folder, and `file:line: what is wrong` for files left out."""
    examples: list[Example] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name.startswith(NOT_CLASSES):
            continue
        try:
            located = load_yaml(path.read_text(encoding="utf-8"))
            examples += _examples(validated(GuardFile, located), path.stem)
        except (Unreadable, OSError, UnicodeDecodeError) as error:
            problems.append(f"{path}:{error}")
    return examples, problems


def _examples(file: GuardFile, stem: str) -> Iterator[Example]:
    name = file.guard_class
    for family, situation in _situations(file.families, f"{name}/", stem):
        for text in family.utterances:
            made = f"{name}/{family.id}"
            yield Example(text, name, file.outcome, made, family.language, family.split, "", situation, family.in_parts)
    for family, situation in _situations(file.look_alikes, f"{name}/not/", stem):
        for text in family.utterances:
            made = f"{name}/not/{family.id}"
            yield Example(text, NONE, "answered", made, family.language, family.split, name, situation)


def _situations(families: Sequence[FamilyFile], kind: str, stem: str) -> Iterator[tuple[FamilyFile, str]]:
    """Each family with its situation.

    In a file of several languages the first families of each tell the same thing, so do the second ones, and so on: they
    are copies of one list. Two that only happen to stand at the same place are then kept together too, which costs nothing.
    """
    is_copied = len({family.language for family in families}) > 1
    place = Counter[str]()
    for family in families:
        place[family.language] += 1
        yield family, f"{kind}{stem}#{place[family.language]}" if is_copied else f"{kind}{family.id}"
