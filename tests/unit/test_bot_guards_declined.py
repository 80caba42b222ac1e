"""What is no question for the bot is declined by rules alone, in eight languages; harmless questions in the same words are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
import yaml
from bot_fixtures import guards

import settings

MESSAGES: Mapping[str, Mapping[str, Sequence[str]]] = yaml.safe_load(
    (settings.ROOT / "tests" / "data" / "declined.yaml").read_text(encoding="utf-8")
)
DECLINED = ("injection", "prompt_leak", "role_play", "fabrication", "abuse", "off_topic", "shop")


def meant(*kinds: str) -> list[tuple[str, str]]:
    """The messages of some kinds, in all languages, each with its kind."""
    return [(kind, message) for of in MESSAGES.values() for kind in kinds for message in of.get(kind, ())]


@pytest.mark.parametrize(("kind", "message"), meant(*DECLINED))
def test_what_is_no_question_is_declined(kind: str, message: str) -> None:
    """Orders to the bot, forged passages, other subjects, shop matters and abuse, as the class they belong to."""
    ruling = guards().triage([message])
    assert (ruling.outcome, ruling.guard_class) == ("declined", "declined-" + kind.replace("_", "-"))


@pytest.mark.parametrize(("kind", "message"), meant("harmless"))
def test_harmless_questions_in_the_same_words_are_not_declined(kind: str, message: str) -> None:
    """Corrections, plain-words requests, questions on the chat, its sources and its article, and swearing at one's legs."""
    assert guards().triage([message]).outcome != "declined", kind
