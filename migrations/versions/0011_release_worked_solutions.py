"""Release worked solutions, and keep who opened them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "solution_release",
        sa.Column("course_id", sa.String(length=36), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=False),
        sa.Column("opens", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("released_by", sa.String(length=36), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "opens IN ('now', 'attempts', 'closed')",
            name=op.f("ck_solution_release_opens"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["course.id"],
            name=op.f("fk_solution_release_course_id_course"),
        ),
        sa.ForeignKeyConstraint(
            ["released_by"],
            ["person.id"],
            name=op.f("fk_solution_release_released_by_person"),
        ),
        sa.PrimaryKeyConstraint("course_id", "rung", name=op.f("pk_solution_release")),
    )
    op.create_table(
        "solution_opening",
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=False),
        sa.Column("opened_by", sa.String(length=36), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opened_by"],
            ["person.id"],
            name=op.f("fk_solution_opening_opened_by_person"),
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_solution_opening_pair_id_pair")
        ),
        sa.PrimaryKeyConstraint("pair_id", "rung", name=op.f("pk_solution_opening")),
    )


def downgrade() -> None:
    op.drop_table("solution_opening")
    op.drop_table("solution_release")
