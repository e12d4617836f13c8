"""Compensation in every form (BPMN 10.7, 13.5.5): newest first, each once, only what completed."""

import pytest

from tests.unit.process.conformance.deploying import (
    refused,
)
from tests.unit.process.conformance.drawing import (
    call,
    event_sub,
    process,
    sub,
)
from tests.unit.process.conformance.driver import (
    row,
    run,
)
from tests.unit.process.conformance.elements import (
    compensation,
    end,
    error,
    for_compensation,
    handled,
    loop,
    multi,
    on,
    script,
    start,
    task,
    throw,
    user,
)

THROW = throw("k", compensation())
ALL = [for_compensation("A", "Z"), for_compensation("B", "Y"), THROW]
INNER = sub("S", "s1 A B e1", for_compensation("A", "Z"), for_compensation("B", "Y"))
BY_EVENT = event_sub("H", start("s9", compensation()), "s9 X e9")


@pytest.mark.parametrize(
    "row",
    [
        row("an activity", [for_compensation("A", "Z"), THROW, "s A k C e"], "A Z C ."),
        row("newest first", [*ALL, "s A B k C e"], "A B Y Z C ."),
        row("only the one named", [*ALL[:2], throw("k", compensation("A")), "s A B k C e"],
            "A B Z C ."),
        row("by an end event", [*ALL[:2], end("e", compensation()), "s A B e"], "A B Y Z ."),
        row("by an end event, the one named", [*ALL[:2], end("e", compensation("B")), "s A B e"],
            "A B Y ."),
        row("a second throw finds nothing left", [*ALL, throw("l", compensation()), "s A B k l C e"],
            "A B Y Z C ."),
        row("a second throw finds the one left", [*ALL[:2], throw("k", compensation("A")),
            throw("l", compensation()), "s A B k l C e"], "A B Z Y C ."),
        row("nothing to compensate", [THROW, "s A k C e"], "A C ."),
        row("not what never ran", [*ALL, "s x1 {test = 1} A k C e", "x1 {default} B k"],
            "A Z C .", test=1),
        row("not what is still at work",
            [user("u1"), for_compensation("u1", "Z"), for_compensation("A", "Y"), THROW,
             "s p1 u1 e", "p1 A k C e2"], "A Y C ?u1", ("u1", "A Y C .")),
        row("not what was interrupted",
            [user("u1"), for_compensation("u1", "Z"), on("b", "u1", '<signalEventDefinition '
             'signalRef="X"/>'), THROW, "s u1 e", "b A k C e2"], "?u1", ("X~", "A C .")),
        row("the handler is no part of the flow", [for_compensation("A", "Z"), "s A B e"],
            "A B ."),
        row("the throw waits for a handler's work",
            [on("b", "A", compensation()), user("u9", isForCompensation=True), handled("b", "u9"),
             THROW, "s A k C e"], "A ?u9", ("u9", "A C .")),
        row("one handler after the other",
            [on("b", "A", compensation()), user("u8", isForCompensation=True), handled("b", "u8"),
             on("c", "B", compensation()), user("u9", isForCompensation=True), handled("c", "u9"),
             THROW, "s A B k C e"], "A B ?u9", ("u9", "A B ?u8"), ("u8", "A B C .")),
        row("a handler that is a sub-process",
            [on("b", "A", compensation()), sub("Z", "s9 X Y e9", isForCompensation=True),
             handled("b", "Z"), THROW, "s A k C e"], "A X Y C ."),
        row("each time it ran", [for_compensation("A", "Z"), THROW,
            "s u0 x1 A u1 x2 {n < 2} x1", "x2 {default} k C e"], "?u0",
            ("u0 n=0, u1 n=1, u1 n=2", "A A Z Z C .")),
        row("by completion, not by drawing",
            [for_compensation("u1", "Z"), for_compensation("u2", "Y"), user("u1"), user("u2"), THROW,
             "s p1 u1 p2 k C e", "p1 u2 p2"], "?u1 ?u2", ("u2, u1", "Z Y C .")),
        row("each instance of many, sequential", [task("A", multi(3, sequential=True)),
            for_compensation("A", "Z"), THROW, "s A k C e"], "A A A Z Z Z C ."),
        row("each instance of many", [task("A", multi(2)), for_compensation("A", "Z"), THROW,
            "s A k C e"], "A A Z Z C ."),
        row("each turn of a loop", [task("A", loop("loopCounter < 2")),
            for_compensation("A", "Z"), THROW, "s A k C e"], "A A Z Z C ."),
        row("a call", [call("c", "Q"), for_compensation("c", "Z"), THROW, "s c k C e"], "Z C .",
            also=process("Q", "s1 t1 e1")),
        row("what a boundary's flow did too",
            [user("u1"), on("b", "u1", '<signalEventDefinition signalRef="X"/>'),
             for_compensation("A", "Z"), THROW, "s u1 e", "b A k C e2"], "?u1",
            ("X~", "A Z C .")),
    ],
)  # fmt: skip
def test_compensation(row):
    row.plays()


