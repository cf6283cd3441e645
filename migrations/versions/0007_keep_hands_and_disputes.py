"""Keep raised hands, disputed verdicts and what an instructor decided."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hand",
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("taken_by", sa.String(length=36), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=36), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["person.id"], name=op.f("fk_hand_ended_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_hand_pair_id_pair")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hand_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["taken_by"], ["person.id"], name=op.f("fk_hand_taken_by_person")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_hand")),
        sa.UniqueConstraint("id", name=op.f("uq_hand_id")),
    )
    op.create_index(op.f("ix_hand_pair_id"), "hand", ["pair_id"])
    op.create_index(
        "uq_hand_raised",
        "hand",
        ["pair_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "override",
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.String(length=36), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=36), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('passed', 'failed', 'not_attempted', 'did_not_load', 'unparsable', 'not_graded')",
            name=op.f("ck_override_state"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_override_actor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_override_pair_id_pair")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_override_submission_id_submission"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"],
            ["person.id"],
            name=op.f("fk_override_withdrawn_by_person"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_override")),
        sa.UniqueConstraint("id", name=op.f("uq_override_id")),
    )
    op.create_index(op.f("ix_override_pair_id"), "override", ["pair_id"])

    op.create_table(
        "dispute",
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("grading_id", sa.String(length=36), nullable=False),
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("replay_id", sa.String(length=36), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_by", sa.String(length=36), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["grading_id"], ["grading.id"], name=op.f("fk_dispute_grading_id_grading")
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_dispute_pair_id_pair")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_dispute_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["replay_id"], ["grading.id"], name=op.f("fk_dispute_replay_id_grading")
        ),
        sa.ForeignKeyConstraint(
            ["replied_by"], ["person.id"], name=op.f("fk_dispute_replied_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_dispute_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_dispute")),
        sa.UniqueConstraint("id", name=op.f("uq_dispute_id")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_dispute_submission_id")),
    )
    op.create_index(op.f("ix_dispute_pair_id"), "dispute", ["pair_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_dispute_pair_id"), table_name="dispute")

    op.drop_table("dispute")
    op.drop_index(op.f("ix_override_pair_id"), table_name="override")

    op.drop_table("override")
    op.drop_index(
        "uq_hand_raised",
        table_name="hand",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_hand_pair_id"), table_name="hand")

    op.drop_table("hand")
