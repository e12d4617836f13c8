"""what a fault needs to be repaired: its code, and whose beginning failed"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fault", sa.Column("model_id", sa.BigInteger(), nullable=True))
    op.add_column("fault", sa.Column("subject", sa.Text(), server_default="", nullable=False))
    op.add_column("fault", sa.Column("code", sa.Text(), server_default="", nullable=False))
    op.create_index(
        "ix_fault_open", "fault", ["id"], unique=False, postgresql_where=sa.text("status = 'open'")
    )


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
