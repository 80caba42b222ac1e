"""Quantities as they are read from a text, and the lock that binds each to its unit and to what it is of."""

from __future__ import annotations

import pytest
import verify_fixtures as fx
from hypothesis import given
from hypothesis import strategies as st


def keys(text: str) -> list[tuple[str, str, str, str]]:
    """Low end, high end, unit and rate of each quantity."""
    return [(q.low, q.high, q.unit, q.rate) for q in fx.read(text).quantities]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("420 mg a day", [("420", "", "mg", "day")]),
        ("420mg daily", [("420", "", "mg", "day")]),
        ("12.40 mmol", [("12.4", "", "mmol", "")]),
        ("22,999 men", [("22999", "", "", "")]),
        ("1.2 million people", [("1200000", "", "", "")]),
        ("twenty-five people", [("25", "", "", "")]),
        ("two hundred and", [("200", "", "", "")]),
        ("3 to 12 years", [("3", "12", "year", "")]),
        ("aged 3-12", [("3", "12", "year", "")]),
        ("between 9.4% and 15%", [("9.4", "15", "%", "")]),
        ("9.4 to 15 per cent", [("9.4", "15", "%", "")]),
        ("2 or 3 seconds", [("2", "", "second", ""), ("3", "", "second", "")]),
        ("1.46 to 2.68 mg/dL", [("1.46", "2.68", "mg", "dl")]),
        ("15 micrograms per litre", [("15", "", "ug", "l")]),
        ("15 mcg", [("15", "", "ug", "")]),
        ("15 µg", [("15", "", "ug", "")]),
        ("half a cup", [("1/2", "", "cup", "")]),
        ("1/2 cup", [("1/2", "", "cup", "")]),
        ("two thirds of them", [("2/3", "", "share", "")]),
        ("three quarters", [("3/4", "", "share", "")]),
        ("one in five", [("1/5", "", "share", "")]),
        ("1 in 5", [("1/5", "", "share", "")]),
        ("twice a week", [("2", "", "times", "week")]),
        ("three times a day", [("3", "", "times", "day")]),
        ("in one study, one of them", []),
        ("vitamin B12 and HbA1c", []),
    ],
)
def test_a_quantity_has_one_reading_however_it_is_spelled(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    """Digits and words, thousands and decimals, ranges, shares, units in full or short, and how often."""
    assert keys(text) == expected


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("Men need 420 mg and women 320 mg of magnesium daily (US recommended intake for ages 31 and over).", fx.INTAKE),
        ("RLS was found in about 8% in the first trimester and 22% in the third (2018 meta-analysis of pregnancy).",
         fx.TRIMESTERS),
    ],
)  # fmt: skip
def test_numbers_that_stay_with_what_they_are_of_pass(statement: str, quote: str) -> None:
    """Each number keeps its arm, though the words around it are others."""
    assert not fx.failed(statement, quote) & {"number", "unit", "comparator"}


@pytest.mark.parametrize(
    ("statement", "quote", "check"),
    [
        ("US recommended magnesium intake for ages 31 and over: 320 mg a day for men and 420 mg for women.",
         fx.INTAKE, "number"),
        ("US recommended magnesium intake for ages 31 and over: 420 mg a day for women and 320 mg for men.",
         fx.INTAKE, "number"),
        ("US recommended magnesium intake for men aged 31 and over is 420 micrograms a day.", fx.INTAKE, "unit"),
        ("US recommended magnesium intake for men aged 31 and over is 420 mg a week.", fx.INTAKE, "unit"),
        ("US recommended magnesium intake for men aged 31 and over is 0.42 g a day.", fx.INTAKE, "number"),
        ("US recommended magnesium intake for men aged up to 31 is 420 mg a day.", fx.INTAKE, "comparator"),
        ("RLS becomes more common as pregnancy advances: 8% in the first trimester.", fx.TRIMESTERS, "hedge"),
        ("RLS in pregnancy: about 16% in the first trimester, 8% in the second.", fx.TRIMESTERS, "number"),
        ("RLS in pregnancy: 16% in the second trimester, according to a 2017 meta-analysis.", fx.TRIMESTERS, "number"),
        ("Frequent RLS (more than 15 times a week) did not clearly raise the risk of Parkinson disease in US men.",
         fx.PARKINSON, "unit"),
        ("Frequent RLS (up to 15 times a month) did not clearly raise the risk of Parkinson disease in US men.",
         fx.PARKINSON, "comparator"),
        ("US men were followed for six years; frequent RLS did not clearly raise the risk of Parkinson disease.",
         fx.PARKINSON, "number"),
    ],
)  # fmt: skip
def test_a_number_unit_bound_or_arm_that_is_not_the_quotes_fails(statement: str, quote: str, check: str) -> None:
    """Arms exchanged, a unit converted, "about" dropped, "more than" turned round."""
    assert check in fx.failed(statement, quote)


@pytest.mark.parametrize("quote", [fx.MASSAGE, fx.TRIMESTERS, fx.PARKINSON, fx.DIALYSIS, fx.INTAKE, fx.APNOEA])
@given(data=st.data())
def test_changing_any_digit_of_a_quote_fails(quote: str, data: st.DataObject) -> None:
    """No digit can be another: the quote with one digit changed is not borne by the quote."""
    at = data.draw(st.sampled_from([n for n, c in enumerate(quote) if c.isdigit()]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != quote[at]]))
    verdict = fx.against(quote[:at] + digit + quote[at + 1 :], quote)
    assert not verdict.passes
