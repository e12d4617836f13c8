"""Everything that a BPMN 2.0.2 editor offers to draw, each in a minimal diagram that is tried.

``table()`` says of each whether it runs, only decorates, or is refused and why. What is accepted
and does not do what its ``shape`` says raises ``AssertionError``: the table cannot promise it.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.unit.process.conformance import palette_activities as activities
from tests.unit.process.conformance import palette_events as events
from tests.unit.process.conformance import palette_rest as rest
from tests.unit.process.conformance.palette_item import Item, Line, tried

PALETTE: dict[str, list[Item]] = {
    "Start events": list(events.starts()),
    "Start events of event sub-processes, interrupting": list(
        events.event_sub_process_starts(False)
    ),
    "Start events of event sub-processes, non-interrupting": list(
        events.event_sub_process_starts(True)
    ),
    "Intermediate events, catching": list(events.catches()),
    "Boundary events, interrupting": list(events.boundaries(False)),
    "Boundary events, non-interrupting": list(events.boundaries(True)),
    "Intermediate events, throwing": list(events.throws()),
    "End events": list(events.ends()),
    "Tasks": list(activities.tasks()),
    "Sub-processes and calls": list(activities.sub_processes()),
    "Markers": list(activities.markers()),
    "Gateways": list(rest.gateways()),
    "Flows": list(rest.flows()),
    "Data": list(rest.data()),
    "Artifacts and swimlanes": list(rest.artifacts()),
    "Declarations": list(rest.declarations()),
    "Choreography and conversation": list(rest.talks()),
}


def table() -> Iterator[tuple[str, list[Line]]]:
    """The groups of the palette, each with what came out."""
    for group, items in PALETTE.items():
        yield group, [tried(item) for item in items]
