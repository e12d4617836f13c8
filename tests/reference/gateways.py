"""Gateways and what stands between them, as long as a token is in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.reference import blocks as b
from tests.reference import shapes
from tests.reference.live import LIVE, Live, decides
from tests.reference.world import Fault, Wait


class Chosen(Live):
    """An exclusive choice, or an inclusive one with its join."""

    arrived = 0

    def go(self) -> None:
        block = self.block
        asked = [i for i in range(len(block.branches)) if i != block.default]
        true: list[int] = []
        for i, condition in zip(asked, block.conditions, strict=True):
            # An exclusive gateway asks no further once a flow is found.
            if (block.inclusive or not true) and decides(self, condition):
                true.append(i)
        true = true or ([block.default] if block.default >= 0 else [])
        if not true:
            raise Fault(block.id)
        for i in true:
            self.enter(block.branches[i])

    def can_go_on(self) -> bool:
        return any(child.can_go_on() for child in self.children) or bool(self.arrived)

    def done(self, child: Live) -> None:
        self.arrived += 1
        self.world.joins.append(self)
        self.look_on()

    def over(self, child: Live) -> None:
        self.look_on()

    def look_on(self) -> None:
        """The join is passed when no token can come to it any more."""
        if self.arrived and not any(child.can_go_on() for child in self.children):
            scope = self.scope()
            for child in list(self.children):  # they go on alone, to their own ends
                child.parent = scope
                scope.children.append(child)
            self.children = []
            self.finish()
        elif not self.children:
            self.finish(False)


class Parallel(Live):
    """All branches, joined but for the loose ones."""

    arrived = 0

    def go(self) -> None:
        for branch in self.block.branches:
            self.enter(branch)
        for branch in self.block.loose:
            self.scope().enter(branch)

    def can_go_on(self) -> bool:
        return any(child.can_go_on() for child in self.children) or bool(self.arrived)

    def done(self, child: Live) -> None:
        self.arrived += 1
        if self.arrived == len(self.block.branches):
            self.finish()

    def over(self, child: Live) -> None:
        raise AssertionError("a joined branch may not end by itself")


class Spread(Live):
    """Branches that meet unjoined: the tail once for each."""

    def can_go_on(self) -> bool:
        return False

    def go(self) -> None:
        scope = self.scope()
        for branch in self.block.branches:
            scope.enter(b.Seq("", (branch, self.block.tail)))
        self.finish(False)


class While(Live):
    """A loop drawn with gateways."""

    def go(self) -> None:
        if self.block.first:
            self.ask()
        else:
            self.enter(self.block.body)

    def ask(self) -> None:
        if decides(self, self.block.condition):
            self.enter(self.block.body)
        else:
            self.finish()

    def done(self, child: Live) -> None:
        self.post("ask")


class Race(Live):
    """An event-based gateway."""

    def go(self) -> None:
        for catch in self.block.catches:
            self.world.arm(self, catch.id, catch.trigger, catch)
        self.world.look_again()

    def can_go_on(self) -> bool:
        if self.children:
            return super().can_go_on()
        return not all(map(shapes.ends, self.block.branches))

    def fired(self, wait: Wait, data: Mapping[str, Any]) -> None:
        self.world.disarm(self)
        self.write(data)
        if self.alive:
            self.enter(self.block.branches[self.block.catches.index(wait.part)])


LIVE |= {
    b.Choice: Chosen,
    b.Parallel: Parallel,
    b.Spread: Spread,
    b.While: While,
    b.Race: Race,
}
