"""What people are still writing

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=12), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("group_public_id", sa.String(length=12), nullable=True),
        sa.Column("item_public_id", sa.String(length=12), nullable=True),
        sa.Column("reply_public_id", sa.String(length=12), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("held_sha256", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_drafts_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("owner_id", "slot", name=op.f("uq_drafts_owner_id_slot")),
        sa.UniqueConstraint("public_id", name=op.f("uq_drafts_public_id")),
    )
    op.create_index(op.f("ix_drafts_held_sha256"), "drafts", ["held_sha256"])
    op.create_index("ix_drafts_updated_at", "drafts", ["updated_at"])
    with op.batch_alter_table("attachments") as batch:
        batch.add_column(sa.Column("draft_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_attachments_draft_id"), "drafts", ["draft_id"], ["id"], ondelete="SET NULL"
        )
        batch.create_index(op.f("ix_attachments_draft_id"), ["draft_id"])


def downgrade() -> None:
    with op.batch_alter_table("attachments") as batch:
        batch.drop_index(op.f("ix_attachments_draft_id"))
        batch.drop_constraint(op.f("fk_attachments_draft_id"), type_="foreignkey")
        batch.drop_column("draft_id")
    op.drop_table("drafts")
