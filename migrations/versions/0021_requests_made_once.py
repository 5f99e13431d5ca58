"""Requests of programs that made something, so that one that is sent again makes nothing new

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "made_once",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key_digest", sa.String(64), nullable=False),
        sa.Column("asked_digest", sa.String(64), nullable=False),
        sa.Column("made", sa.String(12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_made_once_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_made_once")),
        sa.UniqueConstraint("user_id", "key_digest", name=op.f("uq_made_once_user_id_key_digest")),
    )
    op.create_index(op.f("ix_made_once_created_at"), "made_once", ["created_at"])


def downgrade() -> None:
    op.drop_table("made_once")
