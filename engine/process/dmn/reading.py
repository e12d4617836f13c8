"""From a file to a decision model, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from engine.errors import ModelRefused
from engine.process import xml
from engine.process.dmn import boxed_loops, table_reading
from engine.process.dmn.boxed import closure_of, expression_in, missing
from engine.process.dmn.boxed_calls import body_of, declared, function, parameters_of
from engine.process.dmn.findings import Findings, Place
from engine.process.dmn.graph import Graph
from engine.process.dmn.imports import entry_names, imports_of
from engine.process.dmn.item_types import refuse_language
from engine.process.dmn.model import Decision, DecisionModel
from engine.process.dmn.nodes import (
    DecisionNode,
    FunctionNode,
    InputNode,
    functions_of,
    visible,
)
from engine.process.dmn.problems import Problem, report
from engine.process.dmn.scope import Reading, Scope, fitted
from engine.process.dmn.services import Service, inputs_of, service_function
from engine.process.dmn.source import (
    NAMESPACES,
    child,
    elements,
    identity,
    is_feel,
    name_of,
    tag,
    value_of,
)
from engine.process.dmn.types import Type, fitter, parameter_of, result_of
from engine.process.feel.values import Closure, Env, Value
from engine.process.feel.words import Phrases

_HANDLERS = (boxed_loops, table_reading)
"""Imported so that they register what they read."""
MAX_ELEMENTS = 2_000
_NO_LOGIC = frozenset(
    [
        "description", "question", "allowedAnswers", "variable", "informationRequirement",
        "knowledgeRequirement", "authorityRequirement", "supportedObjective",
        "impactedPerformanceIndicator", "decisionMaker", "decisionOwner", "usingProcess",
        "usingTask", "extensionElements",
    ]
)  # fmt: skip


def read(
    source: bytes, imports: Mapping[str, DecisionModel] | None = None, *, strict: bool = True
) -> DecisionModel:
    """Read a DMN file (1.1 to 1.5) and compile everything in it.

    ``imports`` holds models already read, by namespace (or by the locationURI that names them).
    Raises ModelRefused with all findings. With ``strict=False`` a file that is a decision model at
    all is never refused: what has a finding is null, and the findings are kept.
    """
    root = xml.read(source)
    findings = Findings()
    place = Place(identity(root), name_of(root))
    if tag(root) != "definitions" or etree.QName(root).namespace not in NAMESPACES:
        findings.add(
            "dmn-namespace", place, "Tệp không phải mô hình DMN phiên bản 1.1 đến 1.5. Hãy chọn tệp .dmn của một trong các phiên bản đó.",
            "The file is no DMN model of versions 1.1 to 1.5. Choose a .dmn file of one of them.",
        )  # fmt: skip
        raise ModelRefused(findings.all)
    if not is_feel(root.get("expressionLanguage")):
        refuse_language(findings, place, root.get("expressionLanguage") or "")
    model = _Reader(root, findings, imports or {}).model()
    if findings.all and strict:
        raise ModelRefused(findings.all)
    return model


@dataclass(slots=True)
class _Reader:
    root: etree._Element
    findings: Findings
    available: Mapping[str, DecisionModel]

    def model(self) -> DecisionModel:
        namespace = self.root.get("namespace") or ""
        types, imported = imports_of(self.root, self.available, self.findings)
        types.read(self.root)
        graph = Graph(self.root, namespace, imported, self.findings)
        members = types.members | {n.name for i in imported.values() for n in i.nodes.values()}
        members |= entry_names(self.root)
        reading = Reading(self.findings, types, types.tests_by_name(), Phrases(members))
        if len(graph.nodes) > MAX_ELEMENTS:
            self.findings.add(
                "dmn-too-large", Place("", ""), f"Tệp có quá {MAX_ELEMENTS} phần tử.",
                f"The file has more than {MAX_ELEMENTS} elements.",
            )  # fmt: skip
            raise ModelRefused(self.findings.all)
        if any(finding.code == "dmn-cycle" for finding in self.findings.all):
            raise ModelRefused(self.findings.all)
        return _Compiled(graph, reading, self.findings).model(self.root, frozenset(members))


def _undecided(element: etree._Element, place: Place) -> Closure:
    """A decision that people take: it has no logic, and to ask for its value is a mistake."""
    vi = f"Quyết định «{place.name}» chưa có logic"
    en = f"The decision '{place.name}' has no logic"

    def closure(env: Env) -> Value:
        report(env.run, Problem("dmn-no-logic", identity(element), vi, en))
        return None

    return closure


@dataclass(slots=True)
class _Compiled:
    """Fills in the nodes of a graph: types, logic, functions."""

    graph: Graph
    reading: Reading
    findings: Findings
    _contexts: list[tuple[FunctionNode, dict[str, Value]]] = field(default_factory=list)

    def model(self, root: etree._Element, members: frozenset[str]) -> DecisionModel:
        decisions: dict[str, Decision] = {}
        services: dict[str, Decision] = {}
        inputs: dict[str, str] = {}
        for id_, node in self.graph.nodes.items():
            element = self.graph.elements[id_]
            if isinstance(node, InputNode):
                node.type = self._variable_type(element, self.graph.place(node))
                node.fit = fitter(node.type)
                inputs[node.name] = node.type.name if node.type is not None else "Any"
        for id_, node in self.graph.nodes.items():
            element = self.graph.elements[id_]
            title = name_of(element) or node.name
            if isinstance(node, DecisionNode):
                self._decision(node, element)
                decisions[id_] = Decision(id_, title, inputs_of(node), f"decision:{id_}", node)
            elif isinstance(node, FunctionNode) and tag(element) == "decisionService":
                services[id_] = self._service(node, element, title)
            elif isinstance(node, FunctionNode):
                self._knowledge(node, element)
        self._connect()
        return DecisionModel(
            identity(root), name_of(root), root.get("namespace") or "", decisions, services, inputs,
            tuple(self.findings.all), self.graph.exported(), self.reading.types.exported(), members,
        )  # fmt: skip

    def _variable_type(self, element: etree._Element, place: Place) -> Type | None:
        variable = child(element, "variable")
        if variable is None:
            return None
        return self.reading.types.find(value_of(variable, "typeRef"), variable, place)

    def _decision(self, node: DecisionNode, element: etree._Element) -> None:
        place = self.graph.place(node)
        logic = expression_in(element)
        if logic is None:
            node.body = _undecided(element, place)
            if any(tag(found) not in _NO_LOGIC for found in elements(element)):
                missing(Scope(self.reading, frozenset()), place)
            return
        body = closure_of(logic, Scope(self.reading, visible(node.links)), place)
        node.body = declared(logic, body, self._variable_type(element, place), place)

    def _knowledge(self, node: FunctionNode, element: etree._Element) -> None:
        place = self.graph.place(node)
        logic = child(element, "encapsulatedLogic")
        context: dict[str, Value] = {}
        scope = Scope(self.reading, visible(node.links) | {node.name})
        if logic is None:
            missing(scope, place)
            return
        parameters = parameters_of(logic, scope, place)
        inner = scope.bind(*(name for name, _ in parameters))
        body = body_of(logic, inner, place.at(logic))
        result = result_of(self._variable_type(element, place))
        body = fitted(body, result, place)
        node.function = function(node.name, parameters, body, context, node.id)
        self._contexts.append((node, context))

    def _service(self, node: FunctionNode, element: etree._Element, title: str) -> Decision:
        inputs = self.graph.links_of(node, ("inputData",))
        inputs += self.graph.links_of(node, ("inputDecision",))
        outputs = self.graph.links_of(node, ("outputDecision",))
        place = self.graph.place(node)
        if not outputs:
            self.findings.add(
                "dmn-service-output", place, "Dịch vụ quyết định thiếu quyết định đầu ra.",
                "The decision service has no output decision.",
            )  # fmt: skip
        declared = self._variable_type(element, place)
        types = tuple(
            self._type_of(link.node) or parameter_of(declared, link.node.name) for link in inputs
        )
        service = Service(tuple(inputs), tuple(outputs), types)
        result = result_of(declared)
        body = fitted(service.body(), result, place)
        node.function = service_function(node.name, service, body, node.id)
        names = frozenset(link.prefix or link.node.name for link in inputs)
        return Decision(node.id, title, names, f"decision:{node.id}", node, service)

    def _type_of(self, node: object) -> Type | None:
        if isinstance(node, InputNode):
            return node.type
        assert isinstance(node, DecisionNode)
        element = self.graph.elements.get(node.id)
        return None if element is None else self._variable_type(element, self.graph.place(node))

    def _connect(self) -> None:
        """Give each knowledge model's function what it may call, now that all are there."""
        for node, context in self._contexts:
            context.update(functions_of(node.links))
            context[node.name] = node.function
