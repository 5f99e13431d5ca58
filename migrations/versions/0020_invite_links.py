"""Short links into a group

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invite_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("approval", sa.Boolean(), nullable=False),
        sa.Column("email_domain", sa.String(length=253), nullable=False),
        sa.Column("most_uses", sa.Integer(), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("maker_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_invite_links_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_invite_links_item_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["maker_id"], ["users.id"], name=op.f("fk_invite_links_maker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invite_links")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invite_links_public_id")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_invite_links_secret_digest")),
    )
    op.create_index(op.f("ix_invite_links_group_id"), "invite_links", ["group_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_invite_links_group_id"), "invite_links")
    op.drop_table("invite_links")
