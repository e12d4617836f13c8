"""The board's national page over 1,000,000 duties: the time the database needs for it.

``python -m benchmarks.board --json`` prints milliseconds, medians: ``ours`` is the page's
statements (lines by province, the total, medians of lateness) while fresh changes lie unfolded
beside the tallies; ``floor`` one full recount of the same counts from the reports, by PostgreSQL
alone and warm. Also measured: what the triggers add to a change of 1,000 reports.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks import common
from engine import board, tallies
from engine.people import Actor

NOW = common.ISSUE
ADMINISTRATOR = Actor(1, 0, frozenset({"quantri"}), "Quản trị")

# Forty cascades in each of which every district passes on a directive of its own, and communes owe
# a report for each of several periods: a fifth late, a tenth never.
_DIRECTIVES = sa.text("""
    WITH roots AS (
        INSERT INTO directive (issuer_id, number, symbol, year, type, issued_on, subject, field,
                               model_key, status, content, issued_at)
        SELECT (SELECT id FROM unit WHERE parent_id IS NOT NULL ORDER BY id LIMIT 1), CAST(n AS text),
            'BM', 2023, 'cong_van', '2023-01-02', 'Văn bản ' || n, '', 'm', 'issued', '{}', :now
        FROM generate_series(1, :roots) n RETURNING id
    ), set_root AS (
        INSERT INTO directive (issuer_id, number, symbol, year, type, issued_on, subject, field,
                               parent_id, root_id, model_key, status, content, issued_at)
        SELECT u.id, CAST(r.id AS text), 'KH', 2023, 'ke_hoach', '2023-01-03', 'Kế hoạch', '', r.id,
            r.id, 'm', 'issued', '{}', :now
        FROM roots r, unit u WHERE u.tier = 'huyen' RETURNING id
    )
    INSERT INTO obligation (directive_id, position, code, title, kind, rule, who, requested, details)
    SELECT id, 1, 'a', 'Báo cáo', 'annual', '{}', '{}', false, '{}' FROM set_root
""")
_REPORTS = sa.text("""
    INSERT INTO report (directive_id, obligation_id, unit_id, consolidator_id, title, period,
        period_start, period_end, requested, opens_at, first_due_at, due_at, status, submitted_at,
        touched_at)
    SELECT d.id, o.id, u.id, d.issuer_id, 'Báo cáo', '2023-T0' || p, make_date(2023, p, 1),
        make_date(2023, p, 28), u.id % 20 = 0, due - interval '30 days', due, due,
        CASE WHEN x < 0.6 THEN 'accepted' WHEN x < 0.8 THEN 'submitted' ELSE 'open' END,
        CASE WHEN x < 0.6 THEN due - interval '1 day'
             WHEN x < 0.8 THEN due + (x - 0.6) * interval '100 days' END,
        CASE WHEN x > 0.9 THEN CAST(:now AS timestamptz) - (x - 0.9) * interval '100 days' END
    FROM directive d JOIN obligation o ON o.directive_id = d.id
    JOIN unit u ON u.parent_id = d.issuer_id AND u.tier = 'xa'
    CROSS JOIN generate_series(1, :periods) p
    CROSS JOIN LATERAL (
        SELECT CAST(:now AS timestamptz) + (p - 2) * interval '30 days' AS due,
            mod(abs(hashtext(u.id || '-' || d.id || '-' || p)), 1000) / 1000.0 AS x) r
    LIMIT :count
""")
_CHANGE = sa.text("""
    UPDATE report SET status = 'submitted', submitted_at = :now WHERE id IN (
        SELECT id FROM report WHERE status = 'open' ORDER BY id LIMIT 1000)
""")
_RECOUNT = sa.text("""
    SELECT u.province_code, count(*) FILTER (WHERE submitted_at < first_due_at),
        count(*) FILTER (WHERE submitted_at >= first_due_at),
        count(*) FILTER (WHERE submitted_at IS NULL AND first_due_at <= :now),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY submitted_at - first_due_at)
    FROM report JOIN unit u ON u.id = report.unit_id GROUP BY 1
""")


def fill(place: common.Place, count: int) -> float:
    """Write the duties; seconds it took."""
    with place.sessions.begin() as session:
        session.execute(sa.text("SET LOCAL synchronous_commit = off"))
        session.execute(_DIRECTIVES, {"roots": 20, "now": NOW})
        session.execute(sa.text("UPDATE directive SET root_id = id WHERE root_id IS NULL"))
        started = time.perf_counter()
        session.execute(_REPORTS, {"periods": 5, "now": NOW, "count": count})
        took = time.perf_counter() - started
    with place.sessions.begin() as session:
        tallies.fold(session)
    with place.connections.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE"))
    return took


def change_ms(place: common.Place, *, counted: bool) -> float:
    """Milliseconds in which 1,000 reports are submitted, with the triggers or without."""
    with place.sessions() as session:
        if not counted:
            session.execute(sa.text("ALTER TABLE report DISABLE TRIGGER USER"))
        started = time.perf_counter()
        session.execute(_CHANGE, {"now": NOW})
        took = (time.perf_counter() - started) * 1000
        session.rollback()
    return took


def measure(count: int, rounds: int) -> dict[str, Any]:
    """Ours and the floor on one database."""
    with common.national() as url, common.opened(url) as place:
        filled = fill(place, count)
        with place.sessions.begin() as session:
            session.execute(_CHANGE, {"now": NOW})
        with place.sessions() as session:
            assert tallies.differences(session) == 0
            _page(session)  # the cache is warm
            ours = common.median_ms(lambda: _page(session), rounds)
            floor = common.median_ms(lambda: session.execute(_RECOUNT, {"now": NOW}).all(), 3)
            cells = session.scalar(sa.text("SELECT count(*) FROM tally"))
        changed = [change_ms(place, counted=True) for _ in range(5)]
        bare = [change_ms(place, counted=False) for _ in range(5)]
        return common.compared(
            ours,
            floor,
            duties=count,
            unit="ms",
            cells=cells,
            fill_s=round(filled, 1),
            change_1000_ms=round(statistics.median(changed), 1),
            change_1000_without_ms=round(statistics.median(bare), 1),
            **common.settings(url),
        )


def _page(session: Session) -> None:
    found = board.nation(session, ADMINISTRATOR, NOW)
    assert len(found.lines) > 60


def main() -> None:
    """Measure and print."""
    asked = common.arguments(__doc__ or "")
    common.show(measure(100_000 if asked.quick else 1_000_000, 5 if asked.quick else 20), asked)


if __name__ == "__main__":
    main()
