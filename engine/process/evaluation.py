"""Evaluates a definition's expressions on one row's variables, within one step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

from engine.errors import DondocError
from engine.process import feel
from engine.process.data import dump
from engine.process.events import Broadcast, Call, Event, Send, TimerDue, TimerSet, WorkItemOpened
from engine.process.expressions import (
    Compiled,
    WrongType,
    after,
    cycle,
    cycle_text,
    form_name,
    moment,
    next_turn,
    timer_text,
)
from engine.process.feel.values import kind
from engine.process.model import Element, EventDef
from engine.process.variables import Path, Variables


@dataclass(slots=True)
class Shared:
    """What the rows of one batch share at one moment.

    ``known`` holds values of expressions by their text and the values of the variables they read:
    ten thousand rows with the same deadline ask for it once. ``kept`` are values, by ``id``, that
    decisions gave and that were found to be such as can be kept.
    """

    calendar: feel.Calendar | None = None
    known: dict[tuple[object, ...], object] = field(default_factory=dict)
    kept: dict[int, object] = field(default_factory=dict)


DECISION = "decision:"
"""What the text of a business rule task's expression begins with."""

_KEPT = frozenset({str, bool, type(None), Decimal, date, datetime, timedelta})


class Readable(Protocol):
    """What evaluating needs of a ``Definition``."""

    @property
    def expressions(self) -> Mapping[tuple[str, str], Compiled]:
        """By the scope whose names they read, and their text."""

    def element(self, element_id: str) -> Element:
        """The element with the designer's id."""


class DecisionFailed(DondocError):
    """Something was wrong in a decision that a business rule task asked."""

    code = "decision-failed"
    vi = "Quyết định «{name}» không cho kết quả: {why_vi}. Hãy sửa bảng quyết định hoặc dữ liệu."
    en = "The decision «{name}» gave no result: {why}. Mend the table or the data."


class StepFault(DondocError):
    """An evaluation failed at an element; ``__cause__`` says how."""

    code = "step-fault"

    def __init__(self, element: str, cause: Exception) -> None:
        super().__init__(detail=str(cause))
        self.element = element


class Evaluation:
    """One row in one step: its variables, what came with the event, what it asks for outside."""

    __slots__ = (
        "at",
        "definition",
        "effects",
        "event",
        "now",
        "outer",
        "payload",
        "shared",
        "variables",
    )

    def __init__(
        self,
        definition: Readable,
        data: Mapping[str, object],
        event: Event,
        now: datetime,
        shared: Shared | None = None,
    ) -> None:
        self.shared = shared or Shared()
        self.definition = definition
        self.variables = Variables(data)
        self.event = event
        self.payload: Mapping[str, object] = getattr(event, "data", {})
        self.outer: list[Mapping[str, object]] = []  # payloads of the events around it
        self.now = now
        self.at = ""  # the element at hand, for a fault to name
        self.effects: list[Call | Send | Broadcast] = []

    def value(
        self, scope: str, text: str, path: Path, extra: tuple[tuple[str, int | bool], ...] = ()
    ) -> object:
        """The expression's value now."""
        expression = self.definition.expressions[scope, text]
        seen = self.variables.seen(expression.names, path)
        if extra:
            seen = {**seen, **dict(extra)}
        key = _key(expression, seen)
        known = self.shared.known
        if key in known:
            return known[key]
        found = self._evaluate(expression, seen)
        if key is not None and (expression.text.startswith(DECISION) or not _composed(found)):
            known[key] = found
        return found

    def _evaluate(self, expression: Compiled, seen: Mapping[str, object]) -> object:
        if not expression.text.startswith(DECISION):
            return expression.evaluate(seen, now=self.now, calendar=self.shared.calendar)
        warnings: list[Any] = []
        found = expression.evaluate(
            seen, now=self.now, calendar=self.shared.calendar, warnings=warnings
        )
        wrong = [w for w in warnings if getattr(w, "severity", "") == "error"]
        if wrong:
            name = expression.text.removeprefix(DECISION)
            raise DecisionFailed(
                name=name,
                why="; ".join(w.en for w in wrong[:3]),
                why_vi="; ".join(w.vi for w in wrong[:3]),
            )
        return found

    def inputs(self, element_id: str, path: Path) -> dict[str, object]:
        """The values of an element's inputs."""
        self.at = element_id
        element = self.definition.element(element_id)
        return {n: self.value(element.scope, text, path) for n, text in element.inputs.items()}

    def keep(self, name: str, value: object, text: str, path: Path) -> None:
        """Write a variable; raises ``WrongType`` for a value that cannot be kept."""
        try:
            if type(value) not in _KEPT and self.shared.kept.get(id(value)) is not value:
                dump({"value": value})
                if text.startswith(DECISION):
                    self.shared.kept[id(value)] = value
        except TypeError as error:
            raise WrongType(
                text=text,
                got=kind(value),
                wanted="a value that can be kept",
                wanted_vi="giá trị lưu được",
            ) from error
        self.variables.set(name, value, path)

    def timer(self, token: int, element_id: str, path: Path) -> TimerSet:
        """When a timer that waits now comes due."""
        self.at = element_id
        element = self.definition.element(element_id)
        event = element.event("timer")
        assert event is not None
        return TimerSet(token, element_id, self._due(token, element_id, event, element.scope, path))

    def _due(
        self, token: int, element_id: str, event: EventDef, scope: str, path: Path
    ) -> datetime:
        if event.form == "timeCycle":
            turns = cycle(self.value(scope, cycle_text(event.text), path), event.text)
            fired = self.event
            again = isinstance(fired, TimerDue) and (fired.token, fired.element) == (
                token,
                element_id,
            )
            last = fired.due if again and isinstance(fired, TimerDue) else None
            return next_turn(turns, last, self.now, event.text)
        text = timer_text(event.text)
        value = self.value(scope, text, path)
        if event.form == "timeDate":
            return moment(value, text)
        return after(self.now, value, text)

    def work_item(self, token: int, element_id: str, path: Path) -> WorkItemOpened:
        """A user task that opens, with its due moment and its form if the model gives one."""
        self.at = element_id
        element = self.definition.element(element_id)
        text = element.props.get("due", "")
        value = self.value(element.scope, text, path) if text else None
        due = moment(value, text) if text else None
        text = element.props.get("formFrom", "")
        form = form_name(self.value(element.scope, text, path), text) if text else ""
        return WorkItemOpened(token, element_id, due, form)


def _composed(value: object) -> bool:
    return isinstance(value, dict | list)


@lru_cache(4096)
def _ordered(names: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(names))


def _key(expression: Compiled, seen: Mapping[str, object]) -> tuple[object, ...] | None:
    """What decides the value besides the moment; None where it cannot be a key.

    Equal is not enough: 1 and true, or one instant in two zones, are different values to FEEL.
    The same text may have other names in another process, so they are part of the key.
    """
    parts: list[object] = [expression.text, expression.names]
    for name in _ordered(expression.names):
        value = seen.get(name)
        of = type(value)
        if value is None or of is str:
            parts.append(value)
        elif isinstance(value, datetime):
            parts.append((value, value.utcoffset(), value.tzinfo))
        elif of is bool:
            parts.append((of, value))
        elif of is int or of is Decimal:
            parts.append((of, str(value)))
        else:
            return None
    return tuple(parts)
