"""Colours of groups

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("groups") as table:
        table.add_column(sa.Column("colour", sa.String(length=8), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("groups") as table:
        table.drop_column("colour")
