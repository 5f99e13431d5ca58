"""Documents that hold: owner, review date, state, verified, doubts

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

POINTERS = (("owner_id", "users"), ("verified_by_id", "users"), ("successor_id", "documents"))


def upgrade() -> None:
    with op.batch_alter_table("documents") as table:
        table.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("validity", sa.String(8), nullable=False, server_default="current"))
        table.add_column(sa.Column("review_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("reminded_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("successor_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("verified_by_id", sa.Integer(), nullable=True))
        for column, target in POINTERS:
            table.create_foreign_key(
                op.f(f"fk_documents_{column}_{target}"),
                target,
                [column],
                ["id"],
                ondelete="SET NULL" if target == "documents" else None,
            )
        table.create_index(op.f("ix_documents_owner_id"), ["owner_id"])
        table.create_index(op.f("ix_documents_review_on"), ["review_on"])
    with op.batch_alter_table("documents") as table:
        table.alter_column("validity", existing_type=sa.String(8), server_default=None)
    op.create_table(
        "document_doubts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_document_doubts_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_document_doubts_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_doubts")),
    )
    op.create_index(op.f("ix_document_doubts_document_id"), "document_doubts", ["document_id"])
    op.create_index(op.f("ix_document_doubts_user_id"), "document_doubts", ["user_id"])


def downgrade() -> None:
    op.drop_table("document_doubts")
    with op.batch_alter_table("documents") as table:
        table.drop_index(op.f("ix_documents_review_on"))
        table.drop_index(op.f("ix_documents_owner_id"))
        for column, target in POINTERS:
            table.drop_constraint(op.f(f"fk_documents_{column}_{target}"), type_="foreignkey")
        for column in (
            "verified_by_id", "verified_at", "successor_id", "reminded_on", "review_on", "validity", "owner_id",
        ):  # fmt: skip
            table.drop_column(column)
