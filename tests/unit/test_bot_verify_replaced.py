"""One word of a finding exchanged: over findings of the corpus no change of a number, unit, name, way or "not" passes the locks."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest
import verify_fixtures as fx

from evals.corruptions import findings

COCHRANE = "A 2020 Cochrane review of 11 trials with 735 people found that magnesium did not meaningfully reduce leg cramps in older adults compared with placebo."
TESTS = "A 2018 systematic review of 18 studies found that new or worse RLS after starting an antidepressant is uncommon overall."
MAGPIE = "In the 2002 Magpie trial of 10,141 women with pre-eclampsia, magnesium sulphate given in hospital cut the risk of eclampsia (fits) by 58% (0.8% versus 1.9%)."
NAUSEA = "Nausea is the most common side effect of ferric carboxymaltose, in about 3 in 100 people (2.9% in trials; product information)."
IRON = "The NHS says taking 17 mg or less of iron a day from supplements is unlikely to cause harm, but a doctor may advise more after tests."
SLEEP = "Insomnia means regularly finding it hard to fall asleep, waking often or too early, and feeling tired or irritable in the day (NHS)."
AUSTRIA = "In the Austrian clinic study that followed 160 people with RLS for about eight years, about 8% a year of people taking dopamine medicines developed augmentation, and 59% of all patients changed medicine at least once."
REACTIONS = (
    "A study of magnesium hydroxide in breastfeeding mothers found no adverse reactions in their babies (LactMed)."
)
PILLS = "Sleeping pills are seldom prescribed by GPs today, and then only for days or a few weeks, because of side effects and dependence; talking therapy (CBT) may be offered (NHS)."
WEEKLY = "In the 2020 Cochrane cramp review, magnesium changed the number of cramps by only about 0.18 fewer per week after four weeks, which was not statistically significant (95% CI 0.84 fewer to 0.49 more)."

SERVINGS = "In a 2011 study of 12 healthy men, more magnesium was absorbed from one mineral water when it was drunk in seven small servings through the day (51%) than in two large ones (32%)."


@pytest.mark.parametrize(
    ("statement", "quote", "check"),
    [
        (COCHRANE.replace("compared with placebo", "compared with magnesium"), COCHRANE, "direction"),
        (COCHRANE.replace("leg cramps", "insomnia"), COCHRANE, "entity"),
        (COCHRANE.replace("did not meaningfully", "did meaningfully"), COCHRANE, "negation"),
        (TESTS.replace("2018", "18").replace("18 studies", "2018 studies"), TESTS, "number"),
        ("In a 12 study of 2011 healthy men, more magnesium was absorbed in seven small servings.", SERVINGS, "number"),
        (TESTS.replace("starting", "stopping"), TESTS, "direction"),
        (TESTS.replace("found that", "failed to find that"), TESTS, "negation"),
        (MAGPIE.replace("0.8% versus 1.9%", "1.9% versus 0.8%"), MAGPIE, "number"),
        (MAGPIE.replace("0.8%", "0.8 in 1,000"), MAGPIE, "number"),
        (MAGPIE.replace("58%", "58 percentage points"), MAGPIE, "unit"),
        (NAUSEA.replace("3 in 100", "4 in 100"), NAUSEA, "number"),
        (NAUSEA.replace("3 in 100", "3 in 1,000"), NAUSEA, "number"),
        (IRON.replace("a day", "a week"), IRON, "unit"),
        (IRON.replace("17 mg", "17 mcg"), IRON, "unit"),
        (IRON.replace("or less", "or more"), IRON, "comparator"),
        ("Iron supplements of 17 mg or less a week are unlikely to do harm, the NHS says.", IRON, "unit"),
        (SLEEP.replace("early", "late"), SLEEP, "direction"),
        (SLEEP.replace("in the day", "in the hour"), SLEEP, "unit"),
        (AUSTRIA.replace("eight years", "eight months"), AUSTRIA, "unit"),
        (AUSTRIA.replace("at least once", "at most once"), AUSTRIA, "direction"),
        ("Magnesium hydroxide caused breastfeeding mothers' babies 'no adverse reactions': a study did not find none.",
         REACTIONS, "negation"),
        (REACTIONS.replace("found no", "did not find no"), REACTIONS, "negation"),
        ("GPs seldom prescribe sleeping pills, and then only for days or a few months (NHS).", PILLS, "unit"),
        (PILLS.replace("days or a few", "hours or a few"), PILLS, "unit"),
        ("Magnesium changed cramps by only about 0.18 fewer per day (2020 Cochrane review).", WEEKLY, "unit"),
    ],
)  # fmt: skip
def test_a_word_in_anothers_place_is_caught(statement: str, quote: str, check: str) -> None:
    """Each says something else than its finding in one place only."""
    assert check in {f.check for f in fx.fast_verifier().failures(statement, quote)}


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        (COCHRANE.replace("did not meaningfully reduce", "didn't meaningfully lower"), COCHRANE),
        (COCHRANE.replace("people", "participants"), COCHRANE),
        (COCHRANE.replace("older adults", "older people"), COCHRANE),
        (AUSTRIA.replace("changed medicine", "switched medicine"), AUSTRIA),
        (REACTIONS.replace("found no adverse reactions", "did not find adverse reactions"), REACTIONS),
        (SLEEP.replace("irritable in the day (NHS)", "irritable in the daytime, says the NHS"), SLEEP),
        (TESTS.replace("A 2018 systematic review of 18 studies found", "A systematic review of 18 studies in 2018 found"),
         TESTS),
    ],
)  # fmt: skip
def test_an_equal_in_a_words_place_passes(statement: str, quote: str) -> None:
    """A synonym, a contraction, a year moved."""
    assert not fx.fast_verifier().failures(statement, quote)


PREGNANT = "A 2020 review for primary care says that RLS affects about one in five pregnant women."
CAFFEINE = "In the 2016 US cohort by Batool-Anwar and colleagues, caffeine intake and overall diet quality were NOT linked to developing RLS."
FALLS = "In older people benzodiazepines raise the risk of falls, broken bones, confusion and car accidents (deprescribing resource)."
MARSHALL = "The one randomised trial included in the 2019 review by Marshall and colleagues did not show that magnesium worked better than the comparison treatment for RLS."
NORMAL = (
    "StatPearls gives a normal blood magnesium of 1.46 to 2.68 mg/dL and defines low magnesium as below 1.46 mg/dL."
)
LIGHT = "In the 2010 Canadian melatonin study of eight people with RLS, bright light gave a small reduction in leg discomfort but no change in leg movements."
SAFETY = "Their safety in older people is not well established (US gerontology workgroup 2015)."
ITALIAN = "In an Italian study, RLS was diagnosed in 17.7% of 124 people with type 2 diabetes and 5.5% of 87 people with other hormone conditions."


@pytest.mark.parametrize(
    ("said", "quote", "wrong"),
    [
        ("12 healthy men absorbed more magnesium in seven small servings than in two large ones (2011 study).", SERVINGS,
         "12 healthy men absorbed more magnesium in two large servings than in seven small ones (2011 study)."),
        ("About one pregnant woman in five has RLS, says a 2020 review.", PREGNANT,
         "About one pregnant woman in four has RLS, says a 2020 review."),
        ("Neither caffeine nor overall diet quality was linked to getting RLS in the 2016 US cohort of Batool-Anwar.",
         CAFFEINE, "Both caffeine and overall diet quality were linked to getting RLS in the 2016 US cohort."),
        ("Falls, broken bones, confusion and car accidents become more likely when older people take benzodiazepines.",
         FALLS, "Falls, broken bones, confusion and car accidents become less likely when older people take benzodiazepines."),
        ("Magnesium was not shown to work better than the comparison treatment for RLS in one randomised trial.", MARSHALL,
         "Magnesium was shown to work better than the comparison treatment for RLS in one randomised trial."),
        ("Blood magnesium is low when it is below 1.46 mg/dL, by the StatPearls definition.", NORMAL,
         "Blood magnesium is low when it is below 2.68 mg/dL, by the StatPearls definition."),
        ("Bright light lessened leg discomfort a little in a 2010 Canadian study of eight people with RLS.", LIGHT,
         "Bright light lessened leg discomfort greatly in a 2010 Canadian study of eight people with RLS."),
        ("How safe they are for older people is not well established (2015).", SAFETY,
         "They are safe for older people, and this is well established (2015)."),
        ("RLS was diagnosed in 17.7% of 124 people with type 2 diabetes, against 5.5% of 87 others.", ITALIAN,
         "RLS was diagnosed in 5.5% of 124 people with type 2 diabetes, against 17.7% of 87 others."),
    ],
)  # fmt: skip
def test_other_words_for_the_same_pass_and_for_another_thing_do_not(said: str, quote: str, wrong: str) -> None:
    """Each wording that is let through has one beside it that is not."""
    verifier = fx.fast_verifier()
    assert verifier.failures(said, quote) == ()
    assert verifier.failures(wrong, quote)


EXCHANGES = (
    ("number", r"\b\d{2,}(?:\.\d+)?\b(?![.,]\d)", lambda m: m.group()[:-1] + str((int(m.group()[-1]) + 1) % 10)),
    ("unit", r"(?<=\d )(?:mg|weeks|months|hours|minutes)\b",
     lambda m: {"mg": "mcg", "weeks": "months", "months": "weeks", "hours": "minutes", "minutes": "hours"}[m.group()]),
    ("percentage", r"(?<=\d)%", lambda m: " percentage points"),
    ("negation in", r"\b(?:is|are|was|were|can|should|did|does)\b(?! not)", lambda m: f"{m.group()} not"),
    ("failed to", r"\bfound that\b", lambda m: "failed to find that"),
    ("negation out", r"\b(?:did|does|is|are|was|were|should) not\b", lambda m: m.group().removesuffix(" not")),
    ("way", r"\b(?:higher|lower|improved|worsened|reduced|before|after|for|first|without|more|fewer)\b",
     lambda m: {"higher": "lower", "lower": "higher", "improved": "worsened", "worsened": "improved",
                "reduced": "increased", "before": "after", "after": "before", "for": "against", "first": "last",
                "without": "with", "more": "fewer", "fewer": "more"}[m.group()]),
    ("name", r"\b(?:magnesium|calcium|ferritin|gabapentin|pramipexole|RLS(?! Foundation)|women|anxiety|depression)\b",
     lambda m: {"magnesium": "zinc", "calcium": "iron", "ferritin": "haemoglobin", "gabapentin": "pregabalin",
                "pramipexole": "ropinirole", "RLS": "insomnia", "women": "men", "anxiety": "depression",
                "depression": "anxiety"}[m.group()]),
)  # fmt: skip


@pytest.mark.parametrize("exchange", EXCHANGES, ids=lambda e: e[0])
def test_no_single_exchange_in_a_finding_passes(exchange: tuple[str, str, object]) -> None:
    """A fixed sample of the corpus: its own words with one changed are never borne by it.

    A name of a list that the list has already ("magnesium or zinc") only says it twice, and is left out.
    """
    verifier = fx.fast_verifier()
    passed = [
        f"{wrong} || {finding}"
        for finding in random.Random(40).sample([q.text for q in findings()], 150)
        for wrong in _exchanged(finding, *exchange[1:])
        if not verifier.failures(wrong, finding)
    ]
    assert passed == []


def _exchanged(text: str, pattern: str, other: object) -> Iterator[str]:
    for match in re.finditer(pattern, text):
        word = other(match)  # type: ignore[operator]
        if word.strip() not in text or len(word) < 7:
            yield text[: match.start()] + word + text[match.end() :]
