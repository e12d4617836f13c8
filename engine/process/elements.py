"""What SpiffWorkflow lacks or gets wrong, mended above it, never by patching installed files.

SpiffWorkflow moves tokens and nothing else: it is given a *normalised* process built from our own
reading of the file (``specification``), in which every id carries a prefix, so that none can
collide with the library's internal names ('Start', 'End', …), and in which

* every start event waits for a ``Trigger``: we choose which one fires;
* a timer is a ``ClockFreeTimer``: it holds no clock and fires when ``step`` says so;
* a throw and a service task report to the ``Recorder`` that drives the step;
* a script task asks the ``Recorder`` to evaluate FEEL.
"""

from __future__ import annotations

import re
from typing import Any, Protocol

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    EndEventParser,
    IntermediateCatchEventParser,
    IntermediateThrowEventParser,
    ReceiveTaskParser,
    SendTaskParser,
    StartEventParser,
)
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    EndEvent,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    ReceiveTask,
    SendTask,
    StartEvent,
)
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin

from engine.process.model import Element, Process, q

PREFIX = "_"


def spec_name(element: str) -> str:
    """The designer's id as SpiffWorkflow knows it: prefixed, and free of dots.

    The library names its helpers by appending '.BoundaryEventSplit' and the like to our ids, so a
    dot must be theirs alone.
    """
    return PREFIX + element.replace("-", "-_").replace(".", "--")


def element_id(name: str) -> str:
    """The designer's id of a SpiffWorkflow task spec ('' for the library's own helpers)."""
    if not name.startswith(PREFIX) or "." in name:
        return ""
    return re.sub("--|-_", lambda found: "." if found[0] == "--" else "-", name[len(PREFIX) :])


class Recorder(Protocol):
    """Who drives a step: evaluates control expressions and notes effects in their order."""

    def check(self, expression: str) -> object:
        """The value of a condition."""

    def effect(self, element: str) -> None:
        """A throw or a service task was passed."""

    def script(self, element: str) -> None:
        """A script task was passed."""


class Environment(BasePythonScriptEngineEnvironment):  # type: ignore[misc]
    """The only bridge from a diagram to values: nothing here can run Python."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self.recorder = recorder

    def evaluate(self, expression: str, context: object, external_context: object = None) -> object:
        """Conditions are the only expressions the library ever asks for."""
        return self.recorder.check(expression)


class ScriptEngine(PythonScriptEngine):  # type: ignore[misc]
    """SpiffWorkflow's engine without Python: FEEL through the ``Recorder``, nothing else."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(environment=Environment(recorder))

    def evaluate(self, task: Any, expression: str, external_context: object = None) -> object:
        """Our errors pass unwrapped, so that a fault can name them."""
        return self.environment.evaluate(expression, None)


class _Own(EventDefinition):  # type: ignore[misc]
    """An event definition of ours, equal only to itself on the same element."""

    def __init__(self, element: str) -> None:
        super().__init__(name=element)
        self.element = element

    def __eq__(self, other: object) -> bool:
        return self.__class__ is other.__class__ and self.element == getattr(other, "element", None)

    def __hash__(self) -> int:
        return hash(self.element)


class Trigger(_Own):
    """What a start event waits for: our word that this one starts the instance."""


class ClockFreeTimer(_Own):
    """A timer that never looks at a clock: its due moment lives in our own table."""


class Throw(_Own):
    """A message leaving the pool: noted, never delivered inside the instance."""

    def throw(self, my_task: Any) -> None:
        """Tell the recorder; the bus delivers."""
        my_task.workflow.script_engine.environment.recorder.effect(self.element)


class EffectTask(BpmnSpecMixin):  # type: ignore[misc]
    """A service task: passed at once, its call noted for the engine to perform."""

    def _run_hook(self, my_task: Any) -> bool:
        super()._run_hook(my_task)
        my_task.workflow.script_engine.environment.recorder.effect(element_id(self.name))
        return True


