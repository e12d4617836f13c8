"""What happens to an instance, and what follows from it: the events and the transition of a step.

All are plain frozen values. A *token* is the number of one task of one instance; it never changes
while the task lives, and a work item or a timer row refers to its task by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Data = Mapping[str, object]
Status = Literal["running", "ended", "cancelled"]


@dataclass(frozen=True, slots=True)
class Start:
    """Begin: ``message`` names the message start, '' the start without a message.

    ``element`` names a start element itself. Without any, a process that has only timer, signal
    or conditional starts begins by waiting at them.
    """

    data: Data = field(default_factory=dict)
    message: str = ""
    element: str = ""


@dataclass(frozen=True, slots=True)
class Complete:
    """A person finished the user task ``token``; its answers become variables."""

    token: int
    data: Data = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimerDue:
    """The timer of ``element`` at ``token`` has come due; ``due`` is the moment it was set for."""

    token: int
    element: str
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A letter from another instance."""

    name: str
    data: Data = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal from another instance: every catcher that waits for it hears it."""

    name: str
    data: Data = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """Variables changed from outside (a deadline moved): waiting timers are computed again."""

    data: Data = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop: everything open is closed."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """An administrator's mending: the token is taken away and set down at ``element``.

    With ``element`` '' it is only set down anew where it stood: its task begins again.
    """

    token: int
    element: str = ""


Event = Start | Complete | TimerDue | Message | Signal | Change | Cancel | Move


@dataclass(frozen=True, slots=True)
class State:
    """An instance between two steps: where its tokens are (text) and what it knows (variables)."""

    text: str
    data: Data


@dataclass(frozen=True, slots=True)
class WorkItemOpened:
    """A user task waits for a person; ``due`` is its due moment, if the model gives one.

    ``form`` is the name of the form that its expression gave; '': that of its element.
    """

    token: int
    element: str
    due: datetime | None
    form: str = ""


@dataclass(frozen=True, slots=True)
class TimerSet:
    """A timer waits, or waits for another moment than before."""

    token: int
    element: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """A named service is to be performed with these inputs."""

    element: str
    handler: str
    inputs: Data


@dataclass(frozen=True, slots=True)
class Send:
    """A message leaves; ``recipients`` is a selection of units that the bus resolves."""

    element: str
    name: str
    recipients: object
    directive: str
    data: Data


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A signal was thrown: other instances may wait for it."""

    element: str
    name: str
    data: Data


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a step could not be done, or what a person must look at after it.

    ``code`` is the error's own ('stuck', 'error-uncaught', 'wrong-type', …).
    """

    element: str
    message: str
    vi: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """What a step changes. Closed tasks and timers are named by (token, element).

    ``fault``: the step could not be done, and the instance stays as it was before the event.
    ``trouble``: it was done, but a person must look: nothing can move the tokens any more
    ('stuck'), or an error ended the process and nobody caught it ('error-uncaught').
    """

    state: State
    status: Status = "running"
    opened: tuple[WorkItemOpened, ...] = ()
    closed: tuple[tuple[int, str], ...] = ()
    timers_set: tuple[TimerSet, ...] = ()
    timers_cleared: tuple[tuple[int, str], ...] = ()
    effects: tuple[Call | Send | Broadcast, ...] = ()
    fault: Failure | None = None
    trouble: Failure | None = None
