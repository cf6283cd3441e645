"""Keep until when a class's leaderboard ranks, and under which names."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board_rule",
        sa.Column("course_id", sa.String(length=36), nullable=False),
        sa.Column("freeze_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("naming", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_board_rule_course_id_course")
        ),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_board_rule")),
    )


def downgrade() -> None:
    op.drop_table("board_rule")
