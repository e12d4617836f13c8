"""What the diagram of incidents calls: received, forwarded, closed, late.

A person decides each of these, one incident at a time; a batch holds as many as were decided in
one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine import audit, contexts
from engine.deployments import deployed
from engine.directive_tables import Obligation
from engine.incident_errors import NoSuperiorBody, OutcomeMissing, UnknownDelay
from engine.incident_notices import LATE, tell_arrival, tell_closed, tell_forwarded, tell_late
from engine.incident_rules import deadlines, next_body
from engine.incident_tables import Incident, IncidentStep
from engine.instances import Begin, Delivery, Engine, Service, ServiceCall
from engine.process.events import Start
from engine.units import Unit, UnitRef

HANDLE_MODEL = "incident-report"
REPORT_PROCESS, HANDLE_PROCESS = "ir-report", "ir-handle"
_LETTER = "Báo cáo vụ việc"
"""The message that begins a body's process, as the diagram calls it."""


_RECEIVED = text("""
    WITH calls AS (
        SELECT i.id, r.unit_id FROM unnest(CAST(:subjects AS text[]), CAST(:units AS bigint[]))
            AS r(subject, unit_id)
        JOIN incident i ON i.subject = r.subject
    ), step AS (
        UPDATE incident_step s SET received_at = :now FROM calls
        WHERE s.incident_id = calls.id AND s.unit_id = calls.unit_id
    )
    UPDATE incident SET status = 'received' FROM calls
    WHERE incident.id = calls.id AND incident.held_by_id = calls.unit_id
        AND incident.status = 'reported'
""")
_LEAVE = text("""
    UPDATE incident_step SET left_at = :now, note = :note
    WHERE incident_id = :incident AND unit_id = :unit AND left_at IS NULL
""")


def received(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``incident-received``."""
    subjects = [c.instance.subject for c in calls]
    units = [c.instance.unit_id for c in calls]
    session.execute(_RECEIVED, {"subjects": subjects, "units": units, "now": now})
    return []


def close(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``close-incident``. Raises ``OutcomeMissing``."""
    for call, incident in _locked(session, calls):
        outcome = str(call.inputs.get("outcome") or "").strip()
        if not outcome:
            raise OutcomeMissing
        incident.status, incident.outcome, incident.closed_at = "closed", outcome, now
        session.flush()
        _leave(session, call, incident, None, now)
        _note(session, call, incident, "incident-close", {}, now)
        tell_closed(session, engine, incident, now)
    return []


def forward(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``forward-incident``: it leaves this body and begins at the next, with its hours.

    Raises ``NoSuperiorBody``.
    """
    begun: list[Delivery] = []
    for call, incident in _locked(session, calls):
        body = _above(session, call, incident, now)
        words = str(call.inputs.get("note") or "").strip() or None
        _leave(session, call, incident, words, now)
        incident.held_by_id, incident.status = body.id, "reported"
        receive_by, forward_by = deadlines(session, body.id, incident.urgency, now)
        step = IncidentStep(
            incident_id=incident.id,
            unit_id=body.id,
            arrived_at=now,
            receive_by=receive_by,
            forward_by=forward_by,
        )
        session.add(step)
        session.flush()
        _note(session, call, incident, "incident-forward", {"to": body.id}, now)
        tell_forwarded(session, engine, incident, body, now)
        tell_arrival(session, engine, incident, body.id, now)
        begun.append(_begin(session, incident, body, step))
    return begun


def overdue(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``incident-overdue``: not received, or not handled, in time; told upward, once.

    Raises ``UnknownDelay``.
    """
    for call, incident in _locked(session, calls):
        above = next_body(session, call.instance.unit_id, None, [incident.unit_id], now)
        what = str(call.inputs["what"])
        if what not in LATE:
            raise UnknownDelay(what=what, known=", ".join(LATE))
        tell_late(session, engine, incident, call.instance.unit_id, above, what, now)
    return []


def _locked(session: Session, calls: Sequence[ServiceCall]) -> list[tuple[ServiceCall, Incident]]:
    """The incidents of the calls; their instances are locked already."""
    subjects = [c.instance.subject for c in calls]
    rows = session.scalars(
        select(Incident)
        .where(Incident.subject.in_(subjects))
        .order_by(Incident.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = {row.subject: row for row in rows}
    return [(call, found[call.instance.subject]) for call in calls]


def _above(session: Session, call: ServiceCall, incident: Incident, now: datetime) -> UnitRef:
    unit = call.instance.unit_id
    reached = session.scalars(
        select(IncidentStep.unit_id).where(IncidentStep.incident_id == incident.id)
    ).all()
    named = session.scalar(
        select(Obligation.consolidator_id).where(Obligation.id == incident.obligation_id)
    )
    body = next_body(session, unit, named, [incident.unit_id, *reached], now)
    if body is None:
        raise NoSuperiorBody(unit=session.get_one(Unit, unit).short_name)
    return body


def _leave(
    session: Session, call: ServiceCall, incident: Incident, words: str | None, now: datetime
) -> None:
    where = {"incident": incident.id, "unit": call.instance.unit_id}
    session.execute(_LEAVE, {**where, "note": words, "now": now})


def _note(
    session: Session,
    call: ServiceCall,
    incident: Incident,
    action: str,
    detail: Mapping[str, object],
    now: datetime,
) -> None:
    by = f"account:{call.instance.by}" if call.instance.by else "letter"
    whose = (incident.directive_id, call.instance.unit_id, call.instance.id)
    audit.record(
        session, [audit.Entry(by, action, *whose, {"incident": incident.id, **detail})], now
    )


def _begin(session: Session, incident: Incident, body: UnitRef, step: IncidentStep) -> Begin:
    units = contexts.of_units(session, [incident.unit_id])
    about = contexts.of_directives(session, [incident.directive_id])
    data = {
        "unit": contexts.of_unit(body),
        "directive": about.get(incident.directive_id or 0),
        "incident": {"id": incident.id, "title": incident.title, "urgency": incident.urgency},
        "reporter": units[incident.unit_id],
        "receiveBy": step.receive_by,
        "forwardBy": step.forward_by,
    }
    return Begin(
        deployed(session, HANDLE_MODEL).id,
        HANDLE_PROCESS,
        incident.directive_id,
        body.id,
        incident.subject,
        Start(data, _LETTER),
    )


SERVICES: Mapping[str, Service] = {
    "incident-received": Service(frozenset(), received),
    "close-incident": Service(frozenset({"outcome"}), close),
    "forward-incident": Service(frozenset({"note"}), forward),
    "incident-overdue": Service(frozenset({"what"}), overdue, {"what": tuple(LATE)}),
}
