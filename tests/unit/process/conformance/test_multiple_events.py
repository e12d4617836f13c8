"""Multiple and parallel multiple events, references to event definitions, plain events."""

import pytest

from engine.process.events import Broadcast, Send
from tests.unit.process.conformance.deploying import (
    refused,
)
from tests.unit.process.conformance.drawing import (
    sub,
)
from tests.unit.process.conformance.driver import (
    row,
    run,
)
from tests.unit.process.conformance.elements import (
    catch,
    condition,
    end,
    error,
    escalation,
    message,
    on,
    signal,
    start,
    terminate,
    throw,
    timer,
)

ANY = message("M") + signal("X") + timer() + condition("n > 3")
ROOT = (
    '<signalEventDefinition id="sig" signalRef="X"/><messageEventDefinition id="mes"'
    ' messageRef="M"/><timerEventDefinition id="tim"><timeDuration>P1D</timeDuration>'
    '</timerEventDefinition><errorEventDefinition id="err" errorRef="E"/>'
    '<terminateEventDefinition id="ter"/>'
)


def refers(*names):
    return "".join(f"<eventDefinitionRef>{name}</eventDefinitionRef>" for name in names)


@pytest.mark.parametrize("move", ["M!", "X~", "@c", "n=5"])
def test_a_catch_of_any_of_several(move):
    assert run(catch("c", ANY), "s c A e", n=0).play(move).shape == "A ."


@pytest.mark.parametrize("order", [("M!", "X~", "@c"), ("@c", "M!", "X~"), ("X~", "@c", "M!")])
def test_a_catch_of_all_of_several(order):
    inner = message("M") + signal("X") + timer()
    r = run(catch("c", inner, parallelMultiple=True), "s c A e")
    for move in order[:-1]:
        assert "A" not in r.play(move).shape
    assert r.play(order[-1]).shape == "A ."


@pytest.mark.parametrize(
    "row",
    [
        row("a catch of a condition passes when it holds", [catch("c", condition("n > 3")),
            "s c A e"], "A .", n=4),
        row("… and waits until it does", [catch("c", condition("n > 3")), "s c A e"], "",
            ("n=2", ""), ("n=4", "A ."), n=1),
        row("… and sees another branch's write", [catch("c", condition("n > 3")), "s p1 c A e",
            "p1 u1 e2"], "?u1", ("u1 n=9", "A ."), n=1),
        row("a throw of nothing passes", [throw("k"), "s A k B e"], "A B ."),
        row("by reference: a catch", [catch("c", refers("sig")), "s c A e"], "", ("X~", "A ."),
            root=ROOT),
        row("by reference: a letter", [catch("c", refers("mes")), "s c A e"], "", ("M!", "A ."),
            root=ROOT),
        row("by reference: a timer", [catch("c", refers("tim")), "s c A e"], "@c", ("@c", "A ."),
            root=ROOT),
        row("by reference: a boundary and an end", [sub("S", end("e1", refers("err")), "s1 A e1"),
            on("b", "S", refers("err")), "s S B e", "b C e2"], "A C .", root=ROOT),
        row("by reference: terminate", [end("e", refers("ter")), "s p1 A e", "p1 u1 e2"], "A .",
            root=ROOT),
        row("by reference: several", [catch("c", refers("sig", "mes")), "s c A e"], "",
            ("M!", "A ."), root=ROOT),
        row("by reference and drawn", [catch("c", refers("sig") + message("N")), "s c A e"], "",
            ("N!", "A ."), root=ROOT),
        row("by reference: a start", [start("s", refers("sig")), "s A e"], "", ("X~", "A ."),
            root=ROOT),
    ],
)  # fmt: skip
def test_events(row):
    row.plays()


def test_a_throw_of_several_throws_each_in_order():
    r = run(throw("k", message("M") + signal("X")), "s k A e")
    assert r.effects == [Send("k", "M", [], "own", {}), Broadcast("k", "X", {})]
    assert r.shape == "A ."


def test_an_end_of_several_throws_each_in_order():
    r = run(end("e", signal("X") + escalation("L")), "s A e")
    assert (r.effects, r.shape) == ([Broadcast("e", "X", {})], "A .")


@pytest.mark.parametrize(
    ("parts", "element"),
    [
        ([catch("c", ""), "s c e"], "c"),
        ([catch("c", refers("nowhere")), "s c e"], "c"),
        ([catch("c", error("E")), "s c e"], "c"),
        ([catch("c", escalation("E")), "s c e"], "c"),
        ([catch("c", terminate()), "s c e"], "c"),
        ([throw("k", timer()), "s k e"], "k"),
        ([throw("k", condition("n > 1")), "s k e"], "k"),
        ([throw("k", terminate()), "s k e"], "k"),
        ([end("e", timer()), "s A e"], "e"),
        ([end("e", '<linkEventDefinition name="L"/>'), "s A e"], "e"),
        ([catch("c", condition("")), "s c e"], "c"),
        ([catch("c", "<signalEventDefinition/>"), "s c e"], "c"),
        ([catch("c", "<messageEventDefinition/>"), "s c e"], "c"),
    ],
)
def test_an_event_that_cannot_be_at_its_place_is_refused(parts, element):
    assert element in {where for _, where in refused(*parts)}
