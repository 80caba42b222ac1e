"""A personal question in general terms: what to look up when its own words find nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.answer import NoticeKind
from bot.entities import Entities
from bot.errors import TextsInvalid
from bot.yaml_file import read_yaml

_SLOT = re.compile(r"\{(\w+)(?:\|([^}]*))?\}")
_PERSONAL = re.compile(
    r"\b(?:i|i'?m|i'?ve|i'?d|my|me|we|our|us|he|she|his|her|him|they|them|should|shall|ok|okay|safe|allowed)\b", re.I
)
"""A question about no one in particular ("magnesium malate for fibromyalgia?") has no general question behind it."""
_UNNAMED = "\x00"
_SORTS = {"supplement": ("form", "supplement"), "medicine": ("medicine",)}
_IN = r"\bin (?:\w+ ){{0,3}}{}"
_OF_SUPPLEMENTS = "dose"
"""Its general questions are of supplements and their limits: how much of something is in a food they do not answer."""
_ORDER: tuple[NoticeKind, ...] = (
    "stopping_medicine",
    "interaction",
    "kidney",
    "pregnancy",
    "child",
    "dose",
    "diagnosis",
)


class GeneralQuestions:
    """What a personal question asks in general, per limit, from `corpus/guard/general.yaml`."""

    def __init__(self, templates: Mapping[str, Sequence[str]], entities: Entities) -> None:
        self._templates = templates
        self._entities = entities

    @classmethod
    def load(cls, path: Path, entities: Entities) -> GeneralQuestions:
        """Read the file.

        Raises:
            TextsInvalid: It cannot be read.
        """
        try:
            data = read_yaml(path)
            names = {str(k).removeprefix("limit-"): [str(q) for q in v] for k, v in data.items()}
        except (AttributeError, TypeError) as error:
            raise TextsInvalid(f"{str(path)!r} cannot be used ({type(error).__name__}); restore or mend it") from None
        return cls({"stopping_medicine" if k == "stopping" else k: v for k, v in names.items()}, entities)

    def questions(self, question: str, limits: Sequence[NoticeKind]) -> list[list[str]]:
        """For each limit of a personal question, the weightiest first, the readings to look up together."""
        if not _PERSONAL.search(question):
            return []
        found = self._entities.find(question)
        by_sort = {sort: [e.text for e in found if e.sort in sorts] for sort, sorts in _SORTS.items()}

        def named(match: re.Match[str]) -> str:
            return next(iter(by_sort.get(match.group(1), [])), match.group(2) or _UNNAMED)

        is_of_food = any(e.sort == "food" and re.search(_IN.format(re.escape(e.text)), question, re.I) for e in found)
        kinds = [kind for kind in _ORDER if kind in limits and kind in self._templates]
        kinds = [kind for kind in kinds if not (is_of_food and kind == _OF_SUPPLEMENTS)]
        filled = [[_SLOT.sub(named, template) for template in self._templates[kind]] for kind in kinds]
        usable = [[reading for reading in readings if _UNNAMED not in reading] for readings in filled]
        return [readings for readings in usable if readings]
