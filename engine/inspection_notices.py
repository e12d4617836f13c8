"""What is told in an inspection, and to whom: the unit that inspects, the one inspected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from engine.deadlines import local_day
from engine.inspection_tables import Inspection, InspectionRound
from engine.instances import Delivery, Engine, ServiceCall
from engine.notices import Told, known_audience, tell
from engine.units import Unit

Box = tuple[int, int, str]
"""(inspection id, id of the unit told, audience)."""


def tell_about(
    session: Session, engine: Engine, kind: str, boxes: Iterable[Box], now: datetime
) -> None:
    """Write a notice of an inspection into each box: once for a kind and time limit."""
    wanted = list(boxes)
    inspector = aliased(Unit)
    rows = session.execute(
        select(
            Inspection.id,
            Inspection.subject,
            Inspection.unit_id,
            Inspection.clock_due_at,
            InspectionRound.title,
            InspectionRound.directive_id,
            InspectionRound.self_report_due_on,
            inspector.short_name.label("inspector"),
        )
        .join(InspectionRound, InspectionRound.id == Inspection.round_id)
        .join(inspector, inspector.id == Inspection.inspector_id)
        .where(Inspection.id.in_({inspection for inspection, _, _ in wanted}))
    )
    known = {row.id: row for row in rows}
    told = []
    for inspection_id, unit_id, audience in wanted:
        row = known[inspection_id]
        last = local_day(row.clock_due_at - timedelta(microseconds=1)) if row.clock_due_at else None
        params = {
            "round": row.title,
            "inspector": row.inspector,
            "report_due": row.self_report_due_on.isoformat(),
            "last_day": last.isoformat() if last else "",
        }
        once = f"{row.subject}:{kind}:{params['last_day']}:{unit_id}"
        about = (row.unit_id, audience, row.directive_id, None, None)
        told.append(Told(once, unit_id, *about, kind, params))
    tell(session, engine.outbox, told, now)


def tell_service(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``inspection-tell``: this kind to that audience of the unit whose process it is."""
    by_subject = dict(
        session.execute(
            select(Inspection.subject, Inspection.id).where(
                Inspection.subject.in_({c.instance.subject for c in calls})
            )
        ).all()
    )
    kinds: dict[str, list[Box]] = {}
    for call in calls:
        audience = known_audience(call.inputs["audience"])
        box = (by_subject[call.instance.subject], call.instance.unit_id, audience)
        kinds.setdefault(str(call.inputs["kind"]), []).append(box)
    for kind, boxes in kinds.items():
        tell_about(session, engine, kind, boxes, now)
    return []
