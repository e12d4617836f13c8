"""A BPMN file as plain values: pools, processes, elements, flows, with our own properties read.

Nothing is judged here; ``vet`` does that, on these values, and reports every finding at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DONDOC = "urn:dondoc:bpmn"

EVENTS = (
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
)
TASKS = ("userTask", "serviceTask", "sendTask", "receiveTask", "scriptTask")
GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway")
RUNNABLE = frozenset(EVENTS + TASKS + GATEWAYS)
# What a drawing may carry without running: notes, data, lanes, the process's own description.
DECORATION = frozenset(
    {
        "laneSet",
        "textAnnotation",
        "association",
        "group",
        "dataObject",
        "dataObjectReference",
        "documentation",
        "extensionElements",
        "sequenceFlow",
        "ioSpecification",
        "category",
    }
)


@dataclass(frozen=True, slots=True)
class EventDef:
    """What an event waits for or throws: ``kind`` is the BPMN tag without 'EventDefinition'.

    For timers ``form`` is timeDate, timeDuration or timeCycle and ``text`` the expression; for
    messages ``text`` is the message's name.
    """

    kind: str
    text: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """One flow node of a process, with the properties that we run."""

    id: str
    tag: str
    name: str
    process: str
    events: tuple[EventDef, ...] = ()
    attached_to: str = ""
    interrupting: bool = True
    default: str = ""
    script: str = ""
    script_format: str = ""
    multi: bool = False
    odd: tuple[str, ...] = ()  # properties that BPMN knows and we do not run
    props: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)

    def event(self, kind: str) -> EventDef | None:
        """The element's event definition of this kind, if it has one."""
        return next((e for e in self.events if e.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; ``condition`` is FEEL or ''."""

    id: str
    name: str
    source: str
    target: str
    condition: str
    process: str


@dataclass(frozen=True, slots=True)
class MessageFlow:
    """A letter's way from a throw in one pool to an element (or the pool) of another."""

    id: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Process:
    """One pool's process: who plays it (``tiers``) and what is handed in (``variables``)."""

    id: str
    name: str
    tiers: tuple[str, ...]
    executable: bool
    variables: tuple[str, ...]
    elements: dict[str, Element]
    flows: tuple[Flow, ...]
    foreign: tuple[tuple[str, str, str], ...]  # (id, tag, name) of what we do not know

    def outgoing(self, element: str) -> list[Flow]:
        """Flows leaving this element."""
        return [f for f in self.flows if f.source == element]

    def incoming(self, element: str) -> list[Flow]:
        """Flows entering this element."""
        return [f for f in self.flows if f.target == element]

    def boundaries(self, element: str) -> list[Element]:
        """Boundary events sitting on this element."""
        return [e for e in self.elements.values() if e.attached_to == element]


@dataclass(frozen=True, slots=True)
class Model:
    """A whole file: its processes by id, the letters between them, and ids used twice."""

    processes: dict[str, Process]
    message_flows: tuple[MessageFlow, ...]
    messages: dict[str, str]
    duplicates: tuple[str, ...]

    def process_of(self, element: str) -> Process | None:
        """The process that holds this element."""
        return next((p for p in self.processes.values() if element in p.elements), None)


def q(tag: str) -> str:
    """A BPMN tag with its namespace, as lxml spells it."""
    return f"{{{BPMN}}}{tag}"


def local(node: etree._Element) -> str:
    """The tag without its namespace."""
    return etree.QName(node).localname


def is_bpmn(node: etree._Element) -> bool:
    """Whether the node belongs to BPMN itself rather than to some tool's extension."""
    return etree.QName(node).namespace == BPMN


def parse(root: etree._Element) -> Model:
    """Everything in the file that concerns running, unjudged."""
    messages = {
        m.get("id", ""): m.get("name") or m.get("id", "") or "" for m in root.iter(q("message"))
    }
    pools = {p.get("processRef", ""): p for p in root.iter(q("participant"))}
    processes = {}
    for node in root.findall(q("process")):
        process = _process(node, pools.get(node.get("id", "")), messages)
        processes[process.id] = process
    flows = tuple(
        MessageFlow(m.get("id", ""), m.get("sourceRef", ""), m.get("targetRef", ""))
        for m in root.iter(q("messageFlow"))
    )
    seen: set[str] = set()
    twice = []
    for node in root.iter():
        if isinstance(node.tag, str) and is_bpmn(node) and (node_id := node.get("id")):
            if node_id in seen:
                twice.append(node_id)
            seen.add(node_id)
    return Model(processes, flows, messages, tuple(twice))


def _process(
    node: etree._Element, pool: etree._Element | None, messages: dict[str, str]
) -> Process:
    process_id = node.get("id", "")
    elements: dict[str, Element] = {}
    flows: list[Flow] = []
    foreign: list[tuple[str, str, str]] = []
    for child in node:
        if not isinstance(child.tag, str):
            continue
        tag = local(child)
        if tag == "sequenceFlow" and is_bpmn(child):
            flows.append(_flow(child, process_id))
        elif tag in RUNNABLE and is_bpmn(child):
            element = _element(child, process_id, messages)
            elements[element.id] = element
        elif tag not in DECORATION or not is_bpmn(child):
            foreign.append((child.get("id", ""), tag, child.get("name", "")))
    name = (pool.get("name") if pool is not None else None) or node.get("name") or process_id
    tiers = (pool.get(f"{{{DONDOC}}}tier", "") if pool is not None else "").split()
    return Process(
        id=process_id,
        name=" ".join(name.split()),
        tiers=tuple(tiers),
        executable=_true(node.get("isExecutable", "false")),
        variables=tuple(v.get("name", "") for v in _extensions(node, "variable")),
        elements=elements,
        flows=tuple(flows),
        foreign=tuple(foreign),
    )


def _flow(node: etree._Element, process: str) -> Flow:
    condition = node.find(q("conditionExpression"))
    text = feel_text(condition.text) if condition is not None else ""
    return Flow(
        node.get("id", ""),
        node.get("name", ""),
        node.get("sourceRef", ""),
        node.get("targetRef", ""),
        text,
        process,
    )


def _element(node: etree._Element, process: str, messages: dict[str, str]) -> Element:
    tag = local(node)
    script = node.find(q("script"))
    return Element(
        id=node.get("id", ""),
        tag=tag,
        name=" ".join(node.get("name", "").split()),
        process=process,
        events=tuple(_event_definitions(node, tag, messages)),
        attached_to=node.get("attachedToRef", ""),
        interrupting=_true(node.get("cancelActivity", "true")),
        default=node.get("default", ""),
        script=feel_text(script.text) if script is not None else "",
        script_format=node.get("scriptFormat", ""),
        multi=any(local(c).endswith("LoopCharacteristics") for c in node if isinstance(c.tag, str)),
        odd=tuple(_odd(node)),
        props=_props(node),
        inputs={
            i.get("name", ""): feel_text(i.get("expression")) for i in _extensions(node, "input")
        },
    )


def _true(text: str) -> bool:
    return text.strip() in ("true", "1")


# Each with the value that changes nothing.
_NEUTRAL = {
    "instantiate": ("false", "0"),
    "eventGatewayType": ("Exclusive",),
    "startQuantity": ("1",),
    "completionQuantity": ("1",),
    "isForCompensation": ("false", "0"),
    "parallelMultiple": ("false", "0"),
}


def _odd(node: etree._Element) -> Iterator[str]:
    for name, neutral in _NEUTRAL.items():
        if node.get(name, neutral[0]) not in neutral:
            yield name
    for child in node:
        if isinstance(child.tag, str) and local(child) in (
            "dataInputAssociation",
            "dataOutputAssociation",
        ):
            yield local(child)


def _props(node: etree._Element) -> dict[str, str]:
    own = {
        etree.QName(k).localname: v
        for k, v in node.attrib.items()
        if etree.QName(k).namespace == DONDOC
    }
    return own | {k: feel_text(own[k]) for k in ("recipients", "due") if k in own}


def _event_definitions(
    node: etree._Element, tag: str, messages: dict[str, str]
) -> Iterator[EventDef]:
    if tag in ("sendTask", "receiveTask") and (ref := node.get("messageRef")):
        yield EventDef("message", messages.get(ref, ""))
    for child in node:
        if not isinstance(child.tag, str) or not local(child).endswith("EventDefinition"):
            if isinstance(child.tag, str) and local(child) == "eventDefinitionRef":
                yield EventDef("reference", child.text or "")
            continue
        kind = local(child).removesuffix("EventDefinition")
        if kind == "timer":
            yield _timer(child)
        elif kind == "message":
            yield EventDef("message", messages.get(child.get("messageRef", ""), ""))
        else:
            yield EventDef(kind)


def _timer(node: etree._Element) -> EventDef:
    for form in ("timeDate", "timeDuration", "timeCycle"):
        found = node.find(q(form))
        if found is not None:
            return EventDef("timer", feel_text(found.text), form)
    return EventDef("timer")


def _extensions(node: etree._Element, name: str) -> Iterator[etree._Element]:
    holder = node.find(q("extensionElements"))
    if holder is not None:
        yield from holder.findall(f"{{{DONDOC}}}{name}")


def feel_text(text: str | None) -> str:
    """An expression as we compile it: trimmed, without the leading '=' some editors write."""
    return (text or "").strip().removeprefix("=").strip()
