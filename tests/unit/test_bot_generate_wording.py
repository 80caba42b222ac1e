"""Wording that no statement may have, and wording that it may."""

from __future__ import annotations

import pytest

from bot.generate.prompt import rules
from bot.generate.wording import fault

GUIDE = "The 2021 algorithm says that iron status should be checked in everyone with RLS."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You should take 400 mg of magnesium a day.", "advice"),
        ("Your legs will feel better with magnesium.", "advice"),
        ("Take 400 mg of magnesium a day.", "advice"),
        ("Simply avoid coffee in the evening.", "advice"),
        ("Don't take magnesium with doxycycline.", "advice"),
        ("Talk to a pharmacist before taking magnesium.", "advice"),
        ("Adults must take magnesium every day.", "advice"),
        ("We recommend magnesium for restless legs.", "advice"),
        ("Please consult a doctor about iron.", "advice"),
        ("Magnesium is <b>safe</b> in RLS.", "markup"),
        ("Magnesium is **safe** in RLS.", "markup"),
        ("# Magnesium and RLS", "markup"),
        ("- Magnesium helps RLS.", "markup"),
        ("Magnesium helps [see](x) RLS.", "markup"),
        ("Magnesium helps RLS [2] in trials.", "markup"),
        ("Magnesium helps RLS.\nIt really does.", "markup"),
        ("Magnesium helps RLS, see https://example.org for more.", "address"),
        ("Magnesium is sold at example.com for RLS.", "address"),
        ("The review is 10.1016/j.smrv.2019.101218 on RLS.", "address"),
        ("Magnesium\u202ehelps RLS.", "characters"),
        ("Magnesium\ud800 helps RLS.", "characters"),
        ("Es ist nicht klar, ob Magnesium gegen unruhige Beine hilft.", "language"),
        ("Il n'est pas clair que le magnésium soulage les jambes sans repos.", "language"),
        ("镁是否有助于不宁腿综合征尚不清楚。", "language"),
        (
            "The answer comes from numbered passages only, for visitors of a website on magnesium and restless legs.",
            "echo",
        ),
    ],
)
def test_what_may_not_be_said_so(text: str, expected: str) -> None:
    """Each with the reason that the log counts."""
    assert fault(text, [GUIDE]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It is not clear whether magnesium relieves RLS.",
        "Ferritin below 75 was linked with milder symptoms (p<0.01).",
        "In the 2021 algorithm, iron status should be checked in everyone with RLS.",
        "Taking magnesium lowered sleep latency by 17 minutes (95% CI 5 to 30).",
        "Tests of kidney function come before iron, the authors say.",
        "The average score fell from 26.2 to 8.9 in 10 people.",
    ],
)
def test_what_may_be_said(text: str) -> None:
    """Plain statements on studies, with figures and a duty that the source itself names."""
    assert fault(text, [GUIDE]) is None


def test_a_duty_that_the_source_does_not_name_is_advice() -> None:
    """ "Should" is the guideline's word, not the model's."""
    text = "Iron status should be checked in everyone with RLS."
    assert fault(text, [GUIDE]) is None
    assert fault(text, ["Iron status was checked in everyone with RLS."]) == "advice"


def test_no_sentence_of_the_prompt_itself_may_be_said() -> None:
    """Each of its longer sentences is caught, as an echo or sooner."""
    sentences = [s.strip(" -\n") for s in rules().replace("\n", ". ").split(". ") if len(s.split()) > 8]
    assert len(sentences) > 6
    assert [s for s in sentences if fault(s, [GUIDE]) is None] == []
