"""Keep the drafts that an earlier attempt was brought back over."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "set_aside",
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_set_aside_pair_id_pair")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_set_aside_written_by_person")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_set_aside")),
        sa.UniqueConstraint("id", name=op.f("uq_set_aside_id")),
    )
    op.create_index(op.f("ix_set_aside_pair_id"), "set_aside", ["pair_id"])


def downgrade() -> None:
    op.drop_table("set_aside")
