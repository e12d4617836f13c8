"""versions, drafts and attachments of reports"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# What was submitted stays; its outcome is stamped once, from null.
GUARD = """
CREATE FUNCTION report_version_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (
        (OLD.report_id, OLD.version, OLD.form, OLD.content, OLD.nil, OLD.submitted_at,
         OLD.submitted_by)
        IS NOT DISTINCT FROM
        (NEW.report_id, NEW.version, NEW.form, NEW.content, NEW.nil, NEW.submitted_at,
         NEW.submitted_by)
        AND OLD.returned_at IS NULL AND OLD.accepted_at IS NULL
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a submitted version never changes: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER report_version_guard BEFORE UPDATE OR DELETE ON report_version
    FOR EACH ROW EXECUTE FUNCTION report_version_guard();
"""
# Reports submitted before there were versions get the one they hold.
FILL = """
INSERT INTO report_version (report_id, version, form, content, nil, submitted_at, returned_at,
                            remarks, accepted_at)
SELECT r.id, 1, w.form, r.content, false, r.submitted_at,
    CASE WHEN r.status = 'returned' THEN r.returned_at END,
    CASE WHEN r.status = 'returned' THEN r.remarks END, r.accepted_at
FROM report r LEFT JOIN LATERAL (
    SELECT form FROM work_item w
    WHERE w.directive_id = r.directive_id AND w.unit_id = r.unit_id AND w.subject = r.subject
        AND w.status = 'done' ORDER BY w.completed_at DESC LIMIT 1) w ON true
WHERE r.submitted_at IS NOT NULL;
UPDATE report SET version = 1 WHERE submitted_at IS NOT NULL;
"""


def upgrade() -> None:
    moment, bigint = sa.DateTime(timezone=True), sa.BigInteger()
    op.add_column("obligation", sa.Column("addressee_id", bigint, nullable=True))
    op.create_foreign_key(
        "fk_obligation_addressee_id", "obligation", "unit", ["addressee_id"], ["id"]
    )
    op.add_column("report", sa.Column("draft_by", bigint, nullable=True))
    op.add_column("report", sa.Column("draft_at", moment, nullable=True))
    op.create_table(
        "report_version",
        sa.Column("report_id", bigint, sa.ForeignKey("report.id"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("content", postgresql.JSONB(), nullable=True),
        sa.Column("nil", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", moment, nullable=False),
        sa.Column("submitted_by", bigint, nullable=True),
        sa.Column("returned_at", moment, nullable=True),
        sa.Column("returned_by", bigint, nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("accepted_at", moment, nullable=True),
        sa.Column("accepted_by", bigint, nullable=True),
        sa.PrimaryKeyConstraint("report_id", "version", name="pk_report_version"),
    )
    op.create_table(
        "attachment",
        sa.Column("id", bigint, sa.Identity(always=False), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("first_version", sa.Integer(), nullable=False),
        sa.Column("last_version", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", bigint, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("uploaded_by", bigint, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("uploaded_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
    )
    op.create_index("ix_attachment_subject", "attachment", ["subject"])
    op.create_index("ix_attachment_sha256", "attachment", ["sha256"])
    # PL/pgSQL's percent signs are its own: psycopg itself takes them as they are.
    raw: Any = op.get_bind().connection.driver_connection
    raw.execute(GUARD)
    raw.execute(FILL)


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
