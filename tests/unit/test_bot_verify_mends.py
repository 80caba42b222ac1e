"""Other wordings that bear what a finding says, each beside a twin that does not."""

from __future__ import annotations

import pytest
import verify_fixtures as fx
from hypothesis import given
from hypothesis import strategies as st

from bot.verify.binding import Context, told_apart
from bot.verify.numbers import quantities

CRAMPS = "A 2020 Cochrane review of 11 trials with 735 people found that magnesium did not meaningfully reduce leg cramps in older adults compared with placebo."
EFSA = (
    "The European Food Safety Authority (EFSA, 2015) sets an adequate magnesium intake of 350 mg a day for men and "
    "300 mg for women."
)
RESTFUL = (
    "In the 2023 RESTFUL trial, the RLS severity score fell by 7.2 points with the nerve stimulator versus 3.8 with "
    "the sham device, a difference of 3.4 points."
)
COATED = "Coated and slow-release iron tablets are absorbed less well, according to a 2025 JAMA review."
SALT = "Epsom salt should not be used for more than a week (US label)."
DROWSY = "Rotigotine can make people very drowsy or fall asleep suddenly; if so, they should not drive (EU leaflet)."
NEED = "EFSA (2015) sets the same magnesium intake for pregnant and breastfeeding women as for other women (300 mg a day) and found no evidence of a higher need."
AGES = "A survey of 10,523 UK and US families found definite RLS in 1.9% of children aged 8 to 11 and 2.0% of those aged 12 to 17."
LATE = "In a US study of 1,563 women in late pregnancy, 36% had RLS and half of these had moderate to severe symptoms."
MILD = "RLS affects an estimated 5% to 10% of people, most often women over 35, and for at least half of them symptoms are mild or infrequent."
NEUROPATHY = "With neuropathy a person may not feel an injury to the foot, so sores can go unnoticed; people with diabetes should check their feet (NIDDK)."
OPERATION = "RLS can flare or appear for the first time around an operation because of lying still, lost sleep and a sudden drop in iron from blood loss."
THYROID = (
    "In a 2022 Chinese study, an underactive thyroid was found in 47% of 102 people with RLS and in 10% of 80 others."
)
TEA = "Tea and coffee taken within an hour before or after an iron tablet reduce how much iron is absorbed (2025 JAMA review)."
ALTERNATE = "A 2015 study of 54 women supports taking iron once a day or on alternate days."
FERRITIN = (
    "Ferritin rises with inflammation, so a normal ferritin can hide low iron in someone with an inflammatory illness."
)
MEDLINE = "RLS ranges from mild symptoms a few times a month to symptoms every night (MedlinePlus Genetics)."
STRETCH = (
    "The evidence that regular stretching prevents cramps is conflicting, according to a 2016 review in older people."
)
VETERANS = "In US veterans followed for eight years, Parkinson disease was diagnosed in 0.37% of those with RLS and 0.13% of those without."
AASM = "The 2017 AASM guideline suggests not using melatonin for long-lasting insomnia, because there is not enough evidence that it works."


