"""Reports opened: the rows a receiving unit owes, and the process that waits on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import consolidation_merge, contexts
from engine.deployments import deployed
from engine.directive_tables import Obligation
from engine.instance_rows import copy, new_ids
from engine.instances import Begin, Delivery, Engine, ServiceCall
from engine.obligations import OwedReport, owed
from engine.process.events import Start
from engine.report_tables import MODEL, OPEN, PROCESS, Report

_COLUMNS = (
    "id",
    "directive_id",
    "obligation_id",
    "unit_id",
    "consolidator_id",
    "title",
    "period",
    "period_start",
    "period_end",
    "requested",
    "opens_at",
    "first_due_at",
    "due_at",
    "status",
)


def open_reports(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``open-reports``: the reports each receiving unit owes, and their processes.

    Set-based: the same few statements for one unit and for eleven thousand.
    """
    pairs = [
        (c.instance.directive_id, c.instance.unit_id)
        for c in calls
        if c.instance.directive_id is not None
    ]
    due = owed(session, pairs, now)
    if not due:
        return []
    due = _not_open_yet(session, due)
    titles = {
        row.id: row.title
        for row in session.execute(
            select(Obligation.id, Obligation.title).where(
                Obligation.id.in_({o.obligation_id for o in due})
            )
        )
    }
    ids = new_ids(session, "report", len(due))
    copy(
        session,
        "report",
        _COLUMNS,
        (
            (
                report_id,
                o.directive_id,
                o.obligation_id,
                o.unit_id,
                o.consolidator_id,
                titles[o.obligation_id],
                o.due.key,
                o.due.period_start,
                o.due.period_end,
                o.requested,
                o.due.opens_at,
                o.due.due_at,
                o.due.due_at,
                OPEN,
            )
            for report_id, o in zip(ids, due, strict=True)
        ),
    )
    consolidation_merge.opened(session, ids, now)
    return _begin(session, list(zip(ids, due, strict=True)), titles)


def _not_open_yet(session: Session, due: list[OwedReport]) -> list[OwedReport]:
    have = {
        tuple(row)
        for row in session.execute(
            select(
                Report.obligation_id, Report.unit_id, Report.period_start, Report.period_end
            ).where(Report.obligation_id.in_({o.obligation_id for o in due}))
        )
    }
    return [
        o
        for o in due
        if (o.obligation_id, o.unit_id, o.due.period_start, o.due.period_end) not in have
    ]


def _begin(
    session: Session, opened: Sequence[tuple[int, OwedReport]], titles: Mapping[int, str]
) -> list[Delivery]:
    model_id = deployed(session, MODEL).id
    units = contexts.of_units(
        session, {o.unit_id for _, o in opened} | {o.consolidator_id for _, o in opened}
    )
    about = contexts.of_directives(session, {o.directive_id for _, o in opened})
    return [
        Begin(
            model_id,
            PROCESS,
            o.directive_id,
            o.unit_id,
            f"r{report_id}",
            Start(
                {
                    "unit": units[o.unit_id],
                    "directive": about[o.directive_id],
                    "consolidator": units[o.consolidator_id],
                    "report": {
                        "id": report_id,
                        "title": titles[o.obligation_id],
                        "period": o.due.key,
                    },
                    "opensAt": o.due.opens_at,
                    "dueAt": o.due.due_at,
                    "requested": o.requested,
                }
            ),
        )
        for report_id, o in opened
    ]
