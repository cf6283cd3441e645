"""Keep whom a class expects, and whether it takes nobody else."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, name in (("person", "expected"), ("policy", "roster_only")):
        no = sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        op.add_column(table, no)


def downgrade() -> None:
    for table, name in (("policy", "roster_only"), ("person", "expected")):
        op.drop_column(table, name)
