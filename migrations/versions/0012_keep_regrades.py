"""Keep what was graded once more, and what stood before."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _key(table: str, column: str, there: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{there}")
    return sa.ForeignKeyConstraint([column], [f"{there}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "regrade",
        sa.Column("course_id", sa.String(length=36), nullable=False),
        sa.Column("actor_id", sa.String(length=36), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("client_token", sa.String(length=64), nullable=False),
        sa.Column("applied_at", MOMENT, nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "scope IN ('one', 'latest', 'counting', 'all')",
            name=op.f("ck_regrade_scope"),
        ),
        _key("regrade", "course_id", "course"),
        _key("regrade", "actor_id", "person"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_regrade")),
        sa.UniqueConstraint("id", name=op.f("uq_regrade_id")),
        sa.UniqueConstraint("client_token", name=op.f("uq_regrade_client_token")),
    )
    op.create_index(op.f("ix_regrade_course_id"), "regrade", ["course_id"])
    op.create_table(
        "regrade_item",
        sa.Column("regrade_id", sa.String(length=36), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("before_id", sa.String(length=36), nullable=False),
        sa.Column("after_id", sa.String(length=36), nullable=False),
        _key("regrade_item", "regrade_id", "regrade"),
        _key("regrade_item", "submission_id", "submission"),
        _key("regrade_item", "before_id", "grading"),
        _key("regrade_item", "after_id", "grading"),
        sa.PrimaryKeyConstraint(
            "regrade_id", "submission_id", name=op.f("pk_regrade_item")
        ),
        sa.UniqueConstraint("after_id", name=op.f("uq_regrade_item_after_id")),
    )
    op.create_index(op.f("ix_regrade_item_before_id"), "regrade_item", ["before_id"])


def downgrade() -> None:
    op.drop_table("regrade_item")
    op.drop_table("regrade")
