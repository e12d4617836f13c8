"""Events that are waited for: in the flow, on the border of an activity, at a start."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.process.elements.instance import Instance
from engine.process.elements.nodes import Node, Way
from engine.process.operations import Assign, Open, Passed, Repeats

# Kinds that come by themselves, from outside or from a throw, and so can move a waiting token.
FROM_OUTSIDE = frozenset({"timer", "message", "signal", "conditional"})


class Waiting(Node):
    """A token that waits for one of its events, or for all of them."""

    def arm(self, task: Any) -> None:
        """Begin to wait; a condition that is true already has happened."""
        instance: Instance = task.workflow
        for _, element, event in self.awaited:
            if event.kind == "timer" and event.form == "timeCycle":
                repeats = Repeats(element.id, element.scope, event.text, instance.path(task))
                task.internal_data["left"] = instance.do(repeats)
        if any(event.kind == "conditional" for _, _, event in self.awaited):
            instance.conditional[task.id] = task
            instance.ask(task)

    def waits(self, task: Any) -> list[int]:
        """The events that it still waits for."""
        seen = task.internal_data.get("seen", ())
        return [index for index, _, _ in self.awaited if index not in seen]

    def trigger(self, task: Any, index: int, payload: bool) -> None:
        if self.element.all_events and len(self.awaited) > 1:
            seen = {*task.internal_data.get("seen", ()), index}
            task.internal_data["seen"] = sorted(seen)
            if len(seen) < len(self.awaited):
                if payload:
                    task.workflow.take(task.workflow.path(task))
                return
            task.internal_data.pop("seen")
        self.happened(task, index, payload)

    def happened(self, task: Any, index: int, payload: bool) -> None:
        """Everything that was waited for is there."""
        raise NotImplementedError(self.name)

    def ends_waiting(self, task: Any, payload: bool) -> None:
        """One event has won; what it carries can make no other of the token's events true."""
        instance: Instance = task.workflow
        instance.conditional.pop(task.id, None)
        if payload:
            instance.take(instance.path(task))

    def stays(self, task: Any, index: int) -> bool:
        """Whether a non-interrupting event waits on: a timer only while it has repeats left.

        Of several events that each trigger, the others still wait; all together cannot any more.
        """
        together = self.element.all_events
        timers = [i for i, _, e in self.awaited if e.kind == "timer" and (together or i == index)]
        spent = [i for i in timers if not self._repeats(task, i)]
        if spent and not together:
            task.internal_data["seen"] = spent
        return not spent or (not together and len(self.awaited) > 1)

    def _repeats(self, task: Any, index: int) -> bool:
        _, element, event = self.awaited[index]
        left: int = task.internal_data.get("left", 1)
        if left <= 1:
            return left < 0
        path = task.workflow.path(task)
        left -= task.workflow.do(Passed(element.id, element.scope, event.text, path))
        task.internal_data["left"] = left
        return left > 0


def open_own(task: Any) -> None:
    """The variables of the element's own data inputs and outputs."""
    names = task.task_spec.element.data_names
    if names:
        task.workflow.do(Open(task.id, names))
        task.internal_data["vars"] = task.id


def data_in(task: Any) -> None:
    """Data input associations, before the element begins."""
    element, instance = task.task_spec.element, task.workflow
    for move in element.data_in:
        if not instance.alive(task):
            return
        path = instance.path(task)
        instance.write(Assign(element.id, element.scope, move.expression, move.target, path, path))


def data_out(task: Any) -> None:
    """Data output associations, when it has completed: read inside, written outside."""
    element, instance = task.task_spec.element, task.workflow
    for move in element.data_out:
        if not instance.alive(task):
            return
        inside, outside = instance.path(task), instance.path(task.parent)
        instance.write(
            Assign(element.id, element.scope, move.expression, move.target, inside, outside)
        )


class Catch(Waiting):
    """An intermediate catch event."""

    def begin(self, task: Any) -> bool | None:
        task._set_state(TaskState.STARTED)
        open_own(task)
        self.arm(task)
        return None

    def happened(self, task: Any, index: int, payload: bool) -> None:
        self.ends_waiting(task, payload)
        data_out(task)
        if task.workflow.alive(task):
            task.complete()


class EventGateway(Waiting):
    """Waits at all of its events; the first one's way is taken."""

    def begin(self, task: Any) -> bool | None:
        task._set_state(TaskState.STARTED)
        self.arm(task)
        return None

    def happened(self, task: Any, index: int, payload: bool) -> None:
        _, element, _ = self.awaited[index]
        self.ends_waiting(task, payload)
        task.internal_data["way"] = element.id
        task.complete()

    def leaving(self, task: Any) -> list[Way]:
        chosen = task.workflow.node(task.internal_data["way"])
        ways: list[Way] = chosen.leaving(task)
        return ways


class Boundary(Waiting):
    """An event on the border of an activity; its token is a child of the activity's."""

    listener = True

    def stands_in(self, task: Any) -> Any:
        return task.parent.parent

    def happened(self, task: Any, index: int, payload: bool) -> None:
        instance: Instance = task.workflow
        host = task.parent
        scope = host.parent
        if payload:
            instance.take(instance.path(scope))
            if not instance.alive(task):
                return
        if not self.element.interrupting:
            instance.travel(self.ways, scope)
            if not self.stays(task, index):
                instance._remove_task(task.id)
            return
        scope.busy += 1  # the scope must not end between the stop and the way on
        instance.kill(host)
        instance.travel(self.ways, scope)
        scope.busy -= 1
        instance.finish(scope)


class EventStart(Waiting):
    """The start event of an event sub-process; its token is a child of the scope it watches."""

    listener = True
    handler: Node

    def happened(self, task: Any, index: int, payload: bool) -> None:
        instance: Instance = task.workflow
        scope = task.parent
        event = self.awaited[index][2]
        if self.element.interrupting or event.kind == "error":
            scope.busy += 1
            scope.interrupted = True
            scope.task_spec.taken_over(scope)
            instance.clear(scope, keep=Boundary)
            scope.busy -= 1
        elif not self.stays(task, index):
            instance._remove_task(task.id)
        token = instance.token(self.handler, scope, TaskState.STARTED)
        self.handler.opened_by(token, self, payload)


class Begin(EventGateway):
    """An instance that waits for what starts it: a moment, a signal, a condition."""

    def trigger(self, task: Any, index: int, payload: bool) -> None:
        _, element, _ = self.awaited[index]
        if not element.all_events:
            self.happened(task, index, payload)
            return
        seen = {*task.internal_data.get("seen", ()), index}
        task.internal_data["seen"] = sorted(seen)
        if all(i in seen for i, other, _ in self.awaited if other is element):
            self.happened(task, index, payload)
        elif payload:
            task.workflow.take(task.workflow.path(task))
