"""Keep questions about gradients, and their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OUTCOMES = "outcome IS NULL OR outcome IN ('right', 'option', 'wrong')"


def upgrade() -> None:
    op.create_table(
        "provenance_question",
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("missed", sa.String(length=200), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("mistake", sa.String(length=60), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(OUTCOMES, name=op.f("ck_provenance_question_outcome")),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_provenance_question_pair_id_pair")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_provenance_question_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_provenance_question")),
        sa.UniqueConstraint("id", name=op.f("uq_provenance_question_id")),
        sa.UniqueConstraint(
            "pair_id",
            "person_id",
            "round",
            "number",
            name=op.f("uq_provenance_question_pair_id"),
        ),
    )
    with op.batch_alter_table("provenance_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_provenance_question_pair_id"), ["pair_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("provenance_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_provenance_question_pair_id"))

    op.drop_table("provenance_question")
