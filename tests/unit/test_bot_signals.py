"""What the judgement over evidence looks at: rare words, things named, figures asked for."""

from __future__ import annotations

import logging
from dataclasses import replace

import numpy as np
import pytest

from bot.answerability import Answerability, load
from bot.rarity import rarities, rarity
from bot.retrieve import Candidate, Evidence
from bot.signals import PRODUCTS, asked_words, signals
from ingest.embedder import PACKAGED, PACKAGED_SHA256
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


def test_a_thing_named_is_no_word_that_asks() -> None:
    """Words are weighed by themselves; a name is held against the passages, so that a new source can bring it."""
    assert asked_words(evidence("magnesium almonds price", "almonds")) == {"magnesium", "price", "^ magnesium"}


def test_small_words_ask_with_what_they_lead_to() -> None:
    """How a question opens and what follows its small words say what is wanted; what follows is no thing named."""
    asked = replace(evidence("how long did almonds help", "almond"), terms=("long", "almond"))
    assert asked_words(asked) == {"long", "how", "did", "help", "^ how", "how long"}


def test_signals_count_by_each_other() -> None:
    """A product is that of its two signals."""
    found = signals(evidence("magnesium in almonds and taurate", "almond", "taurat"))
    assert found["best_own * thing_missing"] == found["best_own"] * found["thing_missing"] == pytest.approx(0.7)
    assert all(found[name] == found[one] * found[other] for name, (one, other) in PRODUCTS.items())


class TestWeights:
    """A model of words alone: one above 0 is answered."""

    MODEL = Answerability(
        {}, np.zeros(2, dtype=np.float32), 0.0, 0.5, words={"price": -2.0, "horse": -1.0, "help": 4.0}
    )

    def test_a_word_tells_for_or_against(self) -> None:
        """One that is not weighed tells nothing."""
        assert not self.MODEL.is_answerable(evidence("price almonds"))
        assert self.MODEL.is_answerable(evidence("help almonds"))
        assert self.MODEL.probability(evidence("almonds")) == 0.5

    def test_several_words_share_the_say(self) -> None:
        """Their sum over the root of their number, so that a long question is not surer by its length."""
        assert self.MODEL.probability(evidence("price horse")) == pytest.approx(1 / (1 + np.exp(3 / np.sqrt(2))))

    def test_what_is_near_only_in_general_terms_is_not_judged(self) -> None:
        """A general question finds its own passage whatever was asked; the question alone decides."""
        of_general = replace(evidence("help almonds"), alone=evidence("price almonds"))
        assert not self.MODEL.is_answerable(of_general)

    def test_only_what_is_near_is_put_in_general_terms(self) -> None:
        """At half the threshold or more: "price" is too far off, a horse is not."""
        assert self.MODEL.is_near(evidence("horse almonds"))
        assert not self.MODEL.is_answerable(evidence("horse almonds"))
        assert not self.MODEL.is_near(evidence("price almonds"))


class TestAnotherEmbedder:
    """Weights belong to the embedder they were fitted with."""

    FITTED = Answerability({}, np.array([2, 2], dtype=np.float32), 0.0, 0.5, embedder="one@1")

    def test_its_own_embedder_leaves_the_model_as_it_is(self, caplog: pytest.LogCaptureFixture) -> None:
        """Nothing is said of it."""
        assert self.FITTED.fitting("one@1") is self.FITTED
        assert self.FITTED.is_answerable(evidence("almonds"))
        assert not caplog.text

    def test_under_another_only_what_the_words_bear_out_is_answered(
        self, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A vector of the same length would have said yes; one line says why it is not asked, and what to run."""
        # A logger of its own: what other tests' libraries did to the module's must not decide this one.
        monkeypatch.setattr("bot.answerability.log", logging.getLogger("of_this_test"))
        caplog.set_level(logging.WARNING, logger="of_this_test")
        other = self.FITTED.fitting("two@2")
        assert not other.is_answerable(evidence("almonds"))
        whole = replace(evidence("almonds", "almond"), candidates=(replace(_FOUND, coverage=0.9),))
        assert other.is_answerable(whole)
        assert not other.is_answerable(replace(whole, things=(("taurat",),)))
        assert not other.is_answerable(replace(whole, candidates=()))
        assert other.margin(whole) == 0.0
        assert "'one@1', the index is of 'two@2'" in caplog.text
        assert "python -m evals answerability --write" in caplog.text

    def test_the_shipped_weights_name_the_packaged_embedder(self) -> None:
        """So that any other is noticed, also one of the same dimension."""
        assert load().embedder == f"{PACKAGED}@{PACKAGED_SHA256[:16]}"
