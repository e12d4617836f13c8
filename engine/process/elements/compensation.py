"""Undoing what was completed, newest first (BPMN 2.0.2, 10.6 and 13.5.5).

A scope keeps with its task, under ``done``, a record of each compensable activity that completed
in it: ``[activity, number of the variables kept, records of what completed inside]``. A task that
compensates keeps under ``todo`` the records that are left.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.process.elements.catching import Boundary
from engine.process.elements.nodes import Node, Way

Record = list[Any]


def remember(task: Any) -> None:
    """An activity has completed: note it, and keep what its compensation will need."""
    spec = task.task_spec
    if not spec.compensable or spec.element.for_compensation:
        return  # what undoes is not itself undone
    scope = task.parent
    while not scope.task_spec.is_scope:
        scope = scope.parent
    internal = task.internal_data
    inner = internal.pop("done", [])
    number = None
    if (spec.undo is not None or inner) and internal.get("vars") == task.id:
        number = task.id
        internal["kept"] = 1  # its scope outlives the token
    if spec.handler is None and spec.undo is None and not inner:
        return
    scope.internal_data.setdefault("done", []).append([spec.element.id, number, inner])


def throw(task: Any, activity: str) -> bool | None:
    """Compensate from a throw event: True when there is nothing to do, None while it goes on."""
    scope = task.parent
    if scope.task_spec.handles_event:
        scope = scope.parent
    done: list[Record] = scope.internal_data.get("done", [])
    todo = [r for r in done if not activity or r[0] == activity]
    scope.internal_data["done"] = [r for r in done if activity and r[0] != activity]
    if not scope.internal_data["done"]:
        del scope.internal_data["done"]
    if not todo:
        return True
    task._set_state(TaskState.STARTED)
    task.internal_data["todo"] = todo
    _next(task)
    return None


def cancel(scope: Any) -> None:
    """A transaction is cancelled: all stops, what completed is undone, then the way on is taken."""
    while scope is not None and scope.task_spec.element.tag != "transaction":
        scope = scope.parent
    instance = scope.workflow
    instance.clear(scope, keep=Boundary)
    scope.internal_data["todo"] = scope.internal_data.pop("done", [])
    scope.internal_data["cancelled"] = 1
    _next(scope)


def child_done(controller: Any, child: Any) -> None:
    """One compensation has finished: the next."""
    controller.workflow._remove_task(child.id)
    _next(controller)


def _next(controller: Any) -> None:
    instance = controller.workflow
    todo: list[Record] = controller.internal_data.get("todo", [])
    while todo:
        activity, number, inner = todo.pop()
        spec = instance.node(activity)
        if spec.handler is not None:
            instance.forget([activity, number, inner])
            instance.token(spec.handler, controller)
            return
        if spec.undo is not None or inner:
            _restore(controller, instance.node(f"{activity}:restored"), number, inner)
            return
    controller.internal_data.pop("todo", None)
    if controller.internal_data.pop("cancelled", None):
        _cancelled(controller)
    else:
        controller.complete()


def _cancelled(transaction: Any) -> None:
    # The boundary events of a marker belong to all its instances together.
    host = transaction.parent if transaction.task_spec.each else transaction
    for child in host.children:
        for index, _, event in child.task_spec.awaited:
            if event.kind == "cancel":
                child.task_spec.trigger(child, index, payload=False)
                return
    transaction.complete()


def _restore(controller: Any, node: Node, number: int | None, inner: list[Record]) -> None:
    """A completed sub-process, as it was when it completed, for its compensation alone."""
    instance = controller.workflow
    task = instance.token(node, controller, TaskState.STARTED)
    if number is not None:
        task.internal_data["vars"] = number
    if node.undo is not None:
        if inner:
            task.internal_data["done"] = inner
        handler = instance.token(node.undo, task, TaskState.STARTED)
        node.undo.opened_by(handler, None, payload=False)
    else:
        task.internal_data["todo"] = inner
        _next(task)


class Restored(Node):
    """A completed sub-process whose compensation runs."""

    is_scope = True

    def child_done(self, scope: Any, child: Any) -> None:
        if "todo" in scope.internal_data:
            child_done(scope, child)
        else:
            super().child_done(scope, child)

    def leaving(self, task: Any) -> list[Way]:
        return []
