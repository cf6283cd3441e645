"""Let a class train right engines on the digits by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    yes = sa.Column(
        "auto_check", sa.Boolean(), nullable=False, server_default=sa.true()
    )
    op.add_column("policy", yes)


def downgrade() -> None:
    op.drop_column("policy", "auto_check")
