"""tallies behind the board: counted by triggers as reports change, folded by the worker"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# A report counts +1 where it is and -1 where it was. Only inserts: writers never wait for another.
# A report that was merged into another (its unit has a successor) counts nowhere.
STATE = """
CREATE FUNCTION report_state(status text, submitted_at timestamptz, first_due_at timestamptz)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN status = 'merged' THEN NULL
                WHEN status NOT IN ('submitted', 'accepted') THEN 'open'
                WHEN submitted_at < first_due_at THEN 'on_time' ELSE 'late' END
$$;
CREATE FUNCTION report_days_late(submitted_at timestamptz, first_due_at timestamptz)
RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CAST(floor(extract(epoch FROM submitted_at - first_due_at) / 86400) AS int) + 1
$$;
CREATE FUNCTION local_day(moment timestamptz)
RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CAST(moment AT TIME ZONE 'Asia/Ho_Chi_Minh' AS date)
$$;
"""
COUNT = """
    INSERT INTO tally_delta (root_id, province, tier, period, requested, due_at, opens_on, state,
                             touched_on, n)
    SELECT coalesce(d.root_id, d.id), coalesce(u.province_code, ''), u.tier, r.period, r.requested,
        r.first_due_at, local_day(r.opens_at), r.state,
        CASE WHEN r.state = 'open' THEN local_day(r.touched_at) END, sum(r.n)
    FROM (SELECT x.*, report_state(x.status, x.submitted_at, x.first_due_at) AS state
          FROM ({rows}) x) r
    JOIN unit u ON u.id = r.unit_id JOIN directive d ON d.id = r.directive_id
    WHERE r.state IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(r.n) <> 0;
    INSERT INTO lateness_delta (root_id, province, days, n)
    SELECT coalesce(d.root_id, d.id), coalesce(u.province_code, ''),
        report_days_late(r.submitted_at, r.first_due_at), sum(r.n)
    FROM ({rows}) r JOIN unit u ON u.id = r.unit_id JOIN directive d ON d.id = r.directive_id
    WHERE report_state(r.status, r.submitted_at, r.first_due_at) = 'late' AND NOT r.requested
    GROUP BY 1, 2, 3 HAVING sum(r.n) <> 0;
"""
NEW, OLD = "SELECT 1 AS n, t.* FROM new_rows t", "SELECT -1 AS n, t.* FROM old_rows t"
EVENTS = {
    "insert": (NEW, "NEW TABLE AS new_rows"),
    "delete": (OLD, "OLD TABLE AS old_rows"),
    "update": (f"{OLD} UNION ALL {NEW}", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
}
FILL = """
INSERT INTO tally SELECT * FROM tally_recounted;
INSERT INTO lateness SELECT * FROM lateness_recounted;
"""
RECOUNT = """
CREATE VIEW tally_recounted AS
SELECT coalesce(d.root_id, d.id) AS root_id, coalesce(u.province_code, '') AS province, u.tier,
    r.period, r.requested, r.first_due_at AS due_at, local_day(r.opens_at) AS opens_on, s.state,
    CASE WHEN s.state = 'open' THEN local_day(r.touched_at) END AS touched_on, count(*) AS n
FROM report r JOIN unit u ON u.id = r.unit_id JOIN directive d ON d.id = r.directive_id,
    LATERAL (SELECT report_state(r.status, r.submitted_at, r.first_due_at) AS state) s
WHERE s.state IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
CREATE VIEW lateness_recounted AS
SELECT coalesce(d.root_id, d.id) AS root_id, coalesce(u.province_code, '') AS province,
    report_days_late(r.submitted_at, r.first_due_at) AS days, count(*) AS n
FROM report r JOIN unit u ON u.id = r.unit_id JOIN directive d ON d.id = r.directive_id
WHERE report_state(r.status, r.submitted_at, r.first_due_at) = 'late' AND NOT r.requested
GROUP BY 1, 2, 3;
CREATE VIEW tally_now AS SELECT * FROM tally UNION ALL SELECT * FROM tally_delta;
CREATE VIEW lateness_now AS SELECT * FROM lateness UNION ALL SELECT * FROM lateness_delta;
"""


def upgrade() -> None:
    for table in ("tally", "tally_delta"):
        op.create_table(
            table,
            sa.Column("root_id", sa.BigInteger(), nullable=False),
            sa.Column("province", sa.Text(), nullable=False),
            sa.Column("tier", sa.Text(), nullable=False),
            sa.Column("period", sa.Text(), nullable=False),
            sa.Column("requested", sa.Boolean(), nullable=False),
            sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("opens_on", sa.Date(), nullable=False),
            sa.Column("state", sa.Text(), nullable=False),
            sa.Column("touched_on", sa.Date(), nullable=True),
            sa.Column("n", sa.BigInteger(), nullable=False),
        )
    for table in ("lateness", "lateness_delta"):
        op.create_table(
            table,
            sa.Column("root_id", sa.BigInteger(), nullable=False),
            sa.Column("province", sa.Text(), nullable=False),
            sa.Column("days", sa.Integer(), nullable=False),
            sa.Column("n", sa.BigInteger(), nullable=False),
        )
    op.create_index("ix_report_unit_id", "report", ["unit_id", "first_due_at"])
    # PL/pgSQL's percent signs are its own: psycopg itself takes them as they are.
    raw: Any = op.get_bind().connection.driver_connection
    raw.execute(STATE + RECOUNT)
    for event, (rows, tables) in EVENTS.items():
        raw.execute(
            f"CREATE FUNCTION report_tally_{event}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN {COUNT.format(rows=rows)} RETURN NULL; END $$;"
            f"CREATE TRIGGER report_tally_{event} AFTER {event} ON report"
            f" REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION report_tally_{event}()"
        )
    raw.execute(FILL)


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
