"""A running instance: SpiffWorkflow's task tree, one task for each token.

SpiffWorkflow's own BPMN layer fails or is silent where BPMN is richest (docs/adr/0021), so its
*core* carries our elements instead: a token is a ``Task``, an element a ``TaskSpec`` (``nodes``),
and a scope's tokens are the children of the scope's task. Nothing is predicted and nothing that is
finished is kept, so the tree holds just the live tokens, however long an instance runs.
"""

from __future__ import annotations

from collections import deque
from typing import Any, Protocol

from SpiffWorkflow.specs import WorkflowSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

from engine.errors import DondocError
from engine.process.operations import Check, Close, Operation, Take
from engine.process.variables import PROCESS, Path

MAX_MOVES = 400_000
MAX_LOOKS = 12
PHASE = "complex "  # begins the key of a complex gateway's phase in its scope's task
LIVE = TaskState.NOT_FINISHED_MASK


class TooLong(DondocError):
    """One step after another without end."""

    code = "too-long"
    vi = "Tiến trình đi quá {limit} bước nối tiếp nhau (lặp mãi?). Hãy sửa sơ đồ."
    en = "The process went more than {limit} steps in a row (a loop?). Mend the diagram."


class Recorder(Protocol):
    """Who drives a step: performs operations on a row's variables and notes their outcomes."""

    def do(self, operation: Operation) -> Any:
        """Perform; the outcome, None for what has none."""


class Token(Task):  # type: ignore[misc]
    """One token: a task with a small number for an id, and without the library's log of states."""

    def __init__(self, instance: Instance, node: Any, above: Any, state: int, number: int) -> None:
        super().__init__(instance, node, above, state=state, id=number)
        self.busy = 0  # how many tokens stand in it, listeners aside
        self.interrupted = False  # whether an event sub-process has taken the scope over

    def _set_state(self, value: int) -> None:
        self._state = value


