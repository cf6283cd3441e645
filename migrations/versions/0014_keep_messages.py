"""Keep messages to pairs, and names of behaviours that had none."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("course_id", sa.String(length=36), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_message_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_message_course_id_course")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_message")),
        sa.UniqueConstraint("id", name=op.f("uq_message_id")),
    )
    op.create_index(op.f("ix_message_course_id"), "message", ["course_id"])

    op.create_table(
        "delivery",
        sa.Column("message_id", sa.String(length=36), nullable=False),
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=True),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("read_by", sa.String(length=36), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_delivery_message_id_message")
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_delivery_pair_id_pair")
        ),
        sa.ForeignKeyConstraint(
            ["read_by"], ["person.id"], name=op.f("fk_delivery_read_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_delivery_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("message_id", "pair_id", name=op.f("pk_delivery")),
    )
    op.create_index(op.f("ix_delivery_submission_id"), "delivery", ["submission_id"])

    op.create_table(
        "behaviour_name",
        sa.Column("grading_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("concept", sa.String(length=60), nullable=False),
        sa.Column("named_by", sa.String(length=36), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["grading_id"],
            ["grading.id"],
            name=op.f("fk_behaviour_name_grading_id_grading"),
        ),
        sa.ForeignKeyConstraint(
            ["named_by"], ["person.id"], name=op.f("fk_behaviour_name_named_by_person")
        ),
        sa.PrimaryKeyConstraint("grading_id", name=op.f("pk_behaviour_name")),
    )


def downgrade() -> None:
    op.drop_table("behaviour_name")
    op.drop_index(op.f("ix_delivery_submission_id"), table_name="delivery")

    op.drop_table("delivery")
    op.drop_index(op.f("ix_message_course_id"), table_name="message")

    op.drop_table("message")
