"""Run by Alembic over the connection that `database` hands it, inside that connection's transaction."""

from __future__ import annotations

from alembic import context

from web.records.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=context.config.attributes["version_table"],
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
