"""What one step did, as a list of operations that can be done again for another row.

SpiffWorkflow moves the tokens of the *first* instance that takes a way; what it did is written
down as a ``Script``. For others ``perform`` does the same operations on their own variables. A row
for which one of them comes out otherwise cannot use the script, and ``perform`` says so by
returning None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.errors import DondocError
from engine.process.definition import Definition
from engine.process.evaluation import Evaluation, Shared, StepFault
from engine.process.events import Event, Failure, State, Status, Transition
from engine.process.expressions import cycle_text
from engine.process.operations import (
    HANDED_IN,
    Assign,
    Check,
    Close,
    Count,
    Effect,
    Enter,
    Item,
    Operation,
    Pack,
    Passed,
    Repeats,
    Return,
)
from engine.process.variables import Path

Waiting = tuple[int, str]  # (token, element)


@dataclass(frozen=True, slots=True)
class Script:
    """``operations`` with their outcomes in the order in which they happened.

    The rest is the difference of states; ``paths`` say where the variables of what has opened and
    of the timers live, ``entered`` are the elements and flows that tokens came to.
    """

    operations: tuple[tuple[Operation, object], ...]
    text: str
    status: Status
    opened: tuple[Waiting, ...]
    closed: tuple[Waiting, ...]
    timers: tuple[Waiting, ...]
    timers_cleared: tuple[Waiting, ...]
    paths: Mapping[int, Path]
    trouble: Failure | None = None
    entered: frozenset[str] = frozenset()


def reads(script: Script, definition: Definition) -> frozenset[str]:
    """The variables that performing the script reads."""
    texts = list(_texts(script, definition))
    for _, element_id in script.timers:
        element = definition.element(element_id)
        texts += [(element.scope, text) for text in definition.timer_texts(element_id)]
    for _, element_id in script.opened:
        element = definition.element(element_id)
        if element.props.get("due"):
            texts.append((element.scope, element.props["due"]))
    read = (definition.expressions[key].names for key in texts)
    return frozenset().union(_handed_in(script), *read)


def _handed_in(script: Script) -> frozenset[str]:
    """What a called process that goes on keeps a copy of."""
    scopes = {o.number for o, _ in script.operations if isinstance(o, Enter)}
    scopes -= {o.number for o, _ in script.operations if isinstance(o, Close)}
    return frozenset(HANDED_IN if scopes else ())


def _texts(script: Script, definition: Definition) -> Iterator[tuple[str, str]]:
    for operation, _ in script.operations:
        match operation:
            case Check() | Count() | Assign() | Item():
                yield operation.scope, operation.text
            case Repeats() | Passed():
                yield operation.scope, cycle_text(operation.text)
            case Effect(element_id) | Pack(element_id) | Enter(element_id):
                element = definition.element(element_id)
                yield from ((element.scope, text) for text in element.inputs.values())
                if element.props.get("recipients"):
                    yield element.scope, element.props["recipients"]
            case Return(element_id, called):
                outputs = definition.element(element_id).outputs
                yield from ((called, text) for text in outputs.values())


def perform(
    script: Script,
    definition: Definition,
    data: Mapping[str, object],
    event: Event,
    now: datetime,
    shared: Shared | None = None,
) -> Transition | None:
    """The script's transition for a row with these variables, or None if it takes another way.

    Raises ``StepFault`` for an expression that fails, with its element.
    """
    row = Evaluation(definition, data, event, now, shared)
    try:
        for operation, outcome in script.operations:
            if operation.apply(row) != outcome:
                return None
    except DondocError as error:
        raise StepFault(row.at, error) from error
    return transition(script, row)


def transition(script: Script, row: Evaluation) -> Transition:
    """What follows from a script once its operations are performed on the row.

    Raises ``StepFault`` for a due moment that cannot be computed.
    """
    try:
        return _transition(script, row)
    except DondocError as error:
        raise StepFault(row.at, error) from error


def _transition(script: Script, row: Evaluation) -> Transition:
    paths = script.paths
    return Transition(
        state=State(script.text, row.variables.root),
        status=script.status,
        opened=tuple(row.work_item(t, e, paths[t]) for t, e in script.opened),
        closed=script.closed,
        timers_set=tuple(row.timer(t, e, paths[t]) for t, e in script.timers),
        timers_cleared=script.timers_cleared,
        effects=tuple(row.effects),
        trouble=script.trouble,
    )
