"""Concepts found whatever the language, and the situations that copies of a family in other languages share."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import settings
from ingest.concepts import Concepts
from ingest.errors import Unreadable
from ingest.guard_examples import read_examples
from ingest.spoken import spoken

GUARD = settings.ROOT / "corpus" / "guard"
SMALL = Concepts(
    {
        "die": {"en": "die, dying", "es": "morir*", "fr": "mourir", "ar": "موت", "zh": "死"},
        "breath": {"en": "breath*", "es": "falta el aire", "fr": "d un coup", "hi": "सांस"},
    }
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I was short of breath and thought I would die", {"breath", "die"}),
        ("Die Beine sind schwer und ich kann nicht schlafen", set()),
        ("me falta el aire, creo que me moriré hoy", {"breath", "die"}),
        ("no quiero morirme", {"die"}),
        ("j'ai eu peur de mourir d'un coup", {"die", "breath"}),
        ("الموت ارحم", {"die"}),
        ("मुझे सांस नहीं आ रही", {"breath"}),
        ("我想死", {"die"}),
        ("", set()),
    ],
)
def test_a_concept_is_found_in_the_lists_of_the_languages_that_a_text_is_in(text: str, wanted: set[str]) -> None:
    """A German article is no English death; endings, elisions and Arabic prefixes are seen through."""
    assert SMALL.found(spoken(text)) == wanted


def test_concepts_and_their_pairs_have_numbers_of_their_own_and_unit_length() -> None:
    """Two concepts make three features; none makes none."""
    numbers, weights = SMALL.weighed("short of breath and about to die i am")
    assert sorted(numbers) == list(range(SMALL.size))
    assert np.isclose(np.linalg.norm(weights), 1)
    numbers, weights = SMALL.weighed("how much magnesium is in spinach")
    assert numbers.size == weights.size == 0


def test_kept_word_lists_find_what_the_file_finds() -> None:
    """A model carries its lists, so that an edit cannot part them from its weights."""
    read = Concepts.load(GUARD)
    again = Concepts.from_json(read.to_json())
    text = spoken("I can't breathe and my chest is tight since this morning")
    assert again.found(text) == read.found(text) >= {"breath", "chest", "now"}


def test_a_list_without_languages_is_named(tmp_path: Path) -> None:
    """It says what to write."""
    (tmp_path / "lexicon.concepts.yaml").write_text("die: dying, dead\n", encoding="utf-8")
    with pytest.raises(Unreadable, match="needs languages"):
        Concepts.load(tmp_path)
    assert Concepts.load(tmp_path / "nowhere").size == 0


def test_copies_of_a_family_in_other_languages_are_one_situation() -> None:
    """Families at the same place of their language in one file; English families stay by themselves."""
    examples, _ = read_examples(GUARD)
    by_situation: dict[str, set[str]] = {}
    for example in examples:
        by_situation.setdefault(example.situation, set()).add(example.family)
    strokes = next(found for found in by_situation.values() if "emergency/more-es-stroke" in found)
    assert {"emergency/more-fr-stroke", "emergency/more-zh-stroke"} <= strokes
    assert all(len(found) == 1 for name, found in by_situation.items() if not name.partition("#")[2]), (
        "a family of a file in one language shares its situation"
    )
