"""The newer locks and what they stand on: hedges one to one, split denials, titles, bare times, nearness, and what a model may overrule."""

from __future__ import annotations

import pytest
import verify_fixtures as fx
from conftest import HashEmbedder
from hypothesis import given
from hypothesis import strategies as st

from bot.verify.binding import context, fit, overlap
from bot.verify.meaning import coverage
from bot.verify.verdict import Verdict
from bot.verify.verifier import Thresholds, Verifier
from bot.verify.wordmatch import is_borne
from bot.wiring import load_entities

FINDINGS = [fx.MASSAGE, fx.TRIMESTERS, fx.PARKINSON, fx.DIALYSIS, fx.INTAKE, fx.MELATONIN, fx.TEA, fx.WOMEN, fx.APNOEA]
TESTS = "Tests are usually not needed for leg cramps, but if a cause is suspected a doctor may check salts (NICE CKS)."
PATCH = "Do not cut a rotigotine patch or use one that is damaged (Alberta leaflet)."
UNCLEAR = "It is not clear whether magnesium relieves RLS or periodic limb movements, or which patients, if any, would benefit."
MOOD = "Poor sleep from RLS can leave a person irritable, anxious and low in mood (Sleep Health Foundation, Australia)."
SKIN = "The rotigotine patch can irritate the skin where it is worn (NHS leaflet)."


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("Leg cramps usually need no tests, but when a cause is suspected a doctor may check salts (NICE CKS).", TESTS),
        ("Don't cut a rotigotine patch or use a damaged one (Alberta leaflet).", PATCH),
        ("A rotigotine patch can irritate the skin under it (NHS leaflet).", SKIN),
        (UNCLEAR.replace("not clear", "unclear"), UNCLEAR),
        ("RLS that spoils sleep can leave people irritable, anxious and low in mood, says the Sleep Health Foundation.",
         MOOD),
    ],
)  # fmt: skip
def test_hedges_denials_and_titles_that_are_kept_pass(statement: str, quote: str) -> None:
    """A "when" keeps an "if", a "don't" is a "do not", a name stays whole."""
    assert not fx.fast_verifier().failures(statement, quote)


@pytest.mark.parametrize(
    ("statement", "quote", "check"),
    [
        ("Leg cramps need no tests, but if a cause is suspected a doctor may check salts.", TESTS, "hedge"),
        ("You may cut a rotigotine patch, but do not use one that is damaged (Alberta leaflet).", PATCH, "negation"),
        ("Poor sleep can leave people irritable, says Australia's Mood Health Foundation.", MOOD, "entity"),
        ("A rotigotine patch can irritate the skin under it within a week (NHS leaflet).", SKIN, "unit"),
    ],
)
def test_one_hedge_serves_one_and_half_a_denial_none(statement: str, quote: str, check: str) -> None:
    """ "May" does not stand for "usually" as well; what a list denies first is not allowed because its rest is denied."""
    assert check in {f.check for f in fx.fast_verifier().failures(statement, quote)}


@given(st.sampled_from(FINDINGS))
def test_a_finding_bears_itself(finding: str) -> None:
    """Every lock passes, every word is covered, every word is borne."""
    read = fx.read(finding)
    assert fx.fast_verifier().failures(finding, finding) == ()
    assert coverage(read, read, lambda _: 1.0) == 1
    assert all(is_borne(t.at, read, read) for t in read.tokens if t.is_word)


@given(st.sampled_from(FINDINGS), st.sampled_from(FINDINGS))
def test_coverage_is_a_share_and_a_finding_is_not_covered_by_another(one: str, other: str) -> None:
    """Between 0 and 1, and below the threshold for another finding."""
    share = coverage(fx.read(one), fx.read(other), lambda _: 1.0)
    assert 0 <= share <= 1
    assert one == other or share < Thresholds().min_coverage


@given(st.sampled_from(FINDINGS), st.data())
def test_no_context_fits_a_place_better_than_its_own(finding: str, data: st.DataObject) -> None:
    """Nearness is a measure: nothing overlaps more with a context than it does itself, and with nothing there is no fit."""
    read = fx.read(finding)
    one, other = (data.draw(st.integers(0, len(read.tokens) - 1)) for _ in range(2))
    own, its = context(read, one, one + 1), context(read, other, other + 1)
    assert overlap(own, its) <= overlap(own, own) + 1e-9
    assert fit([own], []) == 0


class Scores:
    """An entailment model that gives one score, and counts how often it is asked."""

    name = "scores"
    weights = "none"

    def __init__(self, score: float) -> None:
        self.score = score
        self.asked = 0

    def entails(self, premise: str, hypothesis: str) -> float:
        """See `Entails.entails`."""
        self.asked += 1
        return self.score


def judged(score: float, statement: str, quote: str) -> tuple[Verdict, int]:
    """The verdict with a model that gives a score, and how often it was asked."""
    model = Scores(score)
    entities = load_entities(fx.CORPUS / "entities.yaml", fx.CORPUS / "guard")
    bounds = Thresholds(min_cosine=-1, min_entailment=0.5)
    verifier = Verifier(fx.LEXICON, entities, HashEmbedder(), bounds, model)
    return verifier.bears([quote], statement, lambda _: 1.0), model.asked


WHOLE = (
    "Iron tablets should be swallowed whole; sucking or chewing them can cause mouth ulcers (UK product information)."
)
SUCK = "Don't suck or chew iron tablets, that can cause mouth ulcers. Swallow them whole (UK product information)."


def test_a_model_overrules_a_doubtful_not_and_only_that() -> None:
    """With no model the "don't" fails; a high score lets it pass, a low one gives the lock's own reason."""
    assert fx.failed(SUCK, WHOLE) == {"negation"}
    assert judged(0.9, SUCK, WHOLE)[0].passes
    assert {f.check for f in judged(0.1, SUCK, WHOLE)[0].failures} == {"negation"}


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("RLS is more common in men than women in all surveys reviewed in 2012.", fx.WOMEN),
        ("RLS is more common in women than men in all surveys reviewed in 2013.", fx.WOMEN),
        ("Tea and coffee at mealtimes can reduce calcium absorption (NHS maternity advice).", fx.TEA),
    ],
)
def test_no_score_overrules_a_turned_comparison_a_number_or_a_name(statement: str, quote: str) -> None:
    """The model is not even asked."""
    verdict, asked = judged(1.0, statement, quote)
    assert not verdict.passes
    assert asked == 0


def test_a_model_can_withhold_what_the_words_would_pass() -> None:
    """A low score on a statement that no lock faults."""
    said = "Drinking tea or coffee with meals can lower how much iron is absorbed."
    assert fx.against(said, fx.TEA).passes
    assert [f.check for f in judged(0.2, said, fx.TEA)[0].failures] == ["meaning"]


def test_a_failure_is_past_doubt_unless_its_lock_says_otherwise() -> None:
    """Negation is doubtful; what is turned round is not."""
    doubts = {f.check: f.is_doubtful for f in fx.against(SUCK, WHOLE).failures}
    assert doubts == {"negation": True}
    turned = fx.against("RLS is less common in women than men in all surveys reviewed in 2012.", fx.WOMEN).failures
    assert turned
    assert not any(f.is_doubtful for f in turned if f.check == "direction")
