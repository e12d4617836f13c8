"""What one step did, as a list of operations that can be done again for another row.

SpiffWorkflow moves the tokens of the *first* instance that takes a way; what it did is written
down as a ``Script``. Every transition, the first one's too, is made by ``perform``: it evaluates
the script's expressions on the row's own variables. A row whose conditions come out otherwise
cannot use the script, and ``perform`` says so by returning None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.errors import DondocError
from engine.process import feel
from engine.process.data import dump
from engine.process.definition import Definition
from engine.process.events import (
    Call,
    Event,
    Send,
    State,
    Status,
    TimerSet,
    Transition,
    WorkItemOpened,
)
from engine.process.expressions import Compiled, WrongType, after, moment, timer_text, truth
from engine.process.feel.values import kind
from engine.process.model import Element


@dataclass(frozen=True, slots=True)
class Check:
    """A condition was asked and gave this outcome."""

    expression: str
    outcome: bool


@dataclass(frozen=True, slots=True)
class Assign:
    """A script task set a variable."""

    element: str


@dataclass(frozen=True, slots=True)
class Effect:
    """A service task or a throw was passed."""

    element: str


@dataclass(frozen=True, slots=True)
class Script:
    """``operations`` in the order in which they happened; the rest is the difference of states."""

    operations: tuple[Check | Assign | Effect, ...]
    text: str
    status: Status
    opened: tuple[tuple[int, str], ...]
    closed: tuple[tuple[int, str], ...]
    timers: tuple[tuple[int, str], ...]
    timers_cleared: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Shared:
    """What the rows of one batch share at one moment.

    ``known`` holds values of expressions by their text and the values of the variables they read:
    ten thousand rows with the same deadline ask for it once.
    """

    calendar: feel.Calendar | None = None
    known: dict[tuple[object, ...], object] = field(default_factory=dict)


class Evaluation:
    """Evaluates a definition's expressions on one row's variables; reused within one step."""

    __slots__ = ("at", "definition", "now", "shared", "variables")

    def __init__(
        self,
        definition: Definition,
        variables: dict[str, object],
        now: datetime,
        shared: Shared | None = None,
    ) -> None:
        self.shared = shared or Shared()
        self.definition = definition
        self.variables = variables
        self.now = now
        self.at = ""  # the element at hand, for a fault to name

    def value(self, text: str) -> object:
        """The expression's value now."""
        expression = self.definition.expressions[text]
        key = _key(expression, self.variables)
        known = self.shared.known
        if key in known:
            return known[key]
        found = expression.evaluate(self.variables, now=self.now, calendar=self.shared.calendar)
        if key is not None and not isinstance(found, (dict, list)):
            known[key] = found
        return found

    def check(self, text: str) -> bool:
        """A condition's outcome; raises ``WrongType`` unless true or false."""
        self.at = self.definition.owner_of(text)
        return truth(self.value(text), text)

    def assign(self, element: Element) -> None:
        """Run a script task."""
        self.at = element.id
        value = self.value(element.script)
        try:
            dump({"value": value})
        except TypeError as error:
            raise WrongType(
                text=element.script,
                got=kind(value),
                wanted="a value that can be kept",
                wanted_vi="giá trị lưu được",
            ) from error
        self.variables[element.props["result"]] = value

    def effect(self, element: Element) -> Call | Send:
        """What a service task or a throw asks for."""
        self.at = element.id
        inputs = {name: self.value(text) for name, text in element.inputs.items()}
        if element.tag == "serviceTask":
            return Call(element.id, element.props["handler"], inputs)
        event = element.event("message")
        assert event is not None
        text = element.props["recipients"]
        recipients = self.value(text)
        if recipients is None:
            raise WrongType(text=text, got="null", wanted="units", wanted_vi="các đơn vị nhận")
        return Send(
            element=element.id,
            name=event.text,
            recipients=recipients,
            directive=element.props.get("directive", "own"),
            data=inputs,
        )

    def timer(self, token: int, element: Element) -> TimerSet:
        """When a timer that waits now comes due."""
        self.at = element.id
        event = element.event("timer")
        assert event is not None
        text = timer_text(event.text)
        value = self.value(text)
        due = moment(value, text) if event.form == "timeDate" else after(self.now, value, text)
        return TimerSet(token, element.id, due)

    def work_item(self, token: int, element: Element) -> WorkItemOpened:
        """A user task that opens, with its due moment if the model gives one."""
        self.at = element.id
        text = element.props.get("due", "")
        value = self.value(text) if text else None
        return WorkItemOpened(token, element.id, moment(value, text) if text else None)


def _key(expression: Compiled, variables: Mapping[str, object]) -> tuple[object, ...] | None:
    """What decides the value besides the moment; None where it cannot be a key.

    Equal is not enough: 1 and true, or one instant in two zones, are different values to FEEL.
    The same text may have other names in another process, so they are part of the key.
    """
    parts: list[object] = [expression.text, expression.names]
    for name in sorted(expression.names):
        value = variables.get(name)
        if isinstance(value, datetime):
            parts.append((value, value.utcoffset(), value.tzinfo))
        elif value is None or isinstance(value, str):
            parts.append(value)
        else:
            return None
    return tuple(parts)


def variables_after(state_data: Mapping[str, object], event: Event) -> dict[str, object]:
    """The variables once the event's data are in: they belong to the process, not to a token."""
    return {**state_data, **getattr(event, "data", {})}


def reads(script: Script, definition: Definition) -> frozenset[str]:
    """The variables that performing the script reads."""
    elements = definition.process.elements
    texts: list[str] = []
    for operation in script.operations:
        match operation:
            case Check(expression, _):
                texts.append(expression)
            case Assign(element):
                texts.append(elements[element].script)
            case Effect(element):
                texts.extend(elements[element].inputs.values())
                texts.append(elements[element].props.get("recipients", ""))
    for _, element in script.timers:
        event = elements[element].event("timer")
        texts.append(timer_text(event.text) if event else "")
    texts.extend(elements[element].props.get("due", "") for _, element in script.opened)
    read = (definition.expressions[text].names for text in texts if text)
    return frozenset().union(*read)


class StepFault(DondocError):
    """An evaluation failed at an element; ``__cause__`` says how."""

    code = "step-fault"

    def __init__(self, element: str, cause: Exception) -> None:
        super().__init__(detail=str(cause))
        self.element = element


def perform(
    script: Script,
    definition: Definition,
    variables: dict[str, object],
    now: datetime,
    shared: Shared | None = None,
) -> Transition | None:
    """The script's transition for these variables (changed in place), or None if it differs.

    Raises ``StepFault`` for an expression that fails, with its element.
    """
    evaluation = Evaluation(definition, variables, now, shared)
    try:
        return _perform(script, evaluation)
    except DondocError as error:
        raise StepFault(evaluation.at, error) from error


def _perform(script: Script, evaluation: Evaluation) -> Transition | None:
    effects: list[Call | Send] = []
    elements = evaluation.definition.process.elements
    for operation in script.operations:
        match operation:
            case Check(expression, outcome):
                if evaluation.check(expression) != outcome:
                    return None
            case Assign(element):
                evaluation.assign(elements[element])
            case Effect(element):
                effects.append(evaluation.effect(elements[element]))
    return Transition(
        state=State(script.text, evaluation.variables),
        status=script.status,
        opened=tuple(evaluation.work_item(t, elements[e]) for t, e in script.opened),
        closed=script.closed,
        timers_set=tuple(evaluation.timer(t, elements[e]) for t, e in script.timers),
        timers_cleared=script.timers_cleared,
        effects=tuple(effects),
    )
