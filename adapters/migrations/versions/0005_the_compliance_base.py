"""what every part of compliance stands on: policies, columns of reports"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), sa.ForeignKey("unit.id"), nullable=True),
        sa.Column("value", postgresql.JSONB(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_policy"),
        sa.UniqueConstraint(
            "key", "unit_id", name="uq_policy_key_unit_id", postgresql_nulls_not_distinct=True
        ),
    )
    op.add_column("report", sa.Column("addressee_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key("fk_report_addressee_id", "report", "unit", ["addressee_id"], ["id"])
    op.add_column("report", sa.Column("version", sa.Integer(), server_default="0", nullable=False))
    op.add_column("report", sa.Column("nil", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("report", sa.Column("draft", postgresql.JSONB(), nullable=True))
    op.add_column("report", sa.Column("touched_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
