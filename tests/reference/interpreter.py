"""The reference semantics: ``step(world, event)``, from the standard and the decided cases alone.

Where the standard leaves the order of parallel branches free, ``seed`` chooses one of the orders
(None: who came first); which orders give which outcome is for the caller to compare.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.reference import activities, gateways
from tests.reference import blocks as b
from tests.reference.live import Live
from tests.reference.scopes import Scope
from tests.reference.world import Fault, World

assert activities and gateways  # they register what is alive in their blocks

Values = dict[str, Any]


class Stale(Exception):
    """Nobody waits for this event."""


@dataclass(frozen=True, slots=True)
class Begin:
    """The start of an instance."""

    data: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Complete:
    """The ``rank``-th of the open work items of ``element``, oldest first."""

    element: str
    rank: int
    data: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """The ``rank``-th of the waiting timers of ``element``, the longest waiting first."""

    element: str
    rank: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A message; ``rank``: of those that wait for it, the longest waiting is the 0th."""

    name: str
    data: Values = field(default_factory=dict)
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Wave:
    """A signal."""

    name: str
    data: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changed:
    """Variables of the process, from outside."""

    data: Values = field(default_factory=dict)


Event = Begin | Complete | Due | Letter | Wave | Changed


@dataclass(frozen=True, slots=True)
class Seen:
    """What can be seen of an instance after a step. ``effects`` are in order."""

    items: Counter[str]
    timers: Counter[tuple[str, datetime]]
    effects: tuple[tuple[Any, ...], ...]
    variables: dict[str, Any]
    status: str
    trouble: str


def step(
    process: b.Process, world: World | None, event: Event, clock: datetime, seed: int | None = None
) -> World:
    """The instance after the event. Raises ``Stale``, ``Fault``, ``Endless``; ``world`` stays."""
    made = World(clock) if world is None else world.copy()
    made.clock, made.effects = clock, []
    made.chance = None if seed is None else random.Random(seed)
    if made.status != "running":
        raise Stale
    if isinstance(event, Begin):
        _begin(process, made, event)
    elif isinstance(event, Complete):
        _ranked([i for i in made.items if i.block.id == event.element], event.rank).complete(
            event.data
        )
    elif isinstance(event, Due):
        waits = [w for w in made.waits if w.due is not None and w.id == event.element]
        made.trigger(_ranked(waits, event.rank), {})
    elif isinstance(event, Letter):
        made.trigger(_ranked(made.waiting("message", event.name), event.rank), event.data)
    elif isinstance(event, Wave):
        if not made.broadcast(event.name, event.data):
            raise Stale
    else:
        made.root.write(event.data)
    made.settle()
    made.chance = None
    return made


def _begin(process: b.Process, world: World, event: Begin) -> None:
    trigger, body = process.trigger, process.body
    if trigger is not None and trigger.kind != "message":
        body = b.Seq("", (b.Catch(f"{process.id}-start", trigger), body))
    shown = b.Process(process.id, process.variables, body, process.handlers)
    world.root = Scope(world, None, shown)
    world.root.frame |= event.data
    world.root.go()


def _ranked(found: list[Any], rank: int) -> Any:
    if rank >= len(found):
        raise Stale
    return found[rank]


def seen(world: World) -> Seen:
    """What can be seen of it."""
    root: Live = world.root
    return Seen(
        items=Counter(i.block.id for i in world.items),
        timers=Counter((w.id, w.due) for w in world.waits if w.due is not None),
        effects=tuple(world.effects),
        variables={k: v for k, v in root.frame.items() if v is not None},
        status=world.status,
        trouble=world.trouble,
    )


__all__ = ["Fault", "Seen", "Stale", "seen", "step"]
