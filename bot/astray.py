"""Which passages are off what a question names: on another treatment, of another year's study, or on suicide where that was not asked about.

Classes of medicines come from `corpus/medicine-classes.yaml`. Knows no answer and no build.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from itertools import chain
from pathlib import Path

from bot.entities import Entities
from bot.errors import TextsInvalid
from bot.retrieve import Candidate
from bot.yaml_file import read_yaml
from bot.years import is_of_year, years_of_studies
from ingest.lexical import stem, stems_of

_GUIDELINE = re.compile(r"\bguidelines?\b", re.IGNORECASE)
"""Names whose recommendation is asked for: what is recommended instead is an answer."""
_TAKEN = frozenset({"medicine", "supplement", "form"})
"""Sorts of what is taken: a passage on a medicine is off a question on a supplement, and the other way round."""
_TREATMENTS = _TAKEN | {"remedy"}
"""With what is done: where passages name what was asked about, one that names only another treatment is off the question."""
_GRAVE = re.compile(r"\b(?:suicid\w+|self[- ]harm)\b", re.IGNORECASE)
_ASKS_OF_GRAVE = re.compile(
    r"\b(?:suicid\w+|self[- ]harm\w*|harm(?:ed|ing)? (?:them|him|her|my|your|one)sel(?:f|ves)|depress\w+|mental\w*|mood\w*|psych\w+|deaths?|die[sd]?|dying|mortality|helplines?|crisis)\b",
    re.IGNORECASE,
)
"""What a study of suicide or self-harm is shown for: a question on harm from a supplement only has a word in common with it."""
_NAME = re.compile(r"\b[A-Z]\w{2,}")
"""A family name among authors."""
_HELP = ("agency-fact-sheet", "patient-organisation")
"""Kinds of source that say where to turn, which anybody may be shown."""


class Astray:
    """Judges what was found for a question. Safe to call from several threads."""

    def __init__(
        self, entities: Entities, sorts: Callable[[str], Set[str]], classes: Mapping[str, str] | None = None
    ) -> None:
        """Args: `sorts` gives the sorts of what a passage's text names, `classes` what `load_classes` read."""
        self._entities = entities
        self._sorts = sorts
        self._classes = classes or {}

    def ids(self, question: str, own: Set[str], found: Sequence[Candidate]) -> frozenset[str]:
        """Ids of the passages that are off it.

        Args:
            question: As it stands alone.
            own: Stems of what it names, and of what sources call that.
            found: Its evidence.
        """
        return frozenset(
            c.passage.id
            for c in chain(
                _of_other_years(question, found), _grave(question, found), self._others(question, own, found)
            )
        )

    def _others(self, question: str, own: Set[str], found: Sequence[Candidate]) -> Iterator[Candidate]:
        """Passages that name another thing of the sorts that the question names, and none of its own."""
        kinds = {e.sort for e in self._entities.things(question)}
        of_class = {self._classes[medicine] for medicine in own & self._classes.keys()}
        named = {c.passage.id for c in found if not _names_of(c, own, of_class).isdisjoint(said(c))}
        alike = _TREATMENTS if named else _TAKEN
        if kinds & alike:
            kinds |= alike
        is_of_guideline = bool(_GUIDELINE.search(question))
        for c in found:
            is_recommended = is_of_guideline and c.source.kind == "guideline"
            if c.passage.id not in named and not is_recommended and kinds & self._sorts(c.passage.text):
                yield c


def load_classes(path: Path) -> dict[str, str]:
    """For the stem of each medicine, that of the class by which sources speak of it too.

    Raises:
        TextsInvalid: The file cannot be used.
    """
    try:
        return {stem(m): stem(name) for name, medicines in read_yaml(path).items() for m in medicines}
    except (AttributeError, TypeError) as error:
        raise TextsInvalid(f"{str(path)!r} cannot be used ({type(error).__name__}); restore or mend it") from None


def said(candidate: Candidate) -> frozenset[str]:
    """Stems of what a passage and its source's title say."""
    return stems_of(candidate.source.title) | stems_of(candidate.passage.text)


def _of_other_years(question: str, found: Sequence[Candidate]) -> Iterator[Candidate]:
    years = years_of_studies(question)
    return (c for c in found if years and not is_of_year(c.source, c.passage, years))


def _grave(question: str, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Studies of suicide or self-harm, where neither they nor what leads to them was asked about."""
    if _ASKS_OF_GRAVE.search(question):
        return
    asked = frozenset(re.findall(r"\w+", question.lower()))
    for c in found:
        is_named = any(name.lower() in asked for name in _NAME.findall(c.source.authors))
        if c.source.kind not in _HELP and not is_named and _GRAVE.search(c.source.title):
            yield c


def _names_of(candidate: Candidate, own: Set[str], of_class: Set[str]) -> Set[str]:
    """Stems by which a candidate may name what was asked about; our editors' notes on a class advise on something else."""
    return own if candidate.source.kind == "editor-note" else own | of_class
