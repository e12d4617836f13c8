"""Activities: boundary events around a task or sub-process, its loop or its instances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.reference import blocks as b
from tests.reference.live import LIVE, Live, decides
from tests.reference.scopes import Completed, Scope
from tests.reference.terms import evaluate
from tests.reference.world import Wait, World


class Activity(Live):
    """An activity with all that is attached to it."""

    content: Live | None = None
    left = False  # by an interrupting boundary event

    def go(self) -> None:
        for boundary in self.block.boundaries:
            self.world.arm(self, boundary.id, boundary.trigger, boundary)
        self.world.look_again()
        if not self.left:
            make = {b.Loop: Looping, b.Multi: Instances}.get(type(self.block.marker), Once)
            self.content = make(self.world, self, self.block)
            self.content.go()

    def fired(self, wait: Wait, data: Mapping[str, Any]) -> None:
        if not wait.part.interrupting:
            self.write(data)
            if self.alive:
                self.scope().enter(wait.part.body)
            return
        self.left = True
        self.world.disarm(self)
        for child in list(self.children):
            child.kill()
        self.write(data)
        if self.alive:
            self.enter(wait.part.body)


class Once(Live):
    """An activity without a marker."""

    def go(self) -> None:
        self._begin(self)

    def can_go_on(self) -> bool:
        return True

    def _begin(self, at: Live) -> None:
        LIVE[type(self.block.content)](self.world, at, self.block.content).post("go")

    def _completed(self, child: Live) -> None:
        """What can be undone later is remembered by the scope around."""
        act, scope = self.block, self.scope()
        if act.undo is not None:
            scope.log.append(Completed(act.content.id, scope, act.undo))
        elif isinstance(act.content, b.Sub) and isinstance(child, Scope) and not child.terminated:
            undo = next((h for h in act.content.handlers if h.trigger is None), None)
            if undo is not None or child.log:
                scope.log.append(
                    Completed(act.content.id, self._kept(child), undo, child.frame, child.log)
                )

    def _kept(self, child: Live) -> Live:
        """Where a completed sub-process looks for names later: its item and counter as they were."""
        kept = Live(self.world, None, None)
        kept.frame = dict(child.parent.frame or {})
        kept.home = self.scope()
        return kept

    def done(self, child: Live) -> None:
        self._completed(child)
        self.finish()


class Looping(Once):
    """A standard loop."""

    turns = 0

    def go(self) -> None:
        self.frame = {"loopCounter": 0}
        self._turn(ask=self.block.marker.before)

    def _turn(self, ask: bool) -> None:
        marker = self.block.marker
        again = not ask or decides(self, marker.condition)
        if not again or 0 < marker.maximum <= self.turns:
            self.finish()
            return
        self.frame["loopCounter"] = self.turns + 1
        self._begin(self)

    def done(self, child: Live) -> None:
        self._completed(child)
        self.turns += 1
        self.post("_turn", True)


class Instance(Live):
    """One of several instances, with its own item and number."""

    def __init__(self, world: World, parent: Live, number: int, frame: dict[str, Any]) -> None:
        super().__init__(world, parent, None)
        self.number = number
        self.frame = frame
        self.child: Live | None = None

    def done(self, child: Live) -> None:
        self.child = child
        self.finish()


class Instances(Once):
    """A multi-instance activity."""

    completed = terminated = started = count = 0

    def go(self) -> None:
        marker = self.block.marker
        self.items = evaluate(marker.collection, self.look) if marker.collection else None
        self.count = (
            len(self.items) if marker.collection else evaluate(marker.cardinality, self.look)
        )
        self.outputs = [None] * self.count
        if self.count == 0:
            self._end()
        for _ in range(min(self.count, 1) if marker.sequential else self.count):
            self._next()

    def look(self, name: str) -> Any:
        active = self.started - self.completed - self.terminated
        counts = {"Instances": self.count, "ActiveInstances": active}
        counts |= {"CompletedInstances": self.completed, "TerminatedInstances": self.terminated}
        found = counts.get(name.removeprefix("nrOf").removeprefix("numberOf"))
        return super().look(name) if found is None or name in counts else found

    def _next(self) -> None:
        marker, number = self.block.marker, self.started
        self.started += 1
        frame: dict[str, Any] = {"loopCounter": number + 1}
        if marker.item:
            frame[marker.item] = self.items[number]
        if marker.output:
            frame[marker.output] = None
        self._begin(Instance(self.world, self, number, frame))

    def done(self, child: Live) -> None:
        assert isinstance(child, Instance)
        marker = self.block.marker
        self._completed(child.child)
        self.completed += 1
        if marker.output:
            self.outputs[child.number] = child.frame[marker.output]
        if marker.until is not None and decides(self, marker.until):
            for other in list(self.children):
                self.terminated += 1
                other.kill()
            self._end()
        elif self.completed == self.count:
            self._end()
        elif self.started < self.count and marker.sequential:
            self._next()

    def _end(self) -> None:
        if self.block.marker.collect:
            self.parent.write({self.block.marker.collect: self.outputs})
        if self.alive:
            self.finish()


LIVE[b.Act] = Activity
