"""The parts of an element: its events, its loop marker, its data, its properties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from engine.process.model import DONDOC, EventDef, Instances, Loop, Move
from engine.process.reading_text import children, feel_text, is_bpmn, local, q, text_of, true

PLACEHOLDER = "__targetRef_placeholder"  # bpmn.io's stand-in where nothing is mapped


@dataclass(slots=True)
class Names:
    """What ids of the file's root elements and data stand for."""

    messages: dict[str, str] = field(default_factory=dict)
    signals: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    escalations: dict[str, str] = field(default_factory=dict)
    events: dict[str, etree._Element] = field(default_factory=dict)  # root event definitions
    data: dict[str, str] = field(default_factory=dict)  # any data item's id → its variable


def names_of(root: etree._Element) -> Names:
    """Every name that elements may refer to by id."""
    found = Names(
        messages=_named(root, "message", "name"),
        signals=_named(root, "signal", "name"),
        errors=_named(root, "error", "errorCode"),
        escalations=_named(root, "escalation", "escalationCode"),
        events={n.get("id", ""): n for n in root.iter() if _is_event_definition(n)},
    )
    for tag in ("property", "dataInput", "dataOutput", "inputDataItem", "outputDataItem"):
        for node in root.iter(q(tag)):
            found.data[node.get("id", "")] = node.get("name", "") or node.get("id", "")
    _objects(root, found)
    return found


def _named(root: etree._Element, tag: str, attribute: str) -> dict[str, str]:
    return {
        n.get("id", ""): n.get(attribute, "") or n.get("name", "") or n.get("id", "")
        for n in root.findall(q(tag))
    }


def _is_event_definition(node: etree._Element) -> bool:
    return isinstance(node.tag, str) and local(node).endswith("EventDefinition") and is_bpmn(node)


def _objects(root: etree._Element, names: Names) -> None:
    """A data object is one variable however often it is drawn: its name, else a drawing's."""
    references = list(root.iter(q("dataObjectReference")))
    drawn: dict[str, str] = {}
    for node in references:
        drawn.setdefault(node.get("dataObjectRef", ""), node.get("name", ""))
    for node in root.iter(q("dataObject")):
        own = node.get("id", "")
        names.data[own] = " ".join((node.get("name", "") or drawn.get(own, "") or own).split())
    for node in references:
        target = names.data.get(node.get("dataObjectRef", ""), "")
        names.data[node.get("id", "")] = target or node.get("name", "") or node.get("id", "")
    stores = {n.get("id", ""): n.get("name", "") for n in root.findall(q("dataStore"))}
    for node in root.iter(q("dataStoreReference")):
        store = stores.get(node.get("dataStoreRef", ""), "")
        name = store or node.get("name", "") or node.get("id", "")
        names.data[node.get("id", "")] = " ".join(name.split())


def event_definitions(node: etree._Element, tag: str, names: Names) -> Iterator[EventDef]:
    """What the event waits for or throws, references to root definitions followed."""
    if tag in ("sendTask", "receiveTask") and (ref := node.get("messageRef")):
        yield _referring("message", ref, names.messages)
    for child in children(node):
        if local(child) == "eventDefinitionRef":
            yield _definition_by(child.text or "", names)
        elif _is_event_definition(child):
            yield event_definition(child, names)


def _definition_by(reference: str, names: Names) -> EventDef:
    reference = _resolved(reference, names.events)
    found = names.events.get(reference)
    return (
        event_definition(found, names)
        if found is not None
        else EventDef("reference", unknown=reference or "?")
    )


def event_definition(node: etree._Element, names: Names) -> EventDef:
    """One event definition."""
    kind = local(node).removesuffix("EventDefinition")
    match kind:
        case "timer":
            return _timer(node)
        case "message":
            return _referring(kind, node.get("messageRef", ""), names.messages)
        case "signal":
            return _referring(kind, node.get("signalRef", ""), names.signals)
        case "error":
            return _referring(kind, node.get("errorRef", ""), names.errors)
        case "escalation":
            return _referring(kind, node.get("escalationRef", ""), names.escalations)
        case "conditional":
            return EventDef(kind, text_of(node, "condition"))
        case "link":
            return EventDef(kind, node.get("name", "").strip())
        case "compensate":
            waits = true(node.get("waitForCompletion", "true"))
            activity = node.get("activityRef", "").rpartition(":")[2]
            return EventDef(kind, activity, waits=waits)
        case _:
            return EventDef(kind)