class Instance(Workflow):  # type: ignore[misc]
    """The live tokens, the queue of those that can move, and the scopes they stand in."""

    def __init__(self, specification: WorkflowSpec, recorder: Recorder | None) -> None:
        super().__init__(specification, deserializing=True)
        self.recorder = recorder
        self.last = 0  # the number of the youngest token
        self.ready: deque[Any] = deque()
        self.arrived: dict[tuple[int, str], list[Any]] = {}  # tokens that wait at joins
        self.conditional: dict[int, Any] = {}  # tokens that wait for a condition
        self.trouble: tuple[str, str, str] | None = None  # (code, element, detail)
        self.moves = 0
        self.entered: set[str] = set()  # the elements and flows that tokens came to
        self.reopened = 0  # how many ad hoc sub-processes were opened anew
        self.looks = 0  # how many looks at the conditions are under way within one another
        self.unseen = False  # whether something was written that no look has seen

    def node(self, name: str) -> Any:
        """The element with this id."""
        return self.spec.task_specs[name]

    def token(self, node: Any, parent: Any, state: int = TaskState.READY) -> Any:
        """A new token at ``node`` within ``parent``; a READY one will be run in its turn."""
        self.last += 1
        task = Token(self, node, parent, state, self.last)
        if parent is not None and not node.listener:
            parent.busy += 1
        if not node.listener:
            self.entered.add(node.name)
        if state == TaskState.READY:
            self.ready.append(task)
        return task

    def alive(self, task: Any) -> bool:
        """Whether the token still exists."""
        return task.id in self.tasks

    def run(self) -> None:
        """Until nothing can move without an event from outside. Raises ``TooLong``."""
        while self.ready or self._settle():
            while self.ready:
                task = self.ready.popleft()
                if self.alive(task) and task.has_state(TaskState.READY):
                    self.moves += 1
                    if self.moves > MAX_MOVES:
                        raise TooLong(limit=MAX_MOVES)
                    task.run()

    def _settle(self) -> bool:
        """Joins that must know that nothing else can come are asked when all else is still."""
        for (scope_id, name), waiting in list(self.arrived.items()):
            if scope_id not in self.tasks or not waiting:
                del self.arrived[scope_id, name]
            elif self.node(name).settle(self.tasks[scope_id]):
                return True
        for task in list(self.tasks.values()):
            if task.has_state(TaskState.STARTED) and task.task_spec.settles(task):
                return True
        return False

    def travel(self, ways: list[Any], scope: Any, times: int = 1) -> None:
        """Tokens set out on these flows within ``scope``."""
        for _ in range(times):
            for way in ways:
                self.entered.add(way.flow)
                way.target.enter(self, scope, way.flow)

    def leave(self, task: Any) -> None:
        """A token disappears; a scope that has none left is finished."""
        scope = task.parent
        self._remove_task(task.id)
        self.finish(scope)

    def finish(self, scope: Any) -> None:
        """End the scope if nothing in it is left to do."""
        waits = self.alive(scope) and scope.busy == 0 and scope.has_state(TaskState.STARTED)
        if waits and not scope.task_spec.settles(scope):
            scope.task_spec.emptied(scope)

    def kill(self, task: Any) -> None:
        """The token and everything inside it stop, without finishing the scope it is in."""
        if self.alive(task):
            if task.has_state(LIVE):
                task.cancel()
            if self.alive(task):
                self._remove_task(task.id)

    def clear(self, scope: Any, keep: type[Any] | None = None) -> None:
        """Everything in the scope stops, but the boundary events that sit on it."""
        for child in scope.children:
            if keep is None or not isinstance(child.task_spec, keep):
                self.kill(child)
        for key in [k for k in scope.internal_data if k.startswith(PHASE)]:
            del scope.internal_data[key]

    def close(self) -> None:
        """The process is over: nothing is left of it but its root."""
        root = self.task_tree
        self.clear(root)
        for record in root.internal_data.pop("done", ()):
            self.forget(record)
        self.completed = True

    def do(self, operation: Operation) -> Any:
        """Let the recorder perform it."""
        assert self.recorder is not None
        return self.recorder.do(operation)

    def write(self, operation: Operation) -> None:
        """Perform what writes variables, and see at once which conditions it made true."""
        self.do(operation)
        if self.conditional:
            self.look()

    def take(self, path: Path) -> None:
        """Write what came with the event."""
        self.write(Take(path))

    def look(self) -> None:
        """Every waiting condition is asked; one that has become true triggers.

        What a triggered event writes is looked at before it goes on. Only where thousands trigger
        one another is that put off until the look around it.
        """
        if self.looks >= MAX_LOOKS:
            self.unseen = True
            return
        self.looks += 1
        self.unseen = True
        while self.unseen:
            self.unseen = False
            self._ask_all()
        self.looks -= 1

    def _ask_all(self) -> None:
        for task in list(self.conditional.values()):
            self.ask(task)

    def ask(self, task: Any) -> None:
        """The conditions that one token waits for are asked."""
        for index, _, event in task.task_spec.awaited:
            if not self.alive(task):
                break
            if event.kind == "conditional":
                self._ask(task, index)

    def _ask(self, task: Any, index: int) -> None:
        _, element, event = task.task_spec.awaited[index]
        path = self.path(task)
        check = Check(element.id, element.scope, event.text, path, unknown=False)
        was: list[int] = task.internal_data.get("was", [])
        if not self.do(check):
            task.internal_data["was"] = [i for i in was if i != index]
        elif index not in was:
            task.internal_data["was"] = [*was, index]
            task.task_spec.trigger(task, index, payload=False)

    def path(self, task: Any) -> Path:
        """The scopes whose variables this token sees, outermost first."""
        found: list[int] = []
        task = task.task_spec.stands_in(task)
        while task is not None:
            if (called := task.internal_data.get("called")) is not None:
                return (called, *reversed(found))
            if (number := task.internal_data.get("vars")) is not None:
                found.append(number)
            task = task.parent
        return (*PROCESS, *reversed(found)) if found else PROCESS

    def _remove_task(self, task_id: int) -> None:
        task = self.tasks[task_id]
        if task._parent is not None and not task.task_spec.listener:
            task.parent.busy -= 1
        if task.has_state(LIVE):
            task._state = TaskState.CANCELLED
        self.conditional.pop(task_id, None)
        for child in list(task._children):
            self._remove_task(child)
        if task.internal_data:
            self._forget_all(task.internal_data)
        if task._parent is None:
            del self.tasks[task_id]
            return
        task.parent._children.remove(task_id)
        del self.tasks[task_id]

    def _forget_all(self, internal: dict[str, Any]) -> None:
        for record in (*internal.get("done", ()), *internal.get("todo", ())):
            self.forget(record)
        for key in ("vars", "called"):
            if (number := internal.get(key)) is not None and not internal.get("kept"):
                self.do(Close(number))

    def forget(self, record: list[Any]) -> None:
        """What was kept of a finished activity for its compensation."""
        _, number, inner = record
        for within in inner:
            self.forget(within)
        if number is not None:
            self.do(Close(number))

    def _task_completed_notify(self, task: Any) -> None:
        """The library would look for an 'End' and refresh every waiting task; nothing waits so."""
