"""How units have kept their deadlines so far, measured from their past reports in one statement."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.errors import InputError
from engine.rehearsal_behaviour import EVERYBODY, MAX_LATE, MEASURED, Behaviour, Numbers

AT_LEAST = 3
"""A unit with fewer decided reports behaves as its tier does."""
_WORKING = 5 / 7
# Ordered reports whose deadline has passed or that are in: on time, late by how many days, never.
_PAST = text("""
    WITH past AS (
        SELECT u.code, u.tier,
            CASE WHEN r.submitted_at IS NULL THEN NULL ELSE greatest(
                extract(epoch FROM r.submitted_at - r.first_due_at) / 86400, -1) END AS late
        FROM report r JOIN unit u ON u.id = r.unit_id
        WHERE NOT r.requested AND r.status <> 'merged'
            AND (r.first_due_at <= :now OR r.submitted_at IS NOT NULL)
    )
    SELECT code, tier, grouping(code) AS whole, count(*) AS n,
        count(*) FILTER (WHERE late < 0) AS on_time, count(*) FILTER (WHERE late IS NULL) AS never,
        percentile_cont(ARRAY[0, 0.25, 0.5, 0.75, 0.9, 1]) WITHIN GROUP (ORDER BY late)
            FILTER (WHERE late >= 0) AS days
    FROM past GROUP BY GROUPING SETS ((code, tier), (tier), ())
""")


class NothingMeasured(InputError):
    """There are no past reports to measure."""

    code = "nothing-measured"
    vi = (
        "Chưa có báo cáo nào đến hạn hoặc đã nộp để đo cách làm việc. Hãy chọn «tất cả đúng hạn» "
        "hoặc nhập số liệu của bạn."
    )
    en = (
        "There is no report due or submitted to measure behaviour from. Choose «all on time» or "
        "enter your own numbers."
    )


def measured(session: Session, now: datetime, returns: float = 0.0) -> Behaviour:
    """Each unit as its own reports show it, others as their tier. Raises NothingMeasured."""
    units: dict[str, Numbers] = {}
    tiers: dict[tuple[str, str], Numbers] = {}
    for row in session.execute(_PAST, {"now": now}):
        if not row.n:
            raise NothingMeasured
        days = tuple(min(float(d) * _WORKING, MAX_LATE) for d in row.days or (0, 0))
        numbers = Numbers(row.on_time / row.n, row.never / row.n, days)
        if row.code is not None and row.n >= AT_LEAST:
            units[row.code] = numbers
        elif row.code is None:
            tiers[row.tier or EVERYBODY, EVERYBODY] = numbers
    return Behaviour(MEASURED, units, tiers, returns)
