"""Multi-instance activities (BPMN 10.3.8, 13.3.7)."""

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
    error,
    multi,
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
WORK = "s u1 B e"
BOTH = pytest.mark.parametrize("sequential", [False, True])


def work(*args, **more):
    return [user("u1", multi(*args, **more)), WORK]


@BOTH
def test_a_given_number_of_instances(sequential):
    marker = multi("n", sequential=sequential)
    assert run(task("A", marker, said=NUMBERED), FLOW, n=3).shape == "A1 A2 A3 B ."


@BOTH
def test_one_for_each_item_of_a_list_and_the_results_in_its_order(sequential):
    marker = multi(over="items", item="x", out="y", into="results", sequential=sequential)
    r = run(script("k", "x * 2", "y", marker), "s k e", items=[3, 1, 2])
    assert r.shape == "."
    assert r.data["results"] == [6, 2, 4]
    assert r.data["items"] == [3, 1, 2]


def test_the_list_may_be_an_expression():
    marker = multi(item="own", dondoc_collection="[n, n + 1]")
    assert run(task("A", marker, said="own"), FLOW, n=4).shape == "4 5 B ."


def test_results_stand_in_instance_order_whoever_finishes_first():
    r = run(*work(over="items", item="x", out="answer", into="results"), items=["a", "b", "c"])
    first, second, third = r.open
    for token, answer in ((third, "z"), (first, "x"), (second, "y")):
        r.go(type_complete(token, answer))
    assert (r.shape, r.data["results"]) == ("B .", ["x", "y", "z"])


def type_complete(token, answer):
    from engine.process.events import Complete

    return Complete(token, {"answer": answer})


def test_an_instance_that_was_ended_early_has_no_result():
    r = run(
        *work(3, out="answer", into="results", until="nrOfCompletedInstances = 1"),
    )
    _, second, _ = r.open
    assert r.go(type_complete(second, "y")).data["results"] == [None, "y", None]


@BOTH
@pytest.mark.parametrize("marker", [{"cardinality": "n"}, {"over": "items"}])
def test_no_instance_at_all_is_passed(sequential, marker):
    assert (
        run(task("A", multi(sequential=sequential, **marker)), FLOW, n=0, items=[]).shape == "B ."
    )


@pytest.mark.parametrize("data", [{"n": -1}, {"n": 1.5}, {"n": "x"}, {"n": None}])
def test_a_number_of_instances_that_is_none_is_a_fault(data):
    assert fault(task("A", multi("n")), FLOW, **data).element == "A"


def test_a_collection_that_is_no_list_is_a_fault():
    assert fault(task("A", multi(over="items", item="x")), FLOW, items="text").element == "A"


@pytest.mark.parametrize(
    "row",
    [
        row("all at once", work(3), "?u1 ?u1 ?u1", ("u1", "?u1 ?u1"), ("u1, u1", "B .")),
        row("one after another", work(2, sequential=True), "?u1", ("u1", "?u1"), ("u1", "B .")),
        row("enough done: the rest is taken back", work(3, until="nrOfCompletedInstances >= 2"),
            "?u1 ?u1 ?u1", ("u1", "?u1 ?u1"), ("u1", "B .")),
        row("enough done: the rest never opens",
            work(3, until="numberOfCompletedInstances >= 2", sequential=True),
            "?u1", ("u1", "?u1"), ("u1", "B .")),
        row("the condition may read an answer", work(3, until='n = 9'), "?u1 ?u1 ?u1",
            ("u1 n=1", "?u1 ?u1"), ("u1 n=9", "B .")),
        row("a share of all", work(4, until="nrOfCompletedInstances / nrOfInstances >= 0.5"),
            "?u1 ?u1 ?u1 ?u1", ("u1, u1", "B .")),
        row("who is still at work", work(3, until="numberOfActiveInstances = 1"), "?u1 ?u1 ?u1",
            ("u1", "?u1 ?u1"), ("u1", "B .")),
        row("nobody was ended", work(2, until="nrOfTerminatedInstances > 0"), "?u1 ?u1",
            ("u1, u1", "B .")),
        row("all instances are counted", [task("A", multi(2),
            said="string(numberOfInstances) + string(loopCounter)"), FLOW], "21 22 B ."),
        row("a sub-process", [sub("S", multi(2), "s1 u1 A e1"), "s S B e"], "?u1 ?u1",
            ("u1", "A ?u1"), ("u1", "A A B .")),
        row("sub-processes in turn", [sub("S", multi(2, sequential=True), "s1 A C e1"), "s S B e"],
            "A C A C B ."),
        row("terminate ends one instance",
            [sub("S", multi(2), "s1 p1 u1 e1", "p1 u2 e2", end("e1", terminate())), "s S B e"],
            "?u1 ?u1 ?u2 ?u2", ("u1", "?u1 ?u2"), ("u1", "B .")),
        row("a receive task takes one letter each",
            [node("receiveTask", "k", multi(2), messageRef="M"), "s k B e"], "", ("M!", ""),
            ("M!", "B .")),
        row("calls", [call("c", "Q", multi(over="items", item="x"), into="n=x"), "s c B e"],
            "?u1 ?u1", ("u1, u1", "B ."), items=[1, 2], also=process("Q", "s1 u1 e1")),
        row("instances of instances", [sub("S", multi(2), "s1 A e1", task("A", multi(2))),
            "s S B e"], "A A A A B ."),
        row("interrupted, all at once", [*work(3), on("b", "u1", signal("X")), "b H e"],
            "?u1 ?u1 ?u1", ("u1", "?u1 ?u1"), ("X~", "H .")),
        row("one timer for the whole", [*work(2), on("b", "u1", timer(), keep=True), "b H e2"],
            "?u1 ?u1 @b", ("u1", "?u1 @b"), ("@b", "H ?u1"), ("u1", "H B .")),
        row("the timer goes with the last", [*work(2), on("b", "u1", timer()), "b H e2"],
            "?u1 ?u1 @b", ("u1, u1", "B .")),
        row("an error in one ends all",
            [sub("S", multi(2), "s1 u1 e1", end("e1", error("E"))), on("b", "S", error("E")),
             "s S B e", "b H e"], "?u1 ?u1", ("u1", "H .")),
        row("each token its own instances", [task("A", multi(2)), "s p1 A B e", "p1 A"],
            "A A A A B B ."),
    ],
)  # fmt: skip
def test_multi_instance(row):
    row.plays()


