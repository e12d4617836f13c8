"""Where an instance stands between two steps: what is open, what is timed, what is stuck."""

from __future__ import annotations

from SpiffWorkflow.util.task import TaskState

from engine.process.elements.activities import Activity, UserTask
from engine.process.elements.catching import FROM_OUTSIDE, Waiting
from engine.process.elements.instance import Instance
from engine.process.variables import Path

RESTS = TaskState.STARTED | TaskState.WAITING


def opened_and_timers(instance: Instance) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    """Open user tasks and waiting timers, each as (token, element)."""
    opened: set[tuple[int, str]] = set()
    timers: set[tuple[int, str]] = set()
    for task in instance.tasks.values():
        node = task.task_spec
        if not task.has_state(RESTS):
            continue
        if isinstance(node, UserTask) and task.has_state(TaskState.STARTED):
            opened.add((task.id, node.element.id))
        if node.awaited and isinstance(node, Waiting):
            waits = node.waits(task)
            timers.update(
                (task.id, element.id)
                for index, element, event in node.awaited
                if event.kind == "timer" and index in waits
            )
    return opened, timers


def path_of(instance: Instance, token: int) -> Path:
    """Where the variables of this token live."""
    return instance.path(instance.tasks[token])


def stuck_at(instance: Instance) -> list[str]:
    """Where tokens stand that nothing can move any more; empty while anything can."""
    if instance.completed:
        return []
    for task in instance.tasks.values():
        node = task.task_spec
        if isinstance(node, UserTask) and task.has_state(TaskState.STARTED):
            return []
        if any(event.kind in FROM_OUTSIDE for _, _, event in node.awaited):
            return []
    waiting = {
        task.task_spec.element.id
        for task in instance.tasks.values()
        if not task._children and isinstance(task.task_spec, Activity | Waiting)
    }
    waiting |= {
        task.task_spec.element.id
        for task in instance.tasks.values()
        if task.has_state(TaskState.WAITING) and not task.task_spec.listener
    }
    return sorted(waiting) or [instance.task_tree.task_spec.element.id]
