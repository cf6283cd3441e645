"""Keep what pairs draw before they write code."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sketch",
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=False),
        sa.Column("drawn_by", sa.String(length=36), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("drawn", sa.JSON(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["drawn_by"], ["person.id"], name=op.f("fk_sketch_drawn_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_sketch_pair_id_pair")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_sketch")),
        sa.UniqueConstraint("id", name=op.f("uq_sketch_id")),
    )
    op.create_index(op.f("ix_sketch_pair_id"), "sketch", ["pair_id"])


def downgrade() -> None:
    op.drop_table("sketch")
