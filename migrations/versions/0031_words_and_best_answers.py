"""Words that mean the same, and best answers

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("starter", sa.String(length=400), nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_words")),
        sa.UniqueConstraint("starter", name=op.f("uq_search_words_starter")),
    )
    op.create_table(
        "best_bets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("terms", sa.String(length=400), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_best_bets_item_id_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_best_bets")),
        sa.UniqueConstraint("terms", "item_id", name=op.f("uq_best_bets_terms_item_id")),
    )
    op.create_index(op.f("ix_best_bets_item_id"), "best_bets", ["item_id"])


def downgrade() -> None:
    op.drop_table("best_bets")
    op.drop_table("search_words")
