"""Following themes, people and groups

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = (
    ("group_follows", "group_id", "groups"),
    ("person_follows", "person_id", "users"),
    ("theme_follows", "theme_id", "themes"),
)


def upgrade() -> None:
    for name, column, target in TABLES:
        op.create_table(
            name,
            sa.Column("user_id", sa.Integer(), nullable=False),
            sa.Column(column, sa.Integer(), nullable=False),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.ForeignKeyConstraint(
                [column], [f"{target}.id"], name=op.f(f"fk_{name}_{column}"), ondelete="CASCADE"
            ),
            sa.ForeignKeyConstraint(
                ["user_id"], ["users.id"], name=op.f(f"fk_{name}_user_id"), ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint("user_id", column, name=op.f(f"pk_{name}")),
        )
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def downgrade() -> None:
    for name, column, _target in TABLES:
        op.drop_index(op.f(f"ix_{name}_{column}"), name)
        op.drop_table(name)
