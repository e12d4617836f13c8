"""What reaches instances, and what an engine is made of: the plain parts of ``instances``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

from engine.deployments import Library
from engine.ports import Outbox
from engine.process.events import Event, Failure, Send, Start
from engine.process.replay import Stepper


@dataclass(frozen=True, slots=True)
class Begin:
    """Start a unit's process, unless one with this key is running.

    The recipients of one letter share its ``event``; what differs is ``unit``, the context that
    becomes the variable of that name (None: the event's own data hold it).
    """

    model_id: int
    process: str
    directive_id: int | None
    unit_id: int
    subject: str
    event: Start
    unit: Mapping[str, object] | None = None

    def own_event(self) -> Start:
        """The event with everything this unit's process is to know."""
        if self.unit is None:
            return self.event
        return Start({**self.event.data, "unit": self.unit}, self.event.message)


@dataclass(frozen=True, slots=True)
class To:
    """An event for a running instance. ``strict``: raise ``Stale`` if it no longer applies."""

    instance_id: int
    event: Event
    by: int | None = None
    strict: bool = False


Delivery: TypeAlias = Begin | To


@dataclass(slots=True)
class Reached:
    """An instance during a wave. ``issued_directive_id`` may be set by a service of the wave."""

    id: int
    model_id: int
    process: str
    directive_id: int | None
    unit_id: int
    subject: str
    issued_directive_id: int | None = None
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def issued(self) -> int | None:
        """The directive that this unit passes on: its own, or the one it received."""
        return self.issued_directive_id or self.directive_id


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """A service task that was passed: which instance, with which inputs.

    ``due`` is the moment the timer was set for that led here, None if none did.
    """

    instance: Reached
    element: str
    inputs: Mapping[str, object]
    due: datetime | None = None


Handler: TypeAlias = "Callable[[Session, Engine, Sequence[ServiceCall], datetime], list[Delivery]]"


@dataclass(frozen=True, slots=True)
class Service:
    """A named service: the inputs it needs, and the handler, which takes many calls at once."""

    inputs: frozenset[str]
    handler: Handler


Faulted: TypeAlias = tuple[Reached, Event, Failure]
"""What failed: at which instance, at which event, and why."""

Router: TypeAlias = """Callable[
    [Session, Engine, Sequence[tuple[Reached, Send]], datetime],
    tuple[list[Delivery], list[Faulted]],
]"""


@dataclass(frozen=True, eq=False)
class Engine:
    """What a step needs besides the database: wired once, shared by all threads."""

    library: Library
    services: Mapping[str, Service]
    router: Router
    outbox: Outbox
    stepper: Stepper = field(default_factory=Stepper)


@dataclass(slots=True)
class Applied:
    """What became of the deliveries. ``faults`` are (instance or None, event, failure)."""

    steps: int = 0
    stale: list[Delivery] = field(default_factory=list)
    faults: list[Faulted] = field(default_factory=list)
