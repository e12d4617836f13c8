"""What is told about an incident: to the body it reaches, to the reporting unit, upward when late."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.incident_rules import named
from engine.incident_tables import Incident, IncidentStep
from engine.instances import Engine
from engine.notices import HEAD, OFFICER, Told, tell
from engine.units import Unit, UnitRef


def tell_arrival(
    session: Session, engine: Engine, incident: Incident, unit_id: int, now: datetime
) -> None:
    """The officers and the head of the body it reached, with how urgent it is."""
    told = [
        _told(incident, unit_id, audience, "vu-viec-den", f"{unit_id}:{audience}")
        for audience in (OFFICER, HEAD)
    ]
    tell(session, engine.outbox, told, now)


def tell_forwarded(
    session: Session, engine: Engine, incident: Incident, body: UnitRef, now: datetime
) -> None:
    """The reporting unit, that its incident is now with another body."""
    told = _told(incident, incident.unit_id, OFFICER, "vu-viec-chuyen", f"{body.id}")
    told.params["holder"] = body.short_name
    tell(session, engine.outbox, [told], now)


def tell_closed(session: Session, engine: Engine, incident: Incident, now: datetime) -> None:
    """The reporting unit and every other body on the way, what came of it."""
    reached = session.scalars(
        select(IncidentStep.unit_id).where(
            IncidentStep.incident_id == incident.id, IncidentStep.unit_id != incident.held_by_id
        )
    )
    holder = session.get_one(Unit, incident.held_by_id).short_name
    told = []
    for unit in [incident.unit_id, *reached]:
        one = _told(incident, unit, OFFICER, "vu-viec-ket-thuc", f"{unit}")
        one.params.update(holder=holder, outcome=incident.outcome)
        told.append(one)
    tell(session, engine.outbox, told, now)


LATE = {"receive": "vu-viec-cham-nhan", "forward": "vu-viec-cham-xu-ly"}
"""What is late, and the kind of notice that says so."""


def tell_late(
    session: Session,
    engine: Engine,
    incident: Incident,
    holder: int,
    above: UnitRef | None,
    what: str,
    now: datetime,
) -> None:
    """The holder's head and the head of the body above it."""
    kind = LATE[what]
    boxes = [holder] + ([above.id] if above else [])
    told = [_told(incident, box, HEAD, kind, f"{holder}:{box}", about=holder) for box in boxes]
    tell(session, engine.outbox, told, now)


def tell_added(
    session: Session, engine: Engine, incident: Incident, note_id: int, now: datetime
) -> None:
    """The body that holds it, that the reporting unit has added something."""
    told = _told(incident, incident.held_by_id, OFFICER, "vu-viec-bo-sung", f"{note_id}")
    tell(session, engine.outbox, [told], now)


def _told(
    incident: Incident,
    box: int,
    audience: str,
    kind: str,
    once: str,
    about: int | None = None,
) -> Told:
    return Told(
        once=f"{incident.subject}:{kind}:{once}",
        unit_id=box,
        about_unit_id=about or incident.unit_id,
        audience=audience,
        directive_id=incident.directive_id,
        instance_id=None,
        report_id=None,
        kind=kind,
        params={
            "incident": incident.title,
            "place": incident.place,
            "urgency": named(incident.urgency),
            "urgency_en": named(incident.urgency, "en"),
        },
    )
