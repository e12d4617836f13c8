"""The engine beside the reference: one instance in both, step by step.

The order of parallel branches within a step is free, so the reference is a set of possible
instances. One is kept; where the engine's outcome is another, the history is gone through again for
an order that explains all that was seen. Only what no order explains is a mismatch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from tests.reference import blocks as b
from tests.reference import interpreter as ref
from tests.reference.live import Live
from tests.reference.world import Fault, World

ORDERS = 6
TRIES = 400  # steps of the reference that one explanation may cost


@dataclass(frozen=True, slots=True)
class Expected:
    """What the reference says of a step: what can be seen, or 'stale' or 'fault'."""

    seen: ref.Seen | None
    how: str = ""
    why: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Past:
    """One step as it happened in the engine."""

    event: ref.Event
    clock: datetime
    got: Expected


class Mismatch(AssertionError):
    """The engine did what no order of branches explains."""


@dataclass(slots=True)
class Reference:
    """The instance in the reference, and how it came there."""

    process: b.Process
    world: World | None = None
    past: list[Past] = field(default_factory=list)
    raced: int = 0
    undecided: int = 0

    def follow(self, event: ref.Event, clock: datetime, got: Expected) -> None:
        """The engine took this step. Raises ``Mismatch``, ``Endless``."""
        world, expected = attempt(self.process, self.world, event, clock, None)
        past = Past(event, clock, got)
        if not self._agree(past, expected):
            self.raced += 1
            searched = Search(self.process, [*self.past, past])
            explained = searched.find()
            if explained is None:
                if searched.tries <= 0:
                    self.undecided += 1
                raise Mismatch(difference(expected, got))
            world = explained
        self.past.append(past)
        self.world = world

    def _agree(self, past: Past, expected: Expected) -> bool:
        if expected == past.got:
            return True
        if not alike(expected, past.got):
            return False
        others = [
            attempt(self.process, self.world, past.event, past.clock, seed)[1]
            for seed in range(ORDERS * 2)
        ]
        # Only where some other order gives another sequence is the sequence free.
        return any(o != expected for o in others)


def attempt(
    process: b.Process, world: World | None, event: ref.Event, clock: datetime, seed: int | None
) -> tuple[World | None, Expected]:
    """The reference's step, and what it shows."""
    try:
        made = ref.step(process, world, event, clock, seed)
    except ref.Stale:
        return world, Expected(None, "stale")
    except Fault:
        return world, Expected(None, "fault")
    return made, Expected(ref.seen(made))


def alike(one: Expected, other: Expected) -> bool:
    """Whether two outcomes differ at most in the order of effects."""
    if one.seen is None or other.seen is None:
        return one == other
    plain = [replace(s, effects=()) for s in (one.seen, other.seen)]
    effects = [Counter(map(repr, s.effects)) for s in (one.seen, other.seen)]
    return plain[0] == plain[1] and effects[0] == effects[1]


class Search:
    """Looks for an order of branches, and for who is who among equal work items, that explains."""

    def __init__(self, process: b.Process, past: list[Past]) -> None:
        self.process, self.past = process, past
        self.tries = TRIES

    def find(self) -> World | None:
        """An instance that shows all that was seen (None: there is none, or it was not found)."""
        return self._from(0, None)

    def _from(self, place: int, world: World | None) -> World | None:
        if place == len(self.past):
            return world
        met: set[str] = set()
        for event in self._events(self.past[place].event, world):
            for seed in (None, *range(ORDERS if place < len(self.past) - 1 else ORDERS * 8)):
                self.tries -= 1
                if self.tries <= 0:
                    return None
                past = self.past[place]
                made, expected = attempt(self.process, world, event, past.clock, seed)
                if not alike(expected, past.got):
                    continue
                if made is not None and (mark := _mark(made)) not in met:
                    met.add(mark)
                    if (found := self._from(place + 1, made)) is not None:
                        return found
        return None

    def _events(self, event: ref.Event, world: World | None) -> Iterator[ref.Event]:
        yield event
        if isinstance(event, ref.Complete | ref.Due) and world is not None:
            seen = ref.seen(world)
            number = (
                seen.items[event.element]
                if isinstance(event, ref.Complete)
                else sum(n for (t, _), n in seen.timers.items() if t == event.element)
            )
            yield from (replace(event, rank=r) for r in range(number) if r != event.rank)
        if isinstance(event, ref.Letter) and world is not None:
            number = len(world.waiting("message", event.name))
            yield from (replace(event, rank=r) for r in range(1, number))


def _mark(world: World) -> str:
    """The same for worlds that need not be told apart while searching."""
    place_of = list(_tree(world.root))
    place = {id(live): i for i, live in enumerate(place_of)}
    shown = [
        (type(x).__name__, getattr(x.block, "id", ""), place.get(id(x.parent)), repr(x.frame))
        for x in place_of
    ]
    progress = [(getattr(x, "arrived", 0), len(getattr(x, "todo", ()))) for x in place_of]
    waits = [(w.id, place.get(id(w.owner)), w.due) for w in world.waits]
    return repr((shown, progress, waits, [place.get(id(i)) for i in world.items], world.status))


def _tree(live: Live) -> Iterator[Live]:
    yield live
    for child in live.children:
        yield from _tree(child)


def difference(expected: Expected, got: Expected) -> str:
    """Both outcomes, side by side where they differ."""
    if expected.seen is None or got.seen is None:
        return f"expected {expected.how or expected.seen}\n     got {got.how or got.seen} {got.why}"
    lines = []
    for name in ("status", "trouble", "items", "timers", "effects", "variables"):
        one, other = getattr(expected.seen, name), getattr(got.seen, name)
        if one != other:
            lines.append(f"{name}:\n  expected {_plain(one)}\n       got {_plain(other)}")
    return "\n".join(lines)


def _plain(value: object) -> object:
    if isinstance(value, Counter):
        return sorted(
            (f"{k[0]} at {k[1]:%d %H:%M}" if isinstance(k, tuple) else k, n)
            for k, n in value.items()
        )
    return value
