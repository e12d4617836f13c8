"""What a reader sees of incidents: the list, and one with its way up and what was added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from engine import access
from engine.incident_tables import CLOSED, Incident, IncidentNote, IncidentStep
from engine.people import Account, Actor
from engine.units import Unit

PAGE = 200


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident in a list. ``late``: the body that holds it is past the hour it is to act by."""

    id: int
    unit_name: str
    urgency: str
    title: str
    status: str
    holder: str
    reported_at: datetime
    due_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One body on the way; moments are None for what has not happened."""

    unit_name: str
    arrived_at: datetime
    receive_by: datetime
    forward_by: datetime
    received_at: datetime | None
    left_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class Note:
    """What the reporting unit added."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class IncidentView:
    """One incident with all that is known of it."""

    id: int
    unit_name: str
    directive_id: int | None
    urgency: str
    title: str
    text: str
    place: str
    happened_at: datetime
    reported_at: datetime
    status: str
    holder: str
    outcome: str
    closed_at: datetime | None
    path: tuple[Step, ...]
    notes: tuple[Note, ...]


def listed(
    session: Session, actor: Actor, now: datetime, *, closed: bool = False, after: int | None = None
) -> list[IncidentRow]:
    """Incidents the actor may see, the newest first; closed ones only where asked for.

    ``after`` is the id of the last one of the page before; a page has ``PAGE``.
    """
    reporter, holder = aliased(Unit), aliased(Unit)
    query = (
        select(Incident, reporter.short_name, holder.short_name, IncidentStep)
        .join(reporter, reporter.id == Incident.unit_id)
        .join(holder, holder.id == Incident.held_by_id)
        .outerjoin(
            IncidentStep,
            (IncidentStep.incident_id == Incident.id) & IncidentStep.left_at.is_(None),
        )
        .where(access.incidents(actor, Incident))
        .order_by(Incident.id.desc())
        .limit(PAGE)
    )
    query = query.where((Incident.status == CLOSED) if closed else (Incident.status != CLOSED))
    if after is not None:
        query = query.where(Incident.id < after)
    return [_row(*found, now) for found in session.execute(query)]


def _row(
    incident: Incident, unit: str, holder: str, here: IncidentStep | None, now: datetime
) -> IncidentRow:
    due = None
    if here is not None:
        due = here.forward_by if here.received_at else here.receive_by
    return IncidentRow(
        incident.id,
        unit,
        incident.urgency,
        incident.title,
        incident.status,
        holder,
        incident.reported_at,
        due,
        due is not None and due <= now,
    )


def read(session: Session, actor: Actor, incident_id: int) -> IncidentView:
    """One incident. Raises ``NotFound`` for what the actor may not see."""
    reporter, holder = aliased(Unit), aliased(Unit)
    found = session.execute(
        select(Incident, reporter.short_name, holder.short_name)
        .join(reporter, reporter.id == Incident.unit_id)
        .join(holder, holder.id == Incident.held_by_id)
        .where(Incident.id == incident_id, access.incidents(actor, Incident))
    ).one_or_none()
    incident, unit_name, holder_name = access.require(found, f"incident {incident_id}")
    return IncidentView(
        id=incident.id,
        unit_name=unit_name,
        directive_id=incident.directive_id,
        urgency=incident.urgency,
        title=incident.title,
        text=incident.text,
        place=incident.place,
        happened_at=incident.happened_at,
        reported_at=incident.reported_at,
        status=incident.status,
        holder=holder_name,
        outcome=incident.outcome or "",
        closed_at=incident.closed_at,
        path=_path(session, incident_id),
        notes=_notes(session, incident_id),
    )


def _path(session: Session, incident_id: int) -> tuple[Step, ...]:
    rows: Any = session.execute(
        select(IncidentStep, Unit.short_name)
        .join(Unit, Unit.id == IncidentStep.unit_id)
        .where(IncidentStep.incident_id == incident_id)
        .order_by(IncidentStep.id)
    )
    return tuple(
        Step(
            unit,
            s.arrived_at,
            s.receive_by,
            s.forward_by,
            s.received_at,
            s.left_at,
            s.note or "",
        )
        for s, unit in rows
    )


def _notes(session: Session, incident_id: int) -> tuple[Note, ...]:
    rows = session.execute(
        select(IncidentNote.at, Account.name, IncidentNote.text)
        .outerjoin(Account, Account.id == IncidentNote.by)
        .where(IncidentNote.incident_id == incident_id)
        .order_by(IncidentNote.id)
    )
    return tuple(Note(at, name or "", words) for at, name, words in rows)
