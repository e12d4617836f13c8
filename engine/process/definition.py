"""A vetted process, ready to run: its reading, its specification, its compiled expressions.

``definitions(xml, …)`` is the only way to one: a file with any finding gives none.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from SpiffWorkflow.bpmn.parser import ValidationException
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from engine.errors import Finding, ModelRefused
from engine.process import elements, model, vet, xml
from engine.process.expressions import Compiled, timer_text
from engine.process.model import Element, Model, Process


@dataclass(frozen=True, eq=False)
class Definition:
    """One process of one deployed file.

    ``key`` names it in caches: file key, version, the content's hash, process id. The
    specification is shared by all instances; SpiffWorkflow may write to it while it runs, so a
    step that needs it holds ``lock``.
    """

    key: str
    process: Process
    spec: BpmnProcessSpec
    expressions: Mapping[str, Compiled]
    lock: threading.Lock = field(default_factory=threading.Lock)

    def element(self, element_id: str) -> Element:
        """The element with the designer's id."""
        return self.process.elements[element_id]

    def owner_of(self, condition: str) -> str:
        """The element whose outgoing flow carries this condition."""
        return next((f.source for f in self.process.flows if f.condition == condition), "")

    def timers(self, spec_name: str) -> tuple[str, ...]:
        """Elements whose timers a task of this specification waits for."""
        return _timers(self.process, elements.element_id(spec_name))

    def timer_reads(self, element_id: str) -> frozenset[str]:
        """The variables that the timer of this element reads."""
        event = self.process.elements[element_id].event("timer")
        return self.expressions[timer_text(event.text)].names if event else frozenset()

    def message_start(self, name: str) -> Element | None:
        """The start event that this message triggers."""
        return next(
            (
                e
                for e in self.process.elements.values()
                if e.tag == "startEvent"
                and (event := e.event("message")) is not None
                and event.text == name
            ),
            None,
        )

    def plain_start(self) -> Element | None:
        """The start event without a message."""
        return next(
            (e for e in self.process.elements.values() if e.tag == "startEvent" and not e.events),
            None,
        )


def _specification(process: Process) -> BpmnProcessSpec:
    """What vetting overlooked is still refused here, never met at run time."""
    try:
        return elements.specification(process)
    except (ValidationException, RecursionError) as error:
        raise ModelRefused(
            [
                Finding(
                    "not-runnable",
                    process.id,
                    process.name,
                    f"Tiến trình không chạy được ({error}). Hãy báo quản trị viên.",
                    f"The process cannot run ({error}). Tell an administrator.",
                )
            ]
        ) from error


def _timers(process: Process, element_id: str) -> tuple[str, ...]:
    element = process.elements.get(element_id)
    if element is None:
        return ()
    if element.tag == "eventBasedGateway":
        targets = [process.elements[f.target] for f in process.outgoing(element.id)]
        return tuple(t.id for t in targets if t.event("timer"))
    return (element.id,) if element.event("timer") else ()


def definitions(
    source: bytes,
    key: str,
    services: vet.Services,
    forms: vet.Forms,
) -> tuple[Model, dict[str, Definition]]:
    """The file's reading and its executable processes by id.

    ``services`` are the handlers a service task may call with the inputs each needs, ``forms``
    the fields of each form. Raises ``ModelRefused`` with every finding.
    """
    read = model.parse(xml.read(source))
    # What is remembered under the key must never serve another content of the same name.
    key = f"{key}@{hashlib.sha256(source).hexdigest()[:12]}"
    findings, compiled = vet.findings(read, services, forms)
    if findings:
        raise ModelRefused(findings)
    found = {
        process.id: Definition(
            key=f"{key}/{process.id}",
            process=process,
            spec=_specification(process),
            expressions=compiled[process.id],
        )
        for process in read.processes.values()
    }
    return read, found
