"""Every error that leaves the bot package. A refusal is an Answer, not one of these."""

from __future__ import annotations


class BotError(Exception):
    """Base of the package: the message says what, which, and what to do next. It never quotes a visitor."""


class BadRequest(BotError):
    """A line of a batch or a request body cannot be understood."""


class TextsInvalid(BotError):
    """A wording file lacks a key or cannot be read."""
