"""Items, reviews, assignments, fills, promotions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the five tables."""
    op.create_table(
        "desk_items",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("run", sa.String(160), nullable=False),
        sa.Column("case_id", sa.String(120)),
        sa.Column("answer_id", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("content", sa.JSON),
        sa.Column("rules", sa.JSON, nullable=False),
        sa.Column("chance", sa.Double, nullable=False),
        sa.Column("wanted", sa.Integer, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("forgotten_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_desk_items"),
        sa.UniqueConstraint("key", name="uq_desk_items_key"),
    )
    op.create_index("ix_desk_items_case_id", "desk_items", ["case_id"])
    op.create_table(
        "desk_reviews",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("item_id", sa.Integer, nullable=False),
        sa.Column("stream", sa.String(60), nullable=False),
        sa.Column("revision", sa.Integer),
        sa.Column("author", sa.String(40), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("is_final", sa.Boolean, nullable=False),
        sa.Column("restores", sa.Integer),
        sa.Column("verdicts", sa.JSON, nullable=False),
        sa.Column("call", sa.String(8), nullable=False),
        sa.Column("tags", sa.JSON, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_reviews"),
        sa.ForeignKeyConstraint(["item_id"], ["desk_items.id"], name="fk_desk_reviews_item_id"),
        sa.UniqueConstraint("item_id", "stream", "revision", name="uq_desk_reviews_item_id"),
    )
    op.create_index("ix_desk_reviews_author", "desk_reviews", ["author"])
    op.create_table(
        "desk_assignments",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("item_id", sa.Integer, nullable=False),
        sa.Column("reviewer", sa.String(40), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_assignments"),
        sa.ForeignKeyConstraint(["item_id"], ["desk_items.id"], name="fk_desk_assignments_item_id"),
        sa.UniqueConstraint("item_id", "reviewer", name="uq_desk_assignments_item_id"),
    )
    op.create_table(
        "desk_fills",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("run", sa.String(160), nullable=False),
        sa.Column("share", sa.Double, nullable=False),
        sa.Column("seen", sa.Integer, nullable=False),
        sa.Column("added", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_fills"),
    )
    op.create_table(
        "desk_promotions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("item_id", sa.Integer, nullable=False),
        sa.Column("author", sa.String(40), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("case_id", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_promotions"),
        sa.ForeignKeyConstraint(["item_id"], ["desk_items.id"], name="fk_desk_promotions_item_id"),
    )


def downgrade() -> None:
    """Take the five tables away, with what is in them."""
    for table in ("desk_promotions", "desk_fills", "desk_assignments", "desk_reviews", "desk_items"):
        op.drop_table(table)
