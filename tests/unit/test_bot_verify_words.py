"""The locks on names, negation, hedges, direction and cause, and the cover of a statement's words, on examples worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
import verify_fixtures as fx

from bot.errors import TextsInvalid
from bot.verify.lexicon import load


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("Melatonin might worsen leg movements in restless legs, the authors of a 2010 Canadian study suggest.",
         fx.MELATONIN),
        ("Drinking tea or coffee with meals can lower how much iron is absorbed.", fx.TEA),
        ("Frequent restless legs did not clearly increase the chance of Parkinson's disease among 22,999 American men "
         "who were followed for 8 years.", fx.PARKINSON),
        ("Among 707 people with sleep apnoea, restless legs were linked with more depressive symptoms, but after taking "
         "other factors into account only in men.", fx.APNOEA),
        ("A 2012 Iranian trial in dialysis patients saw RLS severity drop more with vitamins C and E than with placebo.",
         fx.DIALYSIS),
    ],
)  # fmt: skip
def test_the_same_in_plainer_words_passes(statement: str, quote: str) -> None:
    """Other words, another order, a part left out: still borne."""
    assert fx.against(statement, quote).failures == ()


@pytest.mark.parametrize(
    ("statement", "quote", "check"),
    [
        ("Tea and coffee at mealtimes can reduce magnesium absorption.", fx.TEA, "entity"),
        ("Tea and coffee at mealtimes can reduce calcium absorption (NHS maternity advice).", fx.TEA, "entity"),
        ("The authors of the 2010 Danish melatonin study suggest that melatonin may make RLS worse.",
         fx.MELATONIN, "entity"),
        ("In a 2012 Iranian trial in children with RLS, severity fell more with the vitamins than with placebo.",
         fx.DIALYSIS, "population"),
        ("In a 2012 Iranian trial, RLS severity fell more with vitamin C than with placebo.", fx.DIALYSIS, "population"),
        ("In a 2012 Iranian cohort on haemodialysis, RLS severity fell more with the vitamins than with placebo.",
         fx.DIALYSIS, "study"),
        ("Tea and coffee at mealtimes do not reduce iron absorption.", fx.TEA, "negation"),
        ("Frequent RLS raised the risk of Parkinson disease in US men.", fx.PARKINSON, "negation"),
        ("Melatonin makes the leg movements of RLS worse.", fx.MELATONIN, "hedge"),
        ("Tea and coffee at mealtimes always reduce iron absorption.", fx.TEA, "hedge"),
        ("A foot massager lowered RLS severity by 9 points compared with no treatment.", fx.MASSAGE, "hedge"),
        ("RLS severity fell more with placebo than with the vitamins in people on haemodialysis.",
         fx.DIALYSIS, "direction"),
        ("RLS is more common in men than women in all surveys.", fx.WOMEN, "direction"),
        ("RLS is less common in women than men.", fx.WOMEN, "direction"),
        ("The authors suggest that melatonin may make the leg movements of RLS better.", fx.MELATONIN, "direction"),
        ("In men with sleep apnoea, RLS leads to depressive symptoms.", fx.APNOEA, "causality"),
        ("RLS is more common in women than men in all surveys because women have lower ferritin.", fx.WOMEN, "causality"),
        ("Tea and coffee at mealtimes can reduce iron absorption, and cocoa flavonoids bind it.", fx.TEA, "meaning"),
    ],
)  # fmt: skip
def test_one_wrong_thing_fails_on_its_own_check(statement: str, quote: str, check: str) -> None:
    """Each corruption is caught by the check that is meant for it."""
    assert check in fx.failed(statement, quote)


def test_a_sentence_may_rest_on_two_quotes_clause_by_clause() -> None:
    """Each half of the sentence has a quote of its own."""
    said = "RLS is more common in women than men, while tea and coffee at mealtimes can reduce iron absorption."
    assert fx.against(said, fx.WOMEN, fx.TEA).passes


def test_a_claim_made_of_two_quotes_fails() -> None:
    """The number of one quote with the subject of the other, and two findings welded into a cause."""
    assert "number" in fx.failed("Melatonin may make RLS worse in about 8% of people.", fx.MELATONIN, fx.TRIMESTERS)
    welded = "RLS is more common in women than men because tea and coffee can reduce iron absorption."
    assert "causality" in fx.failed(welded, fx.WOMEN, fx.TEA)


def test_a_broken_word_list_is_named(tmp_path: Path) -> None:
    """Whoever edits a list is told which folder to mend."""
    folder = tmp_path / "verifier"
    folder.mkdir()
    for name in ("synonyms.yaml", "entities.yaml", "wording.yaml"):
        (folder / name).write_text((fx.CORPUS / "verifier" / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "aliases.yaml").write_text("- term: Mg\n", encoding="utf-8")
    with pytest.raises(TextsInvalid, match="word list"):
        load(tmp_path)
