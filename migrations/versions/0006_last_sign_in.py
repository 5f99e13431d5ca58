"""When somebody signed in last, for the review of rights

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("users") as table:
        table.add_column(sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE users SET signed_in_at ="
        " (SELECT max(created_at) FROM user_sessions WHERE user_sessions.user_id = users.id)"
    )


def downgrade() -> None:
    with op.batch_alter_table("users") as table:
        table.drop_column("signed_in_at")
