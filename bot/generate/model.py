"""A LangChain chat model as a stream of text that ends in time. The only module that talks to one.

Whatever goes wrong becomes a `ModelFailed` with a reason; what the provider said is dropped, for it may quote the visitor
or hold a key. Knows nothing of passages and replies.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import tenacity

from bot.errors import BotError
from bot.generate.breaker import Breaker
from bot.generate.prompt import Message

log = logging.getLogger(__name__)

Reason = Literal["timeout", "breaker", "unreachable", "rate_limited", "server_error", "refused", "cut_off", "failed"]
_RETRIED = ("unreachable", "rate_limited", "server_error")
_WHOLE = ("stop", "end_turn", "stop_sequence", "eos")
_FINISH_KEYS = ("finish_reason", "stop_reason", "done_reason")
"""Where providers say how a reply ended. One that never says counts as cut off."""
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.2, 2.0
"""Back-off between tries of one call, with jitter. Guesses that leave room for a try inside a turn."""


class ModelFailed(BotError):
    """The model gave no whole reply. The message is the reason's name and nothing else."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Writes(Protocol):
    """A chat model. Safe to call from several threads."""

    name: str

    def stream(self, messages: Sequence[Message], deadline: float) -> Generator[str, None, None]:
        """The reply's text as it arrives.

        Args:
            messages: Oldest first.
            deadline: On the clock of `time.monotonic`; the iterator has ended or raised soon after it.

        Raises:
            ModelFailed: The reply is not whole, whatever the cause; what came until then has been given out.
        """
        ...


@dataclass(frozen=True)
class Patience:
    """How long a model is waited for, and how often it is tried; see `settings.ChatSettings`."""

    timeout_s: float = 8.0
    retries: int = 1


class LangChainModel:
    """See `Writes`. One worker thread a call, so that a server that hangs cannot hold the turn."""

    def __init__(self, name: str, model: Any, patience: Patience, breaker: Breaker) -> None:
        self.name = name
        self.served = ""
        """Which weights the provider says wrote the last whole reply; a name that moves on to newer ones shows it here."""
        self._model = model
        self._patience = patience
        self._breaker = breaker

    def stream(self, messages: Sequence[Message], deadline: float) -> Generator[str, None, None]:
        """See `Writes.stream`."""
        if not self._breaker.lets_through():
            raise ModelFailed("breaker")
        try:
            call, first = self._started(messages, deadline)
            with call:
                yield first
                yield from call.rest()
            self.served = call.served
        except GeneratorExit:  # the reader has read enough: the model is there
            self._breaker.succeeded()
            raise
        except ModelFailed as error:
            log.warning("chat model failed: %s", error.reason)
            if error.reason != "cut_off":
                self._breaker.failed()
            raise
        self._breaker.succeeded()

    def _started(self, messages: Sequence[Message], deadline: float) -> tuple[_Call, str]:
        """A call whose first text has come; tried again while nothing has."""
        tries = tenacity.Retrying(
            stop=tenacity.stop_any(
                tenacity.stop_after_attempt(self._patience.retries + 1),
                tenacity.stop_before_delay(max(0.0, deadline - time.monotonic())),
            ),
            wait=tenacity.wait_random_exponential(multiplier=_FIRST_WAIT_S, max=_LONGEST_WAIT_S),
            retry=tenacity.retry_if_exception(lambda e: isinstance(e, ModelFailed) and e.reason in _RETRIED),
            reraise=True,
        )
        return tries(self._try, messages, deadline)

    def _try(self, messages: Sequence[Message], deadline: float) -> tuple[_Call, str]:
        call = _Call(self._model, messages, deadline, self._patience.timeout_s)
        try:
            return call, next(call.rest(), "")
        except BaseException:
            call.stop()
            raise


class _Call:
    """One request, running in a thread of its own; the thread ends with the reply, an error, or when it is stopped."""

    def __init__(self, model: Any, messages: Sequence[Message], deadline: float, timeout_s: float) -> None:
        self._came: queue.SimpleQueue[str | ModelFailed | None] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._has_ended = False
        self.served = ""
        self._deadline = deadline
        self._timeout_s = timeout_s
        sent = [(message.role, message.text) for message in messages]
        threading.Thread(target=self._run, args=(model, sent), name="chat-model", daemon=True).start()

    def __enter__(self) -> _Call:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Nobody listens any more: the connection is closed with the next text, or by its own time-out."""
        self._stopped.set()

    def rest(self) -> Iterator[str]:
        """Text until the reply's end."""
        while not self._has_ended:
            wait_s = min(self._timeout_s, self._deadline - time.monotonic())
            try:
                item = self._came.get(timeout=max(0.0, wait_s))
            except queue.Empty:
                raise ModelFailed("timeout") from None
            if isinstance(item, ModelFailed):
                raise item
            if item is None:
                self._has_ended = True
            else:
                yield item

    def _run(self, model: Any, messages: list[tuple[str, str]]) -> None:
        has_begun, end = False, ""
        try:
            chunks = model.stream(messages)
            try:
                for chunk in chunks:
                    if self._stopped.is_set():
                        return
                    end = _finish(chunk) or end
                    self.served = str(chunk.response_metadata.get("model_name") or self.served)
                    if text := str(chunk.text):
                        has_begun = True
                        self._came.put(text)
            finally:
                chunks.close()
        except Exception as error:  # each provider has errors of its own, and their messages may quote the visitor
            reason = _reason(error)
            self._came.put(ModelFailed("cut_off" if has_begun and reason != "timeout" else reason))
            return
        self._came.put(None if end in _WHOLE else ModelFailed("cut_off"))


def _finish(chunk: Any) -> str:
    said = chunk.response_metadata
    return next((str(said[key]).lower() for key in _FINISH_KEYS if said.get(key)), "")


def _reason(error: Exception) -> Reason:
    """Our reason for a provider's error: by its HTTP status where it has one, else by the kinds of error it is."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        if status in (408, 504):
            return "timeout"
        if status == 429:
            return "rate_limited"
        return "server_error" if status >= 500 else "refused"
    kinds = " ".join(kind.__name__ for kind in type(error).__mro__)
    if "Timeout" in kinds:
        return "timeout"
    return "unreachable" if "Connect" in kinds else "failed"
