"""Incident reports (báo cáo vụ việc đột xuất): any unit, any time, forwarded within hours.

The process is ``incident-report``: one instance at the reporting unit, one at each body the
incident reaches. The row says who holds it; only that body may close it. Reading is in
``incident_views``, hours and ways up in ``incident_rules``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine import access, audit, contexts, inbox
from engine.deadline_rules import AD_HOC
from engine.deployments import deployed
from engine.directive_tables import Obligation
from engine.errors import Forbidden
from engine.incident_errors import (
    BadIncident,
    IncidentClosed,
    NoSuperiorBody,
    NotItsTurn,
    NotTheHolder,
)
from engine.incident_notices import tell_added, tell_arrival
from engine.incident_rules import deadlines, next_body, vet_urgency
from engine.incident_services import HANDLE_MODEL, REPORT_PROCESS, SERVICES
from engine.incident_tables import CLOSED, REPORTED, Incident, IncidentNote, IncidentStep
from engine.instance_rows import WorkItem
from engine.instances import Begin, Engine, apply
from engine.people import Actor
from engine.process.events import Start
from engine.units import Unit, UnitRef

__all__ = ["SERVICES", "IncidentDraft", "add", "close", "forward", "receive", "report"]

_RECEIVE_FORM, _HANDLE_FORM = "incident-receive", "incident-handle"


@dataclass(frozen=True, slots=True)
class IncidentDraft:
    """What the reporting unit says. ``obligation_id`` is an ad hoc duty it is reported under.

    ``directive_id`` may be given without it; with it, it is the duty's.
    """

    urgency: str
    title: str
    text: str
    place: str
    happened_at: datetime
    directive_id: int | None = None
    obligation_id: int | None = None


def report(
    session: Session, engine: Engine, actor: Actor, draft: IncidentDraft, now: datetime
) -> int:
    """Report an incident of the actor's unit; its id. It is with the next body at once.

    Raises ``UnknownUrgency``, ``BadIncident``, ``NotFound`` (a directive or duty the actor may not
    see), ``Forbidden`` (no role in the unit), ``NoSuperiorBody`` (nobody above to report to).
    """
    access.require_member(actor)
    _vet(draft, now)
    directive_id, consolidator = _under(session, actor, draft)
    body = next_body(session, actor.unit_id, consolidator, (), now)
    if body is None:
        raise NoSuperiorBody(unit=session.get_one(Unit, actor.unit_id).short_name)
    incident = _written(session, actor, draft, directive_id, body, now)
    receive_by, forward_by = deadlines(session, body.id, draft.urgency, now)
    session.add(
        IncidentStep(
            incident_id=incident.id,
            unit_id=body.id,
            arrived_at=now,
            receive_by=receive_by,
            forward_by=forward_by,
        )
    )
    session.flush()
    by = f"account:{actor.account_id}"
    detail: dict[str, object] = {"incident": incident.id, "to": body.id, "urgency": draft.urgency}
    entry = audit.Entry(by, "incident-report", directive_id, actor.unit_id, detail=detail)
    audit.record(session, [entry], now)
    tell_arrival(session, engine, incident, body.id, now)
    begin = _begin(session, incident, body, receive_by, forward_by)
    apply(session, engine, [begin], now, actor=by)
    return incident.id


def _vet(draft: IncidentDraft, now: datetime) -> None:
    vet_urgency(draft.urgency)
    if not draft.title.strip() or not draft.text.strip():
        raise BadIncident(why_vi="thiếu tiêu đề hoặc nội dung", why="its title or text is missing")
    if draft.happened_at > now:
        raise BadIncident(why_vi="thời điểm xảy ra ở tương lai", why="it has not happened yet")


def _under(session: Session, actor: Actor, draft: IncidentDraft) -> tuple[int | None, int | None]:
    """The directive it is reported under, and the body its duty names."""
    if draft.obligation_id is None:
        if draft.directive_id is not None:
            access.require_directive(session, actor, draft.directive_id)
        return draft.directive_id, None
    found = session.execute(
        select(Obligation.directive_id, Obligation.kind, Obligation.consolidator_id).where(
            Obligation.id == draft.obligation_id, access.directives(actor, Obligation.directive_id)
        )
    ).one_or_none()
    duty = access.require(found, f"obligation {draft.obligation_id}")
    if duty.kind != AD_HOC or draft.directive_id not in (None, duty.directive_id):
        raise BadIncident(
            why_vi="chế độ báo cáo đã chọn không phải báo cáo đột xuất của văn bản này",
            why="the duty chosen is no ad hoc one of this directive",
        )
    return duty.directive_id, duty.consolidator_id


def _written(
    session: Session,
    actor: Actor,
    draft: IncidentDraft,
    directive_id: int | None,
    body: UnitRef,
    now: datetime,
) -> Incident:
    incident = Incident(
        unit_id=actor.unit_id,
        directive_id=directive_id,
        obligation_id=draft.obligation_id,
        urgency=draft.urgency,
        title=draft.title.strip(),
        text=draft.text.strip(),
        place=draft.place.strip(),
        happened_at=draft.happened_at,
        reported_at=now,
        reported_by=actor.account_id,
        held_by_id=body.id,
        status=REPORTED,
    )
    session.add(incident)
    session.flush()
    return incident


def _begin(
    session: Session, incident: Incident, body: UnitRef, receive_by: datetime, forward_by: datetime
) -> Begin:
    unit = contexts.of_units(session, [incident.unit_id])[incident.unit_id]
    data = {
        "unit": unit,
        "directive": contexts.of_directives(session, [incident.directive_id]).get(
            incident.directive_id or 0
        ),
        "incident": {"id": incident.id, "title": incident.title, "urgency": incident.urgency},
        "receiver": contexts.of_unit(body),
        "receiveBy": receive_by,
        "forwardBy": forward_by,
    }
    return Begin(
        deployed(session, HANDLE_MODEL).id,
        REPORT_PROCESS,
        incident.directive_id,
        incident.unit_id,
        incident.subject,
        Start(data),
    )


def receive(
    session: Session, engine: Engine, actor: Actor, incident_id: int, note: str, now: datetime
) -> None:
    """Receive it, as the task does. Raises what ``close`` raises."""
    item = _task(session, actor, incident_id, _RECEIVE_FORM)
    inbox.complete(session, engine, actor, item, {"receivedNote": note or None}, now)


def forward(
    session: Session, engine: Engine, actor: Actor, incident_id: int, note: str, now: datetime
) -> None:
    """Send it one body up, as the task does. Raises what ``close`` raises, ``NoSuperiorBody``."""
    _handle(session, engine, actor, incident_id, {"decision": "forward", "handlingNote": note}, now)


def close(
    session: Session, engine: Engine, actor: Actor, incident_id: int, outcome: str, now: datetime
) -> None:
    """Close it with what came of it, as the task does.

    Raises ``NotFound`` (not visible), ``NotTheHolder`` (another body has it), ``WrongRole``,
    ``IncidentClosed``, ``NotItsTurn`` (not received yet), ``Conflict`` (somebody was faster) and
    ``OutcomeMissing``.
    """
    _handle(session, engine, actor, incident_id, {"decision": "close", "outcome": outcome}, now)


def _handle(
    session: Session,
    engine: Engine,
    actor: Actor,
    incident_id: int,
    answers: Mapping[str, object],
    now: datetime,
) -> None:
    item = _task(session, actor, incident_id, _HANDLE_FORM)
    given = {"outcome": None, "handlingNote": None, **answers}
    inbox.complete(session, engine, actor, item, given, now)


def _task(session: Session, actor: Actor, incident_id: int, form: str) -> int:
    """The open task of the actor's unit about the incident, with this form."""
    incident = _seen(session, actor, incident_id)
    if incident.closed_at is not None:
        raise IncidentClosed(at=incident.closed_at.isoformat())
    if incident.held_by_id != actor.unit_id:
        raise NotTheHolder(holder=session.get_one(Unit, incident.held_by_id).short_name)
    item = session.scalar(
        select(WorkItem.id).where(
            WorkItem.subject == incident.subject,
            WorkItem.unit_id == actor.unit_id,
            WorkItem.form == form,
            WorkItem.status == "open",
        )
    )
    if item is None:
        waits = form == _HANDLE_FORM
        raise NotItsTurn(
            state_vi="chưa được tiếp nhận" if waits else "đã được tiếp nhận",
            state="has not been received yet" if waits else "was received already",
        )
    return item


