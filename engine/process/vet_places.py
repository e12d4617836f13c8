"""Where expressions stand in a process: each with its text, its scope, and the names it may read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.process.expressions import cycle_text, timer_text
from engine.process.model import Element, EventDef, Flow, Instances, Process
from engine.process.vet_names import Names, ScopeNames

COMPLEX_START = ("activationCount",)
COMPLEX_WAY = ("waitingForStart",)


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One expression. ``kind`` names what its value must be ('' anything), see ``vet_constants``."""

    scope: str
    text: str
    at: Element | Flow
    what: tuple[str, str]
    names: Names
    kind: str = ""


_EXPRESSIONS = (
    ("recipients", "nơi nhận", "units"),
    ("due", "hạn", "moment"),
    ("formFrom", "biểu mẫu", "form"),
)
"""Properties that are expressions: their names in both languages, and what they must give."""


class Places:
    """All expressions of a process; ``others`` are the names of the file's processes by id."""

    def __init__(self, process: Process, others: Mapping[str, ScopeNames]) -> None:
        self._process = process
        self._others = others
        self._names = others[process.id]

    def __iter__(self) -> Iterator[Place]:
        for flow in self._process.flows:
            if flow.condition:
                yield self._condition(flow)
        for element in self._process.elements.values():
            yield from self._events(element)
            yield from self._work(element)
            yield from self._marker(element)
            yield from self._data(element)
            yield from self._gateway_or_scope(element)

    def _condition(self, flow: Flow) -> Place:
        names = self._names.of(flow.scope)
        source = self._process.elements.get(flow.source)
        if source is not None and source.tag == "complexGateway":
            names = Names(COMPLEX_WAY, names)
        what = ("điều kiện", "condition")
        return Place(flow.scope, flow.condition, flow, what, names, "truth")

    def _events(self, element: Element) -> Iterator[Place]:
        waits = element.tag in ("startEvent", "boundaryEvent")
        names = self._names.watching(element) if waits else self._names.in_activity(element)
        for event in element.events:
            if event.kind == "timer":
                what = ("thời gian", event.form or "timer")
                text, kind = timer(event)
                yield Place(element.scope, text, element, what, names, kind)
            elif event.kind == "conditional":
                what = ("điều kiện của sự kiện", "condition of the event")
                yield Place(element.scope, event.text, element, what, names, "truth")

    def _work(self, element: Element) -> Iterator[Place]:
        names = self._names.in_activity(element)
        for name, text in element.inputs.items():
            what = (f"đầu vào «{name}»", f"input «{name}»")
            yield Place(element.scope, text, element, what, names)
        if element.tag == "scriptTask":
            what = ("kịch bản", "script")
            yield Place(element.scope, element.script, element, what, names)
        for prop, vi, kind in _EXPRESSIONS:
            if element.props.get(prop):
                text = element.props[prop]
                yield Place(element.scope, text, element, (vi, prop), names, kind)
        if element.called in self._others:
            names = self._others[element.called].of(element.called)
            for name, text in element.outputs.items():
                what = (f"đầu ra «{name}»", f"output «{name}»")
                yield Place(element.called, text, element, what, names)

    def _marker(self, element: Element) -> Iterator[Place]:
        names = self._names.at_marker(element)
        if element.loop is not None and element.loop.condition:
            what = ("điều kiện lặp", "loopCondition")
            yield Place(element.scope, element.loop.condition, element, what, names, "truth")
        if element.instances is not None:
            yield from self._instances(element, element.instances, names)

    def _instances(self, element: Element, marker: Instances, names: Names) -> Iterator[Place]:
        for text, vi, en, kind in (
            (marker.cardinality, "số lần", "loopCardinality", "count"),
            (marker.collection, "danh sách", "collection", "list"),
            (marker.completion, "điều kiện hoàn thành", "completionCondition", "truth"),
        ):
            if text:
                yield Place(element.scope, text, element, (vi, en), names, kind)
        if marker.behavior == "Complex":
            what = ("điều kiện báo", "condition of the behavior")
            for condition, _ in marker.behaviors:
                yield Place(element.scope, condition, element, what, names, "truth")

    def _data(self, element: Element) -> Iterator[Place]:
        names = self._names.at_marker(element)
        for move in (*element.data_in, *element.data_out):
            what = (f"dữ liệu vào «{move.target}»", f"data into «{move.target}»")
            yield Place(element.scope, move.expression, element, what, names)

    def _gateway_or_scope(self, element: Element) -> Iterator[Place]:
        if element.activation:
            names = Names(COMPLEX_START, self._names.of(element.scope))
            what = ("điều kiện kích hoạt", "activationCondition")
            yield Place(element.scope, element.activation, element, what, names, "truth")
        if element.tag == "adHocSubProcess" and element.completion:
            what = ("điều kiện hoàn thành", "completionCondition")
            inside = self._names.of(element.id)
            yield Place(element.id, element.completion, element, what, inside, "truth")


def timer(event: EventDef) -> tuple[str, str]:
    """A timer's FEEL and what its value must be."""
    if event.form == "timeCycle":
        return cycle_text(event.text), "cycle"
    return timer_text(event.text), "duration" if event.form == "timeDuration" else "moment"
