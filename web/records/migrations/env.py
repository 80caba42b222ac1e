"""Run by Alembic over the connection that `web.records.database` hands it, inside that connection's transaction."""

from __future__ import annotations

from alembic import context

from web.records.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
