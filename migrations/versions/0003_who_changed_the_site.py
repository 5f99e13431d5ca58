"""Who changed the site: the log of safety knows who did it, and cannot be changed

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# A person who is erased leaves their lines behind without a name: so user_id and actor_id may become empty, and
# nothing else. On SQLite whoever makes this table anew (batch_alter_table) must make these again.
SQLITE_GUARDS = [
    f"""CREATE TRIGGER security_events_no_{name} BEFORE {what} ON security_events
       BEGIN SELECT RAISE(ABORT, 'the security log cannot be changed'); END"""
    for name, what in (("update", "UPDATE OF id, at, action, detail"), ("delete", "DELETE"))
]
POSTGRES_GUARDS = [
    """CREATE FUNCTION security_events_refuse() RETURNS trigger AS $$
       BEGIN RAISE EXCEPTION 'the security log cannot be changed'; END; $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER security_events_guard
       BEFORE UPDATE OF id, at, action, detail OR DELETE OR TRUNCATE ON security_events
       FOR EACH STATEMENT EXECUTE FUNCTION security_events_refuse()""",
]


def upgrade() -> None:
    with op.batch_alter_table("security_events") as table:
        table.add_column(sa.Column("actor_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_security_events_actor_id"), "users", ["actor_id"], ["id"], ondelete="SET NULL"
        )
        table.create_index(op.f("ix_security_events_user_id"), ["user_id"])
    for guard in SQLITE_GUARDS if op.get_bind().dialect.name == "sqlite" else POSTGRES_GUARDS:
        op.execute(guard)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER security_events_no_{verb}")
    else:
        op.execute("DROP TRIGGER security_events_guard ON security_events")
        op.execute("DROP FUNCTION security_events_refuse()")
    with op.batch_alter_table("security_events") as table:
        table.drop_index(op.f("ix_security_events_user_id"))
        table.drop_constraint(op.f("fk_security_events_actor_id"), type_="foreignkey")
        table.drop_column("actor_id")
