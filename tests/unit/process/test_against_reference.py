"""The engine does what the standard's reading in tests/reference does, on random processes."""

from __future__ import annotations

import random

import pytest

from engine.process.events import Message
from engine.process.replay import Stepper
from engine.process.step import Stale, advance
from tests.reference import driving, shapes
from tests.reference.campaign import run_chunk
from tests.reference.choosing import KINDS
from tests.reference.playing import Figures
from tests.reference.strategies import process

TASKS = frozenset({"pass", "script", "service", "end", "exclusive", "catch-message", "receive"})
FLOW = TASKS | {"inclusive", "parallel", "loose", "spread", "while", "link", "links", "no-default"}
EVENTS = FLOW | {
    k for k in KINDS if k.startswith(("catch-", "boundary", "throw-", "race", "start"))
}
REPEATED = FLOW | {"loop", "multi", "sub", "variables", "boundary", "boundary-message"}
SCOPES = (EVENTS | REPEATED | {k for k in KINDS if k.startswith(("handler", "end-", "call"))}) - {
    "throw-compensate",
    "end-compensate",
}
UNDOING = TASKS | {"parallel", "sub", "transaction", "compensable", "undo-inside", "multi"}
UNDOING |= {"throw-compensate", "end-compensate", "handler", "handler-message", "handler-error"}
FAMILIES = {
    "flow": (FLOW, 200),
    "events": (EVENTS, 200),
    "repeated": (REPEATED, 150),
    "scopes": (SCOPES, 150),
    "undoing": (UNDOING, 150),
    "everything": (KINDS, 150),
}


SOFT = ("message", "signal", "timer", "conditional", "escalation")
WANTED = {
    f"{at}-{k}{how}" for at in ("boundary", "eventsub") for k in SOFT for how in ("", "-beside")
}
WANTED |= {
    f"end-{k}"
    for k in [
        "none",
        "message",
        "signal",
        "escalation",
        "error",
        "terminate",
        "compensate",
        "cancel",
    ]
}
WANTED |= {f"throw-{k}" for k in ("message", "signal", "escalation", "compensate")}
WANTED |= {f"process-{k}" for k in ("message", "signal", "timer", "conditional")}
WANTED |= {
    "boundary-error",
    "boundary-cancel",
    "boundary-cycle-beside",
    "eventsub-error",
    "while",
    "race",
}
WANTED |= {
    "user",
    "script",
    "service",
    "pass",
    "link",
    "exclusive",
    "inclusive",
    "parallel",
    "loose",
    "spread",
    "loop",
}
WANTED |= {
    "multi-parallel",
    "multi-sequential",
    "sub",
    "transaction",
    "call",
    "act-compensable",
    "links",
}
WANTED |= {"eventsub-cycle-beside", "eventsub-compensation", "receive", "catch-conditional"}


@pytest.mark.parametrize("family", FAMILIES)
def test_the_engine_and_the_reference_agree_on_every_step(family: str) -> None:
    kinds, examples = FAMILIES[family]

    figures, told = run_chunk((1, examples, kinds, 12))
    assert not told, told
    assert figures.processes > examples * 0.9


def test_a_wrong_engine_is_found_and_told_with_blocks_events_and_xml(monkeypatch):
    def deaf(definition, state, event, now, shared=None):
        if isinstance(event, Message):
            raise Stale
        return advance(definition, state, event, now, shared)

    monkeypatch.setattr(driving, "advance", deaf)
    monkeypatch.setattr(Stepper, "advance", lambda _, d, s, e, now: deaf(d, s, e, now))
    figures, told = run_chunk((1, 200, FLOW, 6))
    assert "got stale" in told
    assert figures.processes < 200
    for heading in ("-- blocks", "-- events", "Letter(name=", "-- ids", "-- xml", "</definitions>"):
        assert heading in told


def test_random_processes_hold_every_kind_of_block():
    figures = Figures()
    for number in range(600):
        chance = random.Random(number)
        made = process(chance.randrange)
        figures.kinds.update({shapes.kind_of(x) for x in shapes.inside(made)})
    assert not WANTED - figures.kinds.keys()
