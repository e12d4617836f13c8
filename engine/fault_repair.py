"""What an administrator can do about an engine fault: retry, mend data, move a token, cancel, close.

Every act locks the instance (then the fault), goes through the same ``apply`` as any step, and is
written to the history with its reason. Who comes second finds the fault repaired. What fails
raises, and the caller's transaction leaves nothing behind; only a retry that fails again is
returned, because its attempt counts.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine import audit
from engine.deliveries import Engine
from engine.fault_errors import NoSuchPlace, WhichToken
from engine.fault_hold import Hold, close_faults, open_fault, take, who
from engine.fault_retry import retry
from engine.people import Actor
from engine.process.events import Cancel, Move
from engine.process.places import Place, Places

__all__ = ["cancel", "close", "move", "retry"]

_STOP = (
    text("UPDATE instance SET status = 'cancelled', ended_at = :now WHERE id = :id"),
    text("""
        UPDATE work_item SET status = 'cancelled', completed_at = :now
        WHERE instance_id = :id AND status = 'open'
    """),
    text("DELETE FROM timer WHERE instance_id = :id"),
)


def move(
    session: Session,
    engine: Engine,
    fault_id: int,
    element: str,
    now: datetime,
    *,
    why: str,
    token: int | None = None,
    by: Actor | None = None,
) -> None:
    """Take the failed token (or ``token``) and set it down at ``element`` of the same scope.

    Raises as ``retry``; WhichToken, NoSuchPlace, and RepairFailed where the step from there fails.
    """
    hold = take(session, engine, fault_id, now, why, by)
    places = Places(hold.definition(), hold.running.state)
    place = _which(hold, places, token)
    if not places.can_take(place.token, element):
        raise NoSuchPlace(element=element, at=place.element)
    failure = hold.deliver(Move(place.token, element))
    if failure is not None:
        raise hold.failed(failure)
    hold.close()
    hold.note("move", place.element, element, token=place.token)


def cancel(
    session: Session,
    engine: Engine,
    fault_id: int,
    now: datetime,
    *,
    why: str,
    by: Actor | None = None,
) -> None:
    """Stop the fault's instance: its tasks and timers are closed, even if its state is damaged.

    Raises NotAdministrator, ReasonMissing, NotFound, AlreadyRepaired, NotRunning.
    """
    hold = take(session, engine, fault_id, now, why, by)
    instance_id = hold.running.id
    with session.begin_nested() as undo:
        failure = hold.deliver(Cancel(why))
        if failure is not None:
            undo.rollback()
    if failure is not None:
        for statement in _STOP:
            session.execute(statement, {"id": instance_id, "now": now})
    hold.close()
    hold.note("cancel", "running", "cancelled", forced=failure is not None)


def close(
    session: Session, fault_id: int, now: datetime, *, why: str, by: Actor | None = None
) -> None:
    """A person has looked, and nothing is left to do: the fault is closed, nothing else happens.

    Raises NotAdministrator, ReasonMissing, NotFound, AlreadyRepaired.
    """
    fault, _ = open_fault(session, fault_id, why, by)
    close_faults(session, [fault.id], now)
    session.refresh(fault)
    detail = {"fault": fault.id, "event": fault.what, "why": why, "old": "open", "new": "repaired"}
    about = (fault.directive_id, fault.unit_id, fault.instance_id)
    audit.record(session, [audit.Entry(who(by), "fault-close", *about, detail)], now)


def _which(hold: Hold, places: Places, token: int | None) -> Place:
    """The token that is meant: named, or the failed event's, or the one at the fault's element."""
    named = token if token is not None else hold.kept.token
    if named is not None and (place := places.holding(named)) is not None:
        return place
    standing = places.standing()
    here = [p for p in standing if p.element == hold.fault.element] or standing
    if token is not None or len(here) != 1:
        raise WhichToken(tokens=", ".join(f"{p.token} ({p.element})" for p in standing) or "–")
    return here[0]