def add(
    session: Session, engine: Engine, actor: Actor, incident_id: int, words: str, now: datetime
) -> None:
    """The reporting unit adds to its report; whoever holds it is told.

    Raises ``NotFound``, ``Forbidden`` (not the reporting unit), ``IncidentClosed``, ``BadIncident``.
    """
    incident = _seen(session, actor, incident_id)
    if incident.unit_id != actor.unit_id:
        raise Forbidden(what="bổ sung báo cáo của đơn vị khác (add to another unit's report)")
    access.require_member(actor)
    if not words.strip():
        raise BadIncident(why_vi="nội dung bổ sung để trống", why="what is added is empty")
    session.execute(text("SELECT 1 FROM incident WHERE id = :id FOR UPDATE"), {"id": incident_id})
    session.refresh(incident)
    if incident.status == CLOSED and incident.closed_at is not None:
        raise IncidentClosed(at=incident.closed_at.isoformat())
    note = IncidentNote(incident_id=incident_id, at=now, by=actor.account_id, text=words.strip())
    session.add(note)
    session.flush()
    detail: dict[str, object] = {"incident": incident_id, "note": note.id}
    by = f"account:{actor.account_id}"
    entry = audit.Entry(by, "incident-note", incident.directive_id, actor.unit_id, None, detail)
    audit.record(session, [entry], now)
    tell_added(session, engine, incident, note.id, now)


def _seen(session: Session, actor: Actor, incident_id: int) -> Any:
    found = session.scalars(
        select(Incident).where(Incident.id == incident_id, access.incidents(actor, Incident))
    ).one_or_none()
    return access.require(found, f"incident {incident_id}")
