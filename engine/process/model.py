"""A BPMN file as plain values: pools, processes, elements, flows, with our own properties read.

Nothing is judged here; ``vet`` does that, on these values, and reports every finding at once.
``reading`` makes these values from a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DONDOC = "urn:dondoc:bpmn"

EVENTS = (
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
)
TASKS = (
    "task",
    "userTask",
    "manualTask",
    "serviceTask",
    "sendTask",
    "receiveTask",
    "scriptTask",
    "businessRuleTask",
)
SUBPROCESSES = ("subProcess", "transaction", "adHocSubProcess")
ACTIVITIES = (*TASKS, *SUBPROCESSES, "callActivity")
GATEWAYS = (
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "complexGateway",
    "eventBasedGateway",
)
RUNNABLE = frozenset(EVENTS + ACTIVITIES + GATEWAYS)
GLOBAL_TASKS = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}


MAX_TURNS = 100_000  # of a loop
MAX_INSTANCES = 5_000  # of one activity
COUNTED = ("Instances", "ActiveInstances", "CompletedInstances", "TerminatedInstances")
# What a multi-instance counts, under the names that editors write and under the standard's.
COUNTERS = tuple(f"{prefix}{counted}" for prefix in ("nrOf", "numberOf") for counted in COUNTED)


@dataclass(frozen=True, slots=True)
class EventDef:
    """What an event waits for or throws: ``kind`` is the BPMN tag without 'EventDefinition'.

    ``text``: of a timer or a condition the expression (``form`` is timeDate, timeDuration or
    timeCycle); of a message, signal or link its name; of an error or escalation its code ('' takes
    any); of a compensation the activity ('' everything). ``unknown`` is a reference that leads
    nowhere. ``waits`` is a compensation's waitForCompletion.
    """

    kind: str
    text: str = ""
    form: str = ""
    unknown: str = ""
    waits: bool = True


@dataclass(frozen=True, slots=True)
class Loop:
    """A standard loop; ``maximum`` is '' or the number as written."""

    condition: str
    test_before: bool
    maximum: str


@dataclass(frozen=True, slots=True)
class Instances:
    """A multi-instance marker. ``collection`` and ``cardinality`` are FEEL, one of them ''.

    ``item`` and ``output`` are variables of each instance, ``outputs`` the variable that collects.
    ``behaviors`` are (condition, event) pairs for a complex behavior, ('', event) for One and None.
    """

    sequential: bool
    cardinality: str = ""
    collection: str = ""
    item: str = ""
    output: str = ""
    outputs: str = ""
    completion: str = ""
    behavior: str = "All"
    behaviors: tuple[tuple[str, EventDef], ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """One assignment of a data association: a FEEL expression to a variable."""

    expression: str
    target: str


@dataclass(frozen=True, slots=True)
class Element:
    """One flow node of a process, with the properties that we run.

    ``scope`` is the sub-process (or the process) that it stands in; ``interrupting`` is
    cancelActivity of a boundary event and isInterrupting of a start; ``handler`` the activity that
    a compensation boundary leads to; ``variables`` are a sub-process's own, ``data_names`` the
    data inputs and outputs of an activity's ioSpecification.
    """

    id: str
    tag: str
    name: str
    process: str
    scope: str = ""
    events: tuple[EventDef, ...] = ()
    attached_to: str = ""
    interrupting: bool = True
    default: str = ""
    script: str = ""
    script_format: str = ""
    loop: Loop | None = None
    instances: Instances | None = None
    start_quantity: str = "1"
    completion_quantity: str = "1"
    by_event: bool = False
    for_compensation: bool = False
    handler: str = ""
    instantiate: bool = False
    all_events: bool = False
    activation: str = ""
    ordering: str = ""
    cancel_remaining: bool = True
    completion: str = ""
    called: str = ""
    variables: tuple[str, ...] = ()
    data_names: tuple[str, ...] = ()
    data_in: tuple[Move, ...] = ()
    data_out: tuple[Move, ...] = ()
    props: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)

    def event(self, kind: str) -> EventDef | None:
        """The element's event definition of this kind, if it has one."""
        return next((e for e in self.events if e.kind == kind), None)

    @property
    def multi(self) -> bool:
        """Whether it carries a loop or multi-instance marker."""
        return self.loop is not None or self.instances is not None


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; ``condition`` is FEEL or ''."""

    id: str
    name: str
    source: str
    target: str
    condition: str
    process: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class MessageFlow:
    """A letter's way from a throw in one pool to an element (or the pool) of another."""

    id: str
    source: str
    target: str


@dataclass(frozen=True, eq=False)
class Process:
    """One pool's process: who plays it (``tiers``) and what is handed in (``variables``).

    ``elements`` and ``flows`` hold those of its sub-processes too. ``whole`` is false for a global
    task, which is read as a process of a single element.
    """

    id: str
    name: str
    tiers: tuple[str, ...]
    executable: bool
    variables: tuple[str, ...]
    elements: dict[str, Element]
    flows: tuple[Flow, ...]
    foreign: tuple[tuple[str, str, str], ...]  # (id, tag, name) of what we do not know
    whole: bool = True
    _leaving: dict[str, list[Flow]] = field(init=False, repr=False, default_factory=dict)
    _entering: dict[str, list[Flow]] = field(init=False, repr=False, default_factory=dict)
    _attached: dict[str, list[Element]] = field(init=False, repr=False, default_factory=dict)
    _inside: dict[str, list[Element]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for flow in self.flows:
            self._leaving.setdefault(flow.source, []).append(flow)
            self._entering.setdefault(flow.target, []).append(flow)
        for element in self.elements.values():
            self._inside.setdefault(element.scope, []).append(element)
            if element.attached_to:
                self._attached.setdefault(element.attached_to, []).append(element)

    def outgoing(self, element: str) -> list[Flow]:
        """Flows leaving this element, in the file's order."""
        return self._leaving.get(element, [])

    def incoming(self, element: str) -> list[Flow]:
        """Flows entering this element, in the file's order."""
        return self._entering.get(element, [])

    def boundaries(self, element: str) -> list[Element]:
        """Boundary events sitting on this element."""
        return self._attached.get(element, [])

    def inside(self, scope: str) -> list[Element]:
        """The elements that stand directly in this sub-process (or in the process itself)."""
        return self._inside.get(scope, [])


@dataclass(frozen=True, slots=True)
class Model:
    """A whole file: its processes by id, the letters between them, and ids used twice."""

    processes: dict[str, Process]
    message_flows: tuple[MessageFlow, ...]
    messages: dict[str, str]
    duplicates: tuple[str, ...]
    foreign: tuple[tuple[str, str, str], ...] = ()  # choreographies and the like: (id, tag, name)

    def process_of(self, element: str) -> Process | None:
        """The process that holds this element."""
        return next((p for p in self.processes.values() if element in p.elements), None)

    def called(self) -> frozenset[str]:
        """Processes that a call activity of this file names."""
        return frozenset(
            e.called for p in self.processes.values() for e in p.elements.values() if e.called
        )
