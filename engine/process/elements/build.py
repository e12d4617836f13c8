"""From our reading of a vetted process to the specification that ``Instance`` runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from SpiffWorkflow.specs import WorkflowSpec

from engine.process.elements import activities, catching, gateways, repeated, scopes, throwing
from engine.process.elements.compensation import Restored
from engine.process.elements.nodes import Awaited, Node, Way
from engine.process.model import ACTIVITIES, SUBPROCESSES, Element, Process

ROOT = ":root"
BEGIN = ":begin"

_CLASSES: Mapping[str, type[Node]] = {
    "startEvent": Node,
    "endEvent": throwing.Throw,
    "intermediateThrowEvent": throwing.Throw,
    "intermediateCatchEvent": catching.Catch,
    "boundaryEvent": catching.Boundary,
    "task": activities.Activity,
    "manualTask": activities.Activity,
    "userTask": activities.UserTask,
    "serviceTask": activities.ServiceTask,
    "sendTask": activities.ServiceTask,
    "scriptTask": activities.ScriptTask,
    "businessRuleTask": activities.ScriptTask,
    "receiveTask": activities.ReceiveTask,
    "subProcess": scopes.SubProcess,
    "transaction": scopes.SubProcess,
    "adHocSubProcess": scopes.AdHoc,
    "callActivity": scopes.CallActivity,
    "exclusiveGateway": gateways.Exclusive,
    "parallelGateway": gateways.Parallel,
    "inclusiveGateway": gateways.Inclusive,
    "complexGateway": gateways.Complex,
    "eventBasedGateway": catching.EventGateway,
}


@dataclass(slots=True)
class _Builder:
    processes: Mapping[str, Process]
    used: frozenset[str]
    specification: WorkflowSpec
    nodes: dict[str, Node]

    def process(self, process: Process, root: scopes.Scope) -> None:
        """All of a process's nodes, connected; ``root`` gets its body."""
        for element in process.elements.values():
            self._node(process, element)
        for element in process.elements.values():
            self._connect(process, element)
        root.body = self._body(process, process.id, process.variables)
        for element in process.elements.values():
            self._inside(process, element)
        for element in process.elements.values():
            self._compensation(process, element)

    def _node(self, process: Process, element: Element) -> None:
        make = _CLASSES[element.tag]
        if element.tag == "startEvent" and _by_event(process, element.scope):
            make = catching.EventStart
        if element.by_event:
            make = scopes.Handler
        if not element.multi:
            self.nodes[element.id] = make(self.specification, element)
            return
        each = make(self.specification, element, f"{element.id}:each")
        assert isinstance(each, activities.Activity)
        each.each = True
        around = repeated.LoopNode if element.loop else repeated.InstancesNode
        marker = around(self.specification, element)
        if isinstance(marker, repeated.LoopNode) and element.loop:
            marker.loop = element.loop
        if isinstance(marker, repeated.InstancesNode) and element.instances:
            marker.marker = element.instances
            marker.collects = bool(element.instances.outputs)
        marker.each_node, marker.used = each, self.used
        self.nodes[element.id] = marker

    def _connect(self, process: Process, element: Element) -> None:
        node = self.nodes[element.id]
        node.ways = [
            Way(f.id, f.condition, f.scope, self.nodes[f.target])
            for f in process.outgoing(element.id)
        ]
        for way in node.ways:
            node.connect(way.target)
        waits = self._activity(element.id)
        if isinstance(waits, catching.EventGateway):
            waits.awaited = _awaited_by([w.target.element for w in node.ways])
        elif isinstance(waits, catching.Waiting):
            waits.awaited = _awaited_by([element])
        if isinstance(node, gateways.Join):
            node.entering = tuple(f.id for f in process.incoming(element.id))
            node.find_reach = _reach_of(process, element.id)
        if isinstance(node, activities.Activity):
            self._burdens(process, node)
        link = element.event("link")
        if link is not None and isinstance(node, throwing.Throw):
            node.target = self.nodes[_link_target(process, element, link.text)]

    def _burdens(self, process: Process, node: activities.Activity) -> None:
        element = node.element
        node.quantity = int(element.start_quantity)
        node.completion = int(element.completion_quantity)
        boundaries = (self.nodes[b.id] for b in process.boundaries(element.id))
        node.boundaries = tuple(
            b
            for b in boundaries
            if isinstance(b, catching.Boundary) and b.element.event("compensate") is None
        )

    def _inside(self, process: Process, element: Element) -> None:
        node = self._activity(element.id)
        if isinstance(node, scopes.CallActivity):
            called = self.processes[element.called]
            if called.id not in self.nodes:
                self.nodes[called.id] = self._called(called)
            shared = self.nodes[called.id]
            assert isinstance(shared, scopes.Scope)
            node.body = shared.body
        elif isinstance(node, scopes.Scope):
            node.body = self._body(process, element.id, element.variables)

    def _called(self, called: Process) -> scopes.Scope:
        holder = scopes.Scope(self.specification, _of_process(called), f"{called.id}:called")
        self.process(called, holder)
        return holder

    def _activity(self, element_id: str) -> Node:
        node = self.nodes[element_id]
        return node.each_node if isinstance(node, repeated.Repeated) else node

    def _body(self, process: Process, scope: str, names: tuple[str, ...]) -> scopes.Body:
        body = scopes.Body(scope, names)
        inside = process.inside(scope)
        body.rests = _rests(process, scope)
        body.starts = [self.nodes[e.id] for e in _first(process, inside)]
        for element in inside:
            if element.by_event:
                self._event_sub_process(process, element, body)
        return body

    def _event_sub_process(self, process: Process, element: Element, body: scopes.Body) -> None:
        handler = self.nodes[element.id]
        for start in process.inside(element.id):
            node = self.nodes[start.id]
            if isinstance(node, catching.EventStart) and start.event("compensate") is None:
                node.handler = handler
                body.event_starts.append(node)

    def _compensation(self, process: Process, element: Element) -> None:
        if element.tag not in ACTIVITIES or element.by_event:
            return
        activity, outer = self._activity(element.id), self.nodes[element.id]
        for boundary in process.boundaries(element.id):
            if boundary.handler:
                activity.handler = outer.handler = self.nodes[boundary.handler]
        if element.tag in SUBPROCESSES:
            activity.undo = outer.undo = self._undo(process, element.id)
            if activity.undo is not None or _compensable_inside(process, element.id):
                activity.compensable = True
                restored = Restored(self.specification, element, f"{element.id}:restored")
                restored.undo = activity.undo
        activity.compensable = activity.compensable or activity.handler is not None

    def _undo(self, process: Process, scope: str) -> Node | None:
        for element in process.inside(scope):
            starts = _compensation_starts(process, element)
            if starts:
                handler = self.nodes[element.id]
                assert isinstance(handler, scopes.Handler)
                handler.undo_starts = [self.nodes[s.id] for s in starts]
                return handler
        return None


