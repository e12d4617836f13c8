"""What lives in an instance: a tree of entered blocks. Here: tasks, events, sequences.

A live thing leaves as *done* (its token goes on) or as *over* (its token is consumed), and tells
its parent; killed, it tells nobody. Elements enter through the agenda, so that branches interleave;
what is only bookkeeping happens at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.reference import blocks as b
from tests.reference import shapes
from tests.reference.terms import Term, evaluate
from tests.reference.world import Fault, Wait, World


class Live:
    """An entered block under its parent."""

    def __init__(self, world: World, parent: Live | None, block: Any) -> None:
        self.world, self.parent, self.block = world, parent, block
        self.alive = True
        self.children: list[Live] = []
        self.frame: dict[str, Any] | None = None
        self.home: Live | None = None  # where its names are looked for, if not at the parent
        if parent is not None:
            parent.children.append(self)

    def post(self, method: str, *given: Any) -> None:
        """Move later in this step."""
        self.world.agenda.append((self, method, given))

    def enter(self, block: Any) -> Live:
        """A token enters the block."""
        live = LIVE[type(block)](self.world, self, block)
        if isinstance(live, Sequence):
            live.go()
        else:
            live.post("go")
        return live

    def go(self) -> None:
        """The token has entered."""
        raise NotImplementedError

    def kill(self) -> None:
        """Stop, with everything below."""
        self._leave()
        for child in list(self.children):
            child.kill()

    def finish(self, done: bool = True) -> None:
        """Leave by the normal way."""
        self._leave()
        if self.parent is not None:
            (self.parent.done if done else self.parent.over)(self)

    def _leave(self) -> None:
        self.alive = False
        self.world.disarm(self)
        self.world.items = [i for i in self.world.items if i is not self]
        if self.parent is not None:
            self.parent.children = [c for c in self.parent.children if c is not self]

    def done(self, child: Live) -> None:
        """A child's token goes on."""
        self.finish()

    def over(self, child: Live) -> None:
        """A child's token was consumed."""
        self.finish(False)

    def can_go_on(self) -> bool:
        """Whether a way leads from where it is to its own end."""
        return all(child.can_go_on() for child in self.children)

    def scope(self) -> Any:
        """The innermost process or sub-process instance."""
        return self.parent.scope()

    def look(self, name: str) -> Any:
        """The variable of the nearest scope that has it."""
        if self.frame is not None and name in self.frame:
            return self.frame[name]
        further = self.further()
        return None if further is None else further.look(name)

    def further(self) -> Live | None:
        """Where a name is looked for next."""
        return self.home or self.parent

    def write(self, data: Mapping[str, Any]) -> None:
        """Each value to the nearest scope that has the name, else to the process."""
        for name, value in data.items():
            place = self
            while not (place.frame is not None and name in place.frame):
                above = place.further()
                if above is None:
                    break
                place = above
            place.frame[name] = value
        if data:
            self.world.look_again()


def decides(live: Live, term: Term) -> bool:
    """Whether a flow's or a loop's condition is true. Raises ``Fault`` where that is unknown."""
    found = evaluate(term, live.look)
    if not isinstance(found, bool):
        raise Fault(getattr(live.block, "id", ""))
    return found


class Moment(Live):
    """What a token passes at once."""

    def go(self) -> None:
        block, effects = self.block, self.world.effects
        if isinstance(block, b.Script):
            self.write({block.variable: evaluate(block.term, self.look)})
        elif isinstance(block, b.Service):
            effects.append(("call", block.id, evaluate(block.term, self.look)))
        if self.alive:
            self.finish()


class Thrown(Live):
    """A throw or end event."""

    def can_go_on(self) -> bool:
        return isinstance(self.block, b.Throw)

    def go(self) -> None:
        kind, name = self.block.kind, self.block.name
        if kind in ("message", "signal"):
            self.world.effects.append((kind, self.block.id, name))
        if kind == "signal":
            self.world.broadcast(name, {})
        elif kind in ("error", "escalation"):
            self._raise(kind, name)
        elif kind == "terminate":
            self.scope().terminate()
        elif kind == "cancel":
            self.scope().cancel()
        elif kind == "compensate":
            self.scope().undo(self, name)
            return
        if self.alive:
            self.done(self)

    def _raise(self, kind: str, name: str) -> None:
        wait = self.scope().catcher(kind, name)
        if wait is not None:
            self.world.trigger(wait, {})
        elif kind == "error":
            root = self.world.root
            root.terminate()
            self.world.trouble = "error-uncaught"

    def done(self, child: Live) -> None:
        self.finish(isinstance(self.block, b.Throw))


class Worked(Live):
    """A user task."""

    def go(self) -> None:
        self.world.items.append(self)

    def complete(self, data: Mapping[str, Any]) -> None:
        self.write(data)
        if self.alive:
            self.finish()


class Caught(Live):
    """An intermediate catch event or a receive task."""

    def go(self) -> None:
        self.world.arm(self, self.block.id, self.block.trigger, self.block)
        self.world.look_again()

    def fired(self, wait: Wait, data: Mapping[str, Any]) -> None:
        self.write(data)
        if self.alive:
            self.finish()


class Sequence(Live):
    """One after another."""

    place = 0

    def go(self) -> None:
        if self.block.items:
            self.enter(self.block.items[0])
        else:
            self.finish()

    def can_go_on(self) -> bool:
        return super().can_go_on() and not any(map(shapes.ends, self.block.items[self.place :]))

    def done(self, child: Live) -> None:
        self.place += 1
        if self.place == len(self.block.items):
            self.finish()
        else:
            self.enter(self.block.items[self.place])


LIVE: dict[type, type[Live]] = {
    b.Script: Moment,
    b.Service: Moment,
    b.Pass: Moment,
    b.Link: Moment,
    b.Throw: Thrown,
    b.End: Thrown,
    b.User: Worked,
    b.Catch: Caught,
    b.Seq: Sequence,
}
