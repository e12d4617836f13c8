"""What a diagram looks like, as plain shapes: enough for a small picture beside its name."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from engine.process import xml

POOL, TASK, EVENT, GATEWAY, OTHER = "pool", "task", "event", "gateway", "other"
MOST = 600


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape by its corner and size, in the diagram's own units."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """The shapes, the lines as "x,y x,y …", and the box that holds all of it."""

    shapes: tuple[Shape, ...]
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float


def sketch(source: str) -> Sketch | None:
    """The picture of a diagram; None for one that has none. Raises ``ModelRefused``."""
    root = xml.read(source.encode())
    tags = {n.get("id"): _local(n) for n in root.iter() if n.get("id")}
    shapes: list[Shape] = []
    lines: list[str] = []
    for node in root.iter():
        name = _local(node)
        if name == "BPMNShape":
            shapes += [
                Shape(_kind(tags.get(node.get("bpmnElement"), "")), *place)
                for bounds in node
                if _local(bounds) == "Bounds" and (place := _place(bounds)) is not None
            ]
        elif name == "BPMNEdge":
            points = [_point(p) for p in node if _local(p) == "waypoint"]
            lines.append(" ".join(p for p in points if p))
    if not shapes or len(shapes) > MOST:
        return None
    left, top = min(s.x for s in shapes), min(s.y for s in shapes)
    right, low = max(s.x + s.width for s in shapes), max(s.y + s.height for s in shapes)
    ordered = sorted(shapes, key=lambda s: -s.width * s.height)
    return Sketch(
        tuple(ordered), tuple(lines), left - 8, top - 8, right - left + 16, low - top + 16
    )


def _kind(tag: str) -> str:
    if tag in ("participant", "lane"):
        return POOL
    if tag.endswith("Gateway"):
        return GATEWAY
    if tag.endswith("Event"):
        return EVENT
    if tag.lower().endswith(("task", "subprocess")) or tag in ("callActivity", "transaction"):
        return TASK
    return OTHER


def _place(bounds: etree._Element) -> tuple[float, float, float, float] | None:
    try:
        x, y, width, height = (float(bounds.get(a, "")) for a in ("x", "y", "width", "height"))
    except ValueError:
        return None
    sane = all(-1e6 < v < 1e6 for v in (x, y, width, height))
    return (x, y, width, height) if sane else None


def _point(waypoint: etree._Element) -> str:
    try:
        return f"{float(waypoint.get('x', '')):.0f},{float(waypoint.get('y', '')):.0f}"
    except (ValueError, OverflowError):
        return ""


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""
