"""From a BPMN file to ``model``'s values, unjudged: what ``vet`` and ``elements`` work on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from engine.process.model import (
    BPMN,
    DONDOC,
    GLOBAL_TASKS,
    RUNNABLE,
    SUBPROCESSES,
    Element,
    Flow,
    MessageFlow,
    Model,
    Process,
)
from engine.process.reading_details import (
    Names,
    data_names,
    event_definitions,
    extensions,
    instances,
    loop,
    moves,
    names_of,
    properties_in,
    props,
)
from engine.process.reading_text import children, feel_text, is_bpmn, local, q, text_of, true

# What a drawing may carry without running: notes, data, lanes, the process's own description.
DECORATION = frozenset(
    {
        "laneSet",
        "textAnnotation",
        "association",
        "group",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "documentation",
        "extensionElements",
        "ioSpecification",
        "ioBinding",
        "property",
        "category",
        "auditing",
        "monitoring",
        "resourceRole",
        "performer",
        "humanPerformer",
        "potentialOwner",
        "correlationSubscription",
        "supportedInterfaceRef",
        "supports",
        "incoming",
        "outgoing",
        "dataInputAssociation",
        "dataOutputAssociation",
        "standardLoopCharacteristics",
        "multiInstanceLoopCharacteristics",
        "completionCondition",
    }
)
# Root elements that say nothing about running.
ROOTS = frozenset(
    {
        "process",
        "collaboration",
        "message",
        "signal",
        "error",
        "escalation",
        "itemDefinition",
        "dataStore",
        "category",
        "import",
        "extension",
        "relationship",
        "interface",
        "resource",
        "endPoint",
        "partnerEntity",
        "partnerRole",
        "correlationProperty",
        "extensionElements",
        "documentation",
        *GLOBAL_TASKS,
    }
)


@dataclass(slots=True)
class _Gathered:
    """What one process holds, sub-processes included."""

    process: str
    elements: dict[str, Element] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    foreign: list[tuple[str, str, str]] = field(default_factory=list)
    associations: list[tuple[str, str]] = field(default_factory=list)


def parse(root: etree._Element) -> Model:
    """Everything in the file that concerns running, unjudged."""
    names = names_of(root)
    pools = {p.get("processRef", ""): p for p in root.iter(q("participant"))}
    processes = {}
    for node in children(root):
        tag = local(node)
        if tag == "process" and is_bpmn(node):
            process = _process(node, pools.get(node.get("id", "")), names)
            processes[process.id] = process
        elif tag in GLOBAL_TASKS and is_bpmn(node):
            process = _global_task(node, names)
            processes[process.id] = process
    flows = tuple(
        MessageFlow(m.get("id", ""), m.get("sourceRef", ""), m.get("targetRef", ""))
        for m in root.iter(q("messageFlow"))
    )
    foreign = tuple(
        (n.get("id", ""), local(n), n.get("name", ""))
        for n in children(root)
        if is_bpmn(n) and local(n) not in ROOTS and not local(n).endswith("EventDefinition")
    )
    return Model(processes, flows, names.messages, tuple(_twice(root)), foreign)


def _twice(root: etree._Element) -> Iterator[str]:
    seen: set[str] = set()
    for node in root.iter(f"{{{BPMN}}}*"):
        node_id = node.get("id")
        if node_id and node_id in seen:
            yield node_id
        seen.add(node_id or "")


def _process(node: etree._Element, pool: etree._Element | None, names: Names) -> Process:
    gathered = _Gathered(node.get("id", ""))
    _gather(node, gathered.process, gathered, names)
    name = (pool.get("name") if pool is not None else None) or node.get("name") or gathered.process
    tiers = (pool.get(f"{{{DONDOC}}}tier", "") if pool is not None else "").split()
    return Process(
        id=gathered.process,
        name=" ".join(name.split()),
        tiers=tuple(tiers),
        executable=true(node.get("isExecutable", "false")),
        variables=_variables(node, names),
        elements=_with_handlers(gathered),
        flows=tuple(gathered.flows),
        foreign=tuple(gathered.foreign),
    )


def _global_task(node: etree._Element, names: Names) -> Process:
    task_id = node.get("id", "")
    element = _element(node, task_id, task_id, names, GLOBAL_TASKS[local(node)])
    element = replace(element, data_names=())  # they are the variables of what is called
    name = " ".join(node.get("name", "").split()) or task_id
    variables = data_names(node)
    return Process(task_id, name, (), True, variables, {task_id: element}, (), (), whole=False)


def _variables(node: etree._Element, names: Names) -> tuple[str, ...]:
    """Variables that this process or sub-process declares, in one of BPMN's ways or in ours."""
    declared = [v.get("name", "") for v in extensions(node, "variable")]
    declared += [names.data.get(d.get("id", ""), "") for d in node.findall(q("dataObject"))]
    declared += properties_in(node)
    if local(node) == "process":
        # A store outlives sub-processes, so it is the process's wherever it is drawn.
        stores = node.iter(q("dataStoreReference"))
        declared += [names.data.get(d.get("id", ""), "") for d in stores]
        declared += data_names(node)
    return tuple(dict.fromkeys(declared))


