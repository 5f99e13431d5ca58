"""Versions of documents

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("documents") as table:
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("version_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("version_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("version_reason", sa.String(300), nullable=False, server_default=""))
        table.create_foreign_key(op.f("fk_documents_version_by_id_users"), "users", ["version_by_id"], ["id"])
        table.create_index(op.f("ix_documents_version_at"), ["version_at"])
    with op.batch_alter_table("documents") as table:
        table.alter_column("version", existing_type=sa.Integer(), server_default=None)
        table.alter_column("version_reason", existing_type=sa.String(300), server_default=None)
    op.create_table(
        "document_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("uploader_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(255), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("type_label", sa.String(40), nullable=False),
        sa.Column("page_kind", sa.String(8), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_document_versions_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["uploader_id"], ["users.id"], name=op.f("fk_document_versions_uploader_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_versions")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_document_versions_document_id_number")),
    )
    op.create_index(op.f("ix_document_versions_sha256"), "document_versions", ["sha256"])
    op.create_index(op.f("ix_document_versions_uploader_id"), "document_versions", ["uploader_id"])
    op.create_table(
        "version_pages",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_versions.id"],
            name=op.f("fk_version_pages_version_id_document_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", "number", name=op.f("pk_version_pages")),
    )


def downgrade() -> None:
    op.drop_table("version_pages")
    op.drop_table("document_versions")
    with op.batch_alter_table("documents") as table:
        table.drop_index(op.f("ix_documents_version_at"))
        table.drop_constraint(op.f("fk_documents_version_by_id_users"), type_="foreignkey")
        table.drop_column("version_reason")
        table.drop_column("version_by_id")
        table.drop_column("version_at")
        table.drop_column("version")
