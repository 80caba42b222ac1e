"""Opens the database that the settings name and brings one owner's tables up to date. The one module that knows the dialects.

Two owners share it: what visitors agreed to have kept (`web.records`) and the review desk (`evals.desk`). Each hands in
its `Tables`, with its own migrations and its own row for the version they are at; neither sees the other's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, TypeDecorator, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

WAIT_S = 5
"""How long a write waits for another one, or for PostgreSQL to pick up. A guess; an answer is held up that long once."""
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Named on both databases, so that a later migration can name what it changes."""


@dataclass(frozen=True)
class Tables:
    """One owner's tables: where their migrations are, and how to speak of them."""

    migrations: Path
    """Folder that Alembic reads."""
    version_table: str
    """Table that holds the version these tables are at."""
    name: str
    """What an error calls them, as in "The records database"."""
    migrate: str
    """Command that brings them up to date."""
    error: type[Exception]
    """The owner's error; the only one that a `Database` raises."""


class Moment(TypeDecorator[datetime]):
    """A point in time, UTC. SQLite forgets the zone; here it comes back with one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """With its zone."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Database:
    """One database, opened with the first use and not before.

    SQLite is made and migrated by itself. PostgreSQL is not: several servers may share it, so a person runs the owner's
    `migrate` command when they choose.

    What can go wrong, everywhere: the owner's `tables.error`.
    """

    def __init__(self, url: str, tables: Tables) -> None:
        """Take the address, which must be of SQLite or PostgreSQL; nothing is opened."""
        self._tables = tables
        self._url = self._read(url)
        self._lock = Lock()
        self._engine: Engine | None = None
        self._is_current = False

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._url.get_backend_name()

    def exists(self) -> bool:
        """Whether there may be something to read. Only a SQLite file that was never made says no."""
        return self.dialect != "sqlite" or Path(str(self._url.database)).is_file()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction: kept when the block ends, undone when it raises. The tables are those of this version."""
        with self._translated(), Session(self._ready()) as session, session.begin():
            yield session

    def migrate(self, revision: str = "head") -> None:
        """Bring the tables to a revision, the newest when none is named; `base` takes them away."""
        with self._translated():
            self._move(self._open(), revision)
            self._is_current = False

    def scrub(self) -> None:
        """Leave nothing of deleted rows in SQLite's side file; PostgreSQL does its own cleaning, later."""
        if self.dialect == "sqlite":
            with (
                self._translated(),
                self._open().connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
            ):
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of every connection."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
            self._engine, self._is_current = None, False

    def _ready(self) -> Engine:
        engine = self._open()
        with self._lock:
            if not self._is_current:
                self._check(engine)
                self._is_current = True
        return engine

    def _check(self, engine: Engine) -> None:
        with engine.connect() as connection:
            found = self._here(connection)
        wanted = ScriptDirectory.from_config(self._config()).get_current_head()
        if found == wanted:
            return
        if self.dialect == "sqlite":
            self._move(engine, "head")
            return
        raise self._tables.error(
            f"{self._tables.name} has tables of version {found!r}, this program needs {wanted!r}. "
            f"Run `{self._tables.migrate}`"
        )

    def _move(self, engine: Engine, revision: str) -> None:
        with engine.begin() as connection:
            here = self._here(connection)
            config = self._config(connection)
            is_down = revision == "base" or (here is not None and revision in _before(config, here))
            (command.downgrade if is_down else command.upgrade)(config, revision)

    def _open(self) -> Engine:
        with self._lock:
            if self._engine is not None and not self.exists():
                # Somebody took the file away; an open handle would go on writing into nothing.
                self._engine.dispose()
                self._engine, self._is_current = None, False
            if self._engine is None:
                self._engine = _sqlite(self._url) if self.dialect == "sqlite" else _postgresql(self._url)
            return self._engine

    def _read(self, url: str) -> URL:
        try:
            read = make_url(url)
        except (ArgumentError, ValueError):
            read = None
        if read is None or read.get_backend_name() not in ("sqlite", "postgresql"):
            raise self._tables.error(
                "RESTWELL_RECORDS__URL is no address of a database that can be used here. "
                "Write sqlite:////folder/records.db or postgresql://user@host/name"
            )
        return read.set(drivername="postgresql+psycopg") if read.get_backend_name() == "postgresql" else read

    def _here(self, connection: Connection) -> str | None:
        options = {"version_table": self._tables.version_table}
        return MigrationContext.configure(connection, opts=options).get_current_revision()

    def _config(self, connection: Connection | None = None) -> Config:
        config = Config()
        config.set_main_option("script_location", str(self._tables.migrations).replace("%", "%%"))
        config.attributes["connection"] = connection
        config.attributes["version_table"] = self._tables.version_table
        return config

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError, CommandError) as error:
            # The vendor's message may hold an address with a password, or a row: only its kind is passed on.
            kind = type(getattr(error, "orig", None) or error).__name__
            raise self._tables.error(
                f"{self._tables.name} cannot be used ({kind}). Check RESTWELL_RECORDS__URL, that it is reachable and "
                f"may be written, and run `{self._tables.migrate}`"
            ) from None


def run_migrations(metadata: MetaData) -> None:
    """What an owner's `migrations/env.py` does: run them over the connection a `Database` hands in, in its transaction."""
    attributes = context.config.attributes
    context.configure(
        connection=attributes["connection"],
        target_metadata=metadata,
        version_table=attributes["version_table"],
        transactional_ddl=True,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _sqlite(url: URL) -> Engine:
    """The file, readable by its owner only; writers queue, readers do not wait; deleted text is overwritten."""
    path = Path(str(url.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": WAIT_S})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver's own transactions leave table changes outside
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url, hide_parameters=True, pool_pre_ping=True, pool_timeout=WAIT_S, connect_args={"connect_timeout": WAIT_S}
    )


def _before(config: Config, revision: str) -> set[str]:
    script = ScriptDirectory.from_config(config)
    return {older.revision for older in script.iterate_revisions(revision, "base")} - {revision}
