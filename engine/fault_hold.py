"""An open fault in an administrator's hands: looked up, allowed, locked, and closed in the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine import audit
from engine.deliveries import Engine, Lost, Reached, To, Trouble
from engine.errors import NotFound
from engine.fault_errors import (
    AlreadyRepaired,
    NoLongerApplies,
    NotAdministrator,
    NothingToRetry,
    NotRunning,
    ReasonMissing,
    RepairFailed,
)
from engine.fault_events import Kept, read
from engine.faults import Fault
from engine.instance_rows import Instance
from engine.instances import apply
from engine.people import Actor
from engine.process.definition import Definition
from engine.process.events import Change, Event, Failure, Move
from engine.process.places import Places
from engine.process.step import Stale

_CLOSE = text("""
    UPDATE fault SET status = 'repaired', last_at = :now
    WHERE id = ANY(:ids) AND status = 'open'
""")


@dataclass(slots=True)
class Hold:
    """One act on one open fault, its instance locked; ``instance`` is None for a beginning."""

    session: Session
    engine: Engine
    now: datetime
    fault: Fault
    instance: Instance | None
    kept: Kept
    actor: str
    why: str

    @property
    def running(self) -> Instance:
        """The instance. Raises NotRunning."""
        if self.instance is None or self.instance.status != "running":
            raise NotRunning(id=self.fault.id)
        return self.instance

    def definition(self) -> Definition:
        """The process that the fault is about. Raises NothingToRetry where no row names it."""
        model_id = self.instance.model_id if self.instance else self.fault.model_id
        if model_id is None:
            raise NothingToRetry(id=self.fault.id)
        return self.engine.library.load(self.session, model_id).processes[self.fault.process]

    def reached(self) -> Reached:
        """The instance as a wave knows it."""
        fault, found = self.fault, self.instance
        return Reached(
            id=found.id if found else 0,
            model_id=(found.model_id if found else fault.model_id) or 0,
            process=fault.process,
            directive_id=fault.directive_id,
            unit_id=fault.unit_id,
            subject=found.subject if found else fault.subject,
            issued_directive_id=found.issued_directive_id if found else None,
            by=self.kept.by,
        )

    def deliver(self, event: Event, by: int | None = None) -> Failure | None:
        """Hand the event to the instance; why it failed. Raises NoLongerApplies.

        What a mending leaves as stuck as before has failed too.
        """
        instance_id = self.running.id
        to = To(instance_id, event, by=by, strict=True)
        try:
            applied = apply(self.session, self.engine, [to], self.now, self.actor)
        except Stale as error:
            raise NoLongerApplies(id=self.fault.id, what=error.values.get("what")) from error
        failed = [event, Trouble("stuck")] if isinstance(event, Move | Change) else [event]
        mine = (f for r, e, f in applied.faults if r.id == instance_id and e in failed)
        return next(mine, None)

    def failed(self, failure: Failure) -> RepairFailed:
        """The error that an act's own failed step becomes."""
        vi = failure.vi or failure.message
        return RepairFailed(id=self.fault.id, vi=vi, en=failure.message)

    def note(self, action: str, old: object, new: object, **more: object) -> None:
        """Write the act to the history."""
        fault = self.fault
        detail = {"fault": fault.id, "event": fault.what, "why": self.why, "old": old, "new": new}
        about = (fault.directive_id, fault.unit_id, fault.instance_id)
        entry = audit.Entry(self.actor, f"fault-{action}", *about, detail | more)
        audit.record(self.session, [entry], self.now)

    def close(self) -> None:
        """The fault is repaired, and so are those whose token is gone with it."""
        close_faults(self.session, [self.fault.id], self.now)
        if self.instance is not None:
            self.session.refresh(self.instance)
            close_faults(self.session, self._without_object(self.instance), self.now)
        self.session.refresh(self.fault)

    def _without_object(self, instance: Instance) -> list[int]:
        found = self.session.scalars(
            select(Fault).where(Fault.instance_id == instance.id, Fault.status == "open")
        ).all()
        events = [(f.id, read(f.event)) for f in found]
        if instance.status != "running":
            # Lost letters, and what a person must still look at, outlive the instance.
            return [
                i
                for i, k in events
                if not isinstance(k.event, Lost) and k.event != Trouble("error-uncaught")
            ]
        alive = Places(self.definition(), instance.state).tokens
        return [i for i, k in events if k.token is not None and k.token not in alive]


def take(
    session: Session, engine: Engine, fault_id: int, now: datetime, why: str, by: Actor | None
) -> Hold:
    """Lock and check. Raises NotAdministrator, ReasonMissing, NotFound, AlreadyRepaired."""
    fault, instance = open_fault(session, fault_id, why, by)
    return Hold(session, engine, now, fault, instance, read(fault.event), who(by), why)


def open_fault(
    session: Session, fault_id: int, why: str, by: Actor | None
) -> tuple[Fault, Instance | None]:
    """The open fault and its instance, both locked. Raises as ``take``."""
    if by is not None and not by.is_administrator:
        raise NotAdministrator
    if not why.strip():
        raise ReasonMissing
    found = session.execute(select(Fault.instance_id).where(Fault.id == fault_id)).one_or_none()
    if found is None:
        raise NotFound(what=f"fault {fault_id}")
    # The instance first, then the fault: the order in which every step writes them.
    instance = None
    if found[0] is not None:
        instance = session.get(Instance, found[0], with_for_update=True, populate_existing=True)
    fault = session.get_one(Fault, fault_id, with_for_update=True, populate_existing=True)
    if fault.status != "open":
        raise AlreadyRepaired(id=fault_id)
    return fault, instance


def close_faults(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Mark these faults repaired."""
    if ids:
        session.execute(_CLOSE, {"ids": list(ids), "now": now})


def who(by: Actor | None) -> str:
    """The actor as the history names it."""
    return f"account:{by.account_id}" if by is not None else "cli"
