"""The engine driven by random events, and what must hold of every transition it makes.

Between any two steps the state is written down and read again; every step is taken twice and by a
stepper that remembers, with the same outcome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.process import data as engine_data
from engine.process import events as e
from engine.process.definition import Definition
from engine.process.replay import Stepper
from engine.process.step import Stale, advance
from tests.reference import interpreter as ref
from tests.reference.comparing import Expected

Key = tuple[int, str]


@dataclass(slots=True)
class Engine:
    """One instance in the engine; ``names``: the drawing's ids to the reference's names."""

    definition: Definition
    stepper: Stepper
    names: Mapping[str, str]
    state: e.State | None = None
    open: dict[Key, None] = field(default_factory=dict)
    timers: dict[Key, datetime] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    gone: list[e.Event] = field(default_factory=list)

    # -- what could happen

    def items(self) -> list[Key]:
        """Open work items, the oldest first."""
        return list(self.open)

    def ranked(self, keys: list[Key], key: Key) -> tuple[str, int]:
        """The reference's name of a work item or timer, and its number among those of that name."""
        same = [k for k in keys if k[1] == key[1]]
        return self.names[key[1]], same.index(key)

    # -- one step

    def step(self, event: e.Event, now: datetime) -> Expected:
        """The step's outcome. Raises ``AssertionError`` where an invariant is broken."""
        made = self._advance(event, now)
        if made is None:
            return Expected(None, "stale")
        if made.fault is not None:
            before = self.state or e.State("", {})
            assert made.state == before, "a step that failed changed the state"
            assert not (made.opened or made.closed or made.timers_set or made.timers_cleared)
            assert not made.effects
            return Expected(None, "fault", f"({made.fault.element}: {made.fault.message})")
        if isinstance(event, e.Complete):
            assert made.state.text != "" or made.status == "ended"
        self._replay(made)
        self.state = e.State(
            str(made.state.text), engine_data.load(engine_data.dump(made.state.data))
        )
        assert self.state == made.state, "variables changed when written down"
        return Expected(self._seen(made))

    def _advance(self, event: e.Event, now: datetime) -> e.Transition | None:
        outcomes = []
        for take in (advance, advance, self.stepper.advance):
            try:
                outcomes.append(take(self.definition, self.state, event, now))
            except Stale:
                outcomes.append(None)
        assert outcomes[0] == outcomes[1], "a step taken twice has two outcomes"
        assert outcomes[0] == outcomes[2], (
            f"the stepper remembers another outcome:\n{outcomes[0]}\n{outcomes[2]}"
        )
        return outcomes[0]

    def _replay(self, made: e.Transition) -> None:
        for key in made.closed:
            assert key in self.open, f"closed what was not open: {key}"
            del self.open[key]
            self.gone.append(e.Complete(key[0]))
        for item in made.opened:
            assert item.token not in self.used, f"a token used again: {item}"
            self.used.add(item.token)
            self.open[item.token, item.element] = None
        for key in made.timers_cleared:
            assert key in self.timers, f"cleared a timer that did not wait: {key}"
            self.gone.append(e.TimerDue(*key, self.timers.pop(key)))
        for timer in made.timers_set:
            self.timers[timer.token, timer.element] = timer.due
        if made.status != "running":
            assert not self.open, f"ended, and still open: {self.open}"
            assert not self.timers, f"ended, and still waiting: {self.timers}"

    # -- what can be seen

    def _seen(self, made: e.Transition) -> ref.Seen:
        return ref.Seen(
            items=Counter(self.names[element] for _, element in self.open),
            timers=Counter((self.names[k[1]], due) for k, due in self.timers.items()),
            effects=tuple(self._effect(x) for x in made.effects),
            variables={
                k: _plain(v)
                for k, v in made.state.data.items()
                if v is not None and not k.startswith("#")
            },
            status=made.status,
            trouble=self._trouble(made),
        )

    def _trouble(self, made: e.Transition) -> str:
        trouble: Any = getattr(made, "trouble", None)
        return trouble.code if trouble is not None else ""

    def _effect(self, effect: Any) -> tuple[Any, ...]:
        name = self.names[effect.element]
        if isinstance(effect, e.Call):
            return ("call", name, _plain(effect.inputs["value"]))
        return ("message" if isinstance(effect, e.Send) else "signal", name, effect.name)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    return [_plain(v) for v in value] if isinstance(value, list) else value