def _resolved(reference: str, known: Mapping[str, object]) -> str:
    """A reference is a qualified name: files with imports write a prefix before the id."""
    reference = reference.strip()
    return reference if reference in known else reference.rpartition(":")[2]


def _referring(kind: str, reference: str, known: dict[str, str]) -> EventDef:
    reference = _resolved(reference, known)
    if reference and reference not in known:
        return EventDef(kind, unknown=reference)
    return EventDef(kind, known.get(reference, ""))


def _timer(node: etree._Element) -> EventDef:
    for form in ("timeDate", "timeDuration", "timeCycle"):
        if node.find(q(form)) is not None:
            return EventDef("timer", text_of(node, form), form)
    return EventDef("timer")


def loop(node: etree._Element) -> Loop | None:
    """The standard loop marker."""
    found = node.find(q("standardLoopCharacteristics"))
    if found is None:
        return None
    return Loop(
        condition=text_of(found, "loopCondition"),
        test_before=true(found.get("testBefore", "false")),
        maximum=found.get("loopMaximum", "").strip(),
    )


def instances(node: etree._Element, names: Names) -> Instances | None:
    """The multi-instance marker."""
    found = node.find(q("multiInstanceLoopCharacteristics"))
    if found is None:
        return None
    return Instances(
        sequential=true(found.get("isSequential", "false")),
        cardinality=text_of(found, "loopCardinality"),
        collection=feel_text(found.get(f"{{{DONDOC}}}collection"))
        or _item(found, "loopDataInputRef", names),
        item=_data_item(found, "inputDataItem"),
        output=_data_item(found, "outputDataItem"),
        outputs=_item(found, "loopDataOutputRef", names),
        completion=text_of(found, "completionCondition"),
        behavior=found.get("behavior", "All").strip(),
        behaviors=tuple(_behaviors(found, names)),
    )


def _item(node: etree._Element, tag: str, names: Names) -> str:
    reference = text_of(node, tag)
    return names.data.get(reference, reference) if reference else ""


def _data_item(node: etree._Element, tag: str) -> str:
    found = node.find(q(tag))
    return "" if found is None else found.get("name", "") or found.get("id", "")


def _behaviors(node: etree._Element, names: Names) -> Iterator[tuple[str, EventDef]]:
    behavior = node.get("behavior", "All").strip()
    if behavior in ("None", "One"):
        yield "", _definition_by(node.get(f"{behavior.lower()}BehaviorEventRef", ""), names)
    if behavior != "Complex":
        return
    for definition in node.findall(q("complexBehaviorDefinition")):
        event = definition.find(q("event"))
        inner = [] if event is None else list(event_definitions(event, "event", names))
        yield text_of(definition, "condition"), inner[0] if inner else EventDef("reference")


def data_names(node: etree._Element) -> tuple[str, ...]:
    """Names of the data inputs and outputs that the element itself declares."""
    holders = [h for h in (node, node.find(q("ioSpecification"))) if h is not None]
    return tuple(
        child.get("name", "") or child.get("id", "")
        for holder in holders
        for child in children(holder)
        if local(child) in ("dataInput", "dataOutput")
    )


def properties_in(node: etree._Element) -> list[str]:
    """Names of BPMN properties declared on this node."""
    named = [p.get("name", "") or p.get("id", "") for p in node.findall(q("property"))]
    return [name for name in named if not name.startswith(PLACEHOLDER)]


def moves(node: etree._Element, tag: str, names: Names) -> Iterator[Move]:
    """What the associations of this kind assign; a mere drawn line assigns nothing."""
    for association in node.findall(q(tag)):
        assigned = [
            (text_of(a, "from"), text_of(a, "to")) for a in association.findall(q("assignment"))
        ]
        target = _item(association, "targetRef", names)
        source = _item(association, "sourceRef", names)
        if not assigned and (transformation := text_of(association, "transformation")):
            assigned = [(transformation, target)]
        drawn = not source or not target or target.startswith(PLACEHOLDER)
        if not assigned and not drawn:
            assigned = [(source, target)]
        yield from (Move(text, names.data.get(to, to)) for text, to in assigned)


def props(node: etree._Element) -> dict[str, str]:
    """Our own attributes, expressions trimmed."""
    own = {
        etree.QName(k).localname: v
        for k, v in node.attrib.items()
        if etree.QName(k).namespace == DONDOC
    }
    return own | {k: feel_text(own[k]) for k in ("recipients", "due") if k in own}


def extensions(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """Our own child elements of this name."""
    holder = node.find(q("extensionElements"))
    if holder is not None:
        yield from holder.findall(f"{{{DONDOC}}}{name}")
