"""Keep whose turn it was to write, who is here, and which hints were opened."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pair") as pair:
        minutes = sa.Column(
            "turn_minutes", sa.Integer(), server_default=sa.text("5"), nullable=False
        )
        pair.add_column(minutes)
        ends = sa.Column("turn_ends_at", sa.DateTime(timezone=True), nullable=True)
        pair.add_column(ends)
    op.create_table(
        "turn",
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("driver_id", sa.String(length=36), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["driver_id"], ["person.id"], name=op.f("fk_turn_driver_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_turn_pair_id_pair")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_turn")),
        sa.UniqueConstraint("id", name=op.f("uq_turn_id")),
    )
    op.create_index(op.f("ix_turn_pair_id"), "turn", ["pair_id"])
    op.create_table(
        "presence",
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_presence_pair_id_pair")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_presence_person_id_person")
        ),
        sa.PrimaryKeyConstraint("pair_id", "person_id", name=op.f("pk_presence")),
    )
    op.create_table(
        "hint_opening",
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.String(length=36), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["person.id"], name=op.f("fk_hint_opening_opened_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_hint_opening_pair_id_pair")
        ),
        sa.PrimaryKeyConstraint(
            "pair_id", "rung", "number", name=op.f("pk_hint_opening")
        ),
    )


def downgrade() -> None:
    for name in ("hint_opening", "presence", "turn"):
        op.drop_table(name)
    with op.batch_alter_table("pair") as pair:
        pair.drop_column("turn_ends_at")
        pair.drop_column("turn_minutes")
