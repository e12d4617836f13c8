"""A ministry consolidates every commune's report: 10,000 accepted and closed; and one acceptance.

``python -m benchmarks.rollup --json`` prints seconds. ``ours``: the service ``accept-report`` takes
all reports in one call, and the roll-up is closed with its document, each with its commit;
``closing`` is the second part. ``floor``: PostgreSQL alone brings the same reports and entries to
the same state from rows beside them, and adds the figures up. ``through_process``: the same reports
accepted by finishing every review instead (``instances.apply``: 20,000 steps, their letters and
histories) and closed; ``merging`` is what consolidation takes of that. ``one_ms`` are medians of
accepting one report by the service and committing, with 10 and with all the others accepted, beside
bare psycopg's statements for the same. Warm: 10 reports were accepted before the clock starts.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import psycopg
import sqlalchemy as sa
from sqlalchemy.orm import Session

from adapters import postgres
from benchmarks import common
from benchmarks.cascade import EVERY_COMMUNE, draft, issue
from engine import consolidation, consolidation_merge, reports, timers
from engine.consolidation import Rollup
from engine.deliveries import Reached
from engine.instances import ServiceCall, To, WorkItem, apply
from engine.people import Actor
from engine.process.events import Complete

SINGLES = 25
FEW = 10
OPENS = datetime.fromisoformat("2023-05-01T02:00:00+00:00")
ACCEPT: dict[str, object] = {"decision": "accept", "remarks": None}


@dataclass
class Timed:
    """Seconds spent in a function that is wrapped."""

    seconds: float = 0.0

    def of(self, function: Any) -> Any:
        """The function, its time added up here."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds += time.perf_counter() - started

        return timed


def answers(nth: int) -> dict[str, object]:
    """One commune's report."""
    return {
        "nil": False,
        "narrative": f"Đã tổ chức tập huấn, truyền thông tại địa phương; lượt {nth}. " * 5,
        "trainingCourses": nth % 7,
        "participants": nth % 400,
        "communicationEvents": nth % 5,
        "femaleLeaderRate": Decimal(nth % 1000) / 10,
        "femaleOfficers": nth % 30,
    }


def prepare(url: str, select: str) -> int:
    """Every commune's report is submitted and waits for the ministry's review: how many."""
    with common.opened(url) as place:
        issue(place, draft((select,), reports=True, number="1"))
        with place.sessions.begin() as session:
            while timers.fire_due(session, place.machine, OPENS, 5000).claimed:
                pass
            done = [
                To(item.instance_id, Complete(item.token, answers(nth)), strict=True)
                for nth, item in enumerate(_items(session, "donvi-lap-bao-cao"))
            ]
            applied = apply(session, place.machine, done, OPENS)
            assert not applied.faults, applied.faults[:1]
        with psycopg.connect(postgres.libpq(url), autocommit=True) as bare:
            bare.execute("VACUUM ANALYZE")
        return len(done)


def by_service(url: str) -> dict[str, float]:
    """Seconds of accepting all and of closing, and of one acceptance before and after."""
    figures = {}
    with common.opened(url) as place:
        with place.sessions.begin() as session:
            _review(session, place, _items(session, "tonghop-xem-xet")[:FEW])
        figures["few"] = _singles(place)
        with place.sessions.begin() as session:
            calls = [_call(i.subject) for i in _items(session, "tonghop-xem-xet")[:-SINGLES]]
            started = time.perf_counter()
            reports.accept(session, place.machine, calls, OPENS)
            session.commit()
            figures["accepting"] = time.perf_counter() - started
        figures["many"] = _singles(place)
        return figures | _close(place)


def through_process(url: str) -> dict[str, float]:
    """Seconds of finishing all reviews and closing, and how much of it merging took."""
    merging = Timed()
    with (
        common.opened(url) as place,
        patch.object(consolidation_merge, "accepted", merging.of(consolidation_merge.accepted)),
    ):
        with place.sessions.begin() as session:
            _review(session, place, _items(session, "tonghop-xem-xet")[:FEW])
        with place.sessions.begin() as session:
            todo = _items(session, "tonghop-xem-xet")
            merging.seconds, started = 0.0, time.perf_counter()
            _review(session, place, todo)
            session.commit()
            took = time.perf_counter() - started
        return {"whole": took + _close(place)["closing"], "merging": merging.seconds}


def _close(place: common.Place) -> dict[str, float]:
    with place.sessions.begin() as session:
        rollup = session.scalars(sa.select(Rollup)).one()
        who = Actor(1, rollup.consolidator_id, frozenset({"chuyenvien"}), "Người đo")
        started = time.perf_counter()
        made = consolidation.close(session, place.machine, who, rollup.id, OPENS)
        session.commit()
        took = time.perf_counter() - started
        return {"closing": took, "document_kb": len(made.body.encode()) / 1024}


