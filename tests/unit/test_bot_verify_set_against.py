"""What a quote sets against something else - arms, clauses, what is prevented, whom a share is of - each wording beside a twin that turns it."""

from __future__ import annotations

import pytest
import verify_fixtures as fx

from bot.verify.comparisons import comparisons, evens, figures

STIMULATION = (
    "In the 2023 RESTFUL trial of 133 adults with RLS not controlled by medicine, 45% improved with leg nerve "
    "stimulation (TOMAC, NTX100) compared with 16% using a sham device after 4 weeks."
)
TAIWAN = (
    "In the Taiwanese pregnancy study, women without RLS took folate and iron supplements more often than women with "
    "RLS, and anaemia was linked with RLS."
)
THYROID = (
    "In a 2022 Chinese study, a mildly underactive thyroid (subclinical hypothyroidism) was found in 47% of 102 people "
    "with RLS and in 10% of 80 healthy people."
)
B12 = "A 2022 Chinese study of 80 people with RLS and 80 matched controls found lower vitamin B12 and higher homocysteine in RLS."
WATER = (
    "In a German crossover study of 22 healthy men, magnesium from magnesium-rich mineral water was absorbed about as "
    "well as from a magnesium capsule."
)
VALERIAN = (
    "In a 2009 US trial of 37 adults with RLS, valerian (800 mg) and placebo for eight weeks both went with better "
    "sleep and milder RLS, with no clear difference between them overall."
)
JADIDI = (
    "In the 2022 Iranian trial by Jadidi and colleagues, RLS severity and sleep quality differed significantly between "
    "the three groups after two months (P=0.001), favouring the supplements over placebo."
)
SCORES = (
    "A 2024 meta-analysis of 21 studies found that people with RLS score higher for depression (6.6 points more on the "
    "Beck scale) and anxiety (9.3 points more) than people without RLS."
)
OBSERVED = (
    "A 2023 review of nine studies with 7,582 adults found that observational studies link magnesium with better "
    "sleep, but randomised trials disagree with one another."
)
STOMACH = (
    "More iron gets in on an empty stomach, but taking the ferrous sulfate (iron) tablet after a meal is an accepted "
    "way to settle an upset stomach (UK product information)."
)
TRIP = "A good night's sleep before a trip can help prevent RLS from flaring on the journey (RLS Foundation)."
DOPAMINE = (
    "A 2000 mouse study in which magnesium was given into the brain concluded that magnesium inhibits dopamine release."
)
FIBROMYALGIA = "In a 2010 US study, 33% of 172 adults with fibromyalgia had RLS, compared with 3.1% of healthy adults."
OFTEN_WOMEN = "RLS affects an estimated 5% to 10% of people, most often women over 35, and for at least half of them symptoms are mild or infrequent."
APNOEA = "In a 2024 study of 707 adults with obstructive sleep apnoea, 16% also had RLS."
DIALYSIS = "In a Brazilian study of 326 people on dialysis, 19.3% had RLS and just over half of those had severe or very severe symptoms."
DEPRESSION = (
    "A six-year US study of 56,399 women without depression at the start found that those with RLS were 1.5 times as "
    "likely to develop depression (95% CI 1.1 to 2.1)."
)
CRAMP = (
    "The nidirect health site (Northern Ireland) advises getting medical help at once if a leg cramp lasts more than "
    "10 minutes and does not ease with exercise, or if cramps start after contact with something poisonous or infectious."
)
ALIKE = (
    "A 2025 review of 24 studies found that growing pains and RLS in children look alike and share features such as "
    "low iron, low vitamin D and family links, so that growing pains might sometimes be an early form of RLS."
)
FEW = "The 2018 review of non-drug treatments for RLS concluded that few trials exist and quality is not high, and that placebo effects are likely."
MELATONIN = "Melatonin is usually taken for up to 13 weeks in the UK, although some people need it for longer (NHS)."
REFLEXES = (
    "Reflexes disappear as blood magnesium approaches about 12 mg/dL (5.0 mmol/L), and cardiac arrest may occur above "
    "15 mg/dL (6.0 to 7.5 mmol/L) (MSD Manual)."
)
CRAMPS = "A 2020 Cochrane review of 11 trials with 735 people found that magnesium did not meaningfully reduce leg cramps in older adults compared with placebo."
YOGA = (
    "In a small US trial of 41 adults with moderate to severe RLS, 12 weeks of yoga reduced RLS symptoms and severity "
    "more than watching educational films (P of 0.01 or less), although both groups improved."
)


