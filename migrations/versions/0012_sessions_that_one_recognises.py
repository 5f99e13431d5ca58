"""What browser a session is in, and the last day that it was seen

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from forum.lib import ids

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("user_sessions") as table:
        table.add_column(sa.Column("public_id", sa.String(length=12), nullable=True))
        table.add_column(sa.Column("browser", sa.String(length=20), nullable=False, server_default=""))
        table.add_column(sa.Column("system", sa.String(length=20), nullable=False, server_default=""))
        table.add_column(sa.Column("last_seen_on", sa.Date(), nullable=True))
    sessions = sa.table("user_sessions", sa.column("id", sa.Integer), sa.column("public_id", sa.String))
    connection = op.get_bind()
    for row in connection.execute(sa.select(sessions.c.id)).all():
        named = sessions.update().where(sessions.c.id == row.id).values(public_id=ids.public_id())
        connection.execute(named)
    with op.batch_alter_table("user_sessions") as table:
        table.alter_column("public_id", existing_type=sa.String(length=12), nullable=False)
        table.alter_column("browser", existing_type=sa.String(length=20), server_default=None)
        table.alter_column("system", existing_type=sa.String(length=20), server_default=None)
        table.create_unique_constraint(op.f("uq_user_sessions_public_id"), ["public_id"])


def downgrade() -> None:
    with op.batch_alter_table("user_sessions") as table:
        table.drop_constraint(op.f("uq_user_sessions_public_id"), type_="unique")
        for name in ("public_id", "browser", "system", "last_seen_on"):
            table.drop_column(name)
