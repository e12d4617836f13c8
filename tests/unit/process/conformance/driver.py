"""An instance that is driven through a diagram (``drawing``) step by step.

``shape`` is what a step left behind: the trace, then ``?u`` for each open work item, ``@t`` for
each timer, ``!code`` for trouble, and ``.`` once the instance ended (``x``: cancelled).

Every step is taken by ``advance`` and twice by one shared ``Stepper``; the three must be equal, as
must be what both do for a row with other numbers. The state they were given must stay untouched,
and between two steps the variables go through text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

import pytest

from engine.process.data import dump, load
from engine.process.definition import Definition
from engine.process.events import (
    Cancel,
    Change,
    Complete,
    Event,
    Failure,
    Message,
    Signal,
    Start,
    State,
    TimerDue,
    Transition,
)
from engine.process.replay import Stepper
from engine.process.step import Stale, advance
from tests.unit.process.conformance.deploying import define

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STEPPER = Stepper()


class Run:
    """An instance, what waits in it, and what its steps did."""

    def __init__(self, definition: Definition, event: Start | None = None, once: bool = False):
        self.definition, self.once = definition, once
        self.state: State | None = None
        self.now = NOW
        self.open: dict[int, str] = {}
        self.timers: dict[tuple[int, str], datetime] = {}
        self.effects: list[Any] = []
        self.go(event or Start({"trace": []}))

    def go(self, event: Event) -> Run:
        """One step, which must not fail."""
        made = self.step(event)
        assert made.fault is None, made.fault
        self.last, self.state = made, made.state
        for token, element in made.closed:
            assert self.open.pop(token) == element
        for timer in made.timers_cleared:
            del self.timers[timer]
        for item in made.opened:
            assert item.token not in self.open
            self.open[item.token] = item.element
        self.timers |= {(t.token, t.element): t.due for t in made.timers_set}
        self.effects += made.effects
        assert made.status == "running" or not (self.open or self.timers)
        return self

    def step(self, event: Event) -> Transition:
        """What the event would do, asked three times and saved and loaded in between."""
        before = self.state
        if before is not None:
            before = State(before.text, load(dump(before.data)))
            assert before == self.state
        made = advance(self.definition, before, event, self.now)
        if self.once:
            return made
        for _ in range(2):
            assert STEPPER.advance(self.definition, before, event, self.now) == made
        self._as_well_for_another(before, event)
        assert before == self.state
        return made

    def _as_well_for_another(self, state: State | None, event: Event) -> None:
        """What the stepper remembers of this row must be right for one with other values too."""
        other = State(state.text, _differing(state.data)) if state else None
        given = getattr(event, "data", None)
        event = replace(event, data=_differing(given)) if given else event  # type: ignore[arg-type]
        said: list[object] = []
        for step in (advance, STEPPER.advance):
            try:
                said.append(step(self.definition, other, event, self.now))
            except Stale:
                said.append("stale")
        assert said[0] == said[1]

    def done(self, element: str, **data: object) -> Run:
        """Complete the oldest open work item of the element."""
        return self.go(Complete(self.token(element), data))

    def all_done(self, element: str, **data: object) -> Run:
        """Complete every work item of the element that is open now."""
        for token in [t for t, e in self.open.items() if e == element]:
            self.go(Complete(token, data))
        return self

    def fire(self, element: str) -> Run:
        """Let the earliest timer of the element come due, at its moment."""
        due, (token, _) = min((d, t) for t, d in self.timers.items() if t[1] == element)
        self.now = max(self.now, due)
        return self.go(TimerDue(token, element, due))

    def message(self, name: str, **data: object) -> Run:
        return self.go(Message(name, data))

    def signal(self, name: str, **data: object) -> Run:
        return self.go(Signal(name, data))

    def change(self, **data: object) -> Run:
        return self.go(Change(data))

    def cancel(self) -> Run:
        return self.go(Cancel("enough"))

    def play(self, *moves: str) -> Run:
        """Moves by name: ``u1`` completes, ``@t`` fires, ``M!`` a letter, ``S~`` a signal, ``n=2``.

        ``u1 n=2`` completes with data; a bare ``n=2`` is a change from outside.
        """
        for move in moves:
            word, *given = move.split()
            data = dict(_assigned(w) for w in (move.split() if "=" in word else given))
            if "=" in word:
                self.change(**data)
            elif word.startswith("@"):
                self.fire(word[1:])
            elif word.endswith("!"):
                self.message(word[:-1], **data)
            elif word.endswith("~"):
                self.signal(word[:-1], **data)
            else:
                self.done(word, **data)
        return self

    def stale(self, event: Event) -> bool:
        """Whether the event no longer applies, for ``advance`` and the stepper alike."""
        for step in (advance, STEPPER.advance):
            try:
                step(self.definition, self.state, event, self.now)
            except Stale:
                continue
            return False
        return True

    def refuses(self, event: Event) -> bool:
        """Whether the event is stale or a fault; either way the instance is as it was."""
        try:
            made = self.step(event)
        except Stale:
            return True
        assert made.fault is None or made.state == self.state
        return made.fault is not None

    def token(self, element: str) -> int:
        return min(t for t, e in self.open.items() if e == element)

    @property
    def data(self) -> Mapping[str, object]:
        return self.state.data

    @property
    def status(self) -> str:
        return self.last.status

    @property
    def trace(self) -> str:
        return " ".join(map(str, cast("list[object]", self.data.get("trace") or [])))

    @property
    def trouble(self) -> str:
        return self.last.trouble.code if self.last.trouble else ""

    @property
    def shape(self) -> str:
        words = [self.trace, *(f"?{e}" for e in sorted(self.open.values()))]
        words += [f"@{e}" for e in sorted(e for _, e in self.timers)]
        words += [f"!{self.trouble}"] if self.trouble else []
        words += {"ended": ["."], "cancelled": ["x"]}.get(self.status, [])
        return " ".join(filter(None, words))


def run(
    *parts: str,
    variables: str = "",
    also: str = "",
    root: str = "",
    by: Start | None = None,
    **data: object,
) -> Run:
    """The process of these parts, begun with these variables (``by``: begun otherwise)."""
    begin = by or Start()
    event = Start({"trace": [], **data, **begin.data}, begin.message, begin.element)
    return Run(define(*parts, variables=variables, also=also, root=root), event)


def fault(
    *parts: str,
    variables: str = "",
    also: str = "",
    root: str = "",
    once: bool = False,
    **data: object,
) -> Failure:
    """How the first step of such a process fails; nothing of it is kept."""
    definition = define(*parts, variables=variables, also=also, root=root)
    begin = Start({"trace": [], **data})
    made = advance(definition, None, begin, NOW)
    if not once:
        assert STEPPER.advance(definition, None, begin, NOW) == made
    assert made.fault is not None, made
    assert made.state == State("", {})
    assert made.fault.code and made.fault.message and made.fault.vi
    return made.fault


@dataclass(frozen=True)
class Row:
    """A process, its first shape, and (moves, shape) after each further step."""

    parts: Sequence[str]
    shape: str
    moves: tuple[tuple[str, str], ...]
    data: Mapping[str, Any]

    def plays(self) -> None:
        r = run(*self.parts, **self.data)
        assert r.shape == self.shape
        for moves, shape in self.moves:
            assert r.play(*moves.split(", ")).shape == shape, moves


def row(name: str, parts: Sequence[str], shape: str, *moves: tuple[str, str], **data: Any) -> Any:
    """A parameter for a test that says ``row.plays()``; ``data`` as for ``run``."""
    return pytest.param(Row(parts, shape, moves, data), id=name)


def _differing(data: Mapping[str, object]) -> dict[str, object]:
    """Other numbers, shorter lists."""
    return {
        name: value + 1
        if isinstance(value, int | Decimal) and not isinstance(value, bool)
        else value[:-1]
        if isinstance(value, list) and name != "trace"
        else value
        for name, value in data.items()
    }


def _assigned(text: str) -> tuple[str, object]:
    name, value = text.split("=")
    return name, int(value) if value.lstrip("-").isdigit() else value