def _call(subject: str) -> ServiceCall:
    return ServiceCall(Reached(0, 0, "", None, 0, subject), "tiep-nhan", {})


def _items(session: Session, element: str) -> Sequence[WorkItem]:
    return session.scalars(
        sa.select(WorkItem)
        .where(WorkItem.element == element, WorkItem.status == "open")
        .order_by(WorkItem.id)
    ).all()


def _review(session: Session, place: common.Place, items: Sequence[WorkItem]) -> None:
    events = [To(i.instance_id, Complete(i.token, ACCEPT), strict=True) for i in items]
    applied = apply(session, place.machine, events, OPENS)
    assert not applied.faults, applied.faults[:1]


def _singles(place: common.Place) -> float:
    """The median of accepting one report by the service alone, and committing."""
    with place.sessions() as session:
        subjects = [i.subject for i in _items(session, "tonghop-xem-xet")[-SINGLES:]]
        now = OPENS + timedelta(hours=1)
        took = []
        for subject in subjects:
            started = time.perf_counter()
            reports.accept(session, place.machine, [_call(subject)], now)
            session.commit()
            took.append(time.perf_counter() - started)
        session.execute(
            sa.text("UPDATE work_item SET status = 'cancelled' WHERE subject = ANY(:s)"),
            {"s": subjects},
        )
        session.commit()
    return statistics.median(took)


_BULK = (
    """UPDATE report r SET status = 'accepted', accepted_at = now() FROM stage s
       WHERE r.id = s.report_id""",
    """UPDATE report_version v SET accepted_at = now() FROM stage s
       WHERE v.report_id = s.report_id""",
    """INSERT INTO rollup_entry (report_id, rollup_id, unit_id, merged_at, amounts, adjusted)
       SELECT report_id, rollup_id, unit_id, now(), amounts, false FROM stage""",
    "UPDATE rollup_entry SET version = 1",
    """SELECT f.key, sum(CAST(f.value->>0 AS numeric)), sum(CAST(f.value->>1 AS bigint))
       FROM rollup_entry e CROSS JOIN LATERAL jsonb_each(e.amounts) f GROUP BY f.key""",
)


def floor(url: str, done: str) -> tuple[float, float]:
    """PostgreSQL alone: seconds for all, and the median for one."""
    with (
        psycopg.connect(postgres.libpq(done)) as source,
        psycopg.connect(postgres.libpq(url)) as target,
    ):
        target.execute(
            "CREATE UNLOGGED TABLE stage AS SELECT report_id, rollup_id, unit_id, amounts"
            " FROM rollup_entry"
        )
        columns = "report_id, rollup_id, unit_id, amounts"
        with (
            source.cursor().copy(f"COPY (SELECT {columns} FROM rollup_entry) TO STDOUT") as read,
            target.cursor().copy(f"COPY stage ({columns}) FROM STDIN") as write,
        ):
            for block in read:
                write.write(block)
        target.execute("CREATE UNLOGGED TABLE one AS SELECT * FROM stage ORDER BY 1 LIMIT 25")
        target.execute("DELETE FROM stage WHERE report_id IN (SELECT report_id FROM one)")
        target.execute("ANALYZE stage")
        target.commit()
        single = [_single(target, row[0]) for row in target.execute("SELECT report_id FROM one")]
        started = time.perf_counter()
        for statement in _BULK:
            target.execute(statement)
        target.commit()
        return time.perf_counter() - started, statistics.median(single)


def _single(target: psycopg.Connection[Any], report: int) -> float:
    started = time.perf_counter()
    for statement in _BULK[:3]:
        target.execute(
            statement.replace("stage", f"(SELECT * FROM one WHERE report_id = {report})")
        )
    target.commit()
    return time.perf_counter() - started


def measure(select: str) -> dict[str, Any]:
    """Everything, on copies of one prepared database."""
    with common.national() as base:
        count = prepare(base, select)
        name = common.database_name(base)
        with common.copy_of(base, name=name) as url, common.copy_of(base, name=name) as bare:
            found = by_service(url)
            alone, single = floor(bare, url)
        with common.copy_of(base, name=name) as url:
            slower = through_process(url)
        milliseconds = {
            "with_10": found["few"] * 1000,
            "with_all": found["many"] * 1000,
            "floor": single * 1000,
        }
        return common.compared(
            found["accepting"] + found["closing"],
            alone,
            reports=count,
            closing=round(found["closing"], 3),
            through_process=round(slower["whole"], 3),
            merging=round(slower["merging"], 3),
            document_kb=round(found["document_kb"]),
            one_ms={k: round(v, 2) for k, v in milliseconds.items()},
            **common.settings(base),
        )


def main() -> None:
    """Measure and print."""
    asked = common.arguments(__doc__ or "")
    select = f'descendants(unit, "{"huyen" if asked.quick else "xa"}")'
    assert asked.quick or select == EVERY_COMMUNE
    common.show(measure(select), asked)


if __name__ == "__main__":
    main()
