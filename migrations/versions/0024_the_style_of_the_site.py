"""The style of the site

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_styles",
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("css", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_site_styles")),
    )


def downgrade() -> None:
    # Pages must not ask for a style sheet that is not there any more.
    op.execute("DELETE FROM settings WHERE name = 'style'")
    op.drop_table("site_styles")