def _gather(node: etree._Element, scope: str, into: _Gathered, names: Names) -> None:
    for child in children(node):
        tag = local(child)
        if not is_bpmn(child):
            into.foreign.append((child.get("id", ""), tag, child.get("name", "")))
        elif tag == "sequenceFlow":
            into.flows.append(_flow(child, into.process, scope))
        elif tag in RUNNABLE:
            element = _element(child, into.process, scope, names, tag)
            into.elements[element.id] = element
            if tag in SUBPROCESSES:
                _gather(child, element.id, into, names)
        elif tag == "association":
            into.associations.append((child.get("sourceRef", ""), child.get("targetRef", "")))
        elif tag not in DECORATION and tag != "script":
            into.foreign.append((child.get("id", ""), tag, child.get("name", "")))


def _with_handlers(gathered: _Gathered) -> dict[str, Element]:
    """Compensation boundaries, told which activity their association leads to.

    Other associations of the boundary may lead to notes; a line drawn the other way round counts.
    """
    joined: dict[str, list[str]] = {}
    for source, target in gathered.associations:
        joined.setdefault(source, []).append(target)
        joined.setdefault(target, []).append(source)
    for element in list(gathered.elements.values()):
        if element.tag == "boundaryEvent" and element.event("compensate") is not None:
            ends = [
                gathered.elements[e] for e in joined.get(element.id, ()) if e in gathered.elements
            ]
            marked = [e.id for e in ends if e.for_compensation]
            handler = next(iter(marked or [e.id for e in ends]), "")
            gathered.elements[element.id] = replace(element, handler=handler)
    return gathered.elements


def _flow(node: etree._Element, process: str, scope: str) -> Flow:
    return Flow(
        node.get("id", ""),
        node.get("name", ""),
        node.get("sourceRef", ""),
        node.get("targetRef", ""),
        text_of(node, "conditionExpression"),
        process,
        scope,
    )


def _element(node: etree._Element, process: str, scope: str, names: Names, tag: str) -> Element:
    interrupts = node.get("isInterrupting" if tag == "startEvent" else "cancelActivity", "true")
    return Element(
        id=node.get("id", ""),
        tag=tag,
        name=" ".join(node.get("name", "").split()),
        process=process,
        scope=scope,
        events=tuple(event_definitions(node, tag, names)),
        attached_to=node.get("attachedToRef", ""),
        interrupting=true(interrupts),
        default=node.get("default", ""),
        script=text_of(node, "script"),
        script_format=node.get("scriptFormat", "") or node.get("scriptLanguage", ""),
        loop=loop(node),
        instances=instances(node, names),
        start_quantity=node.get("startQuantity", "1").strip(),
        completion_quantity=node.get("completionQuantity", "1").strip(),
        by_event=true(node.get("triggeredByEvent", "false")),
        for_compensation=true(node.get("isForCompensation", "false")),
        instantiate=true(node.get("instantiate", "false")),
        all_events=_all_events(node),
        activation=text_of(node, "activationCondition"),
        ordering=node.get("ordering", "Parallel"),
        cancel_remaining=true(node.get("cancelRemainingInstances", "true")),
        completion=text_of(node, "completionCondition"),
        called=_called(node),
        variables=_variables(node, names) if tag in SUBPROCESSES else (),
        data_names=_own_data(node, tag),
        data_in=tuple(moves(node, "dataInputAssociation", names)),
        data_out=tuple(moves(node, "dataOutputAssociation", names)),
        props=props(node),
        inputs=_named(node, "input"),
        outputs=_named(node, "output"),
    )


def _all_events(node: etree._Element) -> bool:
    parallel = node.get("parallelMultiple", "false")
    return true(parallel) or node.get("eventGatewayType", "Exclusive") == "Parallel"


def _called(node: etree._Element) -> str:
    """The process's id; a prefix, as files with imports write it, says nothing here."""
    called = node.get("calledElement") or text_of(node, "calledElement")
    return called.rpartition(":")[2]


def _own_data(node: etree._Element, tag: str) -> tuple[str, ...]:
    found = [*data_names(node)]
    if tag not in SUBPROCESSES:
        found += properties_in(node)
    return tuple(dict.fromkeys(found))


def _named(node: etree._Element, kind: str) -> dict[str, str]:
    return {i.get("name", ""): feel_text(i.get("expression")) for i in extensions(node, kind)}
