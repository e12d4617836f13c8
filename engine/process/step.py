"""One step of one instance: ``advance(definition, state, event, now) → Transition``.

Pure: no database, no clock, no Python from a diagram. A step that fails returns a transition with
``fault`` set and the state as it was before the event; an event that no longer applies (the task
is done, nothing waits) raises ``Stale``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from SpiffWorkflow.bpmn.specs.defaults import UserTask
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import EventBasedGateway
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.util.task import TaskState

from engine.errors import Conflict, DondocError
from engine.process import state as states
from engine.process.definition import Definition
from engine.process.elements import ClockFreeTimer, ScriptEngine, element_id, spec_name
from engine.process.events import (
    Cancel,
    Change,
    Complete,
    Event,
    Failure,
    Message,
    Start,
    State,
    TimerDue,
    Transition,
)
from engine.process.script import (
    Assign,
    Check,
    Effect,
    Evaluation,
    Script,
    Shared,
    StepFault,
    perform,
    variables_after,
)


class Stale(Conflict):
    """The event no longer applies: the task is done, or nothing waits for the message."""

    code = "stale"
    vi = "Việc này đã được xử lý hoặc không còn hiệu lực ({what}). Hãy tải lại trang."
    en = "This was already dealt with, or no longer applies ({what}). Reload the page."


class Stuck(DondocError):
    """Tokens are left that nothing can ever move."""

    code = "stuck"
    vi = "Tiến trình dừng giữa chừng tại {where}: không còn gì có thể tiếp tục. Hãy sửa sơ đồ."
    en = "The process stands still at {where}: nothing can move it any more. Mend the diagram."


class TooLong(DondocError):
    """One step after another without end, or longer than the library can follow."""

    code = "too-long"
    vi = "Tiến trình đi quá {limit} bước nối tiếp nhau (lặp mãi?). Hãy sửa sơ đồ."
    en = "The process went more than {limit} steps in a row (a loop?). Mend the diagram."


# SpiffWorkflow's iterators stop at a depth of 1,000 and take what lies deeper for finished.
MAX_DEPTH = 900


def advance(
    definition: Definition,
    state: State | None,
    event: Event,
    now: datetime,
    shared: Shared | None = None,
) -> Transition:
    """What ``event`` does to an instance (``state`` None: it is to begin).

    Raises ``Stale`` for an event that no longer applies. Any other failure comes back as the
    transition's ``fault``.
    """
    before = state or State("", {})
    try:
        script = record(definition, state, event, now, shared)
        made = perform(script, definition, variables_after(before.data, event), now, shared)
        if made is None:
            raise DondocError(detail="a condition changed its outcome within one step")
        return made
    except Stale:
        raise
    except Exception as error:  # every failure of a step becomes a fault that a person sees
        return Transition(state=before, fault=failure(error))


def failure(error: Exception) -> Failure:
    """The fault that an exception during a step becomes."""
    if isinstance(error, StepFault) and isinstance(error.__cause__, Exception):
        return replace(failure(error.__cause__), element=error.element)
    if isinstance(error, DondocError):
        return Failure("", error.text("en"), error.text("vi"))
    spec = getattr(getattr(error, "task_spec", None), "name", "")
    if isinstance(error.__cause__, DondocError):
        return replace(failure(error.__cause__), element=element_id(spec))
    return Failure(element_id(spec), f"{type(error).__name__}: {error}")


def record(
    definition: Definition,
    state: State | None,
    event: Event,
    now: datetime,
    shared: Shared | None = None,
) -> Script:
    """Let SpiffWorkflow take the step once, and write down what it did."""
    data = state.data if state else {}
    recorder = _Recorder(Evaluation(definition, variables_after(data, event), now, shared))
    engine = ScriptEngine(recorder)
    with definition.lock:
        if state is None:
            workflow, last = BpmnWorkflow(definition.spec, script_engine=engine), 0
            workflow.do_engine_steps()
            opened, timers = set[tuple[int, str]](), set[tuple[int, str]]()
        else:
            workflow, last = states.load(state.text, definition.spec, engine)
            opened, timers = _waiting(workflow, definition, None)
        try:
            _apply(workflow, definition, event)
        except Stale:
            raise
        except DondocError as error:
            raise StepFault(recorder.evaluation.at, error) from error
        return _script(workflow, definition, event, last, recorder, opened, timers)


def _script(
    workflow: BpmnWorkflow,
    definition: Definition,
    event: Event,
    last: int,
    recorder: _Recorder,
    opened: set[tuple[int, str]],
    timers: set[tuple[int, str]],
) -> Script:
    _refuse_depth(workflow)
    numbers, last = states.numbered(workflow, last)
    opened_now, timers_now = _waiting(workflow, definition, numbers)
    ended = workflow.completed or workflow.is_completed()
    if not ended and not opened_now and not timers_now and not workflow.event_manager.tasks:
        open_tasks = workflow.get_tasks(state=TaskState.READY | TaskState.WAITING)
        raise Stuck(
            where=", ".join(
                sorted({element_id(t.task_spec.name) or t.task_spec.name for t in open_tasks})
            )
        )
    fired = {(event.token, event.element)} if isinstance(event, TimerDue) else set()
    again = timers_now - (timers - fired)
    if isinstance(event, Change):
        again |= {(t, e) for t, e in timers_now if definition.timer_reads(e) & event.data.keys()}
    return Script(
        operations=tuple(recorder.operations),
        text=states.dump(workflow, numbers, last),
        status="cancelled" if isinstance(event, Cancel) else "ended" if ended else "running",
        opened=tuple(sorted(opened_now - opened)),
        closed=tuple(sorted(opened - opened_now)),
        timers=tuple(sorted(again)),
        timers_cleared=tuple(sorted((timers | fired) - timers_now)),
    )


def _refuse_depth(workflow: BpmnWorkflow) -> None:
    depth: dict[UUID | None, int] = {}
    for task in workflow.tasks.values():  # a task comes after its parent
        depth[task.id] = depth.get(task._parent, 0) + 1
        if depth[task.id] > MAX_DEPTH:
            raise TooLong(limit=MAX_DEPTH)


class _Recorder:
    """Answers SpiffWorkflow's questions on one row's variables and writes down the answers."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.operations: list[Check | Assign | Effect] = []

    def check(self, expression: str) -> bool:
        outcome = self.evaluation.check(expression)
        self.operations.append(Check(expression, outcome))
        return outcome

    def effect(self, element: str) -> None:
        self.operations.append(Effect(element))

    def script(self, element: str) -> None:
        self.evaluation.assign(self.evaluation.definition.element(element))
        self.operations.append(Assign(element))