@pytest.mark.parametrize(
    ("quote", "true", "false"),
    [
        (STIMULATION, "More people improved with leg nerve stimulation (45%) than with a sham device (16%) after 4 weeks in the 2023 RESTFUL trial.",
         "More people improved with a sham device than with leg nerve stimulation after 4 weeks in the 2023 RESTFUL trial."),
        (TAIWAN, "Women with RLS took folate and iron supplements less often than women without RLS in the Taiwanese pregnancy study.",
         "Women with RLS took folate and iron supplements more often than women without RLS in the Taiwanese pregnancy study."),
        (THYROID, "In a 2022 Chinese study, a mildly underactive thyroid was more frequent in 102 people with RLS (47%) than in 80 healthy people (10%).",
         "A mildly underactive thyroid was less frequent in 102 people with RLS than in 80 healthy people in a 2022 Chinese study."),
        (B12, "Vitamin B12 was lower and homocysteine was higher in 80 people with RLS than in 80 matched controls, a 2022 Chinese study found.",
         "Matched controls had lower vitamin B12 than people with RLS in a 2022 Chinese study of 80 people."),
        (WATER, "In a German crossover study of 22 healthy men, magnesium was absorbed from magnesium-rich mineral water about as well as from a capsule.",
         "Magnesium from mineral water was absorbed less well than from a capsule in a German crossover study of 22 healthy men."),
        (VALERIAN, "Both valerian (800 mg) and placebo went with better sleep over eight weeks in a 2009 US trial of 37 adults, and no clear difference was seen between them overall.",
         "In a 2009 US trial of 37 adults with RLS, valerian (800 mg) for eight weeks went with better sleep than placebo."),
        (JADIDI, "After two months, the three groups differed significantly in RLS severity and sleep quality in favour of the supplements over placebo in the 2022 Iranian trial by Jadidi and colleagues.",
         "In the 2022 Iranian trial by Jadidi and colleagues, RLS severity and sleep quality favoured placebo over the supplements after two months."),
        (SCORES, "Depression (6.6 points more on the Beck scale) and anxiety (9.3 points more) scores are higher in people with RLS than in people without RLS, a 2024 meta-analysis of 21 studies found.",
         "People without RLS score higher for depression and anxiety than people with RLS, a 2024 meta-analysis of 21 studies found."),
        (OBSERVED, "A 2023 review of nine studies with 7,582 adults found that magnesium is linked with better sleep in observational studies, but that randomised trials disagree with one another.",
         "Randomised trials link magnesium with better sleep, but observational studies disagree with one another, a 2023 review of nine studies found."),
        (STOMACH, "On an empty stomach more iron gets in, but taking the ferrous sulfate tablet after a meal is an accepted way to settle an upset stomach.",
         "Iron is absorbed better after a meal, but taking the ferrous sulfate tablet on an empty stomach is an accepted way to settle an upset stomach."),
        (TRIP, "To sleep well the night before a trip can help prevent RLS from flaring on the journey, the RLS Foundation says.",
         "A good night's sleep before a trip can make RLS flare on the journey (RLS Foundation)."),
        (DOPAMINE, "A 2000 mouse study in which magnesium was given into the brain concluded that magnesium holds back dopamine release.",
         "Magnesium stimulates dopamine release, a 2000 mouse study in which magnesium was given into the brain concluded."),
        (FIBROMYALGIA, "RLS was found in 33% of 172 adults with fibromyalgia and 3.1% of healthy adults in a 2010 US study.",
         "In a 2010 US study, 33% of healthy adults and 3.1% of 172 adults with fibromyalgia had RLS."),
        (OFTEN_WOMEN, "RLS affects an estimated 5% to 10% of people.", "RLS affects an estimated 5% to 10% of women over 35."),
        (APNOEA, "In a 2024 study, 16% of 707 adults with obstructive sleep apnoea had RLS.",
         "Among adults with RLS, 16% had obstructive sleep apnoea in a 2024 study of 707 adults."),
        (DIALYSIS, "In a Brazilian study of 326 people on dialysis, 19.3% had RLS, and just over half of those had severe or very severe symptoms.",
         "In a Brazilian study of 326 people on dialysis, 19.3% had severe or very severe RLS symptoms."),
        (DEPRESSION, "Those with RLS were 1.5 times as likely to develop depression in a six-year US study of 56,399 women without depression at the start.",
         "Those without RLS were 1.5 times as likely to develop depression in a six-year US study of 56,399 women."),
        (CRAMP, "If a leg cramp lasts more than 10 minutes and does not ease with exercise, the nidirect health site advises getting medical help at once.",
         "The nidirect health site advises getting medical help at once if a leg cramp lasts more than 10 minutes, unless cramps start after contact with something poisonous."),
        (ALIKE, "Growing pains and RLS in children look alike and share low iron, low vitamin D and family links, a 2025 review of 24 studies found.",
         "Low iron and low vitamin D cause growing pains and RLS in children, a 2025 review of 24 studies found."),
        (FEW, "Few trials of non-drug treatments for RLS exist, their quality is not high and placebo effects are likely, the 2018 review concluded.",
         "The 2018 review of non-drug treatments for RLS concluded that their effects are placebo effects."),
        (MELATONIN, "In the UK, melatonin is usually taken for no more than 13 weeks, although some people need it for longer (NHS).",
         "In the UK, melatonin is usually taken for more than 13 weeks (NHS)."),
        (REFLEXES, "As blood magnesium approaches about 12 mg/dL (5.0 mmol/L), reflexes disappear, and above 15 mg/dL cardiac arrest may occur, the MSD Manual says.",
         "As blood magnesium approaches about 12 mg/dL (5.0 mmol/L), reflexes disappear, and below 15 mg/dL cardiac arrest may occur, the MSD Manual says."),
        (YOGA, "In a small US trial of 41 adults with moderate to severe RLS, RLS symptoms and severity were reduced more by 12 weeks of yoga than by watching educational films.",
         "In a small US trial of 41 adults with moderate to severe RLS, RLS symptoms and severity were reduced less by 12 weeks of yoga than by watching educational films."),
    ],
)  # fmt: skip
def test_a_wording_passes_the_locks_and_its_twin_does_not(quote: str, true: str, false: str) -> None:
    """What stood in the other's place before, or was not seen to stand there at all."""
    assert fx.fast_verifier().failures(true, quote) == ()
    assert fx.fast_verifier().failures(false, quote) != ()


