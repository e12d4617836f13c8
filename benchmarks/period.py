"""Opening the next period of a monthly report for every commune of 2023, each under its district.

``python -m benchmarks.period --json`` prints seconds: ``ours``, from the waking of the clock to the
end of the last commit (claims, reports, processes, tasks, timers, history, what comes next);
``floor``, the time in which PostgreSQL alone writes the same rows into the same tables (INSERT …
SELECT and commit, in a copy of the database as it was before); ``ratio``. Every district has a
directive of its own, derived from the ministry's, and consolidates for its communes. ``straight`` is
the same for one directive of the ministry to all communes. Warm: a period was opened before.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import text
from sqlalchemy.orm import Session

from adapters import postgres
from benchmarks import common
from benchmarks.cascade import EVERY_COMMUNE, ISSUER, WARM_UP, bring, insert
from engine import cascade, contexts, rolling, selectors
from engine.deadline_rules import Rule
from engine.deadlines import local_day
from engine.deployments import deployed
from engine.directives import DeriveRequest, derive, issue, record
from engine.drafts import DirectiveDraft, Group, ObligationDraft
from engine.instances import Begin, apply
from engine.process.events import Start

Prepare = Callable[[Session, common.Place, str], None]
NEW = "id > %(report)s"
OF_NEW = "instance_id > %(instance)s"
TABLES = {
    "report": NEW,
    "instance": "id > %(instance)s",
    "work_item": OF_NEW,
    "timer": OF_NEW,
    "audit_entry": "id > %(audit_entry)s",
}


def draft(select: str) -> DirectiveDraft:
    """A ministry's directive that asks for a report each month."""
    rule = Rule(kind="monthly", day=25)
    owed = ObligationDraft("bc-thang", "Báo cáo tháng", rule, consolidator="unit")
    return DirectiveDraft(
        issuer=ISSUER,
        type="cong_van",
        issued_on=common.ISSUE.date(),
        subject="Đo tốc độ",
        process="straight-down",
        number="1",
        symbol="DO",
        recipients=(Group("Nơi nhận", select=select),),
        obligations=(owed,),
    )


def straight(session: Session, place: common.Place, select: str) -> None:
    """One directive, sent to all."""
    directive = record(session, draft(select), common.ISSUE)
    assert not cascade.issue(session, place.machine, directive, common.ISSUE).faults


def derived(session: Session, place: common.Place, _select: str) -> None:
    """A directive of each district, received by its communes."""
    directive = record(session, draft(WARM_UP), common.ISSUE)
    issue(session, directive, common.ISSUE)
    today = local_day(common.ISSUE)
    districts = selectors.descendants(session, directive.issuer_id, "huyen", today)
    requests = [DeriveRequest(directive.id, d.id, "", "KH", today) for d in districts]
    made = derive(session, requests, common.ISSUE)
    asked = [(d.id, {"select": "children", "unit": d.id, "tier": "xa"}) for d in districts]
    below = selectors.resolve_many(session, asked, today)
    about = contexts.of_directives(session, made.values())
    model = deployed(session, directive.model_key).id
    begins = []
    for district in districts:
        own = made[directive.id, district.id]
        start = Start({"directive": about[own]}, "Văn bản chỉ đạo")
        begins += [
            Begin(model, "bench-xa", own, unit.id, "", start, contexts.of_unit(unit))
            for unit in below[district.id]
        ]
    assert not apply(session, place.machine, begins, common.ISSUE).faults


def roll(place: common.Place) -> tuple[int, float]:
    """Open what opens next: how many reports, and seconds."""
    with place.sessions() as session:
        now = rolling.next_opening(session)
    assert now is not None
    reports, started = 0, time.perf_counter()
    while True:
        with place.sessions.begin() as session:
            opened = rolling.open_due(session, place.machine, now)
        reports += opened.reports
        if not opened.claimed:
            return reports, time.perf_counter() - started


def measure(prepare: Prepare, select: str) -> dict[str, Any]:
    """Ours and the floor, in two copies of one database."""
    with common.national() as base, common.copy_of(base, name=common.database_name(base)) as url:
        with common.opened(url) as place:
            with place.sessions.begin() as session:
                prepare(session, place, select)
            _, cold = roll(place)
            with place.sessions.begin() as session:
                last = {
                    table: session.scalar(text(f"SELECT max(id) FROM {table}"))
                    for table in ("report", "instance", "audit_entry")
                }
            with place.connections.connect().execution_options(
                isolation_level="AUTOCOMMIT"
            ) as connection:
                connection.execute(text("VACUUM ANALYZE"))
        with common.copy_of(base, name=common.database_name(url)) as bare:
            with common.opened(url) as place:
                reports, ours = roll(place)
            rows, floor = _floor(url, bare, last)
        more = common.settings(base)
    return common.compared(ours, floor, reports=reports, cold=round(cold, 3), rows=rows, **more)


def _floor(url: str, bare: str, last: dict[str, Any]) -> tuple[dict[str, int], float]:
    """Rows of each table, and seconds in which PostgreSQL alone writes them."""
    with (
        psycopg.connect(postgres.libpq(url)) as source,
        psycopg.connect(postgres.libpq(bare)) as target,
    ):
        rows = {table: bring(source, target, table, which, last) for table, which in TABLES.items()}
        target.commit()
        for table in TABLES:
            target.execute(f"ANALYZE stage_{table}")
        statements = [insert(target, table) for table in TABLES]
        target.commit()
        started = time.perf_counter()
        for statement in statements:
            target.execute(statement)
        target.commit()
        return rows, time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    asked = common.arguments(__doc__ or "")
    figures = measure(derived, "")
    figures["straight"] = measure(straight, WARM_UP if asked.quick else EVERY_COMMUNE)
    common.show(figures, asked)


if __name__ == "__main__":
    main()