def _waiting(
    workflow: BpmnWorkflow, definition: Definition, numbers: dict[UUID, int] | None
) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    """Open user tasks and waiting timers, each as (token, element)."""
    opened: set[tuple[int, str]] = set()
    timers: set[tuple[int, str]] = set()
    for task in workflow.tasks.values():
        token = numbers[task.id] if numbers is not None else task.id.int
        name = task.task_spec.name
        if task.has_state(TaskState.READY) and isinstance(task.task_spec, UserTask):
            opened.add((token, element_id(name)))
        elif task.has_state(TaskState.WAITING):
            timers.update((token, element) for element in definition.timers(name))
    return opened, timers


def _apply(workflow: BpmnWorkflow, definition: Definition, event: Event) -> None:
    match event:
        case Start(_, message):
            _start(workflow, definition, message)
        case Complete(token, _):
            task = workflow.tasks.get(UUID(int=token))
            if task is None or not task.has_state(TaskState.READY):
                raise Stale(what=f"task {token}")
            task.run()
        case TimerDue(token, element):
            _fire(workflow, definition, token, element)
        case Message(name, _):
            _receive(workflow, name)
        case Change(_):
            return
        case Cancel(_):
            workflow.cancel()
            return
    workflow.do_engine_steps()


def _start(workflow: BpmnWorkflow, definition: Definition, message: str) -> None:
    start = definition.message_start(message) if message else definition.plain_start()
    if start is None:
        raise Stale(what=f"start {message!r}")
    # With one start event SpiffWorkflow waits at it; with several, at each: only ours is fired.
    for task in list(workflow.tasks.values()):
        if task.task_spec.name == spec_name(start.id) and task.has_state(TaskState.WAITING):
            task._set_internal_data(event_fired=True)
            task.task_spec._update(task)
            return
    raise Stale(what=f"start {start.id}")


def _fire(workflow: BpmnWorkflow, definition: Definition, token: int, element: str) -> None:
    task = workflow.tasks.get(UUID(int=token))
    if (
        task is None
        or not task.has_state(TaskState.WAITING)
        or element not in definition.timers(task.task_spec.name)
    ):
        raise Stale(what=f"timer {element} of task {token}")
    if isinstance(task.task_spec, EventBasedGateway):
        task.task_spec.catch(task, BpmnEvent(ClockFreeTimer(element)))
    else:
        task._set_internal_data(event_fired=True)
    task.task_spec._update(task)


def _receive(workflow: BpmnWorkflow, name: str) -> None:
    try:
        workflow.send_event(BpmnEvent(MessageEventDefinition(name), payload={}))
    except WorkflowException as error:
        raise Stale(what=f"message {name!r}") from error
