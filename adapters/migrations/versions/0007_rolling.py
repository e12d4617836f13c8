"""periods of recurring obligations"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "obligation_period",
        sa.Column("obligation_id", sa.BigInteger(), nullable=False),
        sa.Column("last_start", sa.Date(), nullable=False),
        sa.Column("last_end", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("units", sa.Integer(), server_default="0", nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("obligation_id", name="pk_obligation_period"),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligation.id"],
            name="fk_obligation_period_obligation_id_obligation",
        ),
    )
    op.create_index(
        "ix_obligation_period_opens_at",
        "obligation_period",
        ["opens_at"],
        postgresql_where=sa.text("opens_at IS NOT NULL"),
    )
    op.create_index(
        "ix_obligation_period_retry_at",
        "obligation_period",
        ["retry_at"],
        postgresql_where=sa.text("retry_at IS NOT NULL"),
    )


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
