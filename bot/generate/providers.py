"""A setting's `provider:model` to a LangChain chat model. Packages of providers are loaded only when one is named."""

from __future__ import annotations

import logging
from typing import Any

from bot.errors import BotError
from bot.generate.breaker import Breaker
from bot.generate.local import GRAMMAR, serve
from bot.generate.model import LangChainModel, Patience
from settings import ChatSettings


def make_model(name: str, chat: ChatSettings) -> LangChainModel:
    """The chat model that a setting names. Nothing is sent to it yet; a `local:` one begins to serve.

    Raises:
        BotError: The provider is unknown, its package is not installed, or it lacks its key.
    """
    made = _local(name, chat) if name.startswith("local:") else _made(name, _options(chat))
    patience = Patience(chat.timeout_s, chat.retries)
    return LangChainModel(name, made, patience, Breaker(chat.breaker_failures, chat.breaker_pause_s))


def _options(chat: ChatSettings) -> dict[str, Any]:
    """The model's own retries are off: ours end with the turn."""
    given: dict[str, Any] = {
        "temperature": chat.temperature,
        "timeout": chat.timeout_s,
        "max_retries": 0,
        "max_tokens": chat.max_tokens,
    }
    if chat.base_url:
        given["base_url"] = chat.base_url
    if key := chat.api_key.get_secret_value():
        given["api_key"] = key
    elif chat.base_url:
        given["api_key"] = "none"  # servers of one's own often want no key, and clients insist on one
    return given


def _local(name: str, chat: ChatSettings) -> Any:
    """The packaged small model behind its own server; held to our lines by a grammar, for it cannot keep to them."""
    options = _options(chat) | {"base_url": f"{serve(name)}/v1", "api_key": "none"}
    return _made("openai:smollm2", options | {"extra_body": {"grammar": GRAMMAR}})


def _made(name: str, options: dict[str, Any]) -> Any:
    for talks_of_requests in ("openai", "httpx", "httpcore", "anthropic"):
        logging.getLogger(talks_of_requests).setLevel(logging.WARNING)  # their debug lines hold what was asked
    try:
        from langchain.chat_models import init_chat_model

        return init_chat_model(name, **options)
    except Exception as error:  # each provider's package has errors of its own, and they may hold the key
        raise BotError(
            f"Chat model {name!r} could not be made ({type(error).__name__}). Install its LangChain package "
            "(for OpenAI-compatible servers: the extra 'openai'), set RESTWELL_CHAT__API_KEY, or unset RESTWELL_CHAT_MODEL"
        ) from None
