"""What page and API ask: keep this turn, they agreed, they withdrew, they liked it. Never holds up an answer for long."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Literal

from bot.answer import Answer
from bot.language import SUPPORTED
from bot.texts import DEFAULT, Texts, texts
from web.records.consent import Consent, consent
from web.records.errors import RecordsUnavailable
from web.records.records import Records
from web.records.redaction import redact
from web.records.waiting import Waiting

log = logging.getLogger(__name__)

REST_S = 15.0
"""After a failure turns are not written for so long, so that answers do not wait for a dead database. A guess."""
PURGE_EVERY_S = 24 * 3600.0
"""The server purges when it starts and then once a day. From the product's brief."""

SWEEP_S = 60.0
"""How often what has waited too long is forgotten, so that "an hour at most" holds on a quiet server too."""

Taken = Literal["kept", "counted", "unknown"]


class Keeper:
    """Consent and records for one server.

    What cannot be written now waits in memory and is written with the next turn, so a database that comes back
    within the hour has lost nothing.
    """

    def __init__(
        self,
        records: Records,
        retention_days: int,
        waiting: Waiting | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._records = records
        self._waiting = waiting or Waiting()
        self._clock = clock
        self._rests_until = float("-inf")
        self._end = Event()
        self.retention_days = retention_days

    def words(self, said: Texts) -> Consent:
        """What to ask, in the language of `said`."""
        return consent(said, self.retention_days)

    def words_read(self, version: str) -> Consent | None:
        """The words that a version stands for, as they are asked now; nothing when they have changed since, or it is none."""
        language = version.partition("-")[0]
        words = self.words(texts(language if language in SUPPORTED else DEFAULT))
        return words if words.version == version else None

    def turn(self, conversation: str | None, answer: Answer) -> bool:
        """Store the turn if its conversation may be kept, else let it wait for the decision. Never raises.

        Returns:
            Whether it is stored, so that a page whose visitor agreed can say when it is not.
        """
        self._waiting.note(answer)
        if conversation is None:
            return False
        self._waiting.hold(conversation, answer)
        if self._clock() < self._rests_until:
            return False
        try:
            return self._write(conversation)
        except RecordsUnavailable as error:
            self._failed(error)
            return False

    def agree(self, conversation: str, words: Consent, country: str | None = None) -> bool:
        """They said yes: store that, and the turns that waited.

        Returns:
            False when their yes is stored and a turn is not; it waits on, for the next one.

        Raises:
            RecordsUnavailable: Their yes could not be stored; the turns wait on.
            ConsentWithdrawn: They had withdrawn; a new conversation can be agreed to.
        """
        self._records.agree(conversation, words, country)
        try:
            self._write(conversation)
        except RecordsUnavailable as error:
            self._failed(error)
            return False
        return True

    def decline(self, conversation: str) -> None:
        """They said no: forget the turns that waited. That they said no is not stored."""
        self._waiting.decline(conversation)

    def withdraw(self, conversation: str) -> bool:
        """They changed their mind: delete what is stored; whether they had agreed.

        Raises:
            RecordsUnavailable: It could not be deleted now; try again.
        """
        self._waiting.decline(conversation)
        return self._records.withdraw(conversation)

    def feedback(self, conversation: str, answer_id: str, is_helpful: bool, comment: str | None = None) -> Taken:
        """Store an opinion with its turn; without consent count it, once, and forget the comment.

        Raises:
            RecordsUnavailable: Neither could be done.
        """
        verdict = 1 if is_helpful else -1
        if self._records.comment(conversation, answer_id, verdict, comment):
            return "kept"
        outcome = self._waiting.take_outcome(answer_id)
        if outcome is None:
            return "unknown"
        self._records.count(outcome, verdict)
        return "counted"

    def start(self) -> None:
        """Purge now and every day, and forget what waited too long, in threads of their own, until `stop`.

        What redacts is loaded meanwhile, so that the first yes does not wait for it.
        """
        Thread(target=redact, args=("ready",), name="redact", daemon=True).start()
        Thread(target=self._keep_purging, name="purge", daemon=True).start()
        Thread(target=self._keep_forgetting, name="forget", daemon=True).start()

    def stop(self) -> None:
        """End both."""
        self._end.set()

    def _write(self, conversation: str) -> bool:
        """Store what waits; whether all of it is, and there was something."""
        waits = self._waiting.held(conversation)
        for answer in waits:
            if not self._records.record(conversation, answer):
                return False
            self._waiting.release(conversation, answer.id)
        return bool(waits)

    def _failed(self, error: RecordsUnavailable) -> None:
        self._rests_until = self._clock() + REST_S
        log.error("a turn was not stored: %s", error)

    def _keep_purging(self) -> None:
        while not self._end.is_set():
            try:
                purged = self._records.purge(self.retention_days)
                if any(purged):
                    log.info("purged %d turns and %d conversations", *purged)
            except RecordsUnavailable as error:
                log.error("the records were not purged: %s", error)
            self._end.wait(PURGE_EVERY_S)

    def _keep_forgetting(self) -> None:
        while not self._end.wait(SWEEP_S):
            self._waiting.forget_old()
