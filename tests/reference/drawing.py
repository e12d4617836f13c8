"""Block trees as BPMN files: random ids, shuffled elements, and one of the ways to draw each block.

What the standard holds equal (a merge drawn with a gateway or without, a split drawn at a task or
at a gateway, a scope with or without start and end events) is chosen by chance.
"""

from __future__ import annotations

import random
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tests.reference import blocks as b
from tests.reference import shapes
from tests.reference.canvas import ACTIVITIES, Canvas, Node, Out, Sheet
from tests.reference.drawing_parts import Definitions, tag_text


class Drawing(Canvas):
    """A file in the making. ``ids``: the reference's names of elements to the drawing's."""

    def __init__(self, process: b.Process, seed: int) -> None:
        super().__init__(random.Random(seed))
        self.definitions = Definitions(self.chance)
        self.letters: list[tuple[str, str]] = []
        self.processes: dict[str, str] = {}
        self.process(process, "p")

    def xml(self) -> bytes:
        """The whole file."""
        return self.definitions.file(self.processes, self.letters)

    # -- scopes

    def process(self, process: b.Process, id: str) -> str:
        """The process drawn once; its id."""
        if id in self.processes:
            return id
        self.processes[id] = ""
        outer, self.sheet = self.sheet, Sheet()
        inner = ""
        if process.trigger is not None:
            inner = self.definitions.event(process.trigger)
        start = self.node("startEvent", f"{process.id}-start", inner)
        self.close(self.draw(process.body, [Out(start)]))
        for handler in process.handlers:
            self.event_sub(handler)
        body = self.definitions.variables(process.variables) + self.sheet.text(self.chance)
        self.processes[id] = f'<process id="{id}" isExecutable="true">{body}</process>'
        self.sheet = outer
        return id

    def inside(self, sub: b.Sub) -> str:
        """The content of a sub-process."""
        outer, self.sheet = self.sheet, Sheet()
        first = sub.body.items[0] if isinstance(sub.body, b.Seq) and sub.body.items else sub.body
        linked = any(
            isinstance(x, b.Link) or (isinstance(x, b.Choice) and x.links)
            for x in shapes.inside(sub.body)
        )
        bare = isinstance(first, b.Act) and not linked and self.chance.random() < 0.3
        start = [] if bare else [Out(self.node("startEvent", ""))]
        self.close(self.draw(sub.body, start), implicit=True)
        for handler in sub.handlers:
            self.event_sub(handler)
        text = self.sheet.text(self.chance)
        self.sheet = outer
        return text

    def event_sub(self, sub: b.EventSub) -> None:
        outer, self.sheet = self.sheet, Sheet()
        inner = (
            "<compensateEventDefinition/>"
            if sub.trigger is None
            else self.definitions.event(sub.trigger)
        )
        start = self.node("startEvent", sub.id, inner)
        if not sub.interrupting:
            start.attributes["isInterrupting"] = "false"
        self.close(self.draw(sub.body, [Out(start)]), implicit=True)
        text = self.definitions.variables(sub.variables) + self.sheet.text(self.chance)
        self.sheet = outer
        self.node("subProcess", "", text, triggeredByEvent="true")

    # -- blocks

    def draw(self, block: Any, ins: list[Out]) -> list[Out]:
        """Draw a block after ``ins``; the ways on (none where it ends by itself)."""
        name: str = getattr(self, f"_{type(block).__name__.lower()}").__name__
        outs: list[Out] = getattr(self, name)(block, ins)
        return outs

    def _seq(self, block: b.Seq, ins: list[Out]) -> list[Out]:
        for item in block.items:
            ins = self.draw(item, ins)
        return ins

    def _throw(self, block: b.Throw, ins: list[Out]) -> list[Out]:
        return self.join(ins, self._thrown("intermediateThrowEvent", block))

    def _end(self, block: b.End, ins: list[Out]) -> list[Out]:
        self.join(ins, self._thrown("endEvent", block))
        return []

    def _thrown(self, tag: str, block: b.Throw | b.End) -> Node:
        more = {}
        task = isinstance(block, b.Throw) and block.task
        inner = "" if task else self.definitions.thrown(block.kind, block.name, self.ids)
        if block.kind == "message":
            more = {"dondoc_recipients": "[]"}
        if task:
            tag, more["messageRef"] = "sendTask", self.definitions.ref("message", block.name)
        node = self.node(tag, block.id, inner, **more)
        if block.kind == "message":
            self.letters.append((node.id, block.name))
        return node

    def _catch(self, block: b.Catch, ins: list[Out]) -> list[Out]:
        return self.join(ins, self._caught(block))

    def _caught(self, block: b.Catch, inner: str = "") -> Node:
        if block.task:
            ref = self.definitions.ref("message", block.trigger.name)
            return self.node("receiveTask", block.id, inner, messageRef=ref)
        event = self.definitions.event(block.trigger)
        return self.node("intermediateCatchEvent", block.id, event)

    def _link(self, block: b.Link, ins: list[Out]) -> list[Out]:
        inner = f"<linkEventDefinition name={quoteattr('to ' + block.id)}/>"
        self.join(ins, self.node("intermediateThrowEvent", "", inner))
        return [Out(self.node("intermediateCatchEvent", "", inner))]

    def _choice(self, block: b.Choice, ins: list[Out]) -> list[Out]:
        kind = "inclusiveGateway" if block.inclusive else "exclusiveGateway"
        if block.inclusive:
            ins = self.single(ins)
        gate = self.join(ins, self.node(kind, block.id))[0].node
        conditions = iter(block.conditions)
        outs = []
        for i, branch in enumerate(block.branches):
            default = i == block.default
            way = Out(gate, None if default else next(conditions), default)
            ends = self.draw(branch, [way])
            outs += self.single(ends) if block.inclusive else ends
        if block.links and outs:
            return self._linked(block, outs)
        if block.inclusive and outs:
            return self.join(outs, self.node("inclusiveGateway", ""))
        return self.maybe_single(outs)

    def _linked(self, block: b.Choice, outs: list[Out]) -> list[Out]:
        inner = f"<linkEventDefinition name={quoteattr('by ' + block.id)}/>"
        for out in outs:
            self.join([out], self.node("intermediateThrowEvent", "", inner))
        return [Out(self.node("intermediateCatchEvent", "", inner))]

    def _split(self, ins: list[Out]) -> Node:
        """Where parallel branches begin: a gateway, or the activity before."""
        if len(ins) == 1 and self.chance.random() < 0.4:
            (out,) = ins
            if out.node.tag in ACTIVITIES and out.condition is None and not out.default:
                return out.node
        # Several flows into it would make it a join.
        return self.join(self.single(ins), self.node("parallelGateway", ""))[0].node

    def _parallel(self, block: b.Parallel, ins: list[Out]) -> list[Out]:
        fork = self._split(ins)
        outs = []
        for branch in block.branches:
            ends = self.single(self.draw(branch, [Out(fork)]))
            assert ends, "a joined branch may not surely end by itself"
            outs += ends
        for branch in block.loose:
            assert not self.draw(branch, [Out(fork)])
        if len(block.branches) == 1:
            return outs
        return self.join(outs, self.node("parallelGateway", "")) if outs else []

    def _spread(self, block: b.Spread, ins: list[Out]) -> list[Out]:
        fork = self._split(ins)
        outs = [out for x in block.branches for out in self.draw(x, [Out(fork)])]
        return self.draw(block.tail, self.maybe_single(outs))

    def _while(self, block: b.While, ins: list[Out]) -> list[Out]:
        ask = self.node("exclusiveGateway", "")
        if block.first and self.chance.random() < 0.5:
            self.join(ins, ask)
            self.join(self.draw(block.body, [Out(ask, block.condition)]), ask)
            return [Out(ask, None, default=True)]
        head = self.node("exclusiveGateway", "")
        self.join(ins, head)
        if block.first:
            self.join([Out(head)], ask)
            self.join(self.draw(block.body, [Out(ask, block.condition)]), head)
        else:
            self.join(self.draw(block.body, [Out(head)]), ask)
            self.join([Out(ask, block.condition)], head)
        return [Out(ask, None, default=True)]

    def _race(self, block: b.Race, ins: list[Out]) -> list[Out]:
        gate = self.join(ins, self.node("eventBasedGateway", ""))[0].node
        outs = []
        for catch, branch in zip(block.catches, block.branches, strict=True):
            outs += self.draw(branch, self.draw(catch, [Out(gate)]))
        return self.maybe_single(outs)

    # -- activities

    def _act(self, block: b.Act, ins: list[Out]) -> list[Out]:
        outs = self.join(ins, self._content(block.content, self.marker(block.marker)))
        host = outs[0].node
        for boundary in block.boundaries:
            inner = self.definitions.event(boundary.trigger)
            edge = self.node("boundaryEvent", boundary.id, inner, attachedToRef=host.id)
            if not boundary.interrupting:
                edge.attributes["cancelActivity"] = "false"
            outs += self.draw(boundary.body, [Out(edge)])
        if block.undo is not None:
            inner = "<compensateEventDefinition/>"
            edge = self.node("boundaryEvent", "", inner, attachedToRef=host.id)
            handler = self._content(block.undo, "")
            handler.attributes["isForCompensation"] = "true"
            ends = {"sourceRef": edge.id, "targetRef": handler.id, "associationDirection": "One"}
            self.sheet.more.append(tag_text("association", f"as{edge.id}", "", ends))
        return outs if len(outs) == 1 else self.maybe_single(outs)

    def _content(self, block: Any, marker: str) -> Node:
        match block:
            case b.User(id):
                form = {"dondoc_role": "chuyenvien", "dondoc_form": "form"}
                return self.node("userTask", id, marker, **form)
            case b.Script(id, variable, term):
                body = marker + f"<script>{escape(self.feel(term))}</script>"
                given = {"scriptFormat": "feel", "dondoc_result": variable}
                return self.node("scriptTask", id, body, **given)
            case b.Service(id, term):
                inner = self.definitions.bindings((("value", term),), "input")
                return self.node("serviceTask", id, inner + marker, dondoc_handler="echo")
            case b.Pass(id, tag):
                return self.node(tag, id, marker)
            case b.Catch():
                return self._caught(block, marker)
            case b.Call(id, called, inputs, outputs):
                inner = self.definitions.bindings(inputs, "input", outputs)
                process = self.process(called, called.id)
                return self.node("callActivity", id, inner + marker, calledElement=process)
        text = self.definitions.variables(block.variables) + marker + self.inside(block)
        return self.node("transaction" if block.transaction else "subProcess", block.id, text)
