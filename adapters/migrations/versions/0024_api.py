"""tokens, idempotency keys, webhooks"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

MOMENT, BIGINT, TEXT = sa.DateTime(timezone=True), sa.BigInteger(), sa.Text()

# What a webhook may be told is noted by whatever writes it, in the same transaction, and only while
# somebody asks for that kind of event.
CHANGED = "new_rows n JOIN old_rows o USING (id) WHERE n.status <> o.status AND n.status"
SEEN = {"update": "OLD TABLE AS old_rows NEW TABLE AS new_rows", "insert": "NEW TABLE AS new_rows"}
TRIGGER = """
CREATE FUNCTION @name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM webhook w WHERE w.ended_at IS NULL AND w.events && '{@events}') THEN
        INSERT INTO happening (event, object_id, unit_id, directive_id, at) @rows;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER @name AFTER @deed ON @table REFERENCING @seen
    FOR EACH STATEMENT EXECUTE FUNCTION @name()
"""
SOURCES = {
    ("directive", "update"): (
        ("directive.issued",),
        """SELECT 'directive.issued', n.id, n.issuer_id, n.id, n.issued_at
        FROM @changed = 'issued'""",
    ),
    ("directive", "insert"): (
        ("directive.issued",),
        """SELECT 'directive.issued', n.id, n.issuer_id, n.id, n.issued_at
        FROM new_rows n WHERE n.status = 'issued' AND n.issued_at IS NOT NULL""",
    ),
    ("work_item", "insert"): (
        ("work-item.created",),
        """SELECT 'work-item.created', n.id, n.unit_id, n.directive_id, n.created_at
        FROM new_rows n WHERE n.status = 'open'""",
    ),
    ("work_item", "update"): (
        ("work-item.completed",),
        """SELECT 'work-item.completed', n.id, n.unit_id, n.directive_id, n.completed_at
        FROM @changed = 'done'""",
    ),
    ("report", "update"): (
        ("report.submitted", "report.accepted", "report.returned"),
        """SELECT 'report.' || n.status, n.id, n.unit_id, n.directive_id,
            CASE n.status WHEN 'submitted' THEN n.submitted_at WHEN 'accepted' THEN n.accepted_at
                ELSE n.returned_at END
        FROM @changed IN ('submitted', 'accepted', 'returned')""",
    ),
    ("rollup_version", "insert"): (
        ("rollup.closed", "rollup.supplemented"),
        """SELECT CASE n.n WHEN 1 THEN 'rollup.closed' ELSE 'rollup.supplemented' END, r.id,
            r.consolidator_id, r.directive_id, n.at
        FROM new_rows n JOIN rollup r ON r.id = n.rollup_id""",
    ),
    ("incident", "insert"): (
        ("incident.reported",),
        """SELECT 'incident.reported', n.id, n.unit_id, n.directive_id, n.reported_at
        FROM new_rows n""",
    ),
    ("incident", "update"): (
        ("incident.closed",),
        """SELECT 'incident.closed', n.id, n.unit_id, n.directive_id, n.closed_at
        FROM @changed = 'closed'""",
    ),
    ("difficulty", "insert"): (
        ("difficulty.raised",),
        """SELECT 'difficulty.raised', n.id, n.unit_id, n.directive_id, n.raised_at
        FROM new_rows n""",
    ),
    ("difficulty", "update"): (
        ("difficulty.answered",),
        """SELECT 'difficulty.answered', n.id, n.unit_id, n.directive_id, n.answered_at
        FROM @changed = 'answered'""",
    ),
    ("inspection", "update"): (
        ("inspection.concluded",),
        """SELECT 'inspection.concluded', n.id, n.unit_id, n.directive_id,
            clock_timestamp() + coalesce((SELECT shift FROM demo_clock), interval '0')
        FROM @changed = 'concluded'""",
    ),
}


def upgrade() -> None:
    _tokens()
    _webhooks()
    op.create_index(
        "ix_report_waiting_due_at",
        "report",
        ["due_at"],
        postgresql_where=sa.text("status IN ('open', 'returned')"),
    )
    raw: Any = op.get_bind().connection.driver_connection
    for (table, deed), (events, rows) in SOURCES.items():
        sql = TRIGGER.replace("@rows", rows).replace("@changed", CHANGED)
        for name, value in (
            ("@name", f"{table}_happened_{deed}"),
            ("@events", ",".join(events)),
            ("@deed", deed),
            ("@table", table),
            ("@seen", SEEN[deed]),
        ):
            sql = sql.replace(name, value)
        raw.execute(sql)


def _tokens() -> None:
    op.create_table(
        "api_token",
        _id(),
        sa.Column("account_id", BIGINT, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("prefix", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("scopes", sa.ARRAY(TEXT), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.Column("window_at", MOMENT, nullable=True),
        sa.Column("used", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("prefix", name="uq_api_token_prefix"),
    )
    op.create_index("ix_api_token_account_id", "api_token", ["account_id"])
    op.create_table(
        "idempotency_key",
        sa.Column("account_id", BIGINT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", TEXT, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "key", name="pk_idempotency_key"),
    )
    op.create_index("ix_idempotency_key_created_at", "idempotency_key", ["created_at"])


def _webhooks() -> None:
    op.create_table(
        "webhook",
        _id(),
        sa.Column("account_id", BIGINT, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("events", sa.ARRAY(TEXT), nullable=False),
        sa.Column("secret", TEXT, nullable=False),
        sa.Column("previous_secret", TEXT, nullable=True),
        sa.Column("previous_until", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_webhook"),
    )
    op.create_index("ix_webhook_account_id", "webhook", ["account_id"])
    op.create_table(
        "happening",
        _id(),
        sa.Column("event", TEXT, nullable=False),
        sa.Column("object_id", BIGINT, nullable=False),
        sa.Column("unit_id", BIGINT, nullable=True),
        sa.Column("directive_id", BIGINT, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_happening"),
    )
    op.create_table(
        "webhook_delivery",
        _id(),
        sa.Column("webhook_id", BIGINT, sa.ForeignKey("webhook.id"), nullable=False),
        sa.Column("event_id", BIGINT, nullable=False),
        sa.Column("event", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tried_at", MOMENT, nullable=True),
        sa.Column("answer_status", sa.Integer(), nullable=True),
        sa.Column("answer", TEXT, nullable=True),
        sa.Column("problem", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_delivery"),
    )
    op.create_index("ix_webhook_delivery_webhook_id", "webhook_delivery", ["webhook_id", "id"])
    op.create_index(
        "uq_webhook_delivery_event", "webhook_delivery", ["webhook_id", "event_id"], unique=True
    )
    op.create_index("ix_webhook_delivery_at", "webhook_delivery", ["created_at"])
    op.create_table(
        "overdue_mark",
        _id(),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_overdue_mark"),
    )
    op.create_index("uq_overdue_mark_one", "overdue_mark", [sa.text("(true)")], unique=True)


def _id() -> sa.Column[int]:
    return sa.Column("id", BIGINT, sa.Identity(always=False), nullable=False)


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
