"""What happened, handed out to the webhooks that want to know it and may.

Triggers note what happens (``webhook_tables.Happening``); the worker takes it out. A body says what
happened to which thing and where to read it; it holds nothing that its reader could not fetch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from engine import access
from engine.consolidation_tables import Rollup
from engine.difficulty_tables import Difficulty
from engine.directive_tables import Directive
from engine.incident_tables import Incident
from engine.inspection_tables import Inspection, InspectionRound
from engine.instance_rows import WorkItem
from engine.people import Actor, signed_in
from engine.report_tables import Report
from engine.units import Unit
from engine.webhook_deliveries import Defer, begin, body_of
from engine.webhook_tables import Happening, Webhook

BATCH = 1000


def hand_out(session: Session, defer: Defer, now: datetime) -> int:
    """Take what happened out of the outbox, and begin the deliveries of it; how much that was.

    One batch, in the order in which it was noted. Several workers side by side take different ones.
    """
    batch = (
        select(Happening.id).order_by(Happening.id).limit(BATCH).with_for_update(skip_locked=True)
    )
    found = session.execute(
        delete(Happening)
        .where(Happening.id.in_(batch.scalar_subquery()))
        .returning(
            Happening.id,
            Happening.event,
            Happening.object_id,
            Happening.unit_id,
            Happening.directive_id,
            Happening.at,
        )
    ).all()
    if not found:
        return 0
    happened = sorted(found)
    units = _unit_names(session, {h.unit_id for h in happened if h.unit_id is not None})
    for webhook in session.scalars(
        select(Webhook).where(Webhook.ended_at.is_(None)).order_by(Webhook.id)
    ):
        wanted = [h for h in happened if h.event in webhook.events]
        person = signed_in(session, webhook.account_id, now) if wanted else None
        if person is None:
            continue
        seen = _seen(session, person.actor, wanted)
        told = [h for h in wanted if (_kind(h.event), h.object_id) in seen]
        begin(session, defer, webhook, [(h.id, h.event, _body(h, units)) for h in told], now)
    return len(happened)


_OVERDUE = text("""
    WITH mark AS (
        INSERT INTO overdue_mark (until) VALUES (:now)
        ON CONFLICT ((true)) DO UPDATE SET until = greatest(overdue_mark.until, excluded.until)
        RETURNING until
    ), before AS (SELECT max(until) AS until FROM overdue_mark)
    INSERT INTO happening (event, object_id, unit_id, directive_id, at)
    SELECT 'report.overdue', r.id, r.unit_id, r.directive_id, r.due_at
    FROM report r, before, mark
    WHERE r.status IN ('open', 'returned') AND NOT r.requested
        AND r.due_at > before.until AND r.due_at <= mark.until
        AND EXISTS (SELECT 1 FROM webhook w
                    WHERE w.ended_at IS NULL AND 'report.overdue' = ANY(w.events))
    ORDER BY r.due_at, r.id
""")


def note_overdue(session: Session, now: datetime) -> int:
    """Note the reports that have become overdue since this was last asked; how many.

    Time passing is nobody's deed, so the worker asks. The first time nothing is noted: what was
    overdue before anybody could subscribe is no news.
    """
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext('dondoc.webhooks.overdue'))"))
    return session.execute(_OVERDUE, {"now": now}).rowcount  # type: ignore[attr-defined,no-any-return]


_PLACES: Mapping[str, str] = {
    "directive": "directives",
    "work-item": "work-items",
    "report": "reports",
    "rollup": "rollups",
    "incident": "incidents",
    "difficulty": "difficulties",
    "inspection": "inspections",
}
"""What an event is about → where the API shows it."""


def _kind(event: str) -> str:
    return event.partition(".")[0]


def _body(happened: Any, units: Mapping[int, str]) -> str:
    kind = _kind(happened.event)
    about = {
        "kind": kind,
        "id": happened.object_id,
        "url": f"/api/v1/{_PLACES[kind]}/{happened.object_id}",
    }
    unit = happened.unit_id
    whose = {"id": unit, "name": units[unit]} if unit in units else None
    return body_of(happened.id, happened.event, happened.at, about, whose, happened.directive_id)


def _unit_names(session: Session, ids: set[int]) -> dict[int, str]:
    rows = session.execute(select(Unit.id, Unit.short_name).where(Unit.id.in_(ids)))
    return {row.id: row.short_name for row in rows}


def _seen(session: Session, actor: Actor, happened: Sequence[Any]) -> set[tuple[str, int]]:
    """Which of the things the actor may see, by the gate: one statement for each kind of thing."""
    asked: dict[str, set[int]] = {}
    for h in happened:
        asked.setdefault(_kind(h.event), set()).add(h.object_id)
    found: set[tuple[str, int]] = set()
    for kind, ids in asked.items():
        column, condition = _gate(actor)[kind]
        query: Any = select(column).where(column.in_(ids), condition)
        if kind == "inspection":
            query = query.join(InspectionRound, InspectionRound.id == Inspection.round_id)
        found.update((kind, id_) for id_ in session.scalars(query))
    return found


def _gate(actor: Actor) -> dict[str, tuple[Any, Any]]:
    """What an event is about → its id, and the condition that the actor may see it."""
    return {
        "directive": (Directive.id, access.directives(actor, Directive.id)),
        "work-item": (WorkItem.id, access.work_items(actor, WorkItem)),
        "report": (Report.id, access.reports(actor, Report)),
        "rollup": (Rollup.id, access.my_rollups(actor, Rollup)),
        "incident": (Incident.id, access.incidents(actor, Incident)),
        "difficulty": (Difficulty.id, access.difficulties(actor, Difficulty)),
        "inspection": (Inspection.id, access.inspections(actor, Inspection, InspectionRound)),
    }
