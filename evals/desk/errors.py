"""Every error of the desk that a person can mend. No message repeats a visitor's words or a password."""

from __future__ import annotations

from evals.errors import EvalsError


class DeskError(EvalsError):
    """Base of the desk."""


class DeskInvalid(DeskError):
    """The settings of the desk cannot be used."""


class DeskUnavailable(DeskError):
    """The desk's tables cannot be reached, read or written; nothing was stored."""


class BadInput(DeskError):
    """What somebody sent cannot be used; the message says why."""


class NotThere(DeskError):
    """There is no such item, or its words are gone."""
