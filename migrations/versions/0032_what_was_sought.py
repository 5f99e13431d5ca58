"""What was sought and not found

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_salts",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("week", name=op.f("pk_search_salts")),
    )
    op.create_table(
        "search_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("asked", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_marks")),
        sa.UniqueConstraint(
            "week", "asked", "outcome", "who", name=op.f("uq_search_marks_week_asked_outcome_who")
        ),
    )
    op.create_table(
        "sought_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("terms", sa.String(length=400), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("empty", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sought_lines")),
        sa.UniqueConstraint("week", "terms", name=op.f("uq_sought_lines_week_terms")),
    )


def downgrade() -> None:
    op.drop_table("sought_lines")
    op.drop_table("search_marks")
    op.drop_table("search_salts")
