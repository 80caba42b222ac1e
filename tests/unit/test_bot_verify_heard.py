"""Ways of saying that version 7 of the verifier hears, each beside a twin that turns it or leaves out what counts."""

from __future__ import annotations

import pytest
import verify_fixtures as fx

SURGERY = (
    "A 2013 German review of RLS and surgery says medicines that block dopamine, raise serotonin or block opioids "
    "should be avoided around an operation in people with RLS."
)
ANTACIDS = "New Zealand advice is not to take antacids within two hours before or after gabapentin (Healthify)."
KIDNEY = (
    "In the 2018 review by Xu and colleagues, exercise worked well for RLS in people with kidney failure and also "
    "improved their quality of life."
)
OVERLOAD = (
    "Signs of magnesium overload can include muscle weakness, confusion, weak reflexes, low blood pressure, inability "
    "to pass urine and, in severe cases, inability to breathe."
)
SOAKS = "Stop Epsom salt soaks if the skin becomes red, irritated, swollen or infected (US label)."
DEATH = (
    "Four large studies from Germany and the United States, followed for 6 to 11 years, found that RLS was not linked "
    "to a higher risk of death from any cause."
)
PILLS = (
    "US safety officials have warned that even a small number of iron pills can kill a young child, so iron must be "
    "kept locked away."
)
LEVELS = (
    "Water tablets (thiazides and furosemide) and long-term proton pump inhibitors such as omeprazole can lower "
    "magnesium levels."
)
SLEEP = (
    "Regularly sleeping less than 7 hours is linked with weight gain, diabetes, high blood pressure, heart disease, "
    "stroke, depression, poorer immunity and more errors and accidents (US consensus 2015)."
)
WAKE = "Most people with RLS also have periodic limb movements while asleep, which may or may not wake them (2022 textbook topic)."
STORES = (
    "Before opioids are prescribed for RLS, the 2018 expert consensus on opioids for RLS says low iron stores and other "
    "treatable reasons, and combinations of other medicines, should be dealt with first."
)
MELATONIN = (
    "In a 2010 Canadian study of eight people with RLS, melatonin increased leg movements during a sitting test "
    "compared with no melatonin."
)
SHARE = "In a US study of 1,008 older adults, 10.6% had symptoms consistent with RLS."
CHINA = "The authors of the 2022 Chinese vitamin B12 study said treatment trials are still needed to see whether B12 helps RLS."
DRIP = "If an iron drip leaks out of the vein it can stain the skin brown for a long time or permanently (NHS Specialist Pharmacy Service)."
FOODS = "Iron-rich foods that the NHS lists are dark green leafy vegetables, fortified cereals and bread, meat, dried fruit and pulses."
AROUSALS = (
    "In the 1998 Hornyak pilot study, periodic leg movements not linked to arousals were reported as falling from 33 to "
    "21 per hour of sleep."
)


@pytest.mark.parametrize(
    ("quote", "true", "false"),
    [
        (SURGERY, "Around an operation, people with RLS should not be given medicines that block dopamine or opioids or that raise serotonin, says a German review from 2013.",
         "Around an operation, people with RLS should be given medicines that block dopamine or opioids or that raise serotonin, says a German review from 2013."),
        (ANTACIDS, "Healthify in New Zealand advises against taking antacids in the two hours before or after gabapentin.",
         "Healthify in New Zealand advises taking antacids in the two hours before or after gabapentin."),
        (KIDNEY, "Exercise was effective against RLS in people with kidney failure and improved their quality of life too, according to Xu and colleagues in 2018.",
         "Exercise was not effective against RLS in people with kidney failure, according to Xu and colleagues in 2018."),
        (OVERLOAD, "Signs of magnesium overload can include muscle weakness, low blood pressure, poor reflexes and, in severe cases, being unable to breathe.",
         "Signs of magnesium overload can include muscle weakness, high blood pressure and, in severe cases, being unable to breathe."),
        (DEATH, "A higher risk of death from any cause was not linked to RLS in four large studies from Germany and the United States, followed for 6 to 11 years.",
         "A higher risk of death from any cause was linked to RLS in four large studies from Germany and the United States, followed for 6 to 11 years."),
        (PILLS, "Just a few iron pills may kill a young child, US safety officials have warned, so iron must be kept locked away.",
         "Only a large number of iron pills can kill a young child, US safety officials have warned."),
        (LEVELS, "Magnesium levels may drop with long use of proton pump inhibitors, for example omeprazole, or with diuretics such as furosemide and thiazides.",
         "Magnesium levels may rise with long use of proton pump inhibitors, for example omeprazole, or with diuretics such as furosemide and thiazides."),
        (SLEEP, "Regularly getting less than 7 hours of sleep is linked with weight gain and diabetes (US consensus 2015).",
         "Regularly getting less than 7 hours of sleep causes weight gain and diabetes (US consensus 2015)."),
        (WAKE, "Most people with RLS also have periodic limb movements while asleep, and these may wake them or not.",
         "Most people with RLS also have periodic limb movements while asleep, and these do not wake them."),
        (STORES, "Low iron stores and other treatable causes should be dealt with before opioids are prescribed for RLS, the 2018 expert consensus says.",
         "Low iron stores cause RLS and should be dealt with before opioids are prescribed, the 2018 expert consensus says."),
        (MELATONIN, "Eight people with RLS moved their legs more during a sitting test with melatonin than when they did not have it, in a 2010 Canadian study.",
         "Eight people with RLS moved their legs less during a sitting test with melatonin than when they did not have it, in a 2010 Canadian study."),
        (SHARE, "About one in ten (10.6%) of 1,008 older adults in a US study had symptoms consistent with RLS.",
         "More than one in nine (10.6%) of 1,008 older adults in a US study had symptoms consistent with RLS."),
    ],
)  # fmt: skip
def test_a_wording_passes_the_locks_and_its_twin_does_not(quote: str, true: str, false: str) -> None:
    """Advice against, links and what happens with a medicine, round shares, nouns for causes: understood, and held to."""
    assert not fx.fast_verifier().failures(true, quote)
    assert fx.fast_verifier().failures(false, quote)


@pytest.mark.parametrize(
    ("quote", "false"),
    [
        (SURGERY, "A 2013 German review says medicines that raise dopamine should be avoided around an operation in people with RLS."),
        (SOAKS, "If the skin becomes red or swollen, keep using Epsom salt soaks (US label)."),
        (CHINA, "The authors of the 2022 Chinese vitamin B12 study said treatment trials have shown that B12 helps RLS."),
        (DRIP, "If an iron drip leaks out of the vein it always stains the skin permanently (NHS Specialist Pharmacy Service)."),
        (FOODS, "Foods low in iron that the NHS lists are dark green leafy vegetables and meat."),
        (AROUSALS, "In the 1998 Hornyak pilot study, periodic leg movements with arousals fell from 33 to 21 per hour of sleep."),
    ],
)  # fmt: skip
def test_what_passed_before_and_is_not_borne_is_withheld(quote: str, false: str) -> None:
    """Two verbs of a list exchanged, "keep" for "stop", an open question answered, "always", a poor food for a rich one, a link undone."""
    assert fx.fast_verifier().failures(false, quote)