@pytest.mark.parametrize(
    ("quote", "true", "false"),
    [
        ("The NHS lists restless legs syndrome among the conditions that can cause insomnia.",
         "Restless legs syndrome is among the conditions that can cause insomnia, the NHS says.",
         "Restless legs syndrome is among the conditions that can prevent insomnia, the NHS says."),
        ("The FDA's boxed warning says that the risk of quinine for night leg cramps outweighs any possible benefit.",
         "The risk of quinine for night leg cramps outweighs any possible benefit, the FDA's boxed warning says.",
         "The risk of quinine for night leg cramps outweighs any impossible benefit, the FDA's boxed warning says."),
        ("RLS is more common in women than men in all surveys reviewed in 2012.",
         "In all surveys reviewed in 2012, RLS was less common in men than women.",
         "In all surveys reviewed in 2012, RLS was less rare in men than women."),
        ("RLS is more common in women than men in all surveys reviewed in 2012.",
         "In all surveys reviewed in 2012, RLS was more common in women than men.",
         "In all surveys reviewed in 2012, RLS was more common in women than women."),
        ("A US study found that those with regular physical activity and no smoking were less likely to develop RLS.",
         "Those with regular physical activity and no smoking were less likely to develop RLS, a US study found.",
         "Those with regular physical activity and no smoking were not less likely to develop RLS, a US study found."),
        ("Women with RLS also had higher anxiety and poorer sleep scores, but depression scores did not differ.",
         "Anxiety was higher and sleep scores were poorer in women with RLS, while depression scores did not differ.",
         "Anxiety was higher and sleep scores were poorer in women with RLS, while anxiety scores did not differ."),
        ("Magnesium for six weeks improved one questionnaire but not sleep disturbance, restorative sleep or sleep measured by a ring device.",
         "Magnesium for six weeks improved one questionnaire but not sleep disturbance.",
         "Magnesium for six weeks improved one questionnaire and restorative sleep measured by a ring device."),
        ("Magnesium may reduce absorption of the cholesterol medicine rosuvastatin if taken at the same time (UK product information).",
         "Absorption of rosuvastatin, a cholesterol medicine, may be reduced by magnesium if taken at the same time (UK product information).",
         "Rosuvastatin may reduce absorption of magnesium if taken at the same time (UK product information)."),
        (CRAMPS, "A 2020 Cochrane review found that magnesium did not meaningfully reduce leg cramps in older adults compared with placebo.",
         "A 2020 Cochrane review found that placebo did not meaningfully reduce leg cramps in older adults compared with magnesium."),
        ("Movements not linked to arousals fell from 33 to 21 per hour, a change that did not reach statistical significance.",
         "Movements not linked to arousals fell from 33 to 21 per hour, which did not reach statistical significance.",
         "The fall of movements not linked to arousals from 33 to 21 per hour was statistically significant."),
        ("Most remissions happened within the first year.", "Most remissions happened within the first year.",
         "Most remissions happened after the first year."),
        ("Melatonin may work less well in people who drink alcohol or smoke (NHS).",
         "In people who drink alcohol or smoke, melatonin may not work as well (NHS).",
         "Melatonin may work better in people who drink alcohol or smoke (NHS)."),
        ("In the 2010 Canadian melatonin study of eight people with RLS, bright light gave a small reduction in leg discomfort.",
         "Bright light gave a small reduction in leg discomfort in the 2010 Canadian melatonin study of eight people with RLS.",
         "Melatonin gave a small reduction in leg discomfort in the 2010 Canadian study of eight people with RLS."),
        ("In the 1999 report of sleep attacks at the wheel, the attacks stopped when the dopamine agonist was stopped.",
         "The attacks stopped when the dopamine agonist was stopped, in the 1999 report of sleep attacks at the wheel.",
         "In the 1999 report of sleep attacks at the wheel, the attacks went on when the dopamine agonist was stopped."),
        ("Although RLS mainly affects the legs, it can involve the arms, according to a 2022 review.",
         "RLS mainly affects the legs, although it can involve the arms, according to a 2022 review.",
         "RLS mainly affects the arms, although it can involve the legs, according to a 2022 review."),
        ("Ropinirole can take several weeks to work fully (NHS).", "It can take several weeks for ropinirole to work fully (NHS).",
         "Ropinirole takes several weeks to work fully (NHS)."),
        ("In a Brazilian study of 326 people on dialysis, 19.3% had RLS.", "In a Brazilian study 19.3% of 326 people on dialysis had RLS.",
         "Dialysis gave 19.3% of 326 people RLS in a Brazilian study."),
        ("An earlier French report described relief with cannabis in six people with RLS (2017).",
         "Cannabis gave relief to six people with RLS, an earlier French report said (2017).",
         "Cannabis gives relief from RLS, an earlier French report said (2017)."),
        ("A 2018 expert consensus says opioids can be considered for selected people whose RLS is refractory.",
         "Opioids can be considered for selected people with refractory RLS, a 2018 expert consensus says.",
         "Opioids can be considered for some people with RLS, a 2018 expert consensus says."),
        ("In a representative US study of 1,008 older adults, 10.6% had symptoms consistent with RLS.",
         "In a representative US study of 1,008 older adults, symptoms consistent with RLS were found in 10.6%.",
         "Of the 10.6% of older US adults in a representative study, 1,008 had symptoms consistent with RLS."),
        ("Total sleep time did not change much in the trial, although people woke less and felt less tired in the day.",
         "People woke less and felt less tired in the day in the trial, although total sleep time did not change much.",
         "People woke no less in the trial, although they felt less tired in the day."),
        (WATER, "In a German crossover study of 22 healthy men, magnesium-rich mineral water did about as well as a magnesium capsule for the absorption of magnesium.",
         "A magnesium capsule beat magnesium-rich mineral water for absorption in a German crossover study of 22 healthy men."),
        ("Tea and coffee taken within an hour of an iron tablet reduce how much iron is absorbed, while vitamin C may increase it.",
         "Tea and coffee taken within an hour of an iron tablet reduce how much iron is absorbed.",
         "Tea and coffee taken within an hour of an iron tablet help iron to be absorbed."),
        ("Magnesium is absorbed slightly better with food than on an empty stomach.",
         "Magnesium is absorbed slightly less well on an empty stomach than with food.",
         "An empty stomach favours the absorption of magnesium over food."),
        ("The body can absorb iron better on an empty stomach than with food.", "The body can absorb iron less well with food than on an empty stomach.",
         "The body can absorb iron better with food than on an empty stomach."),
    ],
)  # fmt: skip
def test_what_turns_a_sentence_round_is_heard(quote: str, true: str, false: str) -> None:
    """Prefixes, "prevent", double turns, exchanged roles and clauses, what goes on, and whom little is known of."""
    assert fx.fast_verifier().failures(true, quote) == ()
    assert fx.fast_verifier().failures(false, quote) != ()


def test_a_comparison_is_what_stands_on_either_side_of_than() -> None:
    """ "More than 20" compares nothing; what follows "in the study" is no side."""
    (found,) = comparisons(fx.read("Women had RLS more often than men in the survey, in more than 20 countries."))
    assert "more" in found.ways
    assert "population:men" in found.back
    assert "population:women" in found.front


def test_two_shares_side_by_side_say_which_arm_has_more() -> None:
    """Each share is of what stands behind it."""
    (pair,) = figures(fx.read(THYROID))
    assert pair.is_first_more
    assert "condition:rls" in pair.first
    assert "population:healthy" in pair.second


@pytest.mark.parametrize(
    ("text", "is_even"),
    [
        ("There was no clear difference.", True),
        ("It was absorbed as well as a capsule.", True),
        ("They differed.", False),
    ],
)
def test_what_is_alike_is_told_from_what_differs(text: str, is_even: bool) -> None:
    """ "No clear difference" and "as well as" are even."""
    assert evens(fx.read(text)) is is_even
