"""what the board keeps: each unit's place in the tree, and duties counted by place and directive"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None

# A unit's chain from the root down: the second of it is its top, the third its area. Units above
# stand for themselves. Worked out for what is inserted, for everything when somebody is moved.
PLACES = """
CREATE FUNCTION unit_places(ids bigint[])
RETURNS TABLE (unit_id bigint, top_id bigint, area_id bigint) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up AS (
        SELECT u.id AS unit_id, u.id AS at, u.parent_id, 0 AS hops FROM unit u WHERE u.id = ANY(ids)
        UNION ALL
        SELECT up.unit_id, u.id, u.parent_id, up.hops + 1 FROM up JOIN unit u ON u.id = up.parent_id
    ), chain AS (
        SELECT up.unit_id, array_agg(up.at ORDER BY up.hops DESC) AS down FROM up GROUP BY 1
    )
    SELECT unit_id, coalesce(down[2], down[1]), coalesce(down[3], down[2], down[1]) FROM chain
$$;
CREATE FUNCTION unit_place_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO unit_place SELECT * FROM unit_places(ARRAY(SELECT id FROM new_rows));
    RETURN NULL;
END $$;
CREATE FUNCTION unit_place_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT FROM old_rows o JOIN new_rows n ON n.id = o.id
               WHERE n.parent_id IS DISTINCT FROM o.parent_id) THEN
        UPDATE unit_place p SET top_id = n.top_id, area_id = n.area_id
        FROM unit_places(ARRAY(SELECT id FROM unit)) n
        WHERE n.unit_id = p.unit_id AND (n.top_id, n.area_id) <> (p.top_id, p.area_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER unit_place_insert AFTER INSERT ON unit REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION unit_place_insert();
CREATE TRIGGER unit_place_update AFTER UPDATE ON unit
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION unit_place_update();
INSERT INTO unit_place SELECT * FROM unit_places(ARRAY(SELECT id FROM unit));
"""
KEY = "directive_id, top_id, area_id, consolidator_id, addressee_id, kind, due_at, rung"
COUNTERS = ("on_time", "late", "open", "asked", "asked_done")
# As 0014's tallies: a report counts +1 where it is and -1 where it was; the merged count nowhere.
COUNT = """
    SELECT r.directive_id, p.top_id, p.area_id, r.consolidator_id,
        coalesce(r.addressee_id, 0) AS addressee_id, o.kind, r.first_due_at AS due_at,
        CASE WHEN s.state = 'open' AND NOT r.requested THEN coalesce(r.rung, '') ELSE '' END AS rung,
        {on_time} AS on_time, {late} AS late, {open} AS open, {asked} AS asked,
        {asked_done} AS asked_done
    FROM {rows} JOIN unit_place p ON p.unit_id = r.unit_id JOIN obligation o ON o.id = r.obligation_id,
        LATERAL (SELECT report_state(r.status, r.submitted_at, r.first_due_at) AS state) s
    WHERE s.state IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""
MOVE = "INSERT INTO duty_tally_delta ({kept}) SELECT {kept} FROM ({moved}) m WHERE {changed}"
CONDITIONS = {
    "on_time": "NOT r.requested AND s.state = 'on_time'",
    "late": "NOT r.requested AND s.state = 'late'",
    "open": "NOT r.requested AND s.state = 'open'",
    "asked": "r.requested",
    "asked_done": "r.requested AND s.state <> 'open'",
}
NEW, OLD = "SELECT 1 AS n, t.* FROM new_rows t", "SELECT -1 AS n, t.* FROM old_rows t"
EVENTS = {
    "insert": (NEW, "NEW TABLE AS new_rows"),
    "delete": (OLD, "OLD TABLE AS old_rows"),
    "update": (f"{OLD} UNION ALL {NEW}", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
}


def upgrade() -> None:
    op.create_table(
        "unit_place",
        sa.Column("unit_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("top_id", sa.BigInteger(), nullable=False),
        sa.Column("area_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_unit_place_area_id", "unit_place", ["area_id"])
    for table in ("duty_tally", "duty_tally_delta"):
        op.create_table(
            table,
            *(
                sa.Column(name, sa.BigInteger(), nullable=False)
                for name in (
                    "directive_id",
                    "top_id",
                    "area_id",
                    "consolidator_id",
                    "addressee_id",
                )
            ),
            sa.Column("kind", sa.Text(), nullable=False),
            sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("rung", sa.Text(), nullable=False),
            *(sa.Column(name, sa.BigInteger(), nullable=False) for name in COUNTERS),
        )
    op.create_index("ix_report_addressee_id", "report", ["addressee_id"])
    op.create_index("ix_report_first_due_at", "report", ["first_due_at", "id"])
    op.create_index(
        "ix_report_open_due",
        "report",
        ["first_due_at", "id"],
        postgresql_where=sa.text("status IN ('open', 'returned')"),
    )
    # PL/pgSQL's percent signs are its own: psycopg itself takes them as they are.
    raw: Any = op.get_bind().connection.driver_connection
    raw.execute(PLACES)
    whole = COUNT.format(
        rows="report r", **{n: f"count(*) FILTER (WHERE {c})" for n, c in CONDITIONS.items()}
    )
    kept = f"{KEY}, {', '.join(COUNTERS)}"
    raw.execute(f"CREATE VIEW duty_tally_recounted AS {whole}")
    raw.execute(
        "CREATE VIEW duty_tally_now AS "
        "SELECT * FROM duty_tally UNION ALL SELECT * FROM duty_tally_delta"
    )
    changed = " OR ".join(f"{name} <> 0" for name in COUNTERS)
    for event, (rows, tables) in EVENTS.items():
        moved = COUNT.format(
            rows=f"({rows}) r",
            **{n: f"coalesce(sum(r.n) FILTER (WHERE {c}), 0)" for n, c in CONDITIONS.items()},
        )
        raw.execute(
            f"CREATE FUNCTION report_duty_tally_{event}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN {MOVE.format(kept=kept, moved=moved, changed=changed)}; RETURN NULL; END $$;"
            f"CREATE TRIGGER report_duty_tally_{event} AFTER {event} ON report"
            f" REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION report_duty_tally_{event}()"
        )
    raw.execute("INSERT INTO duty_tally SELECT * FROM duty_tally_recounted")


def downgrade() -> None:
    raise NotImplementedError("go back to an older schema with a backup (docs/operations.md)")
