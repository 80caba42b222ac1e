"""What the verifier's tests share: hand-worked quotes, and a verifier over the real word lists with a fast embedder."""

from __future__ import annotations

from functools import lru_cache

from conftest import HashEmbedder

import settings
from bot.verify.lexicon import load
from bot.verify.reading import Reading
from bot.verify.verdict import Check, Verdict
from bot.verify.verifier import Thresholds, Verifier
from bot.wiring import load_entities

CORPUS = settings.ROOT / "corpus"
LEXICON = load(CORPUS)

MASSAGE = (
    "In a 2020 pilot trial of 28 people with RLS, RLS severity after four weeks was about 9 points lower with a foot "
    "massager than with no treatment (95% CI 1.7 to 16.3), and heat alone improved sleep scores but not RLS severity."
)
TRIMESTERS = (
    "RLS becomes more common as pregnancy advances: about 8% in the first trimester, 16% in the second and 22% in the "
    "third, according to a 2018 meta-analysis."
)
PARKINSON = (
    "In 22,999 US men followed for eight years, frequent RLS (more than 15 times a month) did not clearly raise the "
    "risk of Parkinson disease overall (relative risk 1.47; 95% CI 0.59 to 3.65)."
)
DIALYSIS = (
    "In a 2012 Iranian trial, 60 people on haemodialysis with RLS took vitamin C, vitamin E, both or placebo for 8 "
    "weeks (15 people in each group); RLS severity fell in all groups but fell more with the vitamins than with placebo."
)
INTAKE = (
    "US recommended magnesium intake (RDA) for ages 31 and over, including over 51: 420 mg a day for men and 320 mg "
    "for women."
)
MELATONIN = (
    "The authors of the 2010 Canadian melatonin study suggest that melatonin may make the leg movements of RLS worse."
)
TEA = (
    "Tea and coffee at mealtimes can reduce iron absorption, while vitamin C (for example fruit juice) can help it "
    "(NHS maternity advice)."
)
WOMEN = "RLS is more common in women than men in all surveys reviewed in 2012."
APNOEA = (
    "In a 2024 study of 707 people with sleep apnoea (85% men), RLS went with more depressive symptoms, insomnia and "
    "daytime sleepiness, but after other factors were taken into account this held only in men."
)


@lru_cache(maxsize=1)
def fast_verifier() -> Verifier:
    """The real checks with an embedder of no meaning, whose cosine is not asked for."""
    entities = load_entities(CORPUS / "entities.yaml", CORPUS / "guard")
    return Verifier(LEXICON, entities, HashEmbedder(), Thresholds(min_cosine=-1))


def read(text: str) -> Reading:
    """A text as the checks see it."""
    return Reading(text, LEXICON)


def against(statement: str, *quotes: str) -> Verdict:
    """The verdict on a statement; every word weighs the same."""
    return fast_verifier().bears(quotes, statement, lambda stem: 1.0)


def failed(statement: str, *quotes: str) -> set[Check]:
    """The checks that a statement does not pass."""
    return {f.check for f in against(statement, *quotes).failures}
