"""When an emergency or a crisis is over: what lets a conversation go on, in the words of visitors, and what only sounds like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import yaml
from bot_fixtures import guards

import settings

TOLD: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]] = yaml.safe_load(
    (settings.ROOT / "tests" / "data" / "resolved.yaml").read_text(encoding="utf-8")
)
FIRST = {"emergency": "my chest hurts and I can't breathe", "crisis": "I want to end my life"}
RULES = sorted((settings.ROOT / "corpus" / "guard").glob("rules*resolved.yaml"))
LONGEST = 400


def after(kind: str) -> list[tuple[str, str]]:
    """What came before and the message, for every message of one kind, in all languages."""
    return [
        (before, message)
        for of_language in TOLD.values()
        for before, kinds in of_language.items()
        for message in kinds.get(kind, ())
    ]


@pytest.mark.parametrize(("before", "message"), after("over"))
def test_what_says_that_it_is_over_lets_the_conversation_go_on(before: str, message: str) -> None:
    """Help came or was called, someone was examined, the sign has gone, someone is there, or nothing was meant."""
    assert guards().triage([FIRST[before]]).outcome == before
    assert guards().triage([FIRST[before], message]).outcome is None
    assert guards().triage([FIRST[before], message, "which foods have magnesium"]).outcome is None


@pytest.mark.parametrize(("before", "message"), after("goes_on"))
def test_what_only_sounds_like_it_does_not(before: str, message: str) -> None:
    """No help yet, a sign that goes on, a guess, a question, a refusal, something put off, the calm of a goodbye."""
    assert guards().triage([FIRST[before], message]).is_latched


@pytest.mark.parametrize(("before", "message"), after("with_danger"))
def test_a_danger_named_with_it_is_asked_about_once_more(before: str, message: str) -> None:
    """The next message that says that it is over is enough."""
    assert guards().triage([FIRST[before], message]).is_latched
    assert guards().triage([FIRST[before], message, "I'm ok now, the doctor checked me"]).outcome is None


def test_a_check_told_to_a_doctor_is_no_role_play() -> None:
    """ "ok doc" before what a doctor did asks nobody to play one."""
    assert guards().triage(["ok doc did a scan, no clot. any tips for flying with rls"]).outcome is None
    assert guards().triage(["ok doc, tell me what I have"]).outcome == "declined"


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_the_rules_can_be_read(path: Path) -> None:
    """No line of them is so long that nobody reads it."""
    assert max(map(len, path.read_text(encoding="utf-8").splitlines())) < LONGEST
