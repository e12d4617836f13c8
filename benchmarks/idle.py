"""What one wake-up of the clock costs while 100,000 timers wait for moments still to come.

``python -m benchmarks.idle --json`` prints milliseconds, medians: ``ours`` is
``timers.fire_due`` (nothing is due) and ``timers.next_due``, in a transaction each as the worker
makes them; ``floor`` the two questions alone through bare psycopg. Statistics and cache are warm.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import psycopg
import sqlalchemy as sa

from adapters import postgres
from benchmarks import common
from engine import timers

_FILL = sa.text("""
    INSERT INTO timer (instance_id, token, element, due_at)
    SELECT n, 1, 'donvi-den-bac', CAST(:now AS timestamptz) + n * interval '1 minute'
    FROM generate_series(1, :count) AS n
""")


def wake(place: common.Place, now: datetime) -> None:
    """What the worker does when it wakes for nothing."""
    with place.sessions.begin() as session:
        assert timers.fire_due(session, place.machine, now).claimed == 0
    with place.sessions() as session:
        assert timers.next_due(session) is not None


def measure(count: int, rounds: int) -> dict[str, Any]:
    """Ours and the floor on one database without units."""
    with common.server() as base, postgres.scratch_database(base) as url:
        postgres.migrate(url)
        with common.opened(url) as place:
            with place.sessions.begin() as session:
                session.execute(_FILL, {"now": common.ISSUE, "count": count})
            with place.connections.connect().execution_options(
                isolation_level="AUTOCOMMIT"
            ) as connection:
                connection.execute(sa.text("VACUUM ANALYZE timer"))
            ours = common.median_ms(lambda: wake(place, common.ISSUE), rounds)
        with psycopg.connect(postgres.libpq(url), autocommit=True) as bare:

            def ask() -> None:
                bare.execute(
                    "SELECT id FROM timer WHERE due_at <= %s AND attempts < 5 "
                    "ORDER BY due_at, id LIMIT 200",
                    [common.ISSUE],
                ).fetchall()
                bare.execute("SELECT min(due_at) FROM timer WHERE attempts < 5").fetchone()

            floor = common.median_ms(ask, rounds)
        return common.compared(ours, floor, timers=count, unit="ms", **common.settings(url))


def main() -> None:
    """Measure and print."""
    asked = common.arguments(__doc__ or "")
    common.show(measure(100_000, 30 if asked.quick else 200), asked)


if __name__ == "__main__":
    main()
