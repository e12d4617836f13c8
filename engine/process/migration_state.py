"""Moves an instance's tokens to another version of its model: a rewriting, never a step.

Tokens keep their numbers. Nothing moves: no flow is taken, no service called; what the new version
makes possible happens at the next event. ``Mover`` remembers what it did for each state's text,
so that ten thousand instances at one place cost one rewriting and ten thousand evaluations.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.errors import DondocError
from engine.process import state as states
from engine.process.definition import Definition
from engine.process.elements.instance import Instance
from engine.process.evaluation import Evaluation, Shared, StepFault
from engine.process.events import Change, State, Transition
from engine.process.migration import Obstacle, Plan, obstacle, plan
from engine.process.migration_scopes import Recorder, equip
from engine.process.migration_tokens import rows
from engine.process.model import EventDef
from engine.process.script import Script, Waiting, perform, transition
from engine.process.standing import opened_and_timers, path_of, stuck_at

_NOTHING = Change({})  # a migration is no event


@dataclass(frozen=True, slots=True)
class Moved:
    """What a migration does to one row: (token, old element, new element) for what is kept.

    ``timers`` keep their moment; ``anew`` are those that wait on for another one.
    """

    transition: Transition
    items: tuple[tuple[int, str, str], ...]
    timers: tuple[tuple[int, str, str], ...]
    anew: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class _Way:
    script: Script
    items: tuple[tuple[int, str, str], ...]
    timers: tuple[tuple[int, str, str], ...]
    anew: tuple[tuple[int, str, str], ...]


class Mover:
    """Moves instances along one plan."""

    def __init__(self, found: Plan) -> None:
        self.plan = found
        self._ways: dict[str, list[_Way]] = {}
        self._obstacles: dict[str, list[Obstacle]] = {}

    def move(
        self, state: State, now: datetime, shared: Shared | None = None
    ) -> Moved | list[Obstacle]:
        """The instance in the new version, or everything that is in its way."""
        if state.text in self._obstacles:
            return self._obstacles[state.text]
        try:
            return self._move(state, now, shared)
        except StepFault as error:
            return [self._fault(error)]

    def _move(self, state: State, now: datetime, shared: Shared | None) -> Moved | list[Obstacle]:
        new = self.plan.new
        for way in self._ways.get(state.text, ()):
            made = perform(way.script, new, state.data, _NOTHING, now, shared)
            if made is not None:
                return Moved(made, way.items, way.timers, way.anew)
        row = Evaluation(new, state.data, _NOTHING, now, shared)
        found = self._rewrite(state, row)
        if isinstance(found, list):
            self._obstacles[state.text] = found
            return found
        self._ways.setdefault(state.text, []).append(found)
        made = transition(found.script, row)
        return Moved(made, found.items, found.timers, found.anew)

    def _rewrite(self, state: State, row: Evaluation) -> _Way | list[Obstacle]:
        old = states.load(state.text, self.plan.old.spec, None)
        kept, found = rows(self.plan, old)
        if found:
            return found
        recorder = Recorder(row)
        text = json.dumps({"v": states.VERSION, "n": old.last, "tasks": kept})
        new = states.load(text, self.plan.new.spec, recorder)
        try:
            equip(self.plan, old, new)
        except DondocError as error:
            raise StepFault(row.at, error) from error
        if not stuck_at(old) and (where := stuck_at(new)):
            return [obstacle(e, self._name(e), "stuck") for e in where]
        return self._way(old, new, recorder)

    def _way(self, old: Instance, new: Instance, recorder: Recorder) -> _Way:
        opened, timers = opened_and_timers(old)
        _, timers_now = opened_and_timers(new)
        same = tuple(sorted(self._kept(timers, timers_now)))
        fresh = timers_now - {(token, after) for token, _, after in same}
        gone = timers - {(token, before) for token, before, _ in same} - fresh
        return _Way(
            script=Script(
                operations=tuple(recorder.operations),
                text=states.dump(new),
                status="running",
                opened=(),
                closed=(),
                timers=tuple(sorted(fresh)),
                timers_cleared=tuple(sorted(gone)),
                paths={token: path_of(new, token) for token, _ in fresh},
            ),
            items=tuple(sorted((t, e, self.plan.to(e)) for t, e in opened)),
            timers=same,
            anew=tuple(sorted((t, e, a) for t, e in timers if (t, a := self.plan.to(e)) in fresh)),
        )

    def _kept(self, timers: set[Waiting], now: set[Waiting]) -> Iterator[tuple[int, str, str]]:
        """Timers whose expression is the same: their moment stays."""
        for token, before in timers:
            after = self.plan.to(before)
            if (token, after) in now and _timer(self.plan.old, before) == _timer(
                self.plan.new, after
            ):
                yield token, before, after

    def _name(self, element: str) -> str:
        found = self.plan.new.elements.get(element)
        return found.name if found is not None else ""

    def _fault(self, error: StepFault) -> Obstacle:
        cause = error.__cause__
        if isinstance(cause, DondocError):
            vi, en = cause.text("vi"), cause.text("en")
        else:
            vi = en = str(cause or error)
        return obstacle(error.element, self._name(error.element), "fault", vi, en)


def move(
    state: State,
    old: Definition,
    new: Definition,
    mapping: Mapping[str, str],
    now: datetime,
    shared: Shared | None = None,
) -> Transition | list[Obstacle]:
    """One instance alone: its transition, or everything that is in its way."""
    found = Mover(plan(old, new, mapping)).move(state, now, shared)
    return found.transition if isinstance(found, Moved) else found


def _timer(definition: Definition, element: str) -> EventDef | None:
    return definition.element(element).event("timer")
