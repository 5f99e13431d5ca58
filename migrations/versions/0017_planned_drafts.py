"""Drafts that are posted at a later time

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("drafts") as batch:
        batch.add_column(sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("plan", sa.JSON(none_as_null=True), nullable=True))
        batch.add_column(sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_index(op.f("ix_drafts_publish_at"), ["publish_at"])


def downgrade() -> None:
    with op.batch_alter_table("drafts") as batch:
        batch.drop_index(op.f("ix_drafts_publish_at"))
        batch.drop_column("failed_at")
        batch.drop_column("plan")
        batch.drop_column("publish_at")
