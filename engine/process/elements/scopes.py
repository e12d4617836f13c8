"""Scopes: the process, its sub-processes, its event sub-processes, the processes it calls."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.process.elements import compensation
from engine.process.elements.activities import Activity
from engine.process.elements.catching import EventStart
from engine.process.elements.instance import PHASE, Instance, TooLong
from engine.process.elements.nodes import Node, Way
from engine.process.operations import Check, Close, Enter, Open, Return

MAX_REOPENED = 1_000  # ad hoc sub-processes opened anew in one step, nobody having done anything


class Body:
    """What is drawn inside a scope: where its tokens begin, and the events that it watches for."""

    def __init__(self, scope: str, names: tuple[str, ...]) -> None:
        self.scope = scope
        self.names = names
        self.starts: list[Node] = []
        self.event_starts: list[EventStart] = []
        self.rests = False  # whether something in it waits for a person, a letter or the clock

    def listen(self, task: Any) -> None:
        """The scope's event sub-processes begin to wait."""
        for start in self.event_starts:
            if task.workflow.alive(task) and not task.interrupted:
                start.arm(task.workflow.token(start, task, TaskState.WAITING))

    def open(self, task: Any, starts: list[Node] | None = None) -> None:
        """The scope's variables, listeners and first tokens (``starts``: only these)."""
        instance: Instance = task.workflow
        if self.names:
            instance.do(Open(task.id, self.names))
            task.internal_data["vars"] = task.id
        self.begin(task, starts)

    def begin(self, task: Any, starts: list[Node] | None = None) -> None:
        """The scope's listeners and first tokens."""
        self.listen(task)
        if task.workflow.alive(task) and not task.interrupted:
            for start in self.starts if starts is None else starts:
                start.enter(task.workflow, task, "")


def reset_gateways(scope: Any) -> bool:
    """Complex gateways of the scope whose round is over; whether a token came of it."""
    phases = [key for key in scope.internal_data if key.startswith(PHASE)]
    nodes = [scope.workflow.node(key.removeprefix(PHASE)) for key in phases]
    return any([node.settle(scope) for node in nodes])  # noqa: C419  every one is asked


class Scope(Node):
    """A node whose task holds tokens."""

    is_scope = True
    body: Body

    def settles(self, task: Any) -> bool:
        return reset_gateways(task)


class Root(Scope):
    """The process itself."""

    def _on_complete_hook(self, task: Any) -> None:
        task.workflow.close()


class SubProcess(Activity, Scope):
    """A sub-process or a transaction."""

    def work(self, task: Any) -> bool | None:
        self.body.open(task)
        return None if not task.workflow.alive(task) or task.busy else True

    def child_done(self, scope: Any, child: Any) -> None:
        if "todo" in scope.internal_data:
            compensation.child_done(scope, child)
        else:
            super().child_done(scope, child)


class Handler(Scope):
    """An event sub-process that runs."""

    handles_event = True
    undo_starts: list[Node]  # of a compensation event sub-process: where it begins

    def opened_by(self, task: Any, start: EventStart | None, payload: bool) -> None:
        """Begin at the start event that was triggered, or, without one, as a compensation."""
        instance: Instance = task.workflow
        if self.body.names:
            instance.do(Open(task.id, self.body.names))
            task.internal_data["vars"] = task.id
        if payload:
            instance.take(instance.path(task))
        self.body.listen(task)
        if instance.alive(task) and not task.interrupted:
            for node in [start] if start is not None else self.undo_starts:
                instance.travel(node.ways, task)
        instance.finish(task)

    def leaving(self, task: Any) -> list[Way]:
        return []


class CallActivity(Activity, Scope):
    """A process of the same file runs inside, and sees only what it is given."""

    def work(self, task: Any) -> bool | None:
        instance = task.workflow
        number = -task.id
        instance.do(Enter(self.element.id, instance.path(task), number, self.body.names))
        task.internal_data["called"] = number
        self.body.begin(task)
        return None if not instance.alive(task) or task.busy else True

    def _on_complete_hook(self, task: Any) -> None:
        instance = task.workflow
        for child in task.children:  # what watched the called process sees nothing of this one
            if isinstance(child.task_spec, EventStart):
                instance._remove_task(child.id)
        number = task.internal_data.pop("called")
        if self.element.outputs:
            outside = instance.path(task if self.each else task.parent)
            instance.write(Return(self.element.id, self.element.called, (number,), outside))
        instance.do(Close(number))
        if instance.alive(task):
            super()._on_complete_hook(task)


class AdHoc(SubProcess):
    """Activities in any order, until its condition says that it is enough."""

    def work(self, task: Any) -> bool | None:
        if self.element.ordering != "Sequential":
            return super().work(task)
        task.internal_data["next"] = 1
        self.body.open(task, self.body.starts[:1])
        return None if task.busy else True

    def _start_next(self, task: Any) -> None:
        turn = task.internal_data["next"]
        task.internal_data["next"] = turn + 1
        self.body.starts[turn].enter(task.workflow, task, "")

    def child_done(self, scope: Any, child: Any) -> None:
        if "todo" in scope.internal_data or not isinstance(child.task_spec, Activity):
            super().child_done(scope, child)
            return
        instance = scope.workflow
        scope.busy += 1  # what follows decides whether it is finished
        super().child_done(scope, child)
        scope.busy -= 1
        if not instance.alive(scope):
            return
        if not scope.internal_data.get("enough") and self._enough(scope):
            if self.element.cancel_remaining:
                for other in list(scope.children):
                    if not other.task_spec.listener:
                        instance.kill(other)
            scope.internal_data["enough"] = 1
        instance.finish(scope)

    def _enough(self, scope: Any) -> bool:
        text = self.element.completion
        path = scope.workflow.path(scope)
        return bool(text) and bool(
            scope.workflow.do(Check(self.element.id, self.element.id, text, path))
        )

    def taken_over(self, task: Any) -> None:
        task.internal_data["enough"] = 1  # nothing of it is begun any more

    def emptied(self, task: Any) -> None:
        enough = task.internal_data.get("enough")
        starts = self.body.starts
        if not enough and task.internal_data.get("next", len(starts)) < len(starts):
            self._start_next(task)
        elif enough or not self.element.completion:
            task.internal_data.pop("next", None)
            task.internal_data.pop("enough", None)
            task.complete()
        elif self.body.rests:
            self._again(task)

    def _again(self, task: Any) -> None:
        """The condition is not met yet: people may do its activities once more."""
        task.workflow.reopened += 1
        if task.workflow.reopened > MAX_REOPENED:
            raise TooLong(limit=MAX_REOPENED)
        if self.element.ordering == "Sequential":
            task.internal_data["next"] = 0
            self._start_next(task)
            return
        for start in self.body.starts:
            start.enter(task.workflow, task, "")
