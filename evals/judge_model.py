"""The judge's chat model, over the same adapter as the bot's. A failed call is an error of ours that holds no text."""

from __future__ import annotations

import time

from bot.errors import BotError
from bot.generate.model import LangChainModel, ModelFailed
from bot.generate.prompt import Message
from bot.generate.providers import make_model
from evals.errors import JudgeRefused
from settings import ChatSettings, JudgeSettings


class JudgeModel:
    """See `judge.Replies`."""

    def __init__(self, model: LangChainModel, timeout_s: float) -> None:
        self._model = model
        self._timeout_s = timeout_s

    @property
    def served(self) -> str:
        """See `judge.Replies.served`."""
        return self._model.served

    def reply(self, system: str, user: str) -> str:
        """See `judge.Replies.reply`."""
        messages = (Message("system", system), Message("user", user))
        try:
            return "".join(self._model.stream(messages, time.monotonic() + self._timeout_s))
        except ModelFailed as error:
            raise JudgeRefused(f"The judge did not answer ({error.reason}); nothing was counted") from None


def make_judge(name: str, given: JudgeSettings) -> JudgeModel:
    """The model that the settings name; nothing is sent to it yet.

    Raises:
        JudgeRefused: It cannot be made.
    """
    chat = ChatSettings(base_url=given.base_url, api_key=given.api_key, timeout_s=given.timeout_s, temperature=0.0)
    try:
        return JudgeModel(make_model(name, chat), 2 * given.timeout_s)
    except BotError as error:
        raise JudgeRefused(
            f"The judge {name!r} could not be made: {type(error).__name__}. Check its name, package and key"
        ) from None
