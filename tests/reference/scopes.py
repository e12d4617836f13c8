"""Scopes: processes and sub-processes, their event sub-processes, and undoing what was completed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.reference import blocks as b
from tests.reference.live import LIVE, Live, Thrown
from tests.reference.terms import evaluate
from tests.reference.world import Wait, World


@dataclass(slots=True, eq=False)
class Completed:
    """An activity that was completed and can be undone, by ``undo`` or from inside."""

    id: str
    home: Live
    undo: Any
    frame: dict[str, Any] = field(default_factory=dict)
    log: list[Completed] = field(default_factory=list)


class Scope(Live):
    """A process, a sub-process instance, or an event sub-process instance.

    Its children are its threads; it is finished when none is left.
    """

    terminated = False

    def __init__(self, world: World, parent: Live | None, block: Any) -> None:
        super().__init__(world, parent, block)
        self.frame = dict.fromkeys(block.variables)
        self.log: list[Completed] = []

    def scope(self) -> Any:
        return self

    def go(self) -> None:
        for handler in getattr(self.block, "handlers", ()):
            if handler.trigger is not None:
                self.world.arm(self, handler.id, handler.trigger, handler)
        self.enter(self.block.body)
        self.world.look_again()

    def done(self, child: Live) -> None:
        if not self.children:
            self.post("close")

    over = done

    def close(self) -> None:
        """The last token has come to its end."""
        if not self.children:
            self.complete()

    def complete(self) -> None:
        """No token is left in it."""
        self.finish()
        if self.parent is None:
            self.world.status = "ended"

    def terminate(self) -> None:
        """A terminate end event, or an error nobody caught, was reached: an abnormal end."""
        self.terminated = True
        self._stop()
        self.complete()

    def cancel(self) -> None:
        """A cancel end event: undo everything completed, then tell the transaction's boundary."""
        self._stop()
        Undoing(self.world, Cancelling(self.world, self, self.block), self.log, "").go()

    def _stop(self) -> None:
        self.world.disarm(self)
        for child in list(self.children):
            child.kill()

    def fired(self, wait: Wait, data: Mapping[str, Any]) -> None:
        """One of its event sub-processes starts."""
        if wait.part.interrupting:
            self._stop()
        handler = Scope(self.world, self, wait.part)
        handler.write(data)
        if handler.alive:
            handler.post("go")

    def catcher(self, kind: str, name: str) -> Wait | None:
        """Who catches this error or escalation: here, at the boundary, or further out."""
        # An activity's content may be wrapped in loop turns or instances, never in another scope.
        above = self.parent
        found = self._own(self, kind, name)
        while found is None and above is not None and not isinstance(above, Scope):
            if isinstance(self.block, b.Sub | b.Process) and hasattr(above, "content"):
                found = self._own(above, kind, name)
                break
            above = above.parent
        if found is not None or self.parent is None:
            return found
        return self.parent.scope().catcher(kind, name)

    def _own(self, owner: Live, kind: str, name: str) -> Wait | None:
        waits = [w for w in self.world.waits if w.owner is owner and w.trigger.kind == kind]
        exact = [w for w in waits if w.trigger.name == name]
        anything = [w for w in waits if not w.trigger.name]
        return next(iter(exact + anything), None)

    def undo(self, thrower: Thrown, name: str) -> None:
        """What the scope completed is undone for a throw; an event sub-process asks its owner."""
        scope = self.parent.scope() if isinstance(self.block, b.EventSub) else self
        Undoing(self.world, thrower, scope.log, name).go()


class Cancelling(Live):
    """A transaction between its cancel end event and its cancel boundary event."""

    def done(self, child: Live) -> None:
        transaction = self.parent
        transaction.kill()
        activity = transaction.parent.parent
        wait = next(
            w for w in self.world.waits if w.owner is activity and w.trigger.kind == "cancel"
        )
        self.world.trigger(wait, {})


class Undoing(Live):
    """Completed activities are undone one after the other, the newest first, each at most once."""

    def __init__(self, world: World, parent: Live, log: list[Completed], name: str) -> None:
        super().__init__(world, parent, None)
        self.todo = [c for c in log if not name or c.id == name]
        # What one throw undoes, another one does not.
        log[:] = [c for c in log if c not in self.todo]

    def go(self) -> None:
        if self.todo:
            self._undo(self.todo.pop())
        else:
            self.finish()

    def _undo(self, completed: Completed) -> None:
        if isinstance(completed.undo, b.EventSub | None):
            Reopened(self.world, self, completed)
        else:
            self.enter(completed.undo).home = completed.home

    def done(self, child: Live) -> None:
        self.go()


class Reopened(Scope):
    """A completed sub-process while it is undone: its variables and what it had completed."""

    def __init__(self, world: World, parent: Live, completed: Completed) -> None:
        super().__init__(world, parent, b.EventSub("", None, False, (), b.Seq("", ())))
        self.frame, self.log, self.home = completed.frame, completed.log, completed.home
        if completed.undo is not None:
            Scope(world, self, completed.undo).post("go")
        else:
            Undoing(world, self, self.log, "").go()


class Called(Scope):
    """A called process: it sees its inputs and nothing else."""

    def __init__(self, world: World, parent: Live, block: b.Call) -> None:
        super().__init__(world, parent, block.called)
        self.call = block
        self.frame |= {name: evaluate(term, parent.look) for name, term in block.inputs}

    def further(self) -> Live | None:
        return None

    def complete(self) -> None:
        given = {name: evaluate(term, self.look) for name, term in self.call.outputs}
        self.parent.write(given)
        if self.alive:
            self.finish()


LIVE |= {b.Sub: Scope, b.Call: Called}
