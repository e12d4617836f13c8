"""Hands one event to an instance and lets its tokens move until they rest."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.specs import WorkflowSpec
from SpiffWorkflow.util.task import TaskState

from engine.errors import Conflict
from engine.process.definition import Definition
from engine.process.elements import throwing
from engine.process.elements.activities import UserTask
from engine.process.elements.build import BEGIN, ROOT
from engine.process.elements.instance import Instance, Recorder
from engine.process.elements.nodes import Node
from engine.process.events import (
    Cancel,
    Change,
    Complete,
    Event,
    Message,
    Move,
    Signal,
    Start,
    TimerDue,
)
from engine.process.variables import PROCESS


class Stale(Conflict):
    """The event no longer applies: the task is done, or nothing waits for the message."""

    code = "stale"
    vi = "Việc này đã được xử lý hoặc không còn hiệu lực ({what}). Hãy tải lại trang."
    en = "This was already dealt with, or no longer applies ({what}). Reload the page."


class NoSuchPlace(Conflict):
    """A token cannot be set down there."""

    code = "no-such-place"
    vi = "Không chuyển bước tới «{element}» được: phần tử không nằm trong cùng tiến trình (con)."
    en = "The token cannot be moved to «{element}»: it is not in the same (sub-)process."


def begin(specification: WorkflowSpec, recorder: Recorder) -> Instance:
    """An instance that has not begun yet."""
    instance = Instance(specification, recorder)
    instance.task_tree = instance.token(instance.node(ROOT), None, TaskState.STARTED)
    return instance


def happen(instance: Instance, definition: Definition, event: Event) -> None:
    """Apply the event. Raises ``Stale`` if it does not apply (any more)."""
    match event:
        case Start(_, message, element):
            _start(instance, definition, message, element)
        case Complete(token, _):
            _complete(instance, token)
        case TimerDue(token, element):
            _fire(instance, token, element)
        case Message(name, _):
            _receive(instance, name)
        case Signal(name, _):
            if not throwing.signal(instance, name):
                raise Stale(what=f"signal {name!r}")
        case Change(_):
            instance.take(PROCESS)
        case Move(token, element):
            _move(instance, token, element)
        case Cancel(_):
            instance.close()
            instance.task_tree.cancel()
            return
    instance.run()


def _start(instance: Instance, definition: Definition, message: str, element: str) -> None:
    root = instance.task_tree
    body = root.task_spec.body
    instance.take(PROCESS)
    start = definition.start(message, element)
    if start is None and not message and not element and definition.waits_to_start():
        body.begin(root, [instance.node(BEGIN)])
        return
    if start is None:
        raise Stale(what=f"start {message or element!r}")
    chosen = instance.node(start.id)
    if message and start.all_events and start.tag == "startEvent":
        body.begin(root, [instance.node(BEGIN)])
        instance.run()
        _receive(instance, message)
        return
    # What begins without a start event of its own: everything nothing leads to.
    starts = [chosen] if start.tag == "startEvent" else []
    body.begin(root, starts)
    if not starts and instance.alive(root):
        _instantiate(instance, chosen, message)
    if root.busy == 0:
        instance.finish(root)


def _instantiate(instance: Instance, chosen: Node, message: str) -> None:
    """A receive task or an event-based gateway begins the instance with its event."""
    root = instance.task_tree
    if chosen.element.tag != "eventBasedGateway":
        task = instance.token(chosen, root)
        instance.run()
        if message and instance.alive(task):
            task.task_spec.trigger(task, 0, payload=True)
        return
    if not chosen.element.all_events:
        task = instance.token(chosen, root)
        instance.run()
        index = next(i for i, _, e in chosen.awaited if e.kind == "message" and e.text == message)
        task.task_spec.trigger(task, index, payload=True)
        return
    for way in chosen.ways:
        way.target.enter(instance, root, way.flow)
    instance.run()
    _receive(instance, message)


def _task(instance: Instance, token: int, what: str) -> Any:
    task = instance.tasks.get(token) if token > 0 else None
    if task is None:
        raise Stale(what=what)
    return task


def _complete(instance: Instance, token: int) -> None:
    task = _task(instance, token, f"task {token}")
    if not isinstance(task.task_spec, UserTask) or not task.has_state(TaskState.STARTED):
        raise Stale(what=f"task {token}")
    instance.take(instance.path(task))
    if instance.alive(task):
        task.complete()


def _fire(instance: Instance, token: int, element: str) -> None:
    task = _task(instance, token, f"timer {element} of task {token}")
    for index, awaited, event in task.task_spec.awaited:
        if event.kind == "timer" and awaited.id == element and index in task.task_spec.waits(task):
            task.task_spec.trigger(task, index, payload=False)
            return
    raise Stale(what=f"timer {element} of task {token}")


def _receive(instance: Instance, name: str) -> None:
    for task in throwing.waiting(instance):
        for index, _, event in task.task_spec.awaited:
            if (
                event.kind == "message"
                and event.text == name
                and index in task.task_spec.waits(task)
            ):
                task.task_spec.trigger(task, index, payload=True)
                return
    raise Stale(what=f"message {name!r}")


def _move(instance: Instance, token: int, element: str) -> None:
    task = _task(instance, token, f"token {token}")
    scope = task.parent
    if scope is None or task.task_spec.listener or not scope.task_spec.is_scope:
        raise Stale(what=f"token {token}")
    target = instance.spec.task_specs.get(element or task.task_spec.element.id)
    if target is None or not _place(target, task.task_spec.element.scope):
        raise NoSuchPlace(element=element)
    scope.busy += 1
    instance.kill(task)
    instance.token(target, scope)
    scope.busy -= 1


def _place(node: Node, scope: str) -> bool:
    """Whether a token can stand there: at an element that tokens come to, in this scope."""
    element = node.element
    drawn = node.name == element.id and element.scope == scope
    return drawn and not node.handles_event and not (node.listener and element.handler)