def specification(
    process: Process, processes: Mapping[str, Process], used: frozenset[str]
) -> WorkflowSpec:
    """The specification of a vetted process and of those it calls.

    ``used`` are the names that any of its expressions reads.
    """
    found = WorkflowSpec(process.id)
    builder = _Builder(processes, used, found, {})
    root = scopes.Root(found, _of_process(process), ROOT)
    builder.process(process, root)
    begin = catching.Begin(found, replace(_of_process(process), id=""), BEGIN)
    triggered = [e for e in process.inside(process.id) if e.tag == "startEvent" and e.events]
    begin.awaited = _awaited_by(triggered)
    return found


def _of_process(process: Process) -> Element:
    return Element(process.id, "process", process.name, process.id)


def _awaited_by(elements: list[Element]) -> tuple[Awaited, ...]:
    pairs = [(element, event) for element in elements for event in element.events]
    return tuple((i, element, event) for i, (element, event) in enumerate(pairs))


def _by_event(process: Process, scope: str) -> bool:
    return scope in process.elements and process.elements[scope].by_event


def _first(process: Process, inside: list[Element]) -> list[Element]:
    """Where the tokens of a scope begin: its plain start, else whatever nothing leads to."""
    starts = [e for e in inside if e.tag == "startEvent"]
    if starts:
        return [e for e in starts if not e.events]
    return [
        e
        for e in inside
        if not process.incoming(e.id)
        and not e.by_event
        and not e.for_compensation
        and e.tag != "boundaryEvent"
        and not (e.tag == "intermediateCatchEvent" and e.event("link"))
    ]


def _rests(process: Process, scope: str) -> bool:
    return any(
        e.tag in ("userTask", "receiveTask", "intermediateCatchEvent", "eventBasedGateway")
        or (e.tag in SUBPROCESSES and _rests(process, e.id))
        for e in process.inside(scope)
    )


def _link_target(process: Process, throw: Element, name: str) -> str:
    return next(
        e.id
        for e in process.inside(throw.scope)
        if e.tag == "intermediateCatchEvent" and (link := e.event("link")) and link.text == name
    )


def _compensation_starts(process: Process, element: Element) -> list[Element]:
    """The start events that make this the compensation event sub-process of its scope."""
    inside = process.inside(element.id) if element.by_event else []
    return [s for s in inside if s.tag == "startEvent" and s.event("compensate")]


def _compensable_inside(process: Process, scope: str) -> bool:
    return any(
        any(b.handler for b in process.boundaries(e.id))
        or (e.tag in SUBPROCESSES and not e.by_event and _compensable_inside(process, e.id))
        or _compensation_starts(process, e)
        for e in process.inside(scope)
    )


def _reach_of(process: Process, gateway: str) -> Callable[[], dict[str, frozenset[str]]]:
    """How to find from which elements a token can reach which entering flow of the gateway."""

    def find() -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for flow in process.incoming(gateway):
            frontier, seen = [flow.source], {gateway}
            while frontier:
                here = frontier.pop()
                if here in seen or here not in process.elements:
                    continue
                seen.add(here)
                found.setdefault(here, set()).add(flow.id)
                frontier += [f.source for f in process.incoming(here)]
                frontier += _other_sources(process, process.elements[here])
        return {element: frozenset(flows) for element, flows in found.items()}

    return find


def _other_sources(process: Process, element: Element) -> list[str]:
    if element.attached_to:
        return [element.attached_to]
    link = element.event("link")
    if link is None or element.tag != "intermediateCatchEvent":
        return []
    return [
        e.id
        for e in process.inside(element.scope)
        if e.tag == "intermediateThrowEvent" and (own := e.event("link")) and own.text == link.text
    ]
