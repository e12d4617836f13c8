"""Load and lock, advance, write back: one instance or ten thousand alike.

``apply`` takes deliveries (an event for an instance, or the beginning of a new one) and works in
waves: a wave locks its instances in the order of their ids, advances each, writes all changes with
a fixed number of statements, performs the services its transitions called, and routes the messages
they sent; those are the next wave. Everything happens in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engine import calendar
from engine.deliveries import (
    Applied,
    Begin,
    Delivery,
    Engine,
    Handler,
    Reached,
    Router,
    Service,
    ServiceCall,
    To,
)
from engine.faults import MAX_ATTEMPTS, Fault, record_faults
from engine.instance_rows import Instance, WorkItem
from engine.process.evaluation import Shared
from engine.waves import Caused, Wave

__all__ = [
    "MAX_ATTEMPTS",
    "Applied",
    "Begin",
    "Delivery",
    "Engine",
    "Fault",
    "Handler",
    "Instance",
    "Reached",
    "Router",
    "Service",
    "ServiceCall",
    "To",
    "WorkItem",
    "apply",
    "record_faults",
]


def apply(
    session: Session,
    engine: Engine,
    deliveries: Iterable[Delivery],
    now: datetime,
    actor: str = "letter",
) -> Applied:
    """Deliver events and everything that follows from them, in the caller's transaction.

    Raises ``Stale`` for a strict delivery that no longer applies. A step that fails leaves its
    instance unchanged and is recorded as an engine fault; the others go on.
    """
    applied = Applied()
    shared = Shared(calendar.load(session))
    pending = [(delivery, actor) for delivery in deliveries]
    while pending:
        wave, pending = _one_each(pending)
        effects = Wave(session, engine, now, applied, shared).run(wave)
        pending += [(delivery, "letter") for delivery in effects]
    return applied


def _one_each(queue: Sequence[Caused]) -> tuple[list[Caused], list[Caused]]:
    """At most one event for an instance in a wave; a second one must see what the first did."""
    seen: set[object] = set()
    wave: list[Caused] = []
    later: list[Caused] = []
    for delivery, actor in queue:
        key: object = (
            delivery.instance_id
            if isinstance(delivery, To)
            else (delivery.process, delivery.directive_id, delivery.unit_id, delivery.subject)
        )
        (later if key in seen else wave).append((delivery, actor))
        seen.add(key)
    return wave, later
