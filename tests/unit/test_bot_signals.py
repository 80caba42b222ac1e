"""What the judgement over evidence looks at: rare words, things named, figures asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bot.answerability import Answerability
from bot.rarity import rarities, rarity
from bot.retrieve import Candidate, Evidence
from bot.signals import signals
from ingest.source import Passage, Source

_SOURCE = Source("a", "Almonds", "agency-fact-sheet", "text")
_PASSAGE = Passage("a:1", "a", "finding", "About 80 mg of magnesium is found in 28 g of almonds.", 0, 10, ("Almonds",))
_FOUND = Candidate(_PASSAGE, _SOURCE, score=0.6, fused=0.6, own=0.7, ask=0.7, bm25=0.4, coverage=0.5)


def evidence(asked: str, *things: str) -> Evidence:
    """Evidence of one passage on almonds for a question that names some things."""
    stems = tuple(asked.lower().split())
    named = tuple((thing,) for thing in things)
    vector = np.ones(2, dtype=np.float32)
    weights = dict.fromkeys(stems, 5.0)
    return Evidence((_FOUND,), vector, stems, (), 0.0, weights, 0.5, asked=asked, things=named)


def test_a_name_is_rarer_than_an_everyday_word() -> None:
    """A word of no list counts in full, an everyday one hardly; a stem is as rare as its rarest word."""
    assert rarity("taurate") == 1.0
    assert rarity("people") < rarity("almonds") <= 1.0
    assert rarities("the almonds of people")["almond"] == rarity("almonds")


def test_a_thing_that_no_passage_names_is_missing() -> None:
    """Almonds are held; taurate is not."""
    assert signals(evidence("magnesium in almonds", "almond"))["thing_missing"] == 0.0
    assert signals(evidence("magnesium in almonds and taurate", "almond", "taurat"))["thing_missing"] == 1.0


def test_a_synonym_of_a_thing_holds_it() -> None:
    """What an alias calls the same is the same."""
    named = replace(evidence("magnesium in badam", "badam"), synonyms={"badam": ["almond"]})
    assert signals(named)["thing_missing"] == 0.0


def test_a_figure_asked_for_must_be_there() -> None:
    """Only a question for an amount can lack one."""
    without = replace(_FOUND, passage=replace(_PASSAGE, text="Almonds hold magnesium."))
    asking = replace(evidence("how much magnesium"), candidates=(without,))
    assert signals(asking)["figure_missing"] == 1.0
    assert signals(evidence("how much magnesium"))["figure_missing"] == 0.0
    assert signals(replace(asking, asked="why almonds"))["figure_missing"] == 0.0


def test_the_vector_counts_only_where_it_fits() -> None:
    """An embedder of another dimension gets what the vector adds on average."""
    fitting = Answerability({}, np.array([2, 2], dtype=np.float32), -4.0, 0.0, 0.5)
    other = replace(fitting, subject=np.zeros(3, dtype=np.float32))
    assert fitting.is_answerable(evidence("almonds"))
    assert not other.is_answerable(evidence("almonds"))
