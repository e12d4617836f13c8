"""Golden states of a release: every place where instances of some models can rest, and the way on.

    python tools/golden.py tests/golden/v2 bpmn/*.bpmn tests/golden/models/*.bpmn

A release runs it once, with its own code; later releases must load each state, find the same work
items and timers in it, and finish it by the recorded events (``tests/unit/process/test_golden.py``).
The folder gets a copy of each model and, beside it, one JSON file for each of its processes.
"""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from engine.process import events, vet
from engine.process.data import dump, load
from engine.process.definition import Definition, definitions
from engine.process.step import Stale, advance
from engine.services import inputs
from webapp.setup import form_fields, shipped_tables

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MAX_PLACES = 200
VISITS = 2  # a place in two ways: another order of arrival, the second turn of a loop
UNIT = {"id": 1, "code": "01", "name": "tỉnh A", "tier": "tinh"}
GIVEN: dict[str, object] = {
    "unit": UNIT,
    "directive": {"id": 1, "label": "số 1", "subject": "Việc A", "issuer": UNIT, "recipients": []},
    "report": {"id": 7},
    "opensAt": START + timedelta(days=1),
    "dueAt": START + timedelta(days=30),
    "consolidator": UNIT,
    "reporter": UNIT,
    "route": "issue",
}
ANSWERS: tuple[dict[str, object], ...] = (
    {"route": "issue", "decision": "accept", "number": "5", "symbol": "KH", "issuedOn": None},
    {"route": "do", "decision": "return", "remarks": "Thiếu số liệu."},
)
Row = dict[str, Any]


class Place:
    """An instance at rest: its transition, its open work items and its timers."""

    def __init__(self, before: Place | None, made: events.Transition) -> None:
        self.state, self.status = made.state, made.status
        closed = {*made.closed, *made.timers_cleared}
        self.open = {(o.token, o.element) for o in made.opened}
        self.timers = {(t.token, t.element): t.due for t in made.timers_set}
        if before is not None:
            self.open |= {i for i in before.open if i not in closed}
            self.timers = {t: d for t, d in before.timers.items() if t not in closed} | self.timers
        self.does = [effect.element for effect in made.effects]

    @classmethod
    def standing(cls, row: Row) -> Place:
        """The place that was recorded."""
        items = (events.WorkItemOpened(t, e, None) for t, e in row["open"])
        timers = (events.TimerSet(t, e, datetime.fromisoformat(d)) for t, e, d in row["timers"])
        state = events.State(row["text"], load(row["data"]))
        return cls(None, events.Transition(state, opened=tuple(items), timers_set=tuple(timers)))

    def key(self, definition: Definition) -> object:
        """What makes it another place."""
        return (
            sorted(e for _, e in self.open),
            sorted(e for _, e in self.timers),
            [label for label, _ in heard(definition) if _take(definition, self, label) is not None],
        )


def heard(definition: Definition) -> Iterator[tuple[Row, None]]:
    """Messages and signals that anything in the process could wait for."""
    found = {
        (event.kind, event.text)
        for element in definition.process.elements.values()
        for event in element.events
        if event.kind in ("message", "signal") and event.text
    }
    for kind, name in sorted(found):
        yield {kind: name}, None


def labels(definition: Definition, place: Place) -> Iterator[Row]:
    """What may happen next: each work item with each answer, the next timer, letters, signals."""
    for element in sorted({e for _, e in place.open}):
        for answers in ANSWERS:
            yield {"complete": element, "data": dump(answers)}
    if place.timers:
        yield {"timer": min((due, e) for (_, e), due in place.timers.items())[1]}
    for label, _ in heard(definition):
        yield label


def event(place: Place, label: Row) -> events.Event:
    """The recorded event, for the oldest token that it can be meant for."""
    if "complete" in label:
        token = min(t for t, e in place.open if e == label["complete"])
        return events.Complete(token, load(label["data"]))
    if "timer" in label:
        (token, element), due = min(
            (timer, due) for timer, due in place.timers.items() if timer[1] == label["timer"]
        )
        return events.TimerDue(token, element, due)
    if "message" in label:
        return events.Message(label["message"])
    return events.Signal(label["signal"])


def _take(definition: Definition, place: Place | None, label: Row) -> Place | None:
    happens = events.Start(GIVEN, label["start"]) if place is None else event(place, label)
    now = max(START, *place.timers.values()) if place and "timer" in label else START
    try:
        made = advance(definition, place.state if place else None, happens, now)
    except (Stale, AttributeError):
        return None
    if made.fault is not None:
        print(f"{definition.key} {label}: {made.fault}", file=sys.stderr)
        return None
    return Place(place, made)


def explore(definition: Definition) -> list[Row]:
    """All places, each with a shortest way to the end."""
    names = [label["message"] for label, _ in heard(definition) if "message" in label]
    first = [p for n in ("", *names) if (p := _take(definition, None, {"start": n}))]
    found: dict[str, dict[str, Place]] = {}
    frontier = deque(p for p in first if p.status == "running")
    while frontier and len(found) < MAX_PLACES:
        place = frontier.popleft()
        here = found.setdefault(json.dumps(place.key(definition)), {})
        if place.state.text in here or len(here) == VISITS:
            continue
        here[place.state.text] = place
        onward = (_take(definition, place, label) for label in labels(definition, place))
        frontier += [p for p in onward if p is not None and p.status == "running"]
    places = (place for here in found.values() for place in here.values())
    return [row for place in places if (row := _row(definition, place))]


def _row(definition: Definition, place: Place) -> Row | None:
    way = _way_out(definition, place)
    if way is None:
        print(f"{definition.key}: no way out of {sorted(place.open)}", file=sys.stderr)
        return None
    then, does = way
    return {
        "text": place.state.text,
        "data": dump(place.state.data),
        "open": sorted(place.open),
        "timers": sorted((t, e, due.isoformat()) for (t, e), due in place.timers.items()),
        "then": then,
        "does": does,
    }


def _way_out(definition: Definition, place: Place) -> tuple[list[Row], list[str]] | None:
    seen = {json.dumps(place.key(definition))}
    frontier: deque[tuple[Place, list[Row], list[str]]] = deque([(place, [], [])])
    while frontier and len(seen) < MAX_PLACES:
        here, then, does = frontier.popleft()
        for label in labels(definition, here):
            after = _take(definition, here, label)
            if after is None:
                continue
            way = [*then, label], [*does, *after.does]
            if after.status != "running":
                return way
            key = json.dumps(after.key(definition))
            if key not in seen:
                seen.add(key)
                frontier.append((after, *way))
    return None


def main(folder: Path, models: list[Path]) -> None:
    """Write the folder."""
    services: vet.Services = {**inputs(), "ping": frozenset[str]()}
    forms: vet.Forms = {**form_fields(), "form": frozenset({"route", "decision"})}
    folder.mkdir(parents=True, exist_ok=True)
    for path in models:
        source = path.read_bytes()
        (folder / path.name).write_bytes(source)
        _, found = definitions(source, path.stem, services, forms, shipped_tables())
        for name, definition in found.items():
            rows = explore(definition)
            if rows:
                told = {"model": path.name, "process": name, "states": rows}
                text = json.dumps(told, ensure_ascii=False, indent=1)
                (folder / f"{path.stem}.{name}.json").write_text(text + "\n", encoding="utf-8")
            print(f"{path.name} {name}: {len(rows)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(p) for p in sys.argv[2:]])
