"""Where an instance's tokens are, as text: SpiffWorkflow's task tree without its specification.

The specification is shared and never stored. Tasks are numbered in the order in which they came to
be and keep their numbers, clock readings are left out, and variables live elsewhere; so two
instances that took the same way have the same text, and a step computed for one serves for all
(``replay``). The text is JSON with our own version number; it is kept as text in the database,
because ``jsonb`` reorders keys and a reordered tree silently loses data.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.errors import DondocError

VERSION = 1
_NUMBERED = 1 << 64  # random ids of fresh tasks are far above this


class StateUnreadable(DondocError):
    """A stored state that this program cannot load."""

    code = "state-unreadable"
    vi = "Không đọc được trạng thái đã lưu của tiến trình ({why}). Hãy báo quản trị viên."
    en = "The stored state of the process cannot be read ({why}). Tell an administrator."


def numbered(workflow: BpmnWorkflow, last_number: int) -> tuple[dict[UUID, int], int]:
    """The number of every task, fresh ones counted on from ``last_number``; and the last given."""
    numbers: dict[UUID, int] = {}
    for task_id in workflow.tasks:
        if task_id.int < _NUMBERED:
            numbers[task_id] = task_id.int
        else:
            last_number += 1
            numbers[task_id] = last_number
    return numbers, last_number


def dump(workflow: BpmnWorkflow, numbers: dict[UUID, int], last_number: int) -> str:
    """The state as text, under the numbers that ``numbered`` gave."""
    last = workflow.last_task
    return json.dumps(
        {
            "v": VERSION,
            "n": last_number,
            "root": numbers[workflow.task_tree.id],
            "last": numbers.get(last.id) if last is not None else None,
            "ok": workflow.success,
            "done": workflow.completed,
            "tasks": [_row(task, numbers) for task in workflow.tasks.values()],
        },
        separators=(",", ":"),
    )


def _row(task: Any, numbers: dict[UUID, int]) -> list[object]:
    # A gateway keeps the event that opened it; once it has passed, nothing reads it any more.
    passed = task.has_state(TaskState.FINISHED_MASK)
    internal = {
        k: v
        for k, v in task.internal_data.items()
        if v not in (None, False) and not (passed and k == "seen_events")
    }
    return [
        numbers[task.id],
        task.task_spec.name,
        task.state,
        numbers.get(task._parent),
        [numbers[child] for child in task._children],
        int(task.triggered),
        internal or 0,
    ]


def load(text: str, spec: BpmnProcessSpec, script_engine: object) -> tuple[BpmnWorkflow, int]:
    """The workflow and its highest task number.

    Raises ``StateUnreadable`` for another version or a task the specification does not have.
    """
    kept = json.loads(text)
    if kept.get("v") != VERSION:
        raise StateUnreadable(why=f"version {kept.get('v')!r}")
    workflow = BpmnWorkflow(spec, script_engine=script_engine, deserializing=True)
    for row in kept["tasks"]:
        _restore(workflow, spec, row)
    workflow.task_tree = workflow.tasks[UUID(int=kept["root"])]
    if kept["last"] is not None:
        workflow.last_task = workflow.tasks[UUID(int=kept["last"])]
    workflow.success = kept["ok"]
    workflow.completed = kept["done"]
    return workflow, kept["n"]


def _restore(workflow: BpmnWorkflow, spec: BpmnProcessSpec, row: list[Any]) -> None:
    number, name, state, parent, children, triggered, internal = row
    task_spec = spec.task_specs.get(name)
    if task_spec is None:
        raise StateUnreadable(why=f"element {name!r}")
    task = Task(workflow, task_spec, state=state, id=UUID(int=number))
    task._parent = UUID(int=parent) if parent is not None else None
    task._children = [UUID(int=child) for child in children]
    task.triggered = bool(triggered)
    task.internal_data = internal or {}
    if isinstance(task_spec, CatchingEvent) and task.has_state(TaskState.WAITING):
        workflow.event_manager.add_task(task)
