"""Keep the behaviour of engines whose mistake has no name yet."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unknown_behaviour",
        sa.Column("grading_id", sa.String(length=36), nullable=False),
        sa.Column("suite_version", sa.String(length=64), nullable=False),
        sa.Column("wrong", sa.JSON(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("got", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["grading_id"],
            ["grading.id"],
            name=op.f("fk_unknown_behaviour_grading_id_grading"),
        ),
        sa.PrimaryKeyConstraint("grading_id", name=op.f("pk_unknown_behaviour")),
    )
    op.create_index(
        op.f("ix_unknown_behaviour_suite_version"),
        "unknown_behaviour",
        ["suite_version"],
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_unknown_behaviour_suite_version"), table_name="unknown_behaviour"
    )
    op.drop_table("unknown_behaviour")
