"""Standard loops (BPMN 10.3.8, 13.3.6)."""

import pytest

from tests.unit.process.conformance.deploying import (
    refused,
)
from tests.unit.process.conformance.drawing import (
    call,
    process,
    sub,
)
from tests.unit.process.conformance.driver import (
    fault,
    row,
    run,
)
from tests.unit.process.conformance.elements import (
    end,
    loop,
    node,
    on,
    script,
    signal,
    task,
    terminate,
    timer,
    user,
)

NUMBERED = '"A" + string(loopCounter)'
FLOW = "s A B e"
NESTED = [
    sub(
        "S",
        loop("loopCounter < 2"),
        "s1 A e1",
        task("A", loop("loopCounter < 2"), said=NUMBERED),
    ),
    "s S B e",
]


@pytest.mark.parametrize(
    "row",
    [
        row("false after the turn: once", [task("A", loop("false")), FLOW], "A B ."),
        row("false before the turn: never", [task("A", loop("false", before=True)), FLOW], "B ."),
        row("counted after the turn", [task("A", loop("loopCounter < 3"), said=NUMBERED), FLOW],
            "A1 A2 A3 B ."),
        row("counted before the turn",
            [task("A", loop("loopCounter < 3", before=True), said=NUMBERED), FLOW],
            "A1 A2 A3 B ."),
        row("at most", [task("A", loop("true", maximum=2)), FLOW], "A A B ."),
        row("at most, asked before", [task("A", loop("true", before=True, maximum=2)), FLOW],
            "A A B ."),
        row("at most, and no condition", [task("A", loop(maximum=3)), FLOW], "A A A B ."),
        row("the condition ends it before the maximum",
            [task("A", loop("loopCounter < 2", maximum=9)), FLOW], "A A B ."),
        row("its own writes end it", [script("k", "n + 1", "n", loop("n < 5")),
            "s k x1 {n = 5} A e", "x1 {default} B e"], "A .", n=0),
        row("a user task opens anew", [user("u1", loop("n < 2")), "s u1 A e"], "?u1",
            ("u1 n=1", "?u1"), ("u1 n=2", "A .")),
        row("a receive task waits anew",
            [node("receiveTask", "k", loop("n < 2"), messageRef="M"), "s k A e"], "",
            ("M! n=1", ""), ("M! n=2", "A .")),
        row("a sub-process", [sub("S", loop("loopCounter < 2"), "s1 A C e1"), "s S B e"],
            "A C A C B ."),
        row("a loop in a loop counts for itself", NESTED, "A1 A2 A1 A2 B ."),
        row("a call", [call("c", "Q", loop("loopCounter < 3"), into="trace=trace",
            out="trace=trace"), "s c B e"], "A A A B .", also=process("Q", "s1 A e1")),
        row("terminate ends one turn",
            [sub("S", loop("loopCounter < 2"), "s1 p1 A e1", "p1 u1 B e1x",
                 end("e1", terminate())), "s S C e"], "A A C ."),
        row("each token loops for itself",
            [task("A", loop("loopCounter < 2"), said=NUMBERED), "s p1 A e", "p1 A"],
            "A1 A1 A2 A2 ."),
        row("a boundary belongs to the whole loop",
            [user("u1", loop("n < 9")), on("b", "u1", signal("X")), "s u1 A e", "b H e"],
            "?u1", ("u1 n=1", "?u1"), ("X~", "H .")),
        row("a timer runs through all turns",
            [user("u1", loop("n < 2")), on("b", "u1", timer(), keep=True), "s u1 A e", "b H e2"],
            "?u1 @b", ("u1 n=1", "?u1 @b"), ("@b", "H ?u1"), ("u1 n=2", "H A .")),
    ],
)  # fmt: skip
def test_loops(row):
    row.plays()


def test_a_timer_on_a_loop_is_not_set_again_by_a_turn():
    r = run(user("u1", loop("n < 2")), on("b", "u1", timer()), "s u1 e", "b e2")
    due = list(r.timers.values())
    r.now += r.now.resolution
    assert list(r.done("u1", n=1).timers.values()) == due


def test_each_turn_of_a_sub_process_has_its_own_variables():
    turn = sub(
        "S",
        loop("loopCounter < 2"),
        "s1 k x1 {own = 1} A e1",
        "x1 {default} B e1",
        script("k", "if own = null then 1 else own + 1", "own"),
        variables="own",
    )
    assert run(turn, "s S e").shape == "A A ."


def test_a_loop_without_end_is_a_fault():
    assert fault(node("task", "A", loop("true")), FLOW, once=True).code == "too-long"


def test_a_loop_condition_that_is_not_boolean_is_a_fault():
    assert fault(task("A", loop("n")), FLOW, n=1).element == "A"


@pytest.mark.parametrize("marker", [loop("true", maximum=-1), loop("missing > 1"), loop("1 +")])
def test_a_loop_that_cannot_run_is_refused(marker):
    assert "A" in {where for _, where in refused(task("A", marker), FLOW)}
