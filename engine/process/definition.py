"""A vetted process, ready to run: its reading, its specification, its compiled expressions.

``definitions(xml, …)`` is the only way to one: a file with any finding but warnings gives none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from SpiffWorkflow.specs import WorkflowSpec

from engine.errors import Finding, ModelRefused
from engine.process import reading, vet, xml
from engine.process.elements import build
from engine.process.expressions import Compiled, cycle_text, timer_text
from engine.process.model import Element, Model, Process

Expressions: TypeAlias = Mapping[str, Mapping[tuple[str, str], Compiled]]


@dataclass(frozen=True, eq=False)
class Definition:
    """One process of one deployed file.

    ``key`` names it in caches: file key, version, the content's hash, process id. ``elements``
    hold those of called processes too; ``expressions`` are found by the scope whose names they
    read and their text. Everything is shared by all instances and never written to.
    """

    key: str
    process: Process
    spec: WorkflowSpec
    expressions: Mapping[tuple[str, str], Compiled]
    elements: Mapping[str, Element]

    def element(self, element_id: str) -> Element:
        """The element with the designer's id."""
        return self.elements[element_id]

    def timer_texts(self, element_id: str) -> list[str]:
        """The expressions of the element's timers."""
        return [
            cycle_text(e.text) if e.form == "timeCycle" else timer_text(e.text)
            for e in self.elements[element_id].events
            if e.kind == "timer"
        ]

    def timer_reads(self, element_id: str) -> frozenset[str]:
        """The variables that the timers of this element read."""
        scope = self.elements[element_id].scope
        read = (self.expressions[scope, text].names for text in self.timer_texts(element_id))
        return frozenset().union(*read)

    def start(self, message: str, element: str) -> Element | None:
        """What begins an instance: named, or triggered by this message, or the plain start."""
        inside = self.process.inside(self.process.id)
        if element:
            return next((e for e in inside if e.id == element and _begins(e)), None)
        if message:
            return self.message_start(message)
        return self.plain_start()

    def message_start(self, name: str) -> Element | None:
        """The start event, receive task or event-based gateway that this message triggers."""
        for element in self.process.inside(self.process.id):
            if not _begins(element):
                continue
            awaited = [element]
            if element.tag == "eventBasedGateway":
                flows = self.process.outgoing(element.id)
                awaited = [self.process.elements[f.target] for f in flows]
            if any(e.kind == "message" and e.text == name for a in awaited for e in a.events):
                return element
        return None

    def plain_start(self) -> Element | None:
        """The start event without a trigger; of a global task the task itself."""
        if not self.process.whole:
            return self.process.elements[self.process.id]
        return next(
            (
                e
                for e in self.process.inside(self.process.id)
                if e.tag == "startEvent" and not e.events
            ),
            None,
        )

    def waits_to_start(self) -> bool:
        """Whether an instance can begin by waiting for a moment, a signal or a condition."""
        inside = self.process.inside(self.process.id)
        kinds = {event.kind for e in inside if e.tag == "startEvent" for event in e.events}
        return bool(kinds & {"timer", "signal", "conditional"})


def _begins(element: Element) -> bool:
    return element.tag == "startEvent" or element.instantiate


def _definition(key: str, process: Process, read: Model, compiled: Expressions) -> Definition:
    """What vetting overlooked is still refused here, never met at run time."""
    parts = _with_called(process, read)
    expressions = {k: e for part in parts for k, e in compiled[part.id].items()}
    used = frozenset().union(*(e.names for e in expressions.values()))
    try:
        spec = build.specification(process, read.processes, used)
    except (LookupError, ValueError, RecursionError) as error:
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
    return Definition(
        key=f"{key}/{process.id}",
        process=process,
        spec=spec,
        expressions=expressions,
        elements={i: e for part in parts for i, e in part.elements.items()},
    )


def _with_called(process: Process, read: Model) -> list[Process]:
    found = {process.id: process}
    frontier = [process]
    while frontier:
        for element in frontier.pop().elements.values():
            if element.called in read.processes and element.called not in found:
                found[element.called] = read.processes[element.called]
                frontier.append(found[element.called])
    return list(found.values())


def definitions(
    source: bytes,
    key: str,
    services: vet.Services,
    forms: vet.Forms,
    decisions: vet.Decisions | None = None,
    *,
    deployed: bool = False,
) -> tuple[Model, dict[str, Definition]]:
    """The file's reading and its executable processes by id.

    ``services`` are the handlers a service task may call with the inputs each needs, ``forms``
    the fields of each form, ``decisions`` what business rule tasks may ask. Raises
    ``ModelRefused`` with every finding, if one is more than a warning. Of a file that is
    ``deployed`` already only what keeps it from running at all: what runs is not stopped by a rule
    that came later (``vet.FORESEEN``); such a step is a fault when it comes.
    """
    read = reading.parse(xml.read(source))
    # What is remembered under the key must never serve another content of the same name.
    digest = hashlib.sha256(source)
    for name, decision in sorted((decisions or {}).items()):
        digest.update(f"{name}={getattr(decision, 'key', '')}".encode())
    key = f"{key}@{digest.hexdigest()[:12]}"
    findings, compiled = vet.findings(read, services, forms, decisions or {})
    foreseen = vet.FORESEEN if deployed else frozenset[str]()
    if any(not f.warning and f.code not in foreseen for f in findings):
        raise ModelRefused(findings)
    return read, {p.id: _definition(key, p, read, compiled) for p in read.processes.values()}


def warnings(
    source: bytes, services: vet.Services, forms: vet.Forms, decisions: vet.Decisions
) -> list[Finding]:
    """What is only suspicious in a file that runs. Raises ``ModelRefused`` for what is no XML."""
    found, _ = vet.findings(reading.parse(xml.read(source)), services, forms, decisions)
    return [finding for finding in found if finding.warning]