class FeelScriptTask(BpmnSpecMixin):  # type: ignore[misc]
    """A script task in FEEL."""

    def _run_hook(self, my_task: Any) -> bool:
        super()._run_hook(my_task)
        my_task.workflow.script_engine.environment.recorder.script(element_id(self.name))
        return True


class _Ours:
    """Replaces what the library reads from timers, starts and throws by our definitions."""

    def parse_timer_event(self, event: etree._Element) -> ClockFreeTimer:
        return ClockFreeTimer(element_id(self.bpmn_id))  # type: ignore[attr-defined]

    def parse_message_event(self, event: etree._Element) -> EventDefinition:
        return MessageEventDefinition(event.get("messageRef"))


class _Starts(StartEventParser):  # type: ignore[misc]
    def create_task(self) -> Any:
        task = self._create_task(Trigger(element_id(self.bpmn_id)))
        self.spec.start.connect(task)
        return task


class _Catches(_Ours, IntermediateCatchEventParser):  # type: ignore[misc]
    pass


class _Boundaries(_Ours, BoundaryEventParser):  # type: ignore[misc]
    pass


class _Receives(_Ours, ReceiveTaskParser):  # type: ignore[misc]
    pass


class _Throwing:
    def parse_message_event(self, event: etree._Element) -> EventDefinition:
        return Throw(element_id(self.bpmn_id))  # type: ignore[attr-defined]


class _Throws(_Throwing, IntermediateThrowEventParser):  # type: ignore[misc]
    pass


class _Sends(_Throwing, SendTaskParser):  # type: ignore[misc]
    pass


class _Ends(_Throwing, EndEventParser):  # type: ignore[misc]
    pass


class _Parser(BpmnParser):  # type: ignore[misc]
    OVERRIDE_PARSER_CLASSES = {
        full_tag("startEvent"): (_Starts, StartEvent),
        full_tag("endEvent"): (_Ends, EndEvent),
        full_tag("intermediateCatchEvent"): (_Catches, IntermediateCatchEvent),
        full_tag("intermediateThrowEvent"): (_Throws, IntermediateThrowEvent),
        full_tag("boundaryEvent"): (_Boundaries, BoundaryEvent),
        full_tag("receiveTask"): (_Receives, ReceiveTask),
        full_tag("sendTask"): (_Sends, SendTask),
        full_tag("serviceTask"): (TaskParser, EffectTask),
        full_tag("scriptTask"): (TaskParser, FeelScriptTask),
    }


def specification(process: Process) -> BpmnProcessSpec:
    """The SpiffWorkflow specification of a vetted process, built from our reading of it."""
    parser = _Parser()
    parser.add_bpmn_xml(_normalised(process))
    return parser.get_spec(spec_name(process.id))


def _normalised(process: Process) -> etree._Element:
    root = etree.Element(q("definitions"), nsmap={"bpmn": q("x")[1:-2]})
    node = etree.SubElement(root, q("process"), id=spec_name(process.id), isExecutable="true")
    for element in process.elements.values():
        _write_element(node, element)
    for flow in process.flows:
        written = etree.SubElement(
            node,
            q("sequenceFlow"),
            id=spec_name(flow.id),
            sourceRef=spec_name(flow.source),
            targetRef=spec_name(flow.target),
        )
        if flow.condition:
            etree.SubElement(written, q("conditionExpression")).text = flow.condition
    return root


def _write_element(parent: etree._Element, element: Element) -> None:
    node = etree.SubElement(parent, q(element.tag), id=spec_name(element.id))
    if element.attached_to:
        node.set("attachedToRef", spec_name(element.attached_to))
        node.set("cancelActivity", str(element.interrupting).lower())
    if element.default:
        node.set("default", spec_name(element.default))
    for event in element.events:
        definition = etree.SubElement(node, q(f"{event.kind}EventDefinition"))
        if event.kind == "message":
            definition.set("messageRef", event.text)
