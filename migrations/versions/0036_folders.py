"""Folders of groups, and documents in them

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "folders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_folders_group_id_groups"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folders")),
        sa.UniqueConstraint("public_id", name=op.f("uq_folders_public_id")),
    )
    op.create_index(op.f("ix_folders_group_id"), "folders", ["group_id"])
    with op.batch_alter_table("documents") as table:
        table.add_column(sa.Column("folder_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_documents_folder_id_folders"), "folders", ["folder_id"], ["id"], ondelete="SET NULL"
        )
        table.create_index(op.f("ix_documents_folder_id"), ["folder_id"])


def downgrade() -> None:
    with op.batch_alter_table("documents") as table:
        table.drop_index(op.f("ix_documents_folder_id"))
        table.drop_constraint(op.f("fk_documents_folder_id_folders"), type_="foreignkey")
        table.drop_column("folder_id")
    op.drop_table("folders")
