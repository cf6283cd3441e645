"""Keep what an operator asks for: where sessions are, how long codes open, who did what."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def columns() -> list[tuple[str, sa.Column[object]]]:
    """Return (table, column); afresh, for a column belongs to one table object."""

    def text(name: str, length: int) -> sa.Column[object]:
        kind = sa.String(length=length)
        return sa.Column(name, kind, nullable=False, server_default=sa.text("''"))

    return [
        ("session", text("browser", 60)),
        ("session", text("ip", 45)),
        ("course", sa.Column("join_until", MOMENT, nullable=True)),
        ("course", sa.Column("join_left", sa.Integer(), nullable=True)),
        ("person", sa.Column("erased_at", MOMENT, nullable=True)),
        (
            "worker",
            sa.Column(
                "zygotes", sa.Integer(), nullable=False, server_default=sa.text("0")
            ),
        ),
        ("audit", text("request", 16)),
    ]


# Not privileges: who owns a table may always give itself back what was taken away.
# A later change of this table in batch mode must make SQLite's two again.
KEPT = "seq, id, created_at, actor_id, action, object, detail, request"
SQLITE = [
    f"""CREATE TRIGGER audit_is_kept BEFORE UPDATE OF {KEPT} ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END""",
    """CREATE TRIGGER audit_is_whole BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END""",
]
POSTGRES = [
    """CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit log only grows'; END $$""",
    f"""CREATE TRIGGER audit_is_kept BEFORE UPDATE OF {KEPT} ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_only_grows()""",
    """CREATE TRIGGER audit_is_whole BEFORE DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()""",
]


def upgrade() -> None:
    for table, column in columns():
        op.add_column(table, column)
    for statement in SQLITE if _is_sqlite() else POSTGRES:
        op.execute(statement)


def downgrade() -> None:
    on = "" if _is_sqlite() else " ON audit"
    for trigger in ("audit_is_kept", "audit_is_whole"):
        op.execute(f"DROP TRIGGER {trigger}{on}")
    if not _is_sqlite():
        op.execute("DROP FUNCTION audit_only_grows")
    for table, column in columns():
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column.name)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
