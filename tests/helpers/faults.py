"""Small processes that fail when told to, on an engine whose service leaves a countable trace."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine import audit, deployments
from engine.deployments import Library
from engine.faults import Fault
from engine.instances import Applied, Begin, Engine, Instance, Service, To, WorkItem, apply
from engine.process.events import Complete, Start
from tests.helpers import bpmn as b

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
DIRECTIVE = 7


def traced(machine: Engine, during: Callable[[], object] = lambda: None) -> Engine:
    """The engine with a service «stamp» that writes one entry of the history for each call."""

    def stamp(session: Session, engine: Engine, calls: Any, now: datetime) -> list[Any]:
        during()
        entries = [audit.Entry("service", "stamp", instance_id=c.instance.id) for c in calls]
        audit.record(session, entries, now)
        return []

    inputs = {n: s.inputs for n, s in machine.services.items()} | {"stamp": frozenset[str]()}
    forms = {"form": frozenset({"n", "answer"})}
    return replace(
        machine,
        library=Library(inputs, forms),
        services={**machine.services, "stamp": Service(frozenset(), stamp)},
    )


def work(*before: str) -> bytes:
    """«stamp», then a gateway that needs the number n, then the task «after»."""
    first = before[0].split('id="')[1].split('"')[0]
    return b.xml(
        b.process(
            "z-work",
            b.start("s"),
            *before,
            b.service("svc", "stamp"),
            b.gate("x", default="x-no"),
            b.user("after"),
            b.end("e"),
            b.end("no"),
            b.path("s", first, "svc", "x"),
            b.flow("x", "after", "n > 0"),
            b.flow("x", "no"),
            b.path("after", "e"),
            variables="n when",
        )
    )


def deploy(session: Session, engine: Engine, source: bytes) -> int:
    """The id of the deployed file."""
    return deployments.deploy(session, engine.library, "z", source, NOW).id


def begin(
    session: Session,
    engine: Engine,
    model: int,
    process: str = "z-work",
    unit: int = 1,
    directive: int | None = DIRECTIVE,
    now: datetime = NOW,
    **data: object,
) -> Applied:
    """Begin a unit's process with these variables."""
    context: Mapping[str, object] = {"id": unit, "code": "x", "name": f"Xã {unit}", "tier": "xa"}
    start = Start({"unit": context, "directive": None, **data})
    return apply(session, engine, [Begin(model, process, directive, unit, "", start)], now)


def answer(session: Session, engine: Engine, element: str, by: int | None = None, **data: object):
    """Finish the one open task of this element."""
    item = task(session, element)
    to = To(item.instance_id, Complete(item.token, data), by=by, strict=True)
    return apply(session, engine, [to], NOW)


def task(session: Session, element: str) -> WorkItem:
    """The one open task of this element."""
    found = sa.select(WorkItem).where(WorkItem.element == element, WorkItem.status == "open")
    return session.scalars(found).one()


def tasks(session: Session, status: str = "open") -> list[str]:
    """Elements of the tasks, sorted."""
    found = sa.select(WorkItem.element).where(WorkItem.status == status)
    return sorted(session.scalars(found))


def the_fault(session: Session) -> Fault:
    """The one open fault, as it is in the database now."""
    session.expire_all()
    return session.scalars(sa.select(Fault).where(Fault.status == "open")).one()


def the_instance(session: Session, process: str = "z-work") -> Instance:
    """The one instance of this process, as it is in the database now."""
    session.expire_all()
    return session.scalars(sa.select(Instance).where(Instance.process == process)).one()


def together(*acts: Callable[[], object]) -> list[Exception]:
    """Run all at once; the errors they ended with."""
    errors: list[Exception] = []

    def run(act: Callable[[], object]) -> None:
        try:
            act()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    return errors
