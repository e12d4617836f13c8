"""Tasks: what a person, a service, a script, a decision or a letter does."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.process.elements import compensation
from engine.process.elements.catching import Boundary, Waiting, data_in, data_out, open_own
from engine.process.elements.instance import Instance
from engine.process.elements.nodes import Node, NoWay, Way, true_ways
from engine.process.operations import Assign, Effect


class Activity(Node):
    """What tasks, sub-processes and calls share: quantities, data, boundary events, flows.

    Within a loop or a multi-instance (``each``) the marker's node has all of these instead.
    """

    each = False
    boundaries: tuple[Boundary, ...] = ()
    quantity = 1  # tokens that start it
    completion = 1  # tokens that leave on each flow

    def enter(self, instance: Instance, scope: Any, flow: str) -> None:
        if self.quantity == 1:
            instance.token(self, scope)
            return
        waiting = instance.arrived.setdefault((scope.id, self.name), [])
        waiting[:] = [t for t in waiting if instance.alive(t)]
        waiting.append(instance.token(self, scope, TaskState.WAITING))
        if len(waiting) >= self.quantity:
            instance.token(self, scope)
            for task in waiting[: self.quantity]:
                instance._remove_task(task.id)
            del waiting[: self.quantity]

    def begin(self, task: Any) -> bool | None:
        task._set_state(TaskState.STARTED)
        if not self.each:
            open_own(task)
            data_in(task)
            self.listen(task)
        if not task.workflow.alive(task):
            return None
        return self.work(task)

    def listen(self, task: Any) -> None:
        """The boundary events begin to wait."""
        for boundary in self.boundaries:
            if task.workflow.alive(task):
                waiting = task.workflow.token(boundary, task, TaskState.WAITING)
                boundary.arm(waiting)

    def work(self, task: Any) -> bool | None:
        """The activity itself: True when it is done, None while it goes on."""
        return True

    def _on_complete_hook(self, task: Any) -> None:
        instance = task.workflow
        for child in task.children:
            instance._remove_task(child.id)
        if not self.each:
            data_out(task)
        if instance.alive(task):
            compensation.remember(task)
            super()._on_complete_hook(task)

    def leaving(self, task: Any) -> list[Way]:
        """Several flows are a split: those without condition, those that are true, the default."""
        if not any(way.condition for way in self.ways):
            return self.ways
        default = [w for w in self.ways if w.flow == self.element.default]
        found = true_ways(task, [w for w in self.ways if w not in default])
        chosen = any(way.condition for way in found)
        found += [] if chosen else default
        if not found:
            raise NoWay(where=self.element.name or self.element.id)
        return found

    def times(self, task: Any) -> int:
        return self.completion


class UserTask(Activity):
    """A person's work."""

    def work(self, task: Any) -> bool | None:
        return None


class ServiceTask(Activity):
    """A named service is called; a send task's letter leaves."""

    def work(self, task: Any) -> bool | None:
        letter = self.element.event("message")
        path = task.workflow.path(task)
        task.workflow.do(Effect(self.element.id, path, message=letter.text if letter else ""))
        return True


class ScriptTask(Activity):
    """FEEL, or a decision, whose value goes into a variable."""

    def work(self, task: Any) -> bool | None:
        element, instance = self.element, task.workflow
        text = element.script
        if element.tag == "businessRuleTask":
            text = f"decision:{element.props['decision']}"
        path = instance.path(task)
        instance.write(Assign(element.id, element.scope, text, element.props["result"], path, path))
        return True


class ReceiveTask(Activity, Waiting):
    """Waits for a letter."""

    def work(self, task: Any) -> bool | None:
        self.arm(task)
        return None

    def happened(self, task: Any, index: int, payload: bool) -> None:
        if payload:
            task.workflow.take(task.workflow.path(task))
        if task.workflow.alive(task):
            task.complete()
