"""What reaches instances, and what an engine is made of: the plain parts of ``instances``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

from engine import model_releases
from engine.deployments import Library
from engine.figures import Rules
from engine.instance_rows import Changes
from engine.model_releases import FORM
from engine.ports import Outbox
from engine.process.events import Event, Failure, Send, Start
from engine.process.replay import Stepper


@dataclass(frozen=True, slots=True)
class Begin:
    """Start a unit's process, unless one with this key is running.

    Those that begin alike share one ``event``; what differs is ``unit``, the context that becomes
    the variable of that name (None: the event's own data hold it), and the variables ``own``.
    ``depth`` counts the letters and signals that led here one after the other.
    """

    model_id: int
    process: str
    directive_id: int | None
    unit_id: int
    subject: str
    event: Start
    unit: Mapping[str, object] | None = None
    depth: int = 0
    own: Mapping[str, object] = field(default_factory=dict)

    def own_event(self) -> Start:
        """The event with everything this unit's process is to know."""
        if self.unit is None:
            return self.event
        return replace(self.event, data={**self.event.data, **self.own, "unit": self.unit})


@dataclass(frozen=True, slots=True)
class To:
    """An event for a running instance. ``strict``: raise ``Stale`` if it no longer applies."""

    instance_id: int
    event: Event
    by: int | None = None
    strict: bool = False
    depth: int = 0


Delivery: TypeAlias = Begin | To


@dataclass(slots=True)
class Reached:
    """An instance during a wave. ``issued_directive_id`` may be set by a service of the wave.

    ``by`` and ``depth`` are those of the delivery that reached it.
    """

    id: int
    model_id: int
    process: str
    directive_id: int | None
    unit_id: int
    subject: str
    issued_directive_id: int | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    by: int | None = None
    depth: int = 0

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
    """A named service: the inputs it needs, and the handler, which takes many calls at once.

    ``values`` are all that an input can be, where they are a closed set: what a diagram writes there
    is checked before it is deployed. What only shows when it is called, the handler raises: that is
    a fault of the instance that called (``waves``).
    """

    inputs: frozenset[str]
    handler: Handler
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lost:
    """A letter that some of its recipients did not get.

    ``units`` are theirs (ids), ``process`` is the one that should have waited for it there ('': no
    pool of the diagram is theirs); the rest is the ``Send``'s.
    """

    element: str
    name: str
    process: str
    units: tuple[int, ...]
    directive: str
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Trouble:
    """No event failed: the step was done, and left its instance so that a person must look."""

    code: str


Failed: TypeAlias = Event | Lost | Trouble
Faulted: TypeAlias = tuple[Reached, Failed, Failure]
"""What failed: at which instance, at which event, and why."""

Router: TypeAlias = """Callable[
    [Session, Engine, Sequence[tuple[Reached, Send]], datetime],
    tuple[list[Delivery], list[Faulted]],
]"""


@dataclass(frozen=True, eq=False)
class Engine:
    """What a step needs besides the database: wired once, shared by all threads.

    ``forms`` are the rules for answers, by the form's name. ``watch`` is told what each wave wrote,
    and ``history`` is off, where a rehearsal is played: nobody reads its history.
    """

    library: Library
    services: Mapping[str, Service]
    router: Router
    outbox: Outbox
    forms: Mapping[str, Rules] = field(default_factory=dict)
    stepper: Stepper = field(default_factory=Stepper)
    watch: Callable[[Changes, datetime], None] | None = None
    history: bool = True

    def rules(self, session: Session, form: str) -> Rules | None:
        """What is checked of the answers to a form, as it holds now; None for an unknown one."""
        held = model_releases.last(session, FORM, form) if form else None
        if held is not None:
            return self.library.form_models.load(session, held.model_id).rules
        return self.forms.get(form)


@dataclass(slots=True)
class Applied:
    """What became of the deliveries."""

    steps: int = 0
    stale: list[Delivery] = field(default_factory=list)
    faults: list[Faulted] = field(default_factory=list)
