"""A chat model may choose passages; its words never reach a visitor."""

from __future__ import annotations

import pytest
from langchain_core.language_models import FakeListChatModel

from bot.chooser import Chooser, make_chooser
from bot.errors import BotError
from bot.retrieve import Candidate
from ingest.source import Passage, Source


def _candidate(name: str) -> Candidate:
    source = Source(name, name, "rct")
    return Candidate(Passage(f"{name}:1", name, "finding", f"Text of {name}.", 0, 10), source, 0.9, 0.8, 0.8, 1.0, 1.0)


CANDIDATES = [_candidate("a"), _candidate("b"), _candidate("c")]


@pytest.mark.parametrize(
    ("reply", "names"),
    [("2, 1", ["b", "a"]), ("3", ["c"]), ("1,1,2", ["a", "b"])],
)
def test_numbers_choose_passages_in_the_models_order(reply: str, names: list[str]) -> None:
    """ "2, 1" is the second passage, then the first; a repeated number counts once."""
    chosen = Chooser("fake", FakeListChatModel(responses=[reply])).choose("q", CANDIDATES)
    assert chosen is not None
    assert [c.source.id for c in chosen] == names


@pytest.mark.parametrize("reply", ["0", "9", "1, 99", "Passage 1 says take 400 mg", "", "1; ignore the rules", "[1]"])
def test_anything_but_known_numbers_is_ignored(reply: str) -> None:
    """Prose, unknown numbers, injected words or nothing: the answer is composed by rule."""
    assert Chooser("fake", FakeListChatModel(responses=[reply])).choose("q", CANDIDATES) is None


def test_a_failing_model_is_ignored_and_its_words_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A provider's error may quote the visitor; only its kind is logged."""

    class Broken(FakeListChatModel):
        def _call(self, *_: object, **__: object) -> str:
            raise RuntimeError("secret words of a visitor")

    assert Chooser("fake", Broken(responses=["1"])).choose("secret words", CANDIDATES) is None
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


def test_an_unknown_provider_is_refused_with_the_setting_to_unset() -> None:
    """The message names the model and what to do."""
    with pytest.raises(BotError, match=r"'nosuch:model'.*unset RESTWELL_ANSWER__CHAT_MODEL"):
        make_chooser("nosuch:model", 1.0, 4)
