"""Make the tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 - a list of tables
    op.create_table(
        "course",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("join_code", sa.String(length=20), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("released", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_course")),
        sa.UniqueConstraint("id", name=op.f("uq_course_id")),
        sa.UniqueConstraint("join_code", name=op.f("uq_course_join_code")),
    )
    op.create_table(
        "installation",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation")),
    )
    op.create_table(
        "suite",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("built_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_suite")),
    )
    op.create_table(
        "worker",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("queue", sa.String(length=40), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker")),
    )
    op.create_table(
        "person",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("course_id", sa.String(length=36), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("theme", sa.String(length=10), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('student', 'instructor')", name=op.f("ck_person_role")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_person_course_id_course")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_person")),
        sa.UniqueConstraint("id", name=op.f("uq_person_id")),
    )
    op.create_table(
        "audit",
        sa.Column("actor_id", sa.String(length=36), nullable=True),
        sa.Column("action", sa.String(length=200), nullable=False),
        sa.Column("object", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("ip", sa.String(length=45), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_audit_actor_id_person")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
        sa.UniqueConstraint("id", name=op.f("uq_audit_id")),
    )
    op.create_table(
        "pair",
        sa.Column("course_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("nickname", sa.String(length=200), nullable=False),
        sa.Column("on_board", sa.Boolean(), nullable=False),
        sa.Column("role_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("driver_id", sa.String(length=36), nullable=True),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_pair_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["driver_id"], ["person.id"], name=op.f("fk_pair_driver_id_person")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pair")),
        sa.UniqueConstraint("id", name=op.f("uq_pair_id")),
    )
    with op.batch_alter_table("pair", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pair_course_id"), ["course_id"], unique=False
        )

    op.create_table(
        "session",
        sa.Column("id_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("partner_id", sa.String(length=36), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["person.id"], name=op.f("fk_session_partner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_session_person_id_person")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_session")),
        sa.UniqueConstraint("id", name=op.f("uq_session_id")),
        sa.UniqueConstraint("id_sha256", name=op.f("uq_session_id_sha256")),
    )
    op.create_table(
        "sign_in",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("reusable", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id_person")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("id", name=op.f("uq_sign_in_id")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_sign_in_token_sha256")),
    )
    op.create_table(
        "draft",
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("saved_by", sa.String(length=36), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_draft_pair_id_pair")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["person.id"], name=op.f("fk_draft_saved_by_person")
        ),
        sa.PrimaryKeyConstraint("pair_id", "rung", name=op.f("pk_draft")),
    )
    op.create_table(
        "membership",
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_membership_pair_id_pair")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_membership")),
        sa.UniqueConstraint("id", name=op.f("uq_membership_id")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_pair_id"), ["pair_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_membership_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            "uq_membership_current",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )

    op.create_table(
        "pair_code",
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_pair_code_pair_id_pair")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pair_code")),
        sa.UniqueConstraint("code", name=op.f("uq_pair_code_code")),
        sa.UniqueConstraint("id", name=op.f("uq_pair_code_id")),
    )
    op.create_table(
        "submission",
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=False),
        sa.Column("drawer_id", sa.String(length=36), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(length=40), nullable=True),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("client_token", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_submission_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["drawer_id"], ["person.id"], name=op.f("fk_submission_drawer_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_submission_pair_id_pair")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_submission")),
        sa.UniqueConstraint("id", name=op.f("uq_submission_id")),
        sa.UniqueConstraint(
            "pair_id", "client_token", name=op.f("uq_submission_pair_id")
        ),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_pair_id"), ["pair_id"], unique=False
        )

    op.create_table(
        "grading",
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("pair_id", sa.String(length=36), nullable=False),
        sa.Column("suite_version", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("queue", sa.String(length=10), nullable=False),
        sa.Column("run_no", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("fault", sa.String(length=30), nullable=True),
        sa.Column("fault_sentence", sa.Text(), nullable=True),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("lease_token", sa.String(length=36), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enqueued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "fault IS NULL OR fault IN ('infrastructure', 'sandbox_unavailable')",
            name=op.f("ck_grading_fault"),
        ),
        sa.CheckConstraint(
            "phase IN ('queued', 'running', 'done', 'failed', 'cancelled')",
            name=op.f("ck_grading_phase"),
        ),
        sa.CheckConstraint(
            "purpose IN ('submit', 'visible', 'try', 'replay', 'regrade', 'stretch_official', 'stretch_open')",
            name=op.f("ck_grading_purpose"),
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_grading_pair_id_pair")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_grading_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_grading")),
        sa.UniqueConstraint("id", name=op.f("uq_grading_id")),
        sa.UniqueConstraint(
            "submission_id", "suite_version", "purpose", "run_no", name="uq_grading_run"
        ),
    )
    with op.batch_alter_table("grading", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_grading_pair_id"), ["pair_id"], unique=False
        )
        batch_op.create_index(
            "ix_grading_phase_enqueued", ["phase", "enqueued_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_grading_submission_id"), ["submission_id"], unique=False
        )
        batch_op.create_index(
            "uq_grading_one_running",
            ["pair_id", "queue"],
            unique=True,
            sqlite_where=sa.text("phase = 'running'"),
            postgresql_where=sa.text("phase = 'running'"),
        )

    op.create_table(
        "grading_attempt",
        sa.Column("grading_id", sa.String(length=36), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=200), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["grading_id"],
            ["grading.id"],
            name=op.f("fk_grading_attempt_grading_id_grading"),
        ),
        sa.PrimaryKeyConstraint("grading_id", "n", name=op.f("pk_grading_attempt")),
    )
    op.create_table(
        "progress",
        sa.Column("grading_id", sa.String(length=36), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("loss", sa.Double(), nullable=False),
        sa.Column("accuracy", sa.Double(), nullable=True),
        sa.Column("steps_per_second", sa.Double(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["grading_id"], ["grading.id"], name=op.f("fk_progress_grading_id_grading")
        ),
        sa.PrimaryKeyConstraint("grading_id", "step", name=op.f("pk_progress")),
    )
    op.create_table(
        "result",
        sa.Column("grading_id", sa.String(length=36), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["grading_id"], ["grading.id"], name=op.f("fk_result_grading_id_grading")
        ),
        sa.PrimaryKeyConstraint("grading_id", name=op.f("pk_result")),
    )
    op.create_table(
        "stretch_run",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("grading_id", sa.String(length=36), nullable=True),
        sa.Column("pair_id", sa.String(length=36), nullable=True),
        sa.Column("baseline", sa.String(length=40), nullable=True),
        sa.Column("track", sa.String(length=10), nullable=False),
        sa.Column("data", sa.String(length=10), nullable=False),
        sa.Column("digits_sha256", sa.String(length=64), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("epochs", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("reference_seconds", sa.Double(), nullable=True),
        sa.Column("audits_passed", sa.Integer(), nullable=False),
        sa.Column("audits", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["grading_id"],
            ["grading.id"],
            name=op.f("fk_stretch_run_grading_id_grading"),
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["pair.id"], name=op.f("fk_stretch_run_pair_id_pair")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_stretch_run")),
        sa.UniqueConstraint("grading_id", name=op.f("uq_stretch_run_grading_id")),
    )
    with op.batch_alter_table("stretch_run", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stretch_run_pair_id"), ["pair_id"], unique=False
        )

    op.create_table(
        "unit_verdict",
        sa.Column("grading_id", sa.String(length=36), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("run", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("misconception", sa.String(length=60), nullable=True),
        sa.Column("counterexample", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "state IN ('passed', 'failed', 'not_attempted', 'did_not_load', 'unparsable', 'not_graded')",
            name=op.f("ck_unit_verdict_state"),
        ),
        sa.ForeignKeyConstraint(
            ["grading_id"],
            ["grading.id"],
            name=op.f("fk_unit_verdict_grading_id_grading"),
        ),
        sa.PrimaryKeyConstraint(
            "grading_id", "unit", "run", name=op.f("pk_unit_verdict")
        ),
    )


def downgrade() -> None:  # noqa: PLR0915 - a list of tables
    op.drop_table("unit_verdict")
    with op.batch_alter_table("stretch_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stretch_run_pair_id"))

    op.drop_table("stretch_run")
    op.drop_table("result")
    op.drop_table("progress")
    op.drop_table("grading_attempt")
    with op.batch_alter_table("grading", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_grading_one_running",
            sqlite_where=sa.text("phase = 'running'"),
            postgresql_where=sa.text("phase = 'running'"),
        )
        batch_op.drop_index(batch_op.f("ix_grading_submission_id"))
        batch_op.drop_index("ix_grading_phase_enqueued")
        batch_op.drop_index(batch_op.f("ix_grading_pair_id"))

    op.drop_table("grading")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_pair_id"))

    op.drop_table("submission")
    op.drop_table("pair_code")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_current",
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_membership_person_id"))
        batch_op.drop_index(batch_op.f("ix_membership_pair_id"))

    op.drop_table("membership")
    op.drop_table("draft")
    op.drop_table("sign_in")
    op.drop_table("session")
    with op.batch_alter_table("pair", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pair_course_id"))

    op.drop_table("pair")
    op.drop_table("audit")
    op.drop_table("person")
    op.drop_table("worker")
    op.drop_table("suite")
    op.drop_table("installation")
    op.drop_table("course")
