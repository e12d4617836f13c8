"""What a rehearsal sees of the engine while it runs: elements entered, and how long tokens waited.

``Noting`` is the stepper and ``Watch`` the engine's ``watch``: nothing is written for them, and the
engine does what it always does.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.deployments import Library
from engine.instance_rows import Changes
from engine.process.replay import Stepper
from engine.process.script import Script

Element = tuple[int, str, str]
"""(id of the model, process, element)."""
_DAY = 86_400.0


class Noting(Stepper):
    """A stepper that remembers which elements tokens came to, by the definition's key."""

    def __init__(self) -> None:
        super().__init__()
        self.entered: dict[str, set[str]] = defaultdict(set)

    def _learn(self, key: Any, script: Script) -> None:
        self.entered[key[0]] |= script.entered
        super()._learn(key, script)


@dataclass(frozen=True, slots=True)
class Waited:
    """How long tokens waited at an element, in days: median, p90, the most.

    ``count`` tokens in all, ``still`` of them at the end (they count by what they had waited).
    """

    model_id: int
    process: str
    element: str
    count: int
    still: int
    median: float
    p90: float
    most: float


@dataclass(slots=True)
class _Instance:
    model_id: int
    process: str
    state: str
    since: dict[int, datetime]


class Watch:
    """Told what each wave wrote; knows where every token stands, and since when."""

    def __init__(self) -> None:
        self._instances: dict[int, _Instance] = {}
        self._tokens: dict[str, Mapping[int, str]] = {}
        self._waits: dict[Element, array[float]] = defaultdict(lambda: array("d"))

    def __call__(self, changes: Changes, now: datetime) -> None:
        """Note where tokens stand now."""
        for family in changes.families:
            running = family.status == "running"
            for id_ in family.ids if running else ():
                self._begin(id_, family.model_id, family.process, family.state, now)
        for row in changes.started:
            began, model_id, process, status, state = row[0], row[1], row[2], row[6], row[7]
            if status == "running":
                self._begin(began, model_id, process, state, now)
        for id_, status, state, _ in changes.moved:
            self._move(id_, state if status == "running" else "", now)

    def waits(self, session: Session, library: Library, ends: datetime) -> list[Waited]:
        """Every element at which a token ever waited, the longest median first."""
        still: dict[Element, int] = defaultdict(int)
        for instance in self._instances.values():
            for token, element in self._standing(instance.state).items():
                at = (instance.model_id, instance.process, element)
                self._waits[at].append((ends - instance.since[token]).total_seconds() / _DAY)
                still[at] += 1
        self._instances.clear()
        found = [
            _waited(at, days, still[at])
            for at, days in self._waits.items()
            if _shown(session, library, at)
        ]
        return sorted(found, key=lambda w: (-w.median, -w.p90, w.process, w.element))

    def _begin(self, id_: Any, model_id: Any, process: Any, state: Any, now: datetime) -> None:
        since = dict.fromkeys(self._standing(state), now)
        self._instances[id_] = _Instance(model_id, process, state, since)

    def _move(self, id_: int, state: str, now: datetime) -> None:
        instance = self._instances.get(id_)
        if instance is None or instance.state == state:
            return
        before, after = self._standing(instance.state), self._standing(state)
        for token, element in before.items():
            if after.get(token) != element:
                waited = now - instance.since.pop(token)
                at = (instance.model_id, instance.process, element)
                self._waits[at].append(waited.total_seconds() / _DAY)
        for token, element in after.items():
            if before.get(token) != element:
                instance.since[token] = now
        instance.state = state
        if not state:
            del self._instances[id_]

    def _standing(self, state: str) -> Mapping[int, str]:
        found = self._tokens.get(state)
        if found is None:
            found = self._tokens[state] = dict(_tokens(state)) if state else {}
        return found


def _tokens(state: str) -> Iterator[tuple[int, str]]:
    for number, name, _, parent, _ in json.loads(state)["tasks"]:
        if parent is not None:
            yield number, name


def _shown(session: Session, library: Library, at: Element) -> bool:
    """Whether it is an element of the diagram that a token stands at, not one that listens."""
    model_id, process, name = at
    element = library.load(session, model_id).processes[process].elements.get(name)
    return element is not None and element.tag != "boundaryEvent" and not element.by_event


def _waited(at: Element, days: array[float], still: int) -> Waited:
    ordered = sorted(days)
    last = len(ordered) - 1
    return Waited(
        *at,
        count=len(ordered),
        still=still,
        median=round(ordered[last // 2], 3),
        p90=round(ordered[-(-last * 9 // 10)], 3),
        most=round(ordered[last], 3),
    )
