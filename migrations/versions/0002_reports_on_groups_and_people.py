"""Reports on groups and people

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Changing a table on SQLite makes it anew, without its triggers: the guards of the log are made again.
SQLITE_GUARDS = [
    f"""CREATE TRIGGER moderation_log_no_{verb} BEFORE {verb.upper()} ON moderation_log
       BEGIN SELECT RAISE(ABORT, 'the moderation log cannot be changed'); END"""
    for verb in ("update", "delete")
]


def _guard_log() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for guard in SQLITE_GUARDS:
            op.execute(guard)


def _unguard_log() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER moderation_log_no_{verb}")
    else:
        op.execute("ALTER TABLE moderation_log DISABLE TRIGGER moderation_log_guard")


def upgrade() -> None:
    op.create_table(
        "withheld",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_withheld_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_withheld_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withheld")),
        sa.UniqueConstraint("group_id", name=op.f("uq_withheld_group_id")),
        sa.UniqueConstraint("person_id", name=op.f("uq_withheld_person_id")),
    )
    with op.batch_alter_table("reports") as table:
        table.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        table.alter_column("item_id", existing_type=sa.Integer(), nullable=True)
        table.create_foreign_key(
            op.f("fk_reports_person_id"), "users", ["person_id"], ["id"], ondelete="CASCADE"
        )
        table.create_index(op.f("ix_reports_person_id"), ["person_id"])
        table.create_check_constraint("one_subject", "item_id IS NULL OR person_id IS NULL")
        table.create_check_constraint(
            "has_subject", "item_id IS NOT NULL OR person_id IS NOT NULL OR group_id IS NOT NULL"
        )
    with op.batch_alter_table("moderation_log") as table:
        table.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        table.alter_column("item_id", existing_type=sa.Integer(), nullable=True)
    _guard_log()


def downgrade() -> None:
    # The tables of before have no place for what is about a group or a person.
    _unguard_log()
    op.execute("DELETE FROM moderation_log WHERE item_id IS NULL")
    op.execute("DELETE FROM reports WHERE item_id IS NULL")
    with op.batch_alter_table("moderation_log") as table:
        table.alter_column("item_id", existing_type=sa.Integer(), nullable=False)
        table.drop_column("person_id")
    _guard_log()
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE moderation_log ENABLE TRIGGER moderation_log_guard")
    with op.batch_alter_table("reports") as table:
        table.drop_constraint("has_subject", type_="check")
        table.drop_constraint("one_subject", type_="check")
        table.drop_index(op.f("ix_reports_person_id"))
        table.drop_constraint(op.f("fk_reports_person_id"), type_="foreignkey")
        table.drop_column("person_id")
        table.alter_column("item_id", existing_type=sa.Integer(), nullable=False)
    op.drop_table("withheld")
