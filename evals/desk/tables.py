"""The desk's tables as `database` is told of them."""

from __future__ import annotations

from pathlib import Path

import database
from evals.desk.errors import DeskUnavailable

TABLES = database.Tables(
    migrations=Path(__file__).resolve().parent / "migrations",
    version_table="desk_alembic_version",
    name="The review desk's database",
    migrate="python -m evals desk migrate",
    error=DeskUnavailable,
)
