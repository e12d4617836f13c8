"""Block-structured processes: a small algebra whose meaning needs no graph.

A block is entered by one token and either lets one out at its end (*done*) or lets none out (*over*:
an end event stands inside). Names are the reference's own; a drawing gives them random ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tests.reference.terms import Const, Part, Term

Kind = Literal[
    "message", "signal", "timer", "cycle", "conditional", "error", "escalation", "cancel"
]


@dataclass(frozen=True, slots=True)
class Trigger(Part):
    """What is waited for: ``name`` of a message, signal, error or escalation ('' any); ``amount``
    of hours (timers), and of repetitions (``times``, 0 without end)."""

    kind: Kind
    name: str = ""
    amount: int = 0
    times: int = 1
    condition: Term | None = None


@dataclass(frozen=True, slots=True)
class User(Part):
    """A user task."""

    id: str


@dataclass(frozen=True, slots=True)
class Script(Part):
    """``variable := term``."""

    id: str
    variable: str
    term: Term


@dataclass(frozen=True, slots=True)
class Service(Part):
    """A service call that shows the value of ``term``."""

    id: str
    term: Term


@dataclass(frozen=True, slots=True)
class Pass(Part):
    """What a token passes at once: an abstract or manual task, an empty throw event."""

    id: str
    tag: str


@dataclass(frozen=True, slots=True)
class Throw(Part):
    """An intermediate throw; ``name`` of what is thrown (for compensation an activity, '' all)."""

    id: str
    kind: Literal["message", "signal", "escalation", "compensate"]
    name: str = ""
    task: bool = False


@dataclass(frozen=True, slots=True)
class End(Part):
    """An end event of this kind ('' none)."""

    id: str
    kind: Literal[
        "", "message", "signal", "escalation", "compensate", "error", "terminate", "cancel"
    ] = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Catch(Part):
    """An intermediate catch event, or a receive task."""

    id: str
    trigger: Trigger
    task: bool = False


@dataclass(frozen=True, slots=True)
class Seq(Part):
    """One after another."""

    id: str
    items: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Choice(Part):
    """An exclusive (or ``inclusive``, then joined) choice; ``default`` is a branch's number or -1."""

    id: str
    conditions: tuple[Term, ...]
    branches: tuple[Block, ...]
    default: int
    inclusive: bool = False
    links: bool = False


@dataclass(frozen=True, slots=True)
class Parallel(Part):
    """All branches, then joined; the ``loose`` ones are not joined and end by themselves."""

    id: str
    branches: tuple[Block, ...]
    loose: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread(Part):
    """Parallel branches that meet unjoined: the tail is passed once for each (and then over)."""

    id: str
    branches: tuple[Block, ...]
    tail: Block


@dataclass(frozen=True, slots=True)
class While(Part):
    """A loop of gateways: ``body`` again while ``condition``; ``first``: asked before the body."""

    id: str
    condition: Term
    body: Block
    first: bool


@dataclass(frozen=True, slots=True)
class Race(Part):
    """An event-based gateway and its catch events, each with its branch."""

    id: str
    catches: tuple[Catch, ...]
    branches: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Link(Part):
    """A pair of link events."""

    id: str


@dataclass(frozen=True, slots=True)
class Loop(Part):
    """Standard loop (``maximum`` 0: none)."""

    condition: Term
    before: bool
    maximum: int


@dataclass(frozen=True, slots=True)
class Multi(Part):
    """Multi-instance: ``over`` a collection variable, a list or a count."""

    sequential: bool
    cardinality: Term | None
    collection: Term | None
    item: str
    output: str
    collect: str
    until: Term | None


@dataclass(frozen=True, slots=True)
class Boundary(Part):
    """A boundary event and what follows it; where ``body`` is not over it meets the main way."""

    id: str
    trigger: Trigger
    interrupting: bool
    body: Block


@dataclass(frozen=True, slots=True)
class EventSub(Part):
    """An event sub-process; a ``compensation`` one has no trigger."""

    id: str
    trigger: Trigger | None
    interrupting: bool
    variables: tuple[str, ...]
    body: Block


@dataclass(frozen=True, slots=True)
class Sub(Part):
    """A sub-process or transaction with its own variables and event sub-processes."""

    id: str
    variables: tuple[str, ...]
    body: Block
    handlers: tuple[EventSub, ...] = ()
    transaction: bool = False


@dataclass(frozen=True, slots=True)
class Call(Part):
    """A call of another process of the file."""

    id: str
    called: Process
    inputs: tuple[tuple[str, Term], ...]
    outputs: tuple[tuple[str, Term], ...]


Content = User | Script | Service | Pass | Catch | Sub | Call


@dataclass(frozen=True, slots=True)
class Act(Part):
    """An activity with its marker, its boundary events and its compensation handler."""

    content: Content
    marker: Loop | Multi | None = None
    boundaries: tuple[Boundary, ...] = ()
    undo: Content | None = None


@dataclass(frozen=True, slots=True)
class Process(Part):
    """A process; ``trigger`` (message, timer, signal, conditional) or none starts it."""

    id: str
    variables: tuple[str, ...]
    body: Block
    handlers: tuple[EventSub, ...] = ()
    trigger: Trigger | None = None


Block = Throw | End | Seq | Choice | Parallel | Spread | While | Race | Link | Act | Catch
NOTHING = Const(0)
