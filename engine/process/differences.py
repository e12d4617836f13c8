"""What differs between two versions of a model: pure functions of two texts.

Elements are compared by the designer's ids. What hangs on an element (its name, condition, timer,
where a flow begins and ends, who does it, …) is compared piece by piece; where it is drawn is told
apart from what it does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from engine.process import xml

FORM = "form"
ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
NAME, TYPE, SCOPE, CONDITION, TIMER = "name", "type", "scope", "condition", "timer"
SOURCE, TARGET, ATTACHED, DEFAULT = "source", "target", "attached", "default"
_LANES = ("laneSet", "childLaneSet")
_PROCESSES = ("process", "collaboration", "subProcess", "adHocSubProcess", "transaction")
_TABLES = ("decision", "decisionTable", "decisionService")
_HOLDERS = frozenset({"definitions", *_PROCESSES, *_LANES, *_TABLES})
"""Their children with an id are elements of their own; what lies deeper hangs on those."""
_DRAWING = ("BPMNDiagram", "DMNDI")
_NEVER = frozenset({*_DRAWING, *_LANES, "extensionElements", "incoming", "outgoing", "import"})
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_FIELDS = {
    "conditionExpression": CONDITION,
    "timeDate": TIMER,
    "timeDuration": TIMER,
    "timeCycle": TIMER,
    "@sourceRef": SOURCE,
    "@targetRef": TARGET,
    "@attachedToRef": ATTACHED,
    "@default": DEFAULT,
    "@name": NAME,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that differs at an element: ``field`` is a code, or the name of a property."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one element; ``pieces`` only where it is changed."""

    what: str
    element: str
    tag: str
    name: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class _Item:
    tag: str
    name: str
    pieces: Mapping[str, str]
    drawn: tuple[str, ...] = ()


def compare(kind: str, before: str, after: str) -> list[Change]:
    """Every difference, in the order of the elements: those that were there, then the new ones.

    Raises ``ModelRefused`` for what cannot be read.
    """
    read = _form if kind == FORM else _model
    old, new = read(before), read(after)
    found = [_change(key, item, new.get(key)) for key, item in old.items()]
    added = [Change(ADDED, key, i.tag, i.name) for key, i in new.items() if key not in old]
    return [change for change in found if change is not None] + added


def _change(key: str, old: _Item, new: _Item | None) -> Change | None:
    if new is None:
        return Change(REMOVED, key, old.tag, old.name)
    names = dict.fromkeys((*old.pieces, *new.pieces))
    pieces = tuple(
        Piece(name, was, now)
        for name in names
        if (was := old.pieces.get(name, "")) != (now := new.pieces.get(name, ""))
    )
    name = new.name or old.name
    if pieces:
        return Change(CHANGED, key, new.tag, name, pieces)
    return Change(MOVED, key, new.tag, name) if old.drawn != new.drawn else None


def _model(source: str) -> dict[str, _Item]:
    root = xml.read(source.encode())
    drawn = _drawn(root)
    found: dict[str, _Item] = {}
    stack = [root]
    while stack:
        holder = stack.pop()
        for child in holder:
            tag, key = _local(child), child.get("id", "")
            if tag in _HOLDERS:
                stack.append(child)
            if not key or tag in _NEVER or key in found:
                continue
            pieces = {TYPE: tag, SCOPE: holder.get("id", "") if holder is not root else ""}
            pieces |= _pieces(child)
            name = pieces.get(NAME, "")
            found[key] = _Item(tag, name, pieces, drawn.get(key, ()))
    return {key: _told(item, found) for key, item in found.items()}


def _told(item: _Item, among: Mapping[str, _Item]) -> _Item:
    """A flow without a name is called by what it joins."""
    ends = [among.get(item.pieces.get(end, "")) for end in (SOURCE, TARGET)]
    if item.name or not all(end is not None and end.name for end in ends):
        return item
    return replace(item, name=" → ".join(end.name for end in ends if end is not None))


def _pieces(element: etree._Element) -> dict[str, str]:
    """Everything that hangs on it, by the name under which it is shown."""
    found: dict[str, list[str]] = {}
    for path, text in _texts(element, ""):
        last = path.rsplit("/", 1)[-1]
        own = last if path.count("/") == 0 or (last in _FIELDS and last[0] != "@") else path
        field = _FIELDS.get(own, own.removeprefix("@").replace("/@", "/"))
        found.setdefault(field, []).append(text)
    return {field: "; ".join(texts) for field, texts in found.items()}


def _texts(element: etree._Element, path: str) -> Iterator[tuple[str, str]]:
    """Attributes and texts of the element and of all below it that are no elements of their own."""
    for attribute, value in sorted(element.attrib.items()):
        name = etree.QName(str(attribute)).localname
        if name != "id" and str(attribute) != _XSI_TYPE:
            yield f"{path}@{name}", str(value)
    text = " ".join((element.text or "").split())
    if text and path:
        yield path.rstrip("/"), text
    own = _local(element) in _HOLDERS
    for child in element:
        tag = _local(child)
        if tag in ("incoming", "outgoing") or (own and child.get("id") and tag not in _NEVER):
            continue
        if tag in ("laneSet", "childLaneSet", "BPMNDiagram", "DMNDI"):
            continue
        below = path if tag == "extensionElements" else f"{path}{tag}/"
        if not len(child) and not child.attrib and not (child.text or "").strip():
            yield below.rstrip("/"), "✓"
        yield from _texts(child, below)


def _drawn(root: etree._Element) -> dict[str, tuple[str, ...]]:
    """Where each element is drawn: its corners and sizes, or the points of a line."""
    found: dict[str, tuple[str, ...]] = {}
    for node in root.iter():
        about = node.get("bpmnElement") or node.get("dmnElementRef")
        if not isinstance(node.tag, str) or about is None or _local(node) == "BPMNPlane":
            continue
        places = (
            ",".join(f"{float(v):g}" if _number(v) else str(v) for _, v in sorted(p.attrib.items()))
            for p in node
            if _local(p) in ("Bounds", "waypoint")
        )
        found[about] = tuple(places)
    return found


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _form(source: str) -> dict[str, _Item]:
    """A form's questions by name; its title is the element ''."""
    data = json.loads(source)
    fields = data.get("fields", []) if isinstance(data, dict) else []
    title = json.dumps(data.get("title") if isinstance(data, dict) else None, ensure_ascii=False)
    found = {"": _Item("form", "", {"title": title})}
    for place, entry in enumerate(fields if isinstance(fields, list) else []):
        if isinstance(entry, dict):
            key = str(entry.get("name", place))
            pieces = {str(k): _json(v) for k, v in entry.items() if k != "name"}
            label = entry.get("label")
            name = str(label.get("vi", "")) if isinstance(label, dict) else ""
            found[key] = _Item(str(entry.get("type", "")), name, pieces, (str(place),))
    return found


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
