"""Keep a pair's notes at a rung."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_by", sa.String(length=36), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_note_pair_id_pair")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["person.id"], name=op.f("fk_note_saved_by_person")
        ),
        sa.PrimaryKeyConstraint("pair_id", "rung", name=op.f("pk_note")),
    )


def downgrade() -> None:
    op.drop_table("note")
