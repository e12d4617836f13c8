"""One step of one instance: a commune's clerk finishes «Tiếp nhận văn bản».

``python -m benchmarks.step --json`` prints steps per second with loading and saving the state:
``ours`` through ``Stepper`` as the product steps (the way was taken before by another commune),
``advance`` through ``step.advance``, which lets SpiffWorkflow take every step anew; ``floor`` is
plain SpiffWorkflow on an equivalent process: load, complete, save with its own serializer, the
specification shared and not stored. ``ratio`` is ours / floor: how many times as many steps.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import DEFAULT_CONFIG, BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.default.workflow import (
    BpmnWorkflowConverter,
    WorkflowConverter,
)
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from benchmarks import common
from engine.process import data
from engine.process.definition import Definition, definitions
from engine.process.events import Complete, Event, Start, State, Transition
from engine.process.replay import Stepper
from engine.process.step import advance
from engine.services import inputs
from webapp.setup import BPMN, form_fields

UNIT = {"id": 77, "code": "x", "name": "UBND xã", "tier": "xa"}
DIRECTIVE = {"id": 5, "label": "Công văn", "subject": "Đo tốc độ", "issuer": UNIT}
ANSWERS = {"arrivalNumber": "17"}


def commune() -> Definition:
    """The shipped process of a commune."""
    source = (BPMN / "cascade-three-tier.bpmn").read_bytes()
    return definitions(source, "bench", inputs(), form_fields())[1]["c3-xa"]


def ours(definition: Definition, step: Callable[..., Transition]) -> Callable[[], None]:
    """A step on a row's texts, as ``instances`` makes it."""
    begun = step(
        definition,
        None,
        Start({"unit": UNIT, "directive": DIRECTIVE}, "Văn bản chỉ đạo"),
        common.ISSUE,
    )
    assert begun.fault is None, begun.fault
    text, variables = begun.state.text, data.dump(begun.state.data)
    event: Event = Complete(begun.opened[0].token, ANSWERS)

    def once() -> None:
        made = step(definition, State(text, data.load(variables)), event, common.ISSUE)
        assert made.fault is None and made.opened
        data.dump(made.state.data)

    return once


class _StateOnly(BpmnWorkflowConverter):  # type: ignore[misc]
    """Leaves the specification out of what is saved, and takes the shared one on loading."""

    shared: Any = None

    def to_dict(self, workflow: Any) -> dict[str, Any]:
        return {**WorkflowConverter.to_dict(self, workflow), "subprocesses": {}, "bpmn_events": []}

    def from_dict(self, kept: dict[str, Any]) -> Any:
        workflow = BpmnWorkflow(self.shared, {}, deserializing=True)
        workflow.tasks = self.mapping_from_dict(kept["tasks"], UUID, workflow=workflow)
        workflow.task_tree = workflow.tasks[UUID(kept["root"])]
        self.set_default_attributes(workflow, kept)
        return workflow


def plain() -> Callable[[], None]:
    """The same step by SpiffWorkflow alone, with its own serializer."""
    parser = BpmnParser()
    parser.add_bpmn_file(str(common.MODELS / "plain.bpmn"))
    _StateOnly.shared = parser.get_spec("plain-xa")
    serializer = BpmnWorkflowSerializer(
        BpmnWorkflowSerializer.configure({**DEFAULT_CONFIG, BpmnWorkflow: _StateOnly})
    )
    workflow = BpmnWorkflow(_StateOnly.shared)
    workflow.do_engine_steps()
    workflow.data.update(unit=UNIT, directive=DIRECTIVE)
    saved = serializer.serialize_json(workflow)

    def once() -> None:
        loaded = serializer.deserialize_json(saved)
        task = next(t for t in loaded.get_tasks(state=TaskState.READY) if t.task_spec.name == "a")
        task.data.update(ANSWERS)
        task.run()
        loaded.do_engine_steps()
        assert any(t.task_spec.name == "b" for t in loaded.get_tasks(state=TaskState.READY))
        serializer.serialize_json(loaded)

    return once


def rate(once: Callable[[], None], count: int) -> float:
    """Calls per second."""
    once()
    started = time.perf_counter()
    for _ in range(count):
        once()
    return count / (time.perf_counter() - started)


def measure(rounds: int) -> dict[str, Any]:
    """Medians of rounds in which the three take turns."""
    definition = commune()
    calls = (ours(definition, Stepper().advance), ours(definition, advance), plain())
    counts = (3000, 100, 100)
    found = [[rate(call, n) for call, n in zip(calls, counts, strict=True)] for _ in range(rounds)]
    stepper, anew, floor = (statistics.median(column) for column in zip(*found, strict=True))
    return common.compared(
        stepper,
        floor,
        advance=round(anew, 1),
        advance_ratio=round(anew / floor, 3),
        unit="steps/s",
        ms={
            "stepper": round(1000 / stepper, 4),
            "advance": round(1000 / anew, 3),
            "plain": round(1000 / floor, 3),
        },
    )


def main() -> None:
    """Measure and print."""
    asked = common.arguments(__doc__ or "")
    common.show(measure(3 if asked.quick else 7), asked)


if __name__ == "__main__":
    main()
