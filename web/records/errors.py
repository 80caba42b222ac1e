"""What can go wrong with the records. No message repeats a visitor's words or a database's password."""

from __future__ import annotations


class RecordsError(Exception):
    """Base of everything the records raise."""


class RecordsUnavailable(RecordsError):
    """The database cannot be reached, read or written; nothing was stored."""


class ConsentWithdrawn(RecordsError):
    """This conversation's consent was withdrawn; it cannot be given again for the same conversation."""
