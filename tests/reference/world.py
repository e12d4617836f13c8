"""An instance in the reference: what lives, what waits, and what is still to move in this step."""

from __future__ import annotations

import io
import pickle
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.reference.blocks import Trigger
from tests.reference.terms import Part, holds

MOVES = 4000  # in one step; a random process that needs more is not worth waiting for


class Fault(Exception):
    """A step that cannot be done, at this element."""


class Endless(Exception):
    """More moves in one step than the reference cares to make."""


@dataclass(slots=True, eq=False)
class Wait:
    """Something that ``owner`` waits for at the event ``id``; ``part`` is the event's block."""

    owner: Any
    id: str
    trigger: Trigger
    part: Any
    armed: datetime
    due: datetime | None = None
    times: int = 1
    truth: bool = False


class World:
    """Everything about one instance. ``chance`` picks what moves next (None: who came first)."""

    def __init__(self, clock: datetime) -> None:
        self.clock = clock
        self.agenda: list[tuple[Any, str, tuple[Any, ...]]] = []
        self.effects: list[tuple[Any, ...]] = []
        self.waits: list[Wait] = []
        self.items: list[Any] = []
        self.joins: list[Any] = []  # inclusive ones that a token has come to
        self.status = "running"
        self.trouble = ""
        self.chance: random.Random | None = None
        self.root: Any = None

    def settle(self) -> None:
        """Let everything move that can. Raises ``Fault``, ``Endless``."""
        for _ in range(MOVES):
            if not self.agenda:
                self._join()
            if not self.agenda:
                return
            place = self.chance.randrange(len(self.agenda)) if self.chance else 0
            live, method, given = self.agenda.pop(place)
            if live.alive:
                getattr(live, method)(*given)
        raise Endless

    def _join(self) -> None:
        """An inclusive join is passed when the last token that could have come turned elsewhere."""
        for join in list(self.joins):
            if not join.alive:
                self.joins.remove(join)
            elif not self.agenda:
                join.look_on()

    def arm(self, owner: Any, id: str, trigger: Trigger, part: Any) -> None:
        """Begin to wait."""
        wait = Wait(owner, id, trigger, part, self.clock)
        if trigger.kind in ("timer", "cycle"):
            wait.due = self.clock + timedelta(hours=trigger.amount)
        self.waits.append(wait)

    def disarm(self, owner: Any) -> None:
        """``owner`` waits for nothing any more."""
        self.waits = [w for w in self.waits if w.owner is not owner]

    def trigger(self, wait: Wait, data: dict[str, Any]) -> None:
        """What is waited for has come."""
        if wait.due is not None:
            self._tick(wait)
        wait.owner.fired(wait, data)

    def _tick(self, wait: Wait) -> None:
        every = timedelta(hours=wait.trigger.amount)
        while wait.due is not None and wait.due <= self.clock:
            wait.times += 1
            wait.due += every
            if wait.trigger.kind == "timer" or 0 < wait.trigger.times < wait.times:
                self.waits.remove(wait)
                wait.due = None

    def broadcast(self, name: str, data: dict[str, Any]) -> int:
        """All who wait for the signal at this moment get it; how many did."""
        found = self.waiting("signal", name)
        for wait in self.shuffled(found):
            if wait in self.waits:
                self.trigger(wait, data)
        return len(found)

    def waiting(self, kind: str, name: str) -> list[Wait]:
        """Who waits for it, the longest waiting first."""
        return [w for w in self.waits if w.trigger.kind == kind and w.trigger.name == name]

    def look_again(self) -> None:
        """Conditional events fire when their condition becomes true."""
        risen = []
        for wait in self.waits:
            if wait.trigger.kind == "conditional":
                before, wait.truth = wait.truth, holds(wait.trigger.condition, wait.owner.look)
                if wait.truth and not before:
                    risen.append(wait)
        for wait in self.shuffled(risen):
            if wait in self.waits:
                self.trigger(wait, {})

    def shuffled(self, found: list[Wait]) -> list[Wait]:
        """In the order of waiting, or where chance rules in any."""
        if self.chance:
            self.chance.shuffle(found)
        return found

    def copy(self) -> World:
        """The same, with nothing shared but the drawing."""
        kept: dict[int, Part] = {}
        target = io.BytesIO()
        pickler = _Pickler(target, pickle.HIGHEST_PROTOCOL)
        pickler.kept = kept
        pickler.dump(self)
        target.seek(0)
        unpickler = _Unpickler(target)
        unpickler.kept = kept
        made: World = unpickler.load()
        return made


class _Pickler(pickle.Pickler):
    kept: dict[int, Part]

    def persistent_id(self, thing: object) -> int | None:
        if isinstance(thing, Part):
            self.kept[id(thing)] = thing
            return id(thing)
        return None


class _Unpickler(pickle.Unpickler):
    kept: dict[int, Part]

    def persistent_load(self, number: int) -> Part:
        return self.kept[number]
