"""Can two tokens meet on one flow of a parallel join? Played through, as the engine would.

SpiffWorkflow loses such a surplus token and calls the instance ended. States are followed up to
``LIMIT``; conditions count as free choices, so a diagram is refused for what it allows, not for
what its data happen to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

from engine.process.model import Element, Process

LIMIT = 5_000
Tokens = tuple[str, ...]  # the flows that hold a token, sorted; a flow with two is there twice


def crowded_join(process: Process) -> Element | None:
    """The first parallel join on one of whose flows two tokens can meet."""
    joins = {
        f.id: process.elements[f.target]
        for f in process.flows
        if f.target in process.elements and _is_join(process, f.target)
    }
    if not joins:
        return None
    frontier = [_out(process, e.id) for e in process.elements.values() if e.tag == "startEvent"]
    seen = set(frontier)
    while frontier and len(seen) < LIMIT:
        tokens = frontier.pop()
        for onward in _steps(process, tokens):
            for flow in onward:
                if flow in joins and onward.count(flow) > 1:
                    return joins[flow]
            if onward not in seen and max(map(onward.count, onward), default=0) < 3:
                seen.add(onward)
                frontier.append(onward)
    return None


def _steps(process: Process, tokens: Tokens) -> Iterator[Tokens]:
    targets = {f.id: f.target for f in process.flows}
    for flow in dict.fromkeys(tokens):
        element = process.elements[targets[flow]]
        entering = [f.id for f in process.incoming(element.id)]
        if _is_join(process, element.id):
            if all(f in tokens for f in entering):
                yield _moved(tokens, entering, _out(process, element.id))
        elif element.tag == "inclusiveGateway" and len(entering) > 1:
            if not _could_still_arrive(process, tokens, element, targets):
                for way in _ways(process, element):
                    yield _moved(tokens, [f for f in entering if f in tokens], way)
        elif element.event("terminate"):
            yield ()
        else:
            for way in _ways(process, element):
                yield _moved(tokens, [flow], way)


def _ways(process: Process, element: Element) -> Iterator[Tokens]:
    out = _out(process, element.id)
    if element.tag in ("exclusiveGateway", "eventBasedGateway"):
        yield from ((f,) for f in out)
    elif element.tag == "inclusiveGateway" and len(out) > 1:
        yield from chain.from_iterable(combinations(out, n) for n in range(1, len(out) + 1))
    else:
        yield out
    for boundary in process.boundaries(element.id):
        beside = _out(process, boundary.id)
        yield beside if boundary.interrupting else (*out, *beside)


def _could_still_arrive(
    process: Process, tokens: Tokens, join: Element, targets: dict[str, str]
) -> bool:
    reached = {targets[f] for f in tokens if targets[f] != join.id}
    frontier = list(reached)
    while frontier:
        here = frontier.pop()
        for f in (
            *_out(process, here),
            *(o for b in process.boundaries(here) for o in _out(process, b.id)),
        ):
            if targets[f] == join.id:
                return True
            if targets[f] not in reached:
                reached.add(targets[f])
                frontier.append(targets[f])
    return False


def _is_join(process: Process, element: str) -> bool:
    return process.elements[element].tag == "parallelGateway" and len(process.incoming(element)) > 1


def _out(process: Process, element: str) -> Tokens:
    return tuple(sorted(f.id for f in process.outgoing(element)))


def _moved(tokens: Tokens, taken: list[str], put: Tokens) -> Tokens:
    left = list(tokens)
    for flow in taken:
        left.remove(flow)
    return tuple(sorted((*left, *put)))
