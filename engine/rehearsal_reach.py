"""Which elements and branches of a rehearsed diagram no token came to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.deployments import Loaded
from engine.process.model import Flow, Process

BRANCH = "sequenceFlow"


@dataclass(frozen=True, slots=True)
class Unreached:
    """An element of the rehearsed model that no token came to, or a branch that none took.

    A branch (``tag`` "sequenceFlow") is one of several ways out of an element that tokens came to.
    """

    process: str
    pool: str
    element: str
    name: str
    tag: str


def drawn(loaded: Loaded) -> Iterator[str]:
    """Everything that a token may come to in a file: elements, and the flows between them."""
    for definition in loaded.processes.values():
        yield from definition.process.elements
        yield from (flow.id for flow in definition.process.flows)


def unreached(loaded: Loaded, entered: Mapping[str, Iterable[str]]) -> Iterator[Unreached]:
    """What no token came to; ``entered`` as ``rehearsal_watch.Noting`` noted it."""
    # What a process calls is noted with it; ids are a file's own.
    known = {d.key for d in loaded.processes.values()}
    reached = {place for key in known for place in entered.get(key, ())}
    for definition in loaded.processes.values():
        process = definition.process
        seen = set(reached)
        # What handles an event is no token's place: it was reached if a token left it.
        seen |= {f.source for f in process.flows if f.id in seen}
        inside = {e.scope for e in process.elements.values() if e.id in seen}
        for element in process.elements.values():
            if element.id not in seen and element.id not in inside:
                yield Unreached(process.id, process.name, element.id, element.name, element.tag)
        for flow in process.flows:
            if (
                flow.id not in seen
                and flow.source in seen
                and len(process.outgoing(flow.source)) > 1
            ):
                name = _branch(process, flow)
                yield Unreached(process.id, process.name, flow.id, name, BRANCH)


def _branch(process: Process, flow: Flow) -> str:
    """A branch as a reader finds it: from where to where, and what is written on it."""
    ends = (process.elements[end] for end in (flow.source, flow.target))
    way = " → ".join(element.name or element.id for element in ends)
    return f"{way} ({flow.name})" if flow.name else way
