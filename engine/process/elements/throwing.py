"""Events that are thrown: to other instances, to catchers within this one, to a scope's end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.process.elements import compensation
from engine.process.elements.catching import Boundary, EventStart, Waiting, data_in, open_own
from engine.process.elements.instance import Instance
from engine.process.elements.nodes import Node, Way
from engine.process.model import Element, EventDef
from engine.process.operations import Effect, Pack, Unpack


class Throw(Node):
    """An intermediate throw or an end event: its events in order, then the token goes on."""

    def begin(self, task: Any) -> bool | None:
        open_own(task)
        data_in(task)
        events = sorted(self.element.events, key=lambda e: e.kind == "compensate")
        for event in events:
            if not task.workflow.alive(task):
                return None
            if event.kind == "compensate":
                return compensation.throw(task, event.text)
            throw(task, self.element, event, task.parent)
        return True

    def leaving(self, task: Any) -> list[Way]:
        link = self.element.event("link")
        if link is None or self.element.tag != "intermediateThrowEvent":
            return self.ways
        ways: list[Way] = self.target.leaving(task)
        return ways

    target: Node  # of a link: the catch event of its name

    def child_done(self, scope: Any, child: Any) -> None:
        compensation.child_done(scope, child)

    def emptied(self, task: Any) -> None:
        """Compensation that is under way decides itself when it is done."""


def throw(task: Any, element: Element, event: EventDef, scope: Any) -> None:
    """Throw one event from within ``scope``."""
    instance: Instance = task.workflow
    path = instance.path(task)
    match event.kind:
        case "message":
            instance.do(Effect(element.id, path, message=event.text))
        case "signal":
            instance.do(Effect(element.id, path, signal=event.text))
            instance.do(Pack(element.id, path))
            signal(instance, event.text)
            instance.do(Unpack())
        case "error" | "escalation":
            instance.do(Pack(element.id, path))
            _climb(instance, element, event, scope)
            instance.do(Unpack())
        case "terminate":
            terminate(scope)
        case "cancel":
            compensation.cancel(scope)


def signal(instance: Instance, name: str) -> bool:
    """Everybody who waits for it now hears it; whether somebody did."""
    heard = [
        (task, index)
        for task in waiting(instance)
        for index, _, event in task.task_spec.awaited
        if event.kind == "signal" and event.text == name and index in task.task_spec.waits(task)
    ]
    for task, index in heard:
        if instance.alive(task):
            task.task_spec.trigger(task, index, payload=True)
    return bool(heard)


def waiting(instance: Instance) -> list[Any]:
    """Tokens that wait for an event, the longest first."""
    found = [
        t
        for t in instance.tasks.values()
        if t.task_spec.awaited and t.has_state(TaskState.WAITING | TaskState.STARTED)
    ]
    return sorted(found, key=lambda t: t.id)


def terminate(scope: Any) -> None:
    """Everything in the scope stops, and the scope ends."""
    instance = scope.workflow
    instance.clear(scope, keep=Boundary)
    for record in scope.internal_data.pop("done", ()):
        instance.forget(record)
    scope.complete()


def _climb(instance: Instance, element: Element, event: EventDef, scope: Any) -> None:
    """An error or escalation looks for the innermost catcher, one scope after the other out."""
    within: Any = None
    while scope is not None:
        found = _catcher(scope, within, event)
        if found is not None:
            catcher, index = found
            catcher.task_spec.trigger(catcher, index, payload=True)
            return
        within, scope = scope, scope.parent
    if event.kind == "error":
        instance.trouble = ("error-uncaught", element.id, event.text)
        terminate(instance.task_tree)


def _catcher(scope: Any, within: Any, event: EventDef) -> tuple[Any, int] | None:
    for kind in (EventStart, Boundary):
        found = list(_candidates(scope, within, event.kind, kind))
        for exact in (True, False):
            for child, index, awaited in found:
                if awaited.text == (event.text if exact else ""):
                    return child, index
    return None


def _candidates(
    scope: Any, within: Any, kind: str, listener: type[Waiting]
) -> Iterator[tuple[Any, int, EventDef]]:
    for child in scope.children:
        spec = child.task_spec
        if not isinstance(spec, listener):
            continue
        # What a handler throws does not start the same handler over again.
        if isinstance(spec, EventStart) and within and within.task_spec is spec.handler:
            continue
        yield from ((child, i, e) for i, _, e in spec.awaited if e.kind == kind)
