"""Run by Alembic; see `database.run_migrations`."""

from __future__ import annotations

from database import run_migrations
from web.records.models import Base

run_migrations(Base.metadata)
