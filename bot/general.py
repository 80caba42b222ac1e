"""A personal question in general terms: what to look up when its own words find nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.answer import NoticeKind
from bot.entities import Entities
from bot.errors import TextsInvalid
from bot.stopping import STOPS
from bot.yaml_file import read_yaml

_SLOT = re.compile(r"\{(\w+)(?:\|([^}]*))?\}")
_PERSONAL = re.compile(
    r"\b(?:i|i'?m|i'?ve|i'?d|my|me|we|our|us|he|she|his|her|him|they|them|should|shall|ok|okay|safe|allowed)\b", re.I
)
"""A question about no one in particular ("magnesium malate for fibromyalgia?") has no general question behind it."""
_OF_SOMEBODY: frozenset[NoticeKind] = frozenset({"kidney", "child"})
"""Limits that tell of somebody whatever the words, where an amount is asked; a newborn rat takes none."""
_AMOUNT_ASKED = re.compile(r"\bhow (?:much|many)\b|\b(?:mg|milligrams?|tablets?|pills?|dose|give|take)\b", re.I)
_CONTENT = re.compile(
    r"\b(?:real|actual|actually|pure|elemental|contains?|label|of (?:that|it|this|which) (?:is|are))\b", re.I
)
"""Asks what a product holds, not what somebody may take."""
_OTHERWISE = re.compile(
    r"\b(?:go up|going up|put (?:it|me|my \w+) up|up (?:the|my|his|her) dose|increas\w+|rais(?:e|ing)|doubl\w+|twice|more of|higher dose|extra)\b"
    r"|\b(?:set off|sets off|bring on|brings on|caus\w+|trigger\w*|give me|gives me|lead to|start(?:s|ed)? (?:it|rls|restless))\b",
    re.I,
)
_BARE_FORM = re.compile(r"^(?!.*\bmagnesium\b)(?!epsom|milk)", re.I)
_OF_ANY_FORM: tuple[NoticeKind, ...] = ("dose", "kidney", "child")
"""Limits that hold for magnesium in whatever form."""
_ANY_FORM = "magnesium"
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


def asks_otherwise(question: str) -> bool:
    """Whether it asks of a medicine what it brings about, or of more of it, and nothing of stopping it."""
    return bool(_OTHERWISE.search(question)) and not STOPS.search(question)


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
        is_for_somebody = bool(_OF_SOMEBODY.intersection(limits) and _AMOUNT_ASKED.search(question))
        if not _PERSONAL.search(question) and not is_for_somebody:
            return []
        found = self._entities.find(question)
        by_sort = {sort: [e.text for e in found if e.sort in sorts] for sort, sorts in _SORTS.items()}

        def named(match: re.Match[str]) -> str:
            return next(iter(by_sort.get(match.group(1), [])), match.group(2) or _UNNAMED)

        bare_forms = [e.text for e in found if e.sort == "form" and _BARE_FORM.match(e.text)]
        is_of_food = any(e.sort == "food" and re.search(_IN.format(re.escape(e.text)), question, re.I) for e in found)
        kinds = [kind for kind in _ORDER if kind in limits and kind in self._templates]
        if is_of_food or _CONTENT.search(question):
            kinds = [kind for kind in kinds if kind != _OF_SUPPLEMENTS]
        if asks_otherwise(question):
            kinds = [kind for kind in kinds if kind != "stopping_medicine"]

        def asked(kind: NoticeKind) -> list[str]:
            readings = [_SLOT.sub(named, template) for template in self._templates[kind]]
            for form in bare_forms if kind in _OF_ANY_FORM else ():
                readings = [re.sub(rf"\b{re.escape(form)}\b", _ANY_FORM, reading) for reading in readings]
            return readings

        filled = [asked(kind) for kind in kinds]
        usable = [[reading for reading in readings if _UNNAMED not in reading] for readings in filled]
        return [readings for readings in usable if readings]
