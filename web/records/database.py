"""The tables of what visitors agreed to have kept, as `database` is told of them."""

from __future__ import annotations

from pathlib import Path

import database
from web.records.errors import RecordsUnavailable

TABLES = database.Tables(
    migrations=Path(__file__).resolve().parent / "migrations",
    version_table="alembic_version",
    name="The records database",
    migrate="python -m web.records migrate",
    error=RecordsUnavailable,
)


class Database(database.Database):
    """The records' database. Every method raises `RecordsUnavailable` when it cannot be used."""

    def __init__(self, url: str) -> None:
        """Take the address; nothing is opened.

        Raises:
            RecordsUnavailable: The address is neither SQLite nor PostgreSQL.
        """
        super().__init__(url, TABLES)
