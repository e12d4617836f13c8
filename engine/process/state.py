"""Where an instance's tokens are, as text: SpiffWorkflow's task tree without its specification.

The specification is shared and never stored. Tokens are numbered in the order in which they came
to be and keep their numbers, clock readings are left out, and variables live elsewhere; so two
instances that took the same way have the same text, and a step computed for one serves for all
(``replay``). The text is JSON with our own version number; it is kept as text in the database,
because ``jsonb`` reorders keys.
"""

from __future__ import annotations

import json
from typing import Any

from SpiffWorkflow.specs import WorkflowSpec
from SpiffWorkflow.util.task import TaskState

from engine.errors import DondocError
from engine.process import state_v1
from engine.process.elements.instance import LIVE, Instance, Recorder, Token

VERSION = 2


class StateUnreadable(DondocError):
    """A stored state that this program cannot load."""

    code = "state-unreadable"
    vi = "Không đọc được trạng thái đã lưu của tiến trình ({why}). Hãy báo quản trị viên."
    en = "The stored state of the process cannot be read ({why}). Tell an administrator."


def dump(instance: Instance) -> str:
    """The state as text: ``[number, element, state, parent, kept]`` for each live token."""
    return json.dumps(
        {
            "v": VERSION,
            "n": instance.last,
            "tasks": [
                [
                    task.id,
                    task.task_spec.name,
                    task.state,
                    task._parent,
                    task.internal_data or 0,
                ]
                for task in instance.tasks.values()
            ],
        },
        separators=(",", ":"),
        ensure_ascii=False,
    )


def load(text: str, specification: WorkflowSpec, recorder: Recorder | None) -> Instance:
    """The instance that ``dump`` wrote, in this release or in one before.

    Raises ``StateUnreadable`` for an unknown version or an element the specification does not have.
    """
    kept = json.loads(text)
    if kept.get("v") == 1:
        try:
            kept = json.loads(state_v1.upgrade(text, specification))
        except ValueError as error:
            raise StateUnreadable(why=str(error)) from error
    if kept.get("v") != VERSION:
        raise StateUnreadable(why=f"version {kept.get('v')!r}")
    instance = Instance(specification, recorder)
    instance.last = kept["n"]
    for number, name, state, parent, internal in kept["tasks"]:
        _restore(instance, number, name, state, parent, internal or {})
    instance.completed = not instance.task_tree.has_state(LIVE)
    return instance


def _restore(
    instance: Instance,
    number: int,
    name: str,
    state: int,
    parent: int | None,
    internal: dict[str, Any],
) -> None:
    node = instance.spec.task_specs.get(name)
    if node is None:
        raise StateUnreadable(why=f"element {name!r}")
    above = instance.tasks[parent] if parent is not None else None
    task = Token(instance, node, above, state, number)
    task.internal_data = internal
    if above is None:
        instance.task_tree = task
    elif not node.listener:
        above.busy += 1
    if task.has_state(TaskState.WAITING) and not node.listener:
        instance.arrived.setdefault((task.parent.id, name), []).append(task)
    if any(event.kind == "conditional" for _, _, event in node.awaited):
        instance.conditional[task.id] = task
