"""Faults as a list and a page show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.deliveries import Engine
from engine.errors import DondocError, NotFound
from engine.fault_events import Kept, read
from engine.faults import Fault
from engine.instance_rows import Instance
from engine.process.data import load
from engine.process.places import Place, Places


@dataclass(frozen=True, slots=True)
class Shown:
    """A fault with what a person needs to decide: its event, and where the tokens stand.

    ``status`` is the instance's ('' without one). ``standing`` and ``data`` (the variables) are
    empty where the instance does not run or cannot be read.
    """

    fault: Fault
    kept: Kept
    status: str
    standing: Sequence[Place]
    data: Mapping[str, object]


def listed(session: Session, *, everything: bool = False) -> Sequence[Fault]:
    """Open faults, oldest first; ``everything``: the repaired ones too."""
    found = select(Fault).order_by(Fault.id)
    return session.scalars(found if everything else found.where(Fault.status == "open")).all()


def shown(session: Session, engine: Engine, fault_id: int) -> Shown:
    """A fault and the instance it is about. Raises ``NotFound``."""
    fault = session.get(Fault, fault_id)
    if fault is None:
        raise NotFound(what=f"fault {fault_id}")
    kept = read(fault.event)
    instance = session.get(Instance, fault.instance_id) if fault.instance_id else None
    if instance is None or instance.status != "running":
        return Shown(fault, kept, instance.status if instance else "", [], {})
    definition = engine.library.load(session, instance.model_id).processes[instance.process]
    standing: list[Place] = []
    data: dict[str, object] = {}
    try:
        data = load(instance.data)
        standing = Places(definition, instance.state).standing()
    except (DondocError, ValueError, TypeError, ArithmeticError):
        pass  # what is damaged is not shown; the fault says so
    return Shown(fault, kept, instance.status, standing, data)