def test_every_instance_has_its_own_item_and_the_process_has_none_of_it():
    marker = multi(over="items", item="own")
    r = run(
        sub("S", marker, "s1 u1 k e1", script("k", "append(trace, own)", "trace")),
        "s S e",
        items=["p", "q"],
    )
    assert r.all_done("u1").shape == "p q ."
    assert "own" not in r.data
    assert not [name for name in r.data if name.startswith("#")]


def test_the_list_is_read_once_at_the_beginning():
    marker = multi(over="items", item="x", sequential=True)
    r = run(user("u1", marker), "s u1 e", items=[1, 2])
    assert r.change(items=[1, 2, 3, 4]).all_done("u1").all_done("u1").shape == "."


def test_many_instances_are_told_apart_by_their_tokens():
    r = run(*work("n"), n=20)
    assert len(r.open) == 20
    assert r.all_done("u1").shape == "B ."


# ---------------------------------------------------------------- behaviour

THROWN = '<signalEventDefinition id="told" signalRef="X"/>'
CAUGHT = [on("b", "u1", signal("X"), keep=True), "b H e2"]


def behaving(kind, inner="", **more):
    return [*work(3, behavior=kind, inner=inner, **more), *CAUGHT]


def when(text):
    return (
        "<complexBehaviorDefinition><condition>"
        f'{text}</condition><event id="thrown"><signalEventDefinition signalRef="X"/></event>'
        "</complexBehaviorDefinition>"
    )


@pytest.mark.parametrize(
    "row",
    [
        row("All: nothing is thrown", behaving("All"), "?u1 ?u1 ?u1", ("u1, u1", "?u1"),
            ("u1", "B .")),
        row("None: at every completion", behaving("None", noneBehaviorEventRef="told"),
            "?u1 ?u1 ?u1", ("u1", "H ?u1 ?u1"), ("u1", "H H ?u1")),
        row("One: at the first", behaving("One", oneBehaviorEventRef="told"), "?u1 ?u1 ?u1",
            ("u1", "H ?u1 ?u1"), ("u1", "H ?u1"), ("u1", "H B .")),
        row("Complex: where the condition is true",
            behaving("Complex", when("nrOfCompletedInstances = 2")),
            "?u1 ?u1 ?u1", ("u1", "?u1 ?u1"), ("u1", "H ?u1"), ("u1", "H B .")),
        row("One, interrupting: the first ends all",
            [*work(3, behavior="One", oneBehaviorEventRef="told"),
             on("b", "u1", signal("X")), "b H e2"], "?u1 ?u1 ?u1", ("u1", "H .")),
    ],
)  # fmt: skip
def test_behaviour(row):
    row.data["root"] = THROWN
    row.plays()


@pytest.mark.parametrize(
    "marker",
    [
        multi(),
        multi("-1"),
        multi("missing"),
        multi(over="missing"),
        multi(2, until="missing > 1"),
        multi(2, behavior="None", noneBehaviorEventRef="missing"),
        multi(2, behavior="One"),
        multi(2, behavior="Some"),
    ],
)
def test_what_cannot_run_is_refused(marker):
    assert "A" in {where for _, where in refused(task("A", marker), FLOW)}
