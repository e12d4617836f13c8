"""roll-ups and what they are made of"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WAITING = "versions = 0 AND due_told_at IS NULL"

# Reports that were owed before there were roll-ups. Accepted ones join when theirs is closed.
_OPENED = """
    INSERT INTO rollup (obligation_id, directive_id, consolidator_id, addressee_id, title,
                        period, period_start, period_end, up_report_id, due_at, opened_at)
    SELECT DISTINCT ON (r.obligation_id, r.period) r.obligation_id, r.directive_id,
        r.consolidator_id, r.addressee_id, r.title, r.period, r.period_start, r.period_end, up.id,
        coalesce(up.due_at, interval '10 days'
            + max(r.due_at) OVER (PARTITION BY r.obligation_id, r.period)), now()
    FROM report r
    JOIN obligation o ON o.id = r.obligation_id
    JOIN directive d ON d.id = o.directive_id
    LEFT JOIN report up ON up.obligation_id = o.source_id AND up.unit_id = d.issuer_id
        AND up.period = r.period
    ORDER BY r.obligation_id, r.period, r.id
"""
_CHAINED = """
    UPDATE rollup SET up_rollup_id = up.id
    FROM obligation o JOIN rollup up ON up.obligation_id = o.source_id
    WHERE o.id = rollup.obligation_id AND up.period = rollup.period
        AND rollup.up_report_id IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "rollup",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), sa.ForeignKey(f"{table}.id"), nullable=False)
            for name, table in (
                ("obligation_id", "obligation"),
                ("directive_id", "directive"),
                ("consolidator_id", "unit"),
            )
        ),
        sa.Column("addressee_id", sa.BigInteger(), sa.ForeignKey("unit.id"), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("up_report_id", sa.BigInteger(), sa.ForeignKey("report.id"), nullable=True),
        sa.Column("up_rollup_id", sa.BigInteger(), sa.ForeignKey("rollup.id"), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fields", postgresql.JSONB(), nullable=True),
        sa.Column("versions", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rollup"),
        sa.UniqueConstraint("obligation_id", "period", name="uq_rollup_obligation_id_period"),
    )
    for column in ("consolidator_id", "addressee_id"):
        op.create_index(f"ix_rollup_{column}", "rollup", [column, "id"])
    for column in ("directive_id", "up_rollup_id", "up_report_id"):
        op.create_index(f"ix_rollup_{column}", "rollup", [column])
    op.create_index("ix_rollup_due_at", "rollup", ["due_at"], postgresql_where=sa.text(WAITING))
    op.create_table(
        "rollup_entry",
        sa.Column(
            "report_id",
            sa.BigInteger(),
            sa.ForeignKey("report.id"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("rollup_id", sa.BigInteger(), sa.ForeignKey("rollup.id"), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amounts", postgresql.JSONB(), nullable=False),
        sa.Column("stands_on", sa.Integer(), nullable=True),
        sa.Column("adjusted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("report_id", name="pk_rollup_entry"),
    )
    op.create_index("ix_rollup_entry_rollup_id", "rollup_entry", ["rollup_id", "version"])
    op.create_table(
        "rollup_version",
        sa.Column(
            "rollup_id",
            sa.BigInteger(),
            sa.ForeignKey("rollup.id"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("totals", postgresql.JSONB(), nullable=False),
        sa.Column("absent", postgresql.JSONB(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("rollup_id", "n", name="pk_rollup_version"),
    )
    op.execute(_OPENED)
    op.execute(_CHAINED)


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
