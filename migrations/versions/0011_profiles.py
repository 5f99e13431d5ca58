"""A short text, a photo and expertise on the profile of a person

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("users") as table:
        table.add_column(sa.Column("about", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("photo_sha256", sa.String(length=64), nullable=True))
    with op.batch_alter_table("users") as table:
        table.alter_column("about", server_default=None)
    op.create_table(
        "expertise",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_expertise_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "slug", name=op.f("pk_expertise")),
    )
    op.create_index(op.f("ix_expertise_slug"), "expertise", ["slug"])


def downgrade() -> None:
    op.drop_table("expertise")
    with op.batch_alter_table("users") as table:
        table.drop_column("photo_sha256")
        table.drop_column("about")
