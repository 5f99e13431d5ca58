"""Tokens of programs get a name, a scope, a last day, and the day on which they were used

Revision ID: 0009
Revises: 0008
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from forum.lib import ids

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = ("public_id", "name", "scope", "expires_at", "last_used_on")


def upgrade() -> None:
    with op.batch_alter_table("api_tokens") as table:
        table.add_column(sa.Column("public_id", sa.String(12), nullable=True))
        table.add_column(sa.Column("name", sa.String(80), nullable=True))
        table.add_column(sa.Column("scope", sa.String(8), nullable=True))
        table.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("last_used_on", sa.Date(), nullable=True))
    tokens = sa.table(
        "api_tokens",
        sa.column("id", sa.Integer),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("public_id", sa.String),
        sa.column("name", sa.String),
        sa.column("scope", sa.String),
        sa.column("expires_at", sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    # They could read, and nobody was told that they would end: a year from when they were made.
    for row in connection.execute(sa.select(tokens.c.id, tokens.c.created_at)).all():
        values = {
            "public_id": ids.public_id(),
            "name": "kennisplein token",
            "scope": "read",
            "expires_at": row.created_at + timedelta(days=365),
        }
        connection.execute(tokens.update().where(tokens.c.id == row.id).values(values))
    with op.batch_alter_table("api_tokens") as table:
        for name in COLUMNS[:4]:
            table.alter_column(name, nullable=False)
        table.create_unique_constraint(op.f("uq_api_tokens_public_id"), ["public_id"])


def downgrade() -> None:
    with op.batch_alter_table("api_tokens") as table:
        table.drop_constraint(op.f("uq_api_tokens_public_id"), type_="unique")
        for name in COLUMNS:
            table.drop_column(name)
