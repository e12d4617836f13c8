"""Eleven thousand report deadlines in the same minute: how fast the clock's worker escalates them.

``python -m benchmarks.storm --json``: a letter to more than 11,000 units opened a report for each;
nothing but the rung «quá hạn» is due. ``one_worker_per_s`` is one process running the worker's own
loop (``adapters.scheduler.fire_all``: batches claimed with SKIP LOCKED, all rungs' notices and
history written, each batch committed), ``two_workers_per_s`` two such processes on a fresh copy of
the same database. The processes are connected and have read the diagrams when the clock starts;
no step has been learned. ``floor``: claim, delete and insert of the same notices in the same
batches by bare psycopg, no BPMN. ``lost`` and ``twice`` are counted from notices and history.
"""

from __future__ import annotations

import multiprocessing
import time
from datetime import datetime, timedelta
from multiprocessing.synchronize import Barrier
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.types.json import Jsonb

from adapters import postgres
from adapters.scheduler import fire_all
from benchmarks import common
from benchmarks.cascade import draft, issue
from engine.deployments import current
from engine.timers import BATCH, fire_due

EVERYBODY = ('descendants(unit, "xa")', 'descendants(unit, "huyen")', 'descendants(unit, "so")')
TIMER = "donvi-den-bac"


def prepare(url: str, select: tuple[str, ...]) -> tuple[int, datetime]:
    """Bring the reports to the eve of their deadline: how many, and the moment."""
    with common.opened(url) as place:
        issue(place, draft(select, reports=True, number="1"))
        with place.sessions.begin() as session:
            due = session.scalar(sa.text("SELECT min(due_at) FROM report"))
            assert due is not None
            # Before the storm: only the timers that open the reports matter.
            session.execute(sa.text("DELETE FROM timer WHERE element NOT LIKE 'donvi-%'"))
        claimed = 1
        while claimed:
            with place.sessions.begin() as session:
                claimed = fire_due(session, place.machine, due - timedelta(seconds=1)).claimed
        with place.sessions.begin() as session:
            session.execute(sa.text("DELETE FROM timer WHERE element <> :timer"), {"timer": TIMER})
            count = session.scalar(sa.text("SELECT count(*) FROM timer")) or 0
            moments = session.scalar(sa.text("SELECT count(DISTINCT due_at) FROM timer"))
            assert moments == 1, moments
    connections = postgres.create_engine(url)
    with connections.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE"))
    connections.dispose()
    return count, due


def work(
    url: str,
    moment: datetime,
    barrier: Barrier,
    results: multiprocessing.Queue[tuple[float, float, int, float]],
) -> None:
    """One worker process: (begin, end, timers fired, peak RSS)."""
    with common.opened(url) as place:
        with place.sessions() as session:
            for key in ("straight-down", "periodic-report"):
                model = current(session, key)
                assert model is not None
                place.machine.library.load(session, model.id)
        barrier.wait()
        begun = time.time()
        fired = fire_all(place.sessions, place.machine, lambda session: moment)
        results.put((begun, time.time(), fired, common.peak_rss_mb()))


def race(url: str, workers: int, moment: datetime) -> tuple[float, list[int], float]:
    """Seconds until all is fired, timers of each worker, and the largest worker's memory."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(workers)
    results: multiprocessing.Queue[tuple[float, float, int, float]] = context.Queue()
    processes = [
        context.Process(target=work, args=(url, moment, barrier, results)) for _ in range(workers)
    ]
    for process in processes:
        process.start()
    found = [results.get(timeout=300) for _ in processes]
    for process in processes:
        process.join()
    took = max(end for _, end, _, _ in found) - min(begun for begun, _, _, _ in found)
    return took, [fired for _, _, fired, _ in found], max(rss for *_, rss in found)


def faults(url: str, moment: datetime) -> tuple[int, int]:
    """Escalations lost, and done twice."""
    with psycopg.connect(postgres.libpq(url)) as connection:
        lost = connection.execute(
            """
            SELECT count(*) FROM report r WHERE NOT EXISTS (
                SELECT FROM notice n WHERE n.report_id = r.id AND n.kind = 'qua-han')
            OR EXISTS (SELECT FROM timer t JOIN instance i ON i.id = t.instance_id
                       WHERE i.subject = r.subject AND t.due_at <= %s)""",
            [moment],
        ).fetchone()
        twice = connection.execute(
            """
            SELECT (SELECT count(*) FROM (SELECT report_id FROM notice WHERE kind = 'qua-han'
                    GROUP BY report_id HAVING count(*) > 1) AS n)
                + (SELECT count(*) FROM (SELECT instance_id FROM audit_entry
                    WHERE action = 'timerdue' AND at = %s AND detail LIKE %s
                    GROUP BY instance_id HAVING count(*) > 1) AS a)""",
            [moment, f'%"{TIMER}"%'],
        ).fetchone()
    assert lost is not None and twice is not None
    return int(lost[0]), int(twice[0])


_CLAIM = f"""SELECT t.id, i.id, i.unit_id, i.directive_id, r.id, r.title, r.period
    FROM timer t JOIN instance i ON i.id = t.instance_id JOIN report r ON r.subject = i.subject
    WHERE t.due_at <= %s AND t.attempts < 5 ORDER BY t.due_at, t.id LIMIT {BATCH}
    FOR UPDATE OF t SKIP LOCKED"""
_NOTICE = """INSERT INTO notice (once, unit_id, about_unit_id, audience, directive_id, instance_id,
    report_id, kind, params, created_at)
    VALUES (%s, %s, %s, 'officer', %s, %s, %s, 'qua-han', %s, %s)"""


def bare(url: str, moment: datetime) -> float:
    """Seconds in which psycopg alone claims, deletes and writes the notices."""
    started = time.perf_counter()
    with psycopg.connect(postgres.libpq(url)) as connection:
        while rows := connection.execute(_CLAIM, [moment]).fetchall():
            connection.execute("DELETE FROM timer WHERE id = ANY(%s)", [[r[0] for r in rows]])
            connection.cursor().executemany(
                _NOTICE,
                [
                    (
                        f"r{r[4]}:qua-han:{r[2]}",
                        r[2],
                        r[2],
                        r[3],
                        r[1],
                        r[4],
                        Jsonb({"report": r[5], "period": r[6], "last_day": "2023-05-14"}),
                        moment,
                    )
                    for r in rows
                ],
            )
            connection.commit()
    return time.perf_counter() - started


def measure(select: tuple[str, ...]) -> dict[str, Any]:
    """Everything, on three copies of one prepared database."""
    with common.national() as base:
        count, moment = prepare(base, select)
        name = common.database_name(base)
        with common.copy_of(base, name=name) as url:
            one, _, rss = race(url, 1, moment)
            lost, twice = faults(url, moment)
        with common.copy_of(base, name=name) as url:
            two, shares, _ = race(url, 2, moment)
            also_lost, also_twice = faults(url, moment)
        with common.copy_of(base, name=name) as url:
            floor = bare(url, moment)
        return common.compared(
            one,
            floor,
            deadlines=count,
            one_worker_per_s=round(count / one),
            two_workers_per_s=round(count / two),
            floor_per_s=round(count / floor),
            speedup=round(one / two, 2),
            shares=shares,
            lost=lost + also_lost,
            twice=twice + also_twice,
            worker_peak_rss_mb=rss,
            **common.settings(base),
        )


def main() -> None:
    """Measure and print."""
    asked = common.arguments(__doc__ or "")
    common.show(measure(EVERYBODY[1:] if asked.quick else EVERYBODY), asked)


if __name__ == "__main__":
    main()
