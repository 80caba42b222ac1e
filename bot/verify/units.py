"""Units and number words: which spellings are one unit. Nothing is ever converted; equal in another unit is not equal."""

from __future__ import annotations

_UNITS = {
    "%": "% percent",
    "mg": "mg mgs milligram milligrams milligramme milligrammes",
    "g": "g gram grams gramme grammes",
    "ug": "ug mcg microgram micrograms microgramme",
    "kg": "kg kilogram kilograms kilo kilos",
    "oz": "oz ounce ounces",
    "mmol": "mmol millimole millimoles",
    "nmol": "nmol nanomole nanomoles",
    "umol": "umol micromole micromoles",
    "meq": "meq",
    "ng": "ng nanogram nanograms",
    "pg": "pg picogram picograms",
    "iu": "iu",
    "l": "l litre litres liter liters",
    "dl": "dl decilitre deciliter",
    "ml": "ml millilitre millilitres milliliter milliliters",
    "mmhg": "mmhg",
    "hz": "hz hertz",
    "tesla": "tesla",
    "cm": "cm centimetre centimetres centimeter",
    "metre": "metre metres meter meters",
    "inch": "inch inches",
    "second": "seconds secs sec",
    "minute": "minute minutes min mins",
    "hour": "hour hours hr hrs",
    "day": "day days",
    "night": "night nights",
    "week": "week weeks",
    "fortnight": "fortnight fortnights",
    "month": "month months",
    "year": "year years",
    "decade": "decade decades",
    "times": "times fold",
    "point": "point points",
    "cup": "cup cups",
    "tablespoon": "tablespoon tablespoons",
    "teaspoon": "teaspoon teaspoons",
    "slice": "slice slices",
    "tablet": "tablet tablets pill pills",
    "capsule": "capsule capsules",
    "dose": "dose doses",
    "sachet": "sachet sachets packet packets",
    "degree": "degree degrees",
    "unit": "unit units",
    "calorie": "calorie calories kcal",
    "dollar": "dollar dollars usd",
    "pound": "pound pounds",
    "trimester": "trimester trimesters",
}
UNIT_OF = {spelling: unit for unit, spellings in _UNITS.items() for spelling in spellings.split()}
"""The unit of each spelling."""

PER = {
    "daily": "day",
    "nightly": "night",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annually": "year",
    "hourly": "hour",
}
"""Words that say how often by themselves."""

RATES = frozenset(
    "day night evening morning week month year hour minute dose meal kg l dl ml litre tablet serving capsule".split()
)

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
CARDINALS = {word: n for n, word in enumerate(_SMALL)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
CARDINALS["dozen"] = 12
MULTIPLIERS = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
FRACTIONS = {
    "half": "1/2",
    "halves": "1/2",
    "halved": "1/2",
    "halving": "1/2",
    "halve": "1/2",
    "third": "1/3",
    "thirds": "1/3",
    "quarter": "1/4",
    "quarters": "1/4",
    "fifth": "1/5",
    "fifths": "1/5",
    "tenth": "1/10",
    "tenths": "1/10",
}
FOLDS = {
    "once": "1",
    "twice": "2",
    "thrice": "3",
    "double": "2",
    "doubled": "2",
    "doubling": "2",
    "doubles": "2",
    "twofold": "2",
    "triple": "3",
    "tripled": "3",
    "threefold": "3",
    "quadruple": "4",
    "fourfold": "4",
    "fivefold": "5",
    "tenfold": "10",
}


def is_unit(word: str) -> bool:
    """Whether a lower-case word is a unit."""
    return word in UNIT_OF


def is_number_word(word: str) -> bool:
    """Whether a lower-case word stands for a number."""
    return word in CARDINALS or word in MULTIPLIERS or word in FRACTIONS or word in FOLDS
