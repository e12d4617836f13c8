"""The failed event again, with corrected data if need be; a lost letter to those who missed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine import bus, calendar
from engine.deliveries import Begin, Engine, Failed, Lost, Trouble
from engine.fault_errors import NoLongerApplies, NothingToRetry
from engine.fault_hold import Hold, close_faults, take
from engine.fault_values import checked
from engine.faults import record_faults, what
from engine.instances import apply
from engine.people import Actor
from engine.process.data import load
from engine.process.events import (
    Change,
    Complete,
    Failure,
    Message,
    Signal,
    Start,
    TimerDue,
)

_TIMER = text("""
    SELECT due_at FROM timer
    WHERE instance_id = :id AND token = :token AND element = :element
""")
_AS_OLD = text("""
    UPDATE fault SET attempts = attempts + :attempts, created_at = least(created_at, :first)
    WHERE instance_id = :instance_id AND what = :what
""")


def retry(
    session: Session,
    engine: Engine,
    fault_id: int,
    now: datetime,
    *,
    why: str,
    values: Mapping[str, str] | None = None,
    by: Actor | None = None,
) -> Failure | None:
    """Let the failed event happen again, once ``values`` (FEEL by variable) are set.

    If it fails again, the failure is returned and nothing is changed but that the attempt is
    counted and told; the caller commits that. Raises NotAdministrator, ReasonMissing, NotFound,
    AlreadyRepaired, NotRunning, NoLongerApplies, NothingToRetry; RepairFailed and BadValue for
    values that cannot be set.
    """
    hold = take(session, engine, fault_id, now, why, by)
    event = hold.kept.event
    if event is None or (values and isinstance(event, Lost)):
        raise NothingToRetry(id=fault_id)
    if isinstance(event, Lost):
        failure = _send_again(hold, event)
        hold.note("retry", None, None, succeeded=failure is None)
        return failure
    old, new = _new_values(hold, event, values or {})
    with session.begin_nested() as undo:
        failure = _again(hold, event, new)
        if failure is None:
            hold.close()
        else:
            undo.rollback()
    if failure is not None:
        record_faults(session, [(hold.reached(), event, failure)], now)
    hold.note("retry", old, new, succeeded=failure is None)
    return failure


def _new_values(
    hold: Hold, event: Failed, values: Mapping[str, str]
) -> tuple[dict[str, object], dict[str, object]]:
    """What the variables (and the event's own data) held, and what they are to hold."""
    if not values:
        return {}, {}
    data = _own(event) if isinstance(event, Start) else load(hold.running.data) | _own(event)
    days = calendar.load(hold.session)
    new = checked(values, hold.definition(), data, hold.now, days)
    return {name: data.get(name) for name in new}, new


def _own(event: Failed) -> dict[str, object]:
    return dict(getattr(event, "data", {}))


def _again(hold: Hold, event: Failed, values: Mapping[str, object]) -> Failure | None:
    """Why it failed again. A value that came with the event is mended in the event."""
    if isinstance(event, Start):
        return _begin_again(hold, replace(event, data={**event.data, **values}))
    if isinstance(event, Trouble | Lost):
        if not values:
            raise NothingToRetry(id=hold.fault.id)
        return hold.deliver(Change(values))
    own = _own(event)
    beside = {name: value for name, value in values.items() if name not in own}
    if beside and (failure := hold.deliver(Change(beside))):
        raise hold.failed(failure)
    if isinstance(event, TimerDue):
        due = _due(hold, event)
        if due > hold.now and values:
            return None  # with these values it is not due yet
        if due > hold.now:
            raise NoLongerApplies(id=hold.fault.id, what=hold.fault.what)
        event = replace(event, due=due)
    elif isinstance(event, Complete | Message | Signal | Change):
        event = replace(event, data=own | {n: v for n, v in values.items() if n in own})
    return hold.deliver(event, hold.kept.by)


def _due(hold: Hold, event: TimerDue) -> datetime:
    """The moment that the waiting timer is set for now. Raises NoLongerApplies."""
    place = {"id": hold.running.id, "token": event.token, "element": event.element}
    due: datetime | None = hold.session.scalar(_TIMER, place)
    if due is None:
        raise NoLongerApplies(id=hold.fault.id, what=hold.fault.what)
    return due.astimezone(UTC)


def _begin_again(hold: Hold, start: Start) -> Failure | None:
    fault = hold.fault
    if fault.model_id is None:
        raise NothingToRetry(id=fault.id)
    key = (fault.directive_id, fault.unit_id, fault.subject)
    begin = Begin(fault.model_id, fault.process, *key, start)
    applied = apply(hold.session, hold.engine, [begin], hold.now, hold.actor)
    for reached, failed, failure in applied.faults:
        if failed == start and reached.unit_id == fault.unit_id:
            return failure
    if not applied.steps:
        raise NoLongerApplies(id=fault.id, what=fault.what)
    return None


def _send_again(hold: Hold, letter: Lost) -> Failure | None:
    """Send it to those who missed it; what is lost again is a fault as old as this one."""
    fault = hold.fault
    found, lost = bus.again(hold.session, hold.engine, hold.reached(), letter, hold.now)
    apply(hold.session, hold.engine, found, hold.now, hold.actor)
    close_faults(hold.session, [fault.id], hold.now)
    fewer = [one for one in lost if what(one[0], one[1]) != fault.what]
    record_faults(hold.session, lost, hold.now)
    for reached, failed, _ in fewer:
        hold.session.execute(
            _AS_OLD,
            {
                "instance_id": reached.id,
                "what": what(reached, failed),
                "first": fault.created_at,
                "attempts": fault.attempts,
            },
        )
    return lost[0][2] if lost else None