@pytest.mark.parametrize(
    "row",
    [
        row("by default its activities, newest first", [INNER, THROW, "s S k C e"],
            "A B Y Z C ."),
        row("named", [INNER, throw("k", compensation("S")), "s S k C e"], "A B Y Z C ."),
        row("not another one", [INNER, for_compensation("D", "X"), throw("k", compensation("D")),
            "s S D k C e"], "A B D X C ."),
        row("in order with what is beside", [INNER, for_compensation("D", "X"),
            for_compensation("F", "W"), THROW, "s D S F k C e"], "D A B F W Y Z X C ."),
        row("by its own event sub-process instead", [sub("S", "s1 A e1",
            for_compensation("A", "Z"), BY_EVENT), THROW, "s S k C e"], "A X C ."),
        row("its event sub-process throws on to its activities", [sub("S", "s1 A e1",
            for_compensation("A", "Z"), event_sub("H", start("s9", compensation()), "s9 X l Y e9",
            throw("l", compensation()))), THROW, "s S k C e"], "A X Z Y C ."),
        row("by a boundary on it instead", [sub("S", "s1 A e1", for_compensation("A", "Z")),
            for_compensation("S", "W"), THROW, "s S k C e"], "A W C ."),
        row("two deep", [sub("S", sub("T", "s2 A e2", for_compensation("A", "Z")), "s1 T B e1",
            for_compensation("B", "Y")), THROW, "s S k C e"], "A B Y Z C ."),
        row("thrown within, only what is within", [for_compensation("D", "X"),
            sub("S", "s1 A k B e1", for_compensation("A", "Z"), THROW), "s D S C e"],
            "D A Z B C ."),
        row("an event sub-process throws for its scope",
            [sub("S", "s1 A e1", end("e1", error("E")), for_compensation("A", "Z"),
             event_sub("H", start("s9", error("E")), "s9 k W e9", THROW)), "s S C e"],
            "A Z W C ."),
        row("an event sub-process at the top throws for the process",
            ["s A e", end("e", error("E")), for_compensation("A", "Z"),
             event_sub("H", start("s9", error("E")), "s9 k W e9", THROW)], "A Z W ."),
        row("one that failed is not compensated",
            [sub("S", "s1 A e1", end("e1", error("E")), for_compensation("A", "Z")),
             on("b", "S", error("E")), THROW, "s S D e", "b k C e2"], "A C ."),
        row("each instance of many", [sub("S", multi(2, sequential=True), "s1 A e1",
            for_compensation("A", "Z")), THROW, "s S k C e"], "A A Z Z C ."),
        row("twice thrown, once done", [INNER, THROW, throw("l", compensation("S")),
            "s S k l C e"], "A B Y Z C ."),
        row("thrown within and again outside", [
            sub("S", "s1 A l B e1", throw("l", compensation()), for_compensation("A", "Z"),
                for_compensation("B", "Y")), THROW, "s S k C e"], "A Z B Y C ."),
        row("nothing in it has a handler", [sub("S", "s1 A e1"), THROW,
            "s S k C e"], "A C ."),
    ],
)  # fmt: skip
def test_compensation_of_sub_processes(row):
    row.plays()


@pytest.mark.parametrize("handler", ["event", "activity"])
def test_a_handler_of_a_sub_process_sees_what_its_variables_were(handler):
    see = task("X", said="own", isForCompensation=handler == "activity")
    within = (
        [event_sub("H", start("s9", compensation()), "s9 X e9", see)]
        if handler == "event"
        else [on("b", "A", compensation()), see, handled("b", "X")]
    )
    parts = sub("S", script("j", "n * 2", "own"), "s1 j A e1", *within, variables="own")
    r = run(parts, script("w", "0", "n"), THROW, "s S w k C e", n=21)
    assert r.shape == "A 42 C ."


def test_each_of_many_instances_is_compensated_on_its_own_item():
    marker = multi(over="items", item="own", sequential=True)
    within = event_sub("H", start("s9", compensation()), "s9 X e9", task("X", said="own"))
    r = run(sub("S", marker, "s1 A e1", within), THROW, "s S k e", items=["p", "q"])
    assert r.shape == "A A q p ."


@pytest.mark.parametrize(
    ("parts", "element"),
    [
        ([throw("k", compensation(waitForCompletion=False)), "s A k e"], "k"),
        ([throw("k", compensation("nowhere")), "s A k e"], "k"),
        ([on("b", "A", compensation()), "s A e"], "b"),
        ([on("b", "A", compensation()), "s A e", "b H e2"], "b"),
        ([for_compensation("A", "Z"), "s A e", "Z B e2"], "Z"),
        ([for_compensation("A", "Z"), "s A Z e"], "Z"),
        ([task("Z", isForCompensation=True), "s A e"], "Z"),
        ([start("s", compensation()), "s A e"], "s"),
    ],
)
def test_what_no_compensation_can_be_is_refused(parts, element):
    assert element in {where.split("-")[0] for _, where in refused(*parts)}
