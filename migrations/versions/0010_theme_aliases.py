"""Themes that were merged into another one

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "theme_aliases",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_theme_aliases_theme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_theme_aliases")),
    )
    op.create_index(op.f("ix_theme_aliases_theme_id"), "theme_aliases", ["theme_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_theme_aliases_theme_id"), "theme_aliases")
    op.drop_table("theme_aliases")
