"""What people tell in their own words is ruled on by rules alone: danger is found, ordinary talk in the same words is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
import yaml
from bot_fixtures import guards

import settings

RULED: Mapping[str, Mapping[str, Sequence[str]]] = yaml.safe_load(
    (settings.ROOT / "tests" / "data" / "ruled.yaml").read_text(encoding="utf-8")
)
DANGER = ("crisis", "emergency", "urgent")


def meant(kind: str) -> list[str]:
    """The messages of one kind, in all languages."""
    return [message for kinds in RULED.values() for message in kinds.get(kind, ())]


@pytest.mark.parametrize("message", meant("crisis"))
def test_a_crisis_is_found_in_other_words(message: str) -> None:
    """Dialects, slang, hints, and what relatives notice."""
    assert guards().triage([message]).outcome == "crisis"


@pytest.mark.parametrize("message", meant("emergency"))
def test_an_emergency_is_found_in_everyday_words(message: str) -> None:
    """The sign and what makes it grave, whoever it happens to."""
    assert guards().triage([message]).outcome == "emergency"


@pytest.mark.parametrize("message", meant("today"))
def test_what_should_be_seen_today_is_found(message: str) -> None:
    """New or getting worse; an emergency is heavier and will do."""
    assert guards().triage([message]).outcome in ("urgent", "emergency")


@pytest.mark.parametrize("message", meant("harmless"))
def test_ordinary_talk_in_the_same_words_is_no_danger(message: str) -> None:
    """Figures of speech, sleep, travel, old troubles, denials, questions in general and everyday talk."""
    assert guards().triage([message]).outcome not in DANGER


@pytest.mark.parametrize("message", meant("no_crisis"))
def test_the_words_of_a_crisis_in_another_sense_are_none(message: str) -> None:
    """They may be something else, such as an old emergency."""
    assert guards().triage([message]).outcome != "crisis"
