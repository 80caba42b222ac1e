"""Loads the models in the background, so that the port listens at once, and says when the bot can answer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from web.answers import Answers

log = logging.getLogger(__name__)

RETRY_S = 5.0
"""Pause before another try when the index is missing or a model did not load. A guess; a build takes minutes."""


class Readiness:
    """Whether the bot is warm, and if not, why. Keeps trying, so that an index built later is found."""

    def __init__(self, bot: Answers, then: Sequence[Callable[[], None]] = ()) -> None:
        """Args: `then` is called, one after the other, once the bot is warm."""
        self._bot = bot
        self._then = then
        self._warm = threading.Event()
        self._reason = "warming"

    def start(self) -> None:
        """Begin to load, in a thread of its own."""
        threading.Thread(target=self._keep_trying, name="warm", daemon=True).start()

    def reason(self) -> str:
        """Why the bot cannot answer yet: `warming`, `index_missing` or `embedder_failed`; nothing when it can."""
        if not self._warm.is_set():
            return self._reason
        return "" if self._bot.is_ready() else "index_missing"

    def is_warming(self) -> bool:
        """Whether models are being loaded for the first time."""
        return not self._warm.is_set() and self._reason == "warming"

    def wait(self, timeout_s: float) -> bool:
        """Wait until warm, at most that long; whether it is."""
        return self._warm.wait(timeout_s)

    def _keep_trying(self) -> None:
        while True:
            try:
                self._bot.warm()
            except Exception as error:
                # Whatever keeps the models from loading, the page goes on and says so; only its kind is logged.
                reason = "embedder_failed" if self._bot.is_ready() else "index_missing"
                if reason != self._reason:
                    log.error("not ready: %s (%s)", reason, type(error).__name__)
                self._reason = reason
                threading.Event().wait(RETRY_S)
            else:
                self._warm.set()
                log.info("ready")
                break
        for go_on in self._then:
            go_on()
