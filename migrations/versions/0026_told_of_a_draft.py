"""Told of a draft

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notifications") as table:
        table.add_column(sa.Column("draft_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            "fk_notifications_draft_id_drafts", "drafts", ["draft_id"], ["id"], ondelete="CASCADE"
        )
        table.create_index("ix_notifications_draft_id", ["draft_id"])


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM notifications WHERE draft_id IS NOT NULL"))
    with op.batch_alter_table("notifications") as table:
        table.drop_index("ix_notifications_draft_id")
        table.drop_constraint("fk_notifications_draft_id_drafts", type_="foreignkey")
        table.drop_column("draft_id")
