"""Event sub-processes: every trigger, interrupting or not, in every scope (BPMN 10.3.5, 13.5.4)."""

import pytest

from engine.process.events import Message, Signal
from tests.unit.process.conformance.deploying import (
    refused,
)
from tests.unit.process.conformance.drawing import (
    event_sub,
    sub,
)
from tests.unit.process.conformance.driver import (
    row,
    run,
)
from tests.unit.process.conformance.elements import (
    condition,
    end,
    error,
    escalation,
    message,
    on,
    script,
    signal,
    start,
    throw,
    timer,
)

# The event definition of the start event, what fires it, what waits in the shape before.
TRIGGERS = {
    "message": (message("M"), "M!", ""),
    "signal": (signal("X"), "X~", ""),
    "timer": (timer(), "@s9", " @s9"),
    "condition": (condition("n > 3"), "n=5", ""),
}
EVERY = pytest.mark.parametrize(
    ("inner", "move", "waits"), [pytest.param(*t, id=name) for name, t in TRIGGERS.items()]
)


def handler(inner, keep=False, *more):
    return event_sub("H", start("s9", inner, keep), *(more or ("s9 Z e9",)))


@EVERY
def test_at_the_top_an_interrupting_one_ends_what_goes_on(inner, move, waits):
    r = run("s u1 A e", handler(inner), n=0)
    assert r.shape == f"?u1{waits}"
    assert r.play(move).shape == "Z ."


@EVERY
def test_at_the_top_a_non_interrupting_one_goes_beside(inner, move, waits):
    r = run("s u1 A e", handler(inner, True), n=0).play(move)
    assert r.shape == "Z ?u1"
    assert r.play("u1").shape == "Z A ."


@EVERY
def test_in_a_sub_process_an_interrupting_one_ends_it_and_its_flow_is_taken(inner, move, waits):
    r = run(sub("S", "s1 u1 A e1", handler(inner)), "s p1 S B e", "p1 u2 e2", n=0)
    assert r.play(move).shape == "Z B ?u2"


@EVERY
def test_in_a_sub_process_a_non_interrupting_one_goes_beside(inner, move, waits):
    r = run(sub("S", "s1 u1 A e1", handler(inner, True)), "s S B e", n=0).play(move)
    assert r.shape == "Z ?u1"
    assert r.play("u1").shape == "Z A B ."


@EVERY
def test_it_waits_only_while_its_scope_is_alive(inner, move, waits):
    assert run("s A e", handler(inner), n=0).shape == "A ."
    r = run(sub("S", "s1 u1 e1", handler(inner, True)), "s S u2 A e", n=0)
    assert r.play("u1").shape == "?u2"
    assert r.play("n=5", "u2").shape == "A ."


@EVERY
def test_the_scope_waits_for_a_handler_at_work(inner, move, waits):
    r = run(sub("S", "s1 u1 e1", handler(inner, True, "s9 u9 e9")), "s S B e", n=0).play(move)
    assert r.play("u1").shape == "?u9"
    assert r.play("u9").shape == "B ."