@pytest.mark.parametrize(
    ("quote", "true", "false"),
    [
        (CRAMPS, "Magnesium didn't reduce leg cramps meaningfully in older adults, compared with placebo.",
         "Magnesium reduced leg cramps meaningfully in older adults, compared with placebo."),
        (EFSA, "EFSA sets 300 mg of magnesium a day for women and 350 mg for men.",
         "EFSA sets 350 mg of magnesium a day for women and 300 mg for men."),
        (RESTFUL, "The RLS score fell by 7.2 points with the nerve stimulator and 3.8 points with the sham device.",
         "The RLS score fell by 3.8 points with the nerve stimulator and 7.2 points with the sham device."),
        (COATED, "Iron tablets that are coated or that release iron slowly are not absorbed as well, a JAMA review said in 2025.",
         "Coated and slow-release iron tablets are absorbed better."),
        (SALT, "Don't use Epsom salt for more than a week, the US label says.",
         "Use Epsom salt for more than a week, the US label says."),
        (DROWSY, "If rotigotine makes people very drowsy, they should not drive (EU leaflet).",
         "Rotigotine makes people very drowsy, so they should not drive (EU leaflet)."),
        (NEED, "EFSA sets the same magnesium intake for pregnant women as for other women, 300 mg a day.",
         "Pregnant women need more magnesium than other women, EFSA says."),
        (AGES, "Definite RLS was found in 1.9% of 8- to 11-year-olds and 2.0% of 12- to 17-year-olds.",
         "Definite RLS was found in 1.9% of adults and 2.0% of those aged 12 to 17."),
        (LATE, "Of 1,563 women in late pregnancy 36% had RLS, and half of those with RLS had moderate to severe symptoms.",
         "In a US study, half of the women in late pregnancy had RLS."),
        (MILD, "An estimated 5% to 10% of people have RLS.", "An estimated 5% to 10% of children have RLS."),
        (NEUROPATHY, "Someone with neuropathy may not feel an injury to the foot.",
         "Someone with diabetes never feels an injury to the foot."),
        (OPERATION, "Around an operation RLS can flare up or start for the first time.",
         "RLS can stop for the first time around an operation."),
        (THYROID, "An underactive thyroid was found in 47% of 102 people with RLS.",
         "RLS was found in 47% of 102 people with an underactive thyroid."),
        (TEA, "Tea taken within an hour of an iron tablet reduces how much iron is absorbed.",
         "Tea taken within a day of an iron tablet reduces how much iron is absorbed."),
        (ALTERNATE, "A 2015 study of 54 women supports taking iron once a day or every other day.",
         "A 2015 study of 54 women supports taking iron every other week."),
        (FERRITIN, "A normal ferritin can hide low iron in someone with an inflammatory illness.",
         "A high ferritin can hide low iron in someone with an inflammatory illness."),
        (MEDLINE, "RLS ranges from mild symptoms a few times a month to symptoms every night.", "For all people RLS means mild symptoms."),
        (STRETCH, "In older people the evidence that regular stretching prevents cramps points both ways, a 2016 review says.",
         "Regular stretching prevents cramps, a 2016 review says."),
        (VETERANS, "Parkinson disease was diagnosed in 0.37% of US veterans with RLS and 0.13% of those without.",
         "Parkinson disease was diagnosed in 0.13% of US veterans with RLS and 0.37% of those without."),
        (AASM, "The American Academy of Sleep Medicine suggests not using melatonin for long-lasting insomnia: there is not enough evidence that it works.",
         "The American Academy of Neurology suggests not using melatonin for long-lasting insomnia."),
    ],
)  # fmt: skip
def test_a_wording_passes_the_locks_and_its_twin_does_not(quote: str, true: str, false: str) -> None:
    """What a lock could not tell apart before, or told apart by chance."""
    assert fx.fast_verifier().failures(true, quote) == ()
    assert fx.fast_verifier().failures(false, quote) != ()


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("In a review of 2022 people with iron deficiency, 47% had RLS.", "In a 2022 review, 47% of people had RLS."),
        ("RLS is twice as common in women as in women.", "RLS is twice as common in women as in men."),
        ("Studies did not find no link with sleep.", "Studies did not find a link with sleep."),
        ("RLS got worse by day in people who took it in the day.", "RLS got worse by day in people who took it at night."),
        ("Only people with RLS have low iron.", "People with RLS often have low iron."),
        ("RLS got worse before repeated transfusions.", "RLS got worse in people with repeated transfusions."),
    ],
)  # fmt: skip
def test_what_took_the_place_of_another_is_seen(statement: str, quote: str) -> None:
    """A year for a count, a word beside itself, a "not" on a "not", a word said once too often, an "only", an order."""
    assert fx.fast_verifier().failures(statement, quote) != ()


@pytest.mark.parametrize("text", ["every other day", "on alternate days", "every second day"])
def test_every_other_day_is_one_quantity(text: str) -> None:
    """Half a time a day, however it is said."""
    assert [(q.low, q.unit, q.rate) for q in quantities(text.split())] == [("1/2", "times", "day")]


WORDS = st.tuples(st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=2), st.floats(0.1, 1.2))
CONTEXTS = st.lists(WORDS, max_size=5).map(tuple)
"""Words near a number or a name, each with its senses and its weight."""


@given(CONTEXTS, CONTEXTS)
def test_what_tells_two_things_apart_stands_near_one_only(one: Context, other: Context) -> None:
    """No word that is left of one shares a sense with a word of the other, and nothing is made up."""
    (apart,), (rest,) = told_apart([one], [other])
    assert set(apart) <= set(one)
    assert set(rest) <= set(other)
    assert not any(senses & there for senses, _ in apart for there, _ in other)
