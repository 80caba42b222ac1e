"""Asking whether magnesium goes with other medicines is no emergency in any language; having taken them all is."""

from __future__ import annotations

import pytest

import settings
from bot.guards.normalise import folded
from bot.guards.rules import load_rules

RULES = load_rules(settings.ROOT / "corpus" / "guard")
CARE = {"emergency", "emergency-overdose", "emergency-high-magnesium", "crisis", "urgent"}


@pytest.mark.parametrize(
    "question",
    [
        "我可以把镁和其他药物一起服用吗？",
        "我能不能把镁片和安眠药一起吃？",
        "可以同时服用镁和铁剂吗？",
        "Puis-je prendre tous mes médicaments avec le magnésium ?",
        "Kann ich alle meine Tabletten zusammen mit Magnesium nehmen?",
        "هل يمكنني أخذ كل أدويتي مع المغنيسيوم؟",
    ],
)
def test_asking_what_goes_together_is_no_emergency(question: str) -> None:
    """Nothing has been taken."""
    assert CARE.isdisjoint(RULES.hits([folded(question)]))


@pytest.mark.parametrize(
    "told",
    [
        "我把药一起都吃了",
        "能不能把安眠药全部一起吃掉",
        "我把整瓶安眠药一起吃可以吗",
        "我不小心把镁和安眠药一起吞了二十片，能不能吃点东西",
        "Je vais prendre tous mes médicaments avec du magnésium",
        "Puis-je prendre tous mes médicaments avec le magnésium et en finir",
        "ich will alle meine Tabletten nehmen",
        "Kann ich alle meine Tabletten nehmen und sterben",
        "أخذت كل أدويتي مع المغنيسيوم",
    ],
)
def test_taking_everything_still_is(told: str) -> None:
    """All of the tablets, taken or about to be."""
    assert CARE & set(RULES.hits([folded(told)]))
