"""The requirements graph read: its nodes, what links them, and that nothing needs itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine.process.dmn.findings import Findings, Place
from engine.process.dmn.nodes import DecisionNode, FunctionNode, InputNode, Link, Node
from engine.process.dmn.source import child, children, identity, name_of, variable_name

MAX_CHAIN = 100
_KINDS: dict[str, type[InputNode | DecisionNode | FunctionNode]] = {
    "inputData": InputNode,
    "decision": DecisionNode,
    "businessKnowledgeModel": FunctionNode,
    "decisionService": FunctionNode,
}
_REQUIREMENTS = {
    "informationRequirement": ("requiredDecision", "requiredInput"),
    "knowledgeRequirement": ("requiredKnowledge",),
}


@dataclass(frozen=True, slots=True)
class Imported:
    """An imported model as the graph sees it; ``prefix`` is '' for an import without a name."""

    prefix: str
    nodes: Mapping[str, Node]


class Graph:
    """The nodes of one file by id, with their elements."""

    def __init__(
        self,
        root: etree._Element,
        namespace: str,
        imports: Mapping[str, Imported],
        findings: Findings,
    ) -> None:
        self._namespace = namespace
        self._imports = imports
        self._findings = findings
        self.nodes: dict[str, Node] = {}
        self.elements: dict[str, etree._Element] = {}
        self._read(root)
        self._link()
        self._refuse_circles()

    def place(self, node: Node) -> Place:
        """Where a node stands."""
        return Place(node.id, name_of(self.elements[node.id]) or node.name)

    def _read(self, root: etree._Element) -> None:
        names: set[str] = set()
        for element in children(root, *_KINDS):
            id_, name = identity(element), variable_name(element)
            place = Place(id_, name_of(element) or name)
            if not id_ or id_ in self.nodes:
                self._findings.add(
                    "dmn-id", place, "Phần tử thiếu id, hoặc id bị trùng. Hãy đặt id khác.",
                    "The element has no id, or one used twice. Give it another.",
                )  # fmt: skip
                id_ = f"\x00{len(self.nodes)}"
            if not name or name in names:
                self._findings.add(
                    "dmn-name", place, "Phần tử thiếu tên, hoặc tên bị trùng. Hãy đặt tên khác.",
                    "The element has no name, or one used twice. Give it another.",
                )  # fmt: skip
            names.add(name)
            self.nodes[id_] = _KINDS[_tag(element)](id_, name)
            self.elements[id_] = element

    def _link(self) -> None:
        for id_, node in self.nodes.items():
            element = self.elements[id_]
            for tag, inner in _REQUIREMENTS.items():
                for requirement in children(element, tag):
                    found = child(requirement, *inner)
                    href = found.get("href") if found is not None else ""
                    link = self.link(href or "", self.place(node), tag == "knowledgeRequirement")
                    if link is not None and link.node is not node:
                        node.links.append(link)

    def link(self, href: str, place: Place, knowledge: bool) -> Link | None:
        """What a reference leads to; None, with a finding, if nothing."""
        namespace, hash_, id_ = href.rpartition("#")
        if not namespace or namespace == self._namespace:
            found = self.exported().get(id_ if hash_ else href)
            if found is not None:
                return Link("", found, knowledge)
        imported = self._imports.get(namespace)
        node = imported.nodes.get(id_) if imported is not None else None
        if imported is not None and node is not None:
            return Link(imported.prefix, node, knowledge)
        self._findings.add(
            "dmn-unknown-reference", place,
            f"Không tìm thấy phần tử «{href}» mà nó cần. Hãy nối lại, hoặc nạp mô hình chứa phần tử đó.",
            f"The required element '{href}' was not found. Connect it again, or import its model.",
        )  # fmt: skip
        return None

    def exported(self) -> dict[str, Node]:
        """Our own nodes, and those that imports without a name bring in: the first one counts."""
        found = dict(self.nodes)
        for imported in self._imports.values():
            if not imported.prefix:
                for id_, node in imported.nodes.items():
                    found.setdefault(id_, node)
        return found

    def links_of(self, node: Node, tags: tuple[str, ...]) -> list[Link]:
        """The references a decision service makes under these tags."""
        found: list[Link] = []
        for reference in children(self.elements[node.id], *tags):
            link = self.link(reference.get("href") or "", self.place(node), False)
            if link is not None:
                found.append(link)
        return found

    def _next(self, node: Node) -> list[Node]:
        """What a node's value is worked out from. A service's inputs are not asked."""
        links = list(node.links)
        if node.id in self.elements and _tag(self.elements[node.id]) == "decisionService":
            links += self.links_of(node, ("outputDecision", "encapsulatedDecision"))
            given = {link.node for link in self.links_of(node, ("inputDecision",))}
            links = [link for link in links if link.node not in given]
        return [link.node for link in links if self.nodes.get(link.node.id) is link.node]

    def _refuse_circles(self) -> None:
        """A depth-first walk without recursion; what closes a circle, or is too far, is cut."""
        done: dict[Node, int] = {}
        for start in self.nodes.values():
            path: list[Node] = []
            stack = [(start, False)]
            while stack:
                node, leaving = stack.pop()
                if leaving:
                    path.pop()
                    done[node] = 1 + max((done.get(n, 0) for n in self._next(node)), default=0)
                    if done[node] == MAX_CHAIN + 1:
                        self._too_deep(node)
                elif node in path:
                    self._circle(path[path.index(node) :])
                elif node not in done:
                    path.append(node)
                    stack.append((node, True))
                    stack.extend((after, False) for after in self._next(node))

    def _circle(self, path: list[Node]) -> None:
        told = " → ".join([*(node.name for node in path), path[0].name])
        self._findings.add(
            "dmn-cycle", self.place(path[0]), f"Phần tử cần đến chính nó: {told}. Hãy bỏ một mối nối.",
            f"The element requires itself: {told}. Remove one of the requirements.",
        )  # fmt: skip

    def _too_deep(self, node: Node) -> None:
        self._findings.add(
            "dmn-too-deep", self.place(node), f"Chuỗi phụ thuộc dài quá {MAX_CHAIN} bước. Hãy gộp bớt.",
            f"The chain of requirements is longer than {MAX_CHAIN}. Merge some of it.",
        )  # fmt: skip


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname
