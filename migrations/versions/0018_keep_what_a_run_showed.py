"""Keep audits, gradients and mistakes of training runs."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("progress") as table:
        table.add_column(sa.Column("seconds_left", sa.Double(), nullable=True))
        for name in ("marks", "norms"):
            table.add_column(sa.Column(name, sa.JSON(), nullable=True))
    with op.batch_alter_table("stretch_run") as table:
        table.add_column(
            sa.Column(
                "ending",
                sa.String(length=10),
                server_default="finished",
                nullable=False,
            )
        )
        table.add_column(sa.Column("findings", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("stretch_run") as table:
        table.drop_column("findings")
        table.drop_column("ending")
    with op.batch_alter_table("progress") as table:
        for name in ("norms", "marks", "seconds_left"):
            table.drop_column(name)
