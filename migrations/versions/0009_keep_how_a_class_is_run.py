"""Keep a class's rules and timetable, extensions, pinned attempts and notices."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _key(table: str, column: str, there: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{there}")
    return sa.ForeignKeyConstraint([column], [f"{there}.id"], name=name)


def _keyed(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("id", name=op.f(f"uq_{table}_id")),
    )


def upgrade() -> None:
    op.create_table(
        "policy",
        sa.Column("course_id", sa.String(length=36), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("grace_minutes", sa.Integer(), nullable=False),
        sa.Column("late_percent", sa.Integer(), nullable=False),
        _key("policy", "course_id", "course"),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_policy")),
    )
    op.create_table(
        "timing",
        sa.Column("course_id", sa.String(length=36), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("opens_at", MOMENT, nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("closes_at", MOMENT, nullable=True),
        _key("timing", "course_id", "course"),
        sa.PrimaryKeyConstraint("course_id", "rung", name=op.f("pk_timing")),
    )
    op.create_table(
        "extension",
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=True),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.String(length=36), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        _key("extension", "pair_id", "pair"),
        _key("extension", "granted_by", "person"),
        *_keyed("extension"),
    )
    op.create_index(op.f("ix_extension_pair_id"), "extension", ["pair_id"])
    op.create_table(
        "pin",
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("pinned_by", sa.String(length=36), nullable=False),
        sa.Column("pinned_at", MOMENT, nullable=False),
        _key("pin", "pair_id", "pair"),
        _key("pin", "submission_id", "submission"),
        _key("pin", "pinned_by", "person"),
        sa.PrimaryKeyConstraint("pair_id", "unit", name=op.f("pk_pin")),
    )
    op.create_table(
        "notice",
        sa.Column("course_id", sa.String(length=36), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("posted_by", sa.String(length=36), nullable=False),
        sa.Column("ends_at", MOMENT, nullable=True),
        _key("notice", "course_id", "course"),
        _key("notice", "posted_by", "person"),
        *_keyed("notice"),
    )
    op.create_index(op.f("ix_notice_course_id"), "notice", ["course_id"])


def downgrade() -> None:
    for table in ("notice", "pin", "extension", "timing", "policy"):
        op.drop_table(table)
