"""Can a token come to every element? Followed as tokens travel, sub-process by sub-process."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.process.model import SUBPROCESSES, Element, Process
from engine.process.vet_case import Case, Said, around, at, begins

TEXTS = {
    "unreachable": Said(
        "Không đường nào từ điểm bắt đầu tới phần tử này. Hãy nối nó vào, hoặc xóa nó.",
        "No way leads here from a start. Connect it, or delete it.",
    ),
}


def findings(case: Case) -> Iterator[Finding]:
    """Elements that no token can come to; inside of such a sub-process nothing more is said."""
    process = case.process
    first = _first(process, process.id)
    if not process.whole or not any(not e.by_event for e in first):
        return
    reached = _reached(process, first)
    for element in case.elements:
        enclosed = (e.id in reached for e in around(process, element.scope))
        if element.id not in reached and all(enclosed):
            yield at(TEXTS, "unreachable", element)


def _first(process: Process, scope: str) -> list[Element]:
    """Where tokens begin in a scope, its event sub-processes included."""
    inside = process.inside(scope)
    at_events = [e for e in inside if e.by_event]
    starts = [e for e in inside if begins(e)]
    if starts or scope == process.id:
        return starts + at_events
    return at_events + [e for e in inside if _starts_by_itself(process, e)]


def _starts_by_itself(process: Process, element: Element) -> bool:
    """In a sub-process without a start event everything starts that nothing leads to."""
    waits = element.tag == "boundaryEvent" or _is_link(element, "intermediateCatchEvent")
    return not (waits or element.by_event or element.for_compensation) and not process.incoming(
        element.id
    )


def _is_link(element: Element, tag: str) -> bool:
    return element.tag == tag and element.event("link") is not None


def _reached(process: Process, first: list[Element]) -> set[str]:
    catches: dict[tuple[str, str], list[str]] = {}
    for element in process.elements.values():
        if _is_link(element, "intermediateCatchEvent"):
            for event in element.events:
                catches.setdefault((element.scope, event.text), []).append(element.id)
    reached = {element.id for element in first}
    frontier = list(reached)
    while frontier:
        for target in _onward(process, process.elements[frontier.pop()], catches):
            if target in process.elements and target not in reached:
                reached.add(target)
                frontier.append(target)
    return reached


def _onward(
    process: Process, element: Element, catches: dict[tuple[str, str], list[str]]
) -> Iterator[str]:
    yield from (flow.target for flow in process.outgoing(element.id))
    yield from (boundary.id for boundary in process.boundaries(element.id))
    if element.handler:
        yield element.handler
    if _is_link(element, "intermediateThrowEvent"):
        for event in element.events:
            yield from catches.pop((element.scope, event.text), ())
    if element.tag in SUBPROCESSES:
        yield from (e.id for e in _first(process, element.id))
