"""Nodes and flows on a sheet, before they become text."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tests.reference import blocks as b
from tests.reference.drawing_parts import multi, tag_text
from tests.reference.terms import Term, feel

ACTIVITIES = frozenset(
    {"task", "manualTask", "userTask", "scriptTask", "serviceTask", "subProcess", "callActivity"}
)


@dataclass(slots=True, eq=False)
class Node:
    """A flow node to be written."""

    tag: str
    id: str
    inner: str
    attributes: dict[str, str]


@dataclass(slots=True, eq=False)
class Out:
    """A way out of a node that is still to be connected."""

    node: Node
    condition: Term | None = None
    default: bool = False


@dataclass(slots=True)
class Sheet:
    """What is drawn in one process or sub-process."""

    nodes: list[Node] = field(default_factory=list)
    flows: list[tuple[str, str]] = field(default_factory=list)  # (source, text)
    more: list[str] = field(default_factory=list)

    def text(self, chance: random.Random) -> str:
        """Everything in a random order, the flows out of one node in theirs."""
        parts = [("", tag_text(n.tag, n.id, n.inner, n.attributes)) for n in self.nodes]
        parts += [("", m) for m in self.more] + self.flows
        chance.shuffle(parts)
        kept = {source: iter([t for s, t in self.flows if s == source]) for source, _ in parts}
        return "".join(next(kept[source]) if source else text for source, text in parts)


class Canvas:
    """Where nodes and flows are put. ``ids``: the reference's names of elements to the drawing's."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.ids: dict[str, str] = {}
        self.fresh = 0
        self.sheet = Sheet()

    def node(self, tag: str, name: str, inner: str = "", **attributes: str) -> Node:
        """A node called ``name`` by the reference ('' if it does not speak of it)."""
        self.fresh += 1
        id = f"{self.chance.choice('abcxyz_')}{self.chance.randrange(16**6):x}.{self.fresh}"
        if name:
            assert name not in self.ids, name
            self.ids[name] = id
        given = {k.replace("_", ":", 1): v for k, v in attributes.items() if v}
        node = Node(tag, id, inner, given)
        self.sheet.nodes.append(node)
        return node

    def join(self, outs: list[Out], node: Node) -> list[Out]:
        """The outs lead into the node; its own way out."""
        for out in outs:
            self.fresh += 1
            flow = f"flow{self.fresh}"
            inner = ""
            if out.default:
                out.node.attributes["default"] = flow
            elif out.condition is not None:
                text = escape(self.feel(out.condition))
                inner = f"<conditionExpression>{text}</conditionExpression>"
            ends = {"sourceRef": out.node.id, "targetRef": node.id}
            self.sheet.flows.append((out.node.id, tag_text("sequenceFlow", flow, inner, ends)))
        return [Out(node)]

    def feel(self, term: Term) -> str:
        return self.chance.choice(("", "", "=", " = ")) + feel(term)

    def single(self, outs: list[Out]) -> list[Out]:
        """One way instead of several."""
        return outs if len(outs) < 2 else self.join(outs, self.node("exclusiveGateway", ""))

    def maybe_single(self, outs: list[Out]) -> list[Out]:
        return self.single(outs) if self.chance.random() < 0.5 else outs

    def close(self, outs: list[Out], implicit: bool = False) -> None:
        """Where a scope ends: an end event, several, or none at all."""
        if implicit and self.chance.random() < 0.3 and len(outs) == 1:
            (out,) = outs
            if out.node.tag in ACTIVITIES and out.condition is None and not out.default:
                return
        if self.chance.random() < 0.5:
            for out in outs:
                self.join([out], self.node("endEvent", ""))
        elif outs:
            self.join(outs, self.node("endEvent", ""))

    def marker(self, marker: b.Loop | b.Multi | None) -> str:
        """What makes an activity run several times."""
        if isinstance(marker, b.Loop):
            limit = f' loopMaximum="{marker.maximum}"' if marker.maximum else ""
            return (
                f'<standardLoopCharacteristics testBefore="{str(marker.before).lower()}"{limit}>'
                f"<loopCondition>{escape(self.feel(marker.condition))}</loopCondition>"
                "</standardLoopCharacteristics>"
            )
        self.fresh += 1
        return multi(marker, self.fresh) if isinstance(marker, b.Multi) else ""
