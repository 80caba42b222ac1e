"""The whole path with a real, small model behind a real server: what it says is mostly withheld, and never shown unverified."""

from __future__ import annotations

import pytest
from bot_fixtures import the_real_bot
from generate_fixtures import bot_with, verifier

import settings
from bot.errors import BotError
from bot.generate.local import NAME, serve
from bot.generate.providers import make_model
from bot.verify.release import verdict

QUESTIONS = ("Does magnesium help restless legs?", "how common is rls")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_small_real_model_never_shows_an_unsupported_statement(question: str) -> None:
    """It is asked, whatever comes of it is accounted for, and every statement shown is verified."""
    bot = bot_with(NAME, settings.ChatSettings(timeout_s=110, turn_limit_s=120, max_tokens=200))
    answer = bot.ask(question)
    assert answer.outcome == "answered"
    assert answer.timings_ms["write"] > 100
    index = the_real_bot().index()
    assert [s.text for s in answer.statements if not verdict(s, answer.citations, verifier(), index).passes] == []
    is_models = answer.versions["composer"].startswith("generative:local:smollm2:")
    assert is_models or answer.versions["fallback"] in ("unsupported", "nothing_found", "unparsable", "cut_off")


def test_its_server_speaks_on_loopback_only() -> None:
    """One server, however often it is asked for."""
    assert serve(NAME).startswith("http://127.0.0.1:")
    assert serve(NAME) == serve(NAME)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("local:llama", r"^Chat model 'local:llama' is not known; the only local one is 'local:smollm2'$"),
        ("nosuch:model", r"^Chat model 'nosuch:model' could not be made .*unset RESTWELL_CHAT_MODEL$"),
    ],
)
def test_a_model_that_cannot_be_made_is_refused_by_name(name: str, said: str) -> None:
    """With what to do."""
    with pytest.raises(BotError, match=said):
        make_model(name, settings.ChatSettings())


def test_the_key_is_in_no_message_and_no_representation() -> None:
    """Neither of the settings nor of what goes wrong."""
    chat = settings.ChatSettings.model_validate({"api_key": "sk-zzyzxia"})
    assert "zzyzxia" not in repr(chat) + str(chat.model_dump())
    with pytest.raises(BotError, match="could not be made") as error:
        make_model("nosuch:model", chat)
    assert "zzyzxia" not in str(error.value)
