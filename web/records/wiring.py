"""Builds the keeper from settings. The only place where its parts are made."""

from __future__ import annotations

import settings
from web.records.database import Database
from web.records.keeper import Keeper
from web.records.records import Records
from web.records.sharing import Sharing


def make_database(loaded: settings.RecordsSettings) -> Database:
    """The database that the settings name, not yet opened.

    Raises:
        RecordsUnavailable: The address is neither SQLite nor PostgreSQL.
    """
    return Database(loaded.url.get_secret_value())


def open_records(loaded: settings.RecordsSettings) -> Records:
    """The records for reading; what `python -m bot replay ID` finds by its entry point.

    Raises:
        RecordsUnavailable: The address is neither SQLite nor PostgreSQL.
    """
    return Records(make_database(loaded))


def make_keeper(loaded: settings.RecordsSettings) -> Keeper | None:
    """A keeper over that database; None when visitors are not to be asked.

    Raises:
        RecordsUnavailable: The address is neither SQLite nor PostgreSQL.
    """
    return Keeper(Records(make_database(loaded)), loaded.retention_days) if loaded.ask else None


def make_sharing(loaded: settings.RecordsSettings) -> Sharing | None:
    """Stored turns for the review desk; None when visitors are not asked.

    Raises:
        RecordsUnavailable: The address is neither SQLite nor PostgreSQL.
    """
    return Sharing(make_database(loaded)) if loaded.ask else None
