"""What a reader sees of incidents: the list, and one with its way up and what was added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from engine import access
from engine.deadline_rules import AD_HOC
from engine.directive_tables import Directive, Obligation, Recipient
from engine.directives import label
from engine.incident_tables import CLOSED, Incident, IncidentNote, IncidentStep
from engine.people import Account, Actor
from engine.searching import contains
from engine.units import Unit

PAGE = 200
HELD, OURS = "held", "ours"


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
    held_by_us: bool
    closed_at: datetime | None


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
    subject: str
    unit_id: int
    held_by_id: int
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
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    closed: bool = False,
    side: str | None = None,
    urgency: str | None = None,
    text: str | None = None,
    after: int | None = None,
    limit: int = PAGE,
) -> list[IncidentRow]:
    """Incidents the actor may see, the newest first; closed ones only where asked for.

    ``side``: those the actor's unit holds (``HELD``) or reported (``OURS``). ``text`` is looked for
    in title, place and words, accents or none. ``after`` is the id of the last one of the page
    before.
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
        .limit(limit)
    )
    sides = {HELD: Incident.held_by_id, OURS: Incident.unit_id}
    if side in sides:
        query = query.where(sides[side] == actor.unit_id)
    if urgency:
        query = query.where(Incident.urgency == urgency)
    if text:
        words = func.concat(Incident.title, " ", Incident.place, " ", Incident.text)
        query = query.where(contains(words, text))
    query = query.where((Incident.status == CLOSED) if closed else (Incident.status != CLOSED))
    if after is not None:
        query = query.where(Incident.id < after)
    return [_row(actor, *found, now) for found in session.execute(query)]


def _row(
    actor: Actor,
    incident: Incident,
    unit: str,
    holder: str,
    here: IncidentStep | None,
    now: datetime,
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
        incident.held_by_id == actor.unit_id,
        incident.closed_at,
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
        subject=incident.subject,
        unit_id=incident.unit_id,
        held_by_id=incident.held_by_id,
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


@dataclass(frozen=True, slots=True)
class AdHocDuty:
    """An ad hoc duty (chế độ báo cáo đột xuất) an incident may be reported under."""

    obligation_id: int
    title: str
    directive: str
    to: str


def duties(session: Session, actor: Actor) -> list[AdHocDuty]:
    """The ad hoc duties of the directives the actor's unit received, the latest first."""
    rows = session.execute(
        select(Obligation, Directive, Unit.short_name)
        .join(Directive, Directive.id == Obligation.directive_id)
        .join(Recipient, Recipient.directive_id == Directive.id)
        .outerjoin(Unit, Unit.id == Obligation.consolidator_id)
        .where(
            Obligation.kind == AD_HOC,
            Recipient.unit_id == actor.unit_id,
            Recipient.sent_at.is_not(None),
        )
        .order_by(Directive.issued_on.desc(), Obligation.id)
        .limit(PAGE)
    )
    return [AdHocDuty(o.id, o.title, label(d), to or "") for o, d, to in rows]
