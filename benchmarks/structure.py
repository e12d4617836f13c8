"""The change of structure of 2025-07-01 with 50,000 open work items, beside a plain UPDATE.

A ministry's directive of 2024 has gone down three tiers: provinces and districts passed it on, all
below hold tasks of receiving and reports to write. Then 696 districts end and 10,035 communes become
3,321. The floor of the same run moves the same rows by plain set-based UPDATEs, and decides nothing::

    python -m benchmarks.structure [--json] [--quick]
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adapters.directive_files import parse
from adapters.identity import Argon2Passwords
from benchmarks.common import Place, arguments, compared, national, opened, settings, show
from engine import cascade, people, restructuring, timers
from engine.directives import record
from engine.instances import To, WorkItem, apply
from engine.people import ADMINISTRATOR, Actor
from engine.process.events import Complete
from engine.units import by_code

REFORM = date(2025, 7, 1)
ISSUED = datetime(2024, 10, 15, 2, tzinfo=UTC)
EVE = datetime(2025, 6, 25, 3, tzinfo=UTC)
AFTER = datetime(2025, 7, 1, 2, tzinfo=UTC)
OBLIGATION = """
  - code: bc-{n}
    title: Báo cáo số {n}
    deadline: {{kind: one_off, boundary: before, date: 15/9/2025, window: 120, back_off: 10}}
    who: all
    consolidator: unit
"""
TEXT = """\
issuer: Bộ Nội vụ
number: 8935
symbol: BNV-CTTN
type: cong_van
issued_on: 15/10/2024
subject: Công tác bình đẳng giới năm 2025
field: noivu
process: cascade-three-tier
recipients:
  - group: UBND các tỉnh
    {provinces}
obligations:"""
STEPS: tuple[tuple[str, dict[str, object]], ...] = (
    ("{}-tiep-nhan", {"arrivalNumber": "12", "arrivedOn": date(2024, 10, 16)}),
    ("{}-phan-cong", {"route": "issue"}),
    (
        "{}-ban-hanh-trien-khai",
        {"number": "76", "symbol": "KH-UBND", "issuedOn": date(2024, 10, 21)},
    ),
)
FLOOR = """
CREATE TEMP TABLE heir AS SELECT DISTINCT ON (predecessor_id) predecessor_id AS old,
    successor_id AS new FROM unit_succession ORDER BY predecessor_id, position;
ALTER TABLE heir ADD PRIMARY KEY (old);
ANALYZE heir;
DROP INDEX uq_instance_running;
UPDATE instance SET unit_id = new, data = data || ' ' FROM heir
    WHERE unit_id = old AND status = 'running';
UPDATE work_item SET unit_id = new FROM heir WHERE unit_id = old AND status = 'open';
ALTER TABLE report DROP CONSTRAINT uq_report_obligation_id_unit_id_period_start_period_end;
UPDATE report SET unit_id = h.new, consolidator_id = c.new
    FROM heir h, heir c WHERE unit_id = h.old AND consolidator_id = c.old
"""


def build(place: Place, obligations: int, provinces: str) -> Actor:
    """Fill the database; the administrator who will make the change."""
    with place.sessions.begin() as session:
        text = TEXT.format(provinces=provinces) + "".join(
            OBLIGATION.format(n=n) for n in range(obligations)
        )
        directive = record(session, parse(text.encode(), "bench.yaml"), ISSUED)
        cascade.issue(session, place.machine, directive, ISSUED)
        at = ISSUED
        for pool in ("tinh", "huyen"):
            for element, answers in STEPS:
                at += timedelta(days=1)
                _finish(session, place, element.format(pool), answers, at)
        while timers.fire_due(session, place.machine, EVE, limit=2000).claimed:
            session.flush()
        made = people.create_account(
            session,
            Argon2Passwords(time_cost=1, memory_kib=1024),
            username="admin",
            name="Quản trị",
            unit_id=by_code(session, "bo.noivu", EVE.date()).id,
            roles=[ADMINISTRATOR],
            password="mật khẩu thử 1",  # noqa: S106 (a throwaway database)
            now=ISSUED,
        )
        actor = Actor(made.id, made.unit_id, frozenset({ADMINISTRATOR}), made.name)
    with place.connections.connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
        plain.execute(sa.text("VACUUM ANALYZE"))
    return actor


def _finish(
    session: Session, place: Place, element: str, answers: dict[str, object], at: datetime
) -> None:
    waiting = session.scalars(
        sa.select(WorkItem).where(WorkItem.element == element, WorkItem.status == "open")
    )
    events = [To(i.instance_id, Complete(i.token, answers)) for i in waiting]
    assert apply(session, place.machine, events, at).faults == []


def floor(place: Place) -> float:
    """Seconds of plain UPDATEs of the same rows, rolled back."""
    with place.connections.connect() as connection, connection.begin() as trial:
        started = time.perf_counter()
        for statement in FLOOR.split(";"):
            connection.execute(sa.text(statement))
        taken = time.perf_counter() - started
        trial.rollback()
    return taken


def measure(quick: bool) -> dict[str, Any]:
    """Build, preview, apply, apply again."""
    provinces = 'units: ["52", "64"]' if quick else 'select: children(unit, "tinh")'
    with national() as url, opened(url) as place:
        actor = build(place, 2, provinces)
        with place.sessions() as session:
            items = session.scalar(sa.text("SELECT count(*) FROM work_item WHERE status = 'open'"))
        plain = floor(place)
        started = time.perf_counter()
        with place.sessions() as session:
            restructuring.preview(session, place.machine, actor, REFORM)
        previewed = time.perf_counter()
        with place.sessions.begin() as session:
            done = restructuring.apply(session, place.machine, actor, REFORM, AFTER)
        applied = time.perf_counter()
        with place.sessions.begin() as session:
            again = restructuring.apply(session, place.machine, actor, REFORM, AFTER)
        repeated = time.perf_counter()
        assert not again.changes_anything
        return compared(
            applied - previewed,
            plain,
            open_items=items,
            preview=round(previewed - started, 2),
            again=round(repeated - applied, 2),
            passed=done.instances,
            merged=done.reports_merged,
            ended=done.ended,
            units=done.units,
            server=settings(url),
        )


if __name__ == "__main__":
    asked = arguments(__doc__ or "")
    show(measure(asked.quick), asked)
