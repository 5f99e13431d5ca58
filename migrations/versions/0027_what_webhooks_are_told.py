"""What webhooks are told

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# Those that are there were told everything.
EVERYTHING = "item.published item.changed reply.posted"


def upgrade() -> None:
    with op.batch_alter_table("webhooks") as table:
        table.add_column(sa.Column("events", sa.String(length=60), server_default=EVERYTHING, nullable=False))
    with op.batch_alter_table("webhooks") as table:
        table.alter_column("events", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("webhooks") as table:
        table.drop_column("events")
