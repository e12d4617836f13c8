"""One step of one instance: ``advance(definition, state, event, now) → Transition``.

Pure: no database, no clock, no Python from a diagram. A step that fails returns a transition with
``fault`` set and the state as it was before the event; an event that no longer applies (the task
is done, nothing waits) raises ``Stale``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from engine.errors import DondocError
from engine.process import state as states
from engine.process.definition import Definition
from engine.process.elements.instance import Instance
from engine.process.evaluation import Evaluation, Shared, StepFault
from engine.process.events import Cancel, Change, Event, Failure, State, TimerDue, Transition
from engine.process.happening import Stale, begin, happen
from engine.process.operations import Operation
from engine.process.script import Script, Waiting, transition
from engine.process.standing import opened_and_timers, path_of, stuck_at

__all__ = ["Stale", "advance", "failure", "record"]


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
        return transition(*record(definition, state, event, now, shared))
    except Stale:
        raise
    except Exception as error:  # every failure of a step becomes a fault that a person sees
        return Transition(state=before, fault=failure(error))


def failure(error: Exception) -> Failure:
    """The fault that an exception during a step becomes."""
    if isinstance(error, StepFault) and isinstance(error.__cause__, Exception):
        return replace(failure(error.__cause__), element=error.element)
    if isinstance(error, DondocError):
        return Failure("", error.text("en"), error.text("vi"), error.code)
    return Failure("", f"{type(error).__name__}: {error}")


def record(
    definition: Definition,
    state: State | None,
    event: Event,
    now: datetime,
    shared: Shared | None = None,
) -> tuple[Script, Evaluation]:
    """Let SpiffWorkflow take the step, and write down what it did; the row it was done on too."""
    recorder = _Recorder(Evaluation(definition, state.data if state else {}, event, now, shared))
    opened, timers = set[Waiting](), set[Waiting]()
    if state is None:
        instance = begin(definition.spec, recorder)
    else:
        instance = states.load(state.text, definition.spec, recorder)
        opened, timers = opened_and_timers(instance)
    try:
        happen(instance, definition, event)
    except Stale:
        raise
    except DondocError as error:
        raise StepFault(recorder.row.at, error) from error
    return _script(instance, definition, event, recorder, opened, timers), recorder.row


def _script(
    instance: Instance,
    definition: Definition,
    event: Event,
    recorder: _Recorder,
    opened: set[Waiting],
    timers: set[Waiting],
) -> Script:
    opened_now, timers_now = opened_and_timers(instance)
    fired = {(event.token, event.element)} if isinstance(event, TimerDue) else set()
    again = timers_now - (timers - fired)
    if isinstance(event, Change):
        again |= {(t, e) for t, e in timers_now if definition.timer_reads(e) & event.data.keys()}
    ended = instance.completed
    fresh = sorted(opened_now - opened)
    waiting = sorted(again)
    return Script(
        operations=tuple(recorder.operations),
        text=states.dump(instance),
        status="cancelled" if isinstance(event, Cancel) else "ended" if ended else "running",
        opened=tuple(fresh),
        closed=tuple(sorted(opened - opened_now)),
        timers=tuple(waiting),
        timers_cleared=tuple(sorted((timers | fired) - timers_now)),
        paths={token: path_of(instance, token) for token, _ in (*fresh, *waiting)},
        trouble=_trouble(instance),
        entered=frozenset(instance.entered),
    )


def _trouble(instance: Instance) -> Failure | None:
    if instance.trouble is not None:
        code, element, detail = instance.trouble
        return Failure(
            element,
            f"The error «{detail}» ended the process, and nothing caught it.",
            f"Lỗi «{detail}» đã kết thúc tiến trình mà không nơi nào xử lý.",
            code,
        )
    where = stuck_at(instance)
    if not where:
        return None
    places = ", ".join(where)
    return Failure(
        where[0],
        f"The process stands still at {places}: nothing can move it any more. Mend the diagram, "
        "or move the token.",
        f"Tiến trình dừng giữa chừng tại {places}: không còn gì có thể tiếp tục. Hãy sửa sơ đồ "
        "hoặc chuyển bước.",
        "stuck",
    )


class _Recorder:
    """Performs operations on one row's variables and writes them down with their outcomes."""

    def __init__(self, row: Evaluation) -> None:
        self.row = row
        self.operations: list[tuple[Operation, object]] = []

    def do(self, operation: Operation) -> object:
        outcome = operation.apply(self.row)
        self.operations.append((operation, outcome))
        return outcome