@pytest.mark.parametrize(
    "row",
    [
        row("as often as the letter comes", ["s u1 A e", handler(message("M"), True)], "?u1",
            ("M!, M!", "Z Z ?u1"), ("u1", "Z Z A .")),
        row("several at work at once", ["s u1 A e", handler(signal("X"), True, "s9 u9 e9")],
            "?u1", ("X~, X~", "?u1 ?u9 ?u9"), ("u1, u9, u9", "A .")),
        row("a timer once", ["s u1 A e", handler(timer(), True)], "?u1 @s9", ("@s9", "Z ?u1")),
        row("a condition whenever it comes true", ["s u1 A e", handler(condition("n > 3"), True)],
            "?u1", ("n=5", "Z ?u1"), ("n=6", "Z ?u1"), ("n=1, n=4", "Z Z ?u1"), n=0),
        row("a write within is seen before the next element",
            [script("k", "5", "n"), "s k A e", handler(condition("n > 3"))], "Z .", n=0),
        row("an error thrown at the top",
            [end("e", error("E")), "s p1 A e", "p1 u1 e2", handler(error("E"))], "A Z ."),
        row("an error thrown in a sub-process",
            [sub("S", end("e1", error("E")), "s1 A e1"), "s S B e", handler(error("E"))],
            "A Z ."),
        row("any error", [end("e", error("E")), "s A e", handler(error())], "A Z ."),
        row("the error's own handler before the one for all",
            [end("e", error("E")), "s A e", handler(error()),
             event_sub("G", start("s8", error("E")), "s8 Y e8")], "A Y ."),
        row("an error's handler before the boundary",
            [sub("S", end("e1", error("E")), "s1 A e1", handler(error("E"))),
             on("b", "S", error("E")), "s S B e", "b C e"], "A Z B ."),
        row("a handler that throws on goes to the boundary",
            [sub("S", end("e1", error("E")), "s1 A e1",
                 event_sub("H", start("s9", error("E")), "s9 Z e9", end("e9", error("E")))),
             on("b", "S", error("E")), "s S B e", "b C e"], "A Z C ."),
        row("an escalation, both go on",
            [throw("k", escalation("L")), "s k A e", handler(escalation("L"), True)], "Z A ."),
        row("an escalation, interrupting",
            [throw("k", escalation("L")), "s k A e", handler(escalation("L"))], "Z ."),
        row("an escalation out of a sub-process",
            [sub("S", throw("k", escalation("L")), "s1 k A e1"), "s S B e",
             handler(escalation("L"))], "Z ."),
        row("two for the same signal",
            ["s u1 A e", handler(signal("X"), True),
             event_sub("G", start("s8", signal("X"), True), "s8 Y e8")],
            "?u1", ("X~", "Z Y ?u1")),
        row("several triggers, any of them",
            ["s u1 A e", handler(message("M") + signal("X"), True)], "?u1",
            ("M!", "Z ?u1"), ("X~", "Z Z ?u1")),
        row("several triggers, all of them",
            ["s u1 A e", event_sub("H", start("s9", message("M") + signal("X"),
             parallelMultiple=True), "s9 Z e9")], "?u1", ("M!", "?u1"), ("X~", "Z .")),
        row("in an event sub-process",
            ["s u1 A e", handler(message("M"), False, "s9 u9 e9",
             event_sub("G", start("s8", signal("X")), "s8 Y e8"))],
            "?u1", ("M!", "?u9"), ("X~", "Y .")),
        row("of both scopes the inner and the outer hear a signal",
            [sub("S", "s1 u1 e1", handler(signal("X"), True)), "s S B e",
             event_sub("G", start("s8", signal("X"), True), "s8 Y e8")],
            "?u1", ("X~", "Y Z ?u1")),
        row("a boundary still ends an interrupting handler at work",
            [sub("S", "s1 u1 e1", handler(message("M"), False, "s9 u9 Z e9")),
             on("b", "S", signal("X")), "s S B e", "b C e"],
            "?u1", ("M!", "?u9"), ("X~", "C .")),
        row("the letter's data are at hand",
            ["s u1 A e", handler(message("M"), True, "s9 x9 {n = 5} Y e9", "x9 {default} Z e9")],
            "?u1", ("M! n=5", "Y ?u1")),
        row("a repeating timer", ["s u1 A e", handler(timer(cycle="R2/PT1H"), True)], "?u1 @s9",
            ("@s9", "Z ?u1 @s9"), ("@s9", "Z Z ?u1"), ("u1", "Z Z A .")),
    ],
)  # fmt: skip
def test_event_sub_processes(row):
    row.plays()


def test_an_interrupting_one_happens_once():
    r = run("s u1 A e", handler(signal("X"), False, "s9 u9 e9")).signal("X")
    assert r.shape == "?u9"
    assert r.stale(Signal("X"))


def test_nothing_else_of_an_interrupted_scope_is_heard_any_more():
    other = event_sub("G", start("s8", message("M"), True), "s8 Y e8")
    r = run("s u1 A e", handler(signal("X"), False, "s9 u9 e9"), other).signal("X")
    assert r.stale(Message("M"))


def test_the_handler_sees_the_variables_of_its_scope():
    inside = sub(
        "S",
        script("k", "5", "own"),
        "s1 k u1 e1",
        handler(message("M"), False, "s9 x9 {own = 5} Y e9", "x9 {default} Z e9"),
        variables="own",
    )
    assert run(inside, "s S e").message("M").shape == "Y ."


@pytest.mark.parametrize(
    "wrong",
    [
        [event_sub("H", "s9 Z e9")],
        [event_sub("H", "Z e9")],
        [event_sub("H", start("s9", error("E"), True), "s9 Z e9")],
        [handler(message("M")), "Y H"],
        [handler(message("M")), "H Y"],
    ],
)
def test_what_no_event_sub_process_is_gets_refused(wrong):
    assert {"H", "s9", "Y-H", "H-Y"} & {where for _, where in refused("s u1 e", *wrong)}
