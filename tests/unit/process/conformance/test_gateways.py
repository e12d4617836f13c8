"""Exclusive, parallel and inclusive gateways, alone and mixed (BPMN 10.6, 13.4)."""

import pytest

from tests.unit.process.conformance.driver import (
    fault,
    row,
    run,
)
from tests.unit.process.conformance.elements import (
    on,
    timer,
)

CHOICE = ["s x1 {test = 1} A x2 C e", "x1 {default} B x2"]
WAYS = ["s i1 {test >= 1} A i2 D e", "i1 {test >= 2} B i2", "i1 {default} C i2"]
CROSS = ["s p1 u1 x1 {n = 1} i1 D e", "x1 {default} e2", "p1 B i1"]
EQUAL = ["s p1 u1 x1 {n = 1} i1 D e", "x1 {default} i1", "p1 u2 x1"]


@pytest.mark.parametrize(
    "row",
    [
        row("the true flow", CHOICE, "A C .", test=1),
        row("the default", CHOICE, "B C .", test=2),
        row("the first of two true", ["s x1 {test > 0} A e", "x1 {test > 1} B e"], "A .", test=2),
        row(
            "the default is asked last", ["s x1 {default} B e", "x1 {test > 0} A e"], "A .", test=1
        ),
        row("one flow without a condition", ["s x1 A e"], "A ."),
        row("a merge joins nothing", ["s p1 A x1 C e", "p1 B x1"], "A B C C ."),
        row(
            "mixed: each token chooses anew",
            ["s p1 x1 {test = 1} A e", "p1 x1 {default} B e"],
            "A A .",
            test=1,
        ),
        row(
            "a split into a parallel join stands still, what was done is kept",
            ["s x1 {test = 1} A p1 C e", "x1 {default} B p1"],
            "A !stuck",
            test=1,
        ),
        row(
            "a way back",
            ["s x1 u1 x2 {n < 2} A x1", "x2 {default} B e"],
            "?u1",
            ("u1 n=1", "A ?u1"),
            ("u1 n=2", "A B ."),
        ),
    ],
)
def test_exclusive_gateways(row):
    row.plays()


@pytest.mark.parametrize(
    "row",
    [
        row("fork and join", ["s p1 A p2 C e", "p1 B p2"], "A B C ."),
        row("fork into two ends", ["s p1 A e", "p1 B e2"], "A B ."),
        row("join and fork in one", ["s p1 A p2 C e", "p1 B p2 D e2"], "A B C D ."),
        row("two flows between the same two", ["s p1 p2 A e", "p1 p2"], "A ."),
        row("one flow in, one out", ["s p1 A e"], "A ."),
        row(
            "a join waits for the last",
            ["s p1 u1 p2 A e", "p1 u2 p2", "p1 u3 p2"],
            "?u1 ?u2 ?u3",
            ("u3, u1", "?u2"),
            ("u2", "A ."),
        ),
        row(
            "a surplus token waits for the next round, in vain",
            ["s p1 A x1 p2 D e", "p1 B x1", "p1 C p2"],
            "A B C D !stuck",
        ),
        row(
            "two rounds",
            ["s p1 A x1 p2 D e", "p1 B x1", "p1 C x2 p2", "p1 E x2"],
            "A B C E D D .",
        ),
        row(
            "a token twice on one flow fills no other",
            ["s p1 u1 x1 p2 D e", "p1 u2 x1", "p1 u3 p2"],
            "?u1 ?u2 ?u3",
            ("u1, u2", "?u3"),
            ("u3", "D !stuck"),
        ),
        row(
            "nested",
            ["s p1 p2 A p3 p4 E e", "p2 B p3", "p1 p5 C p6 p4", "p5 D p6"],
            "A B C D E .",
        ),
        row(
            "unbalanced: three branches, two joins",
            ["s p1 A p2 D p3 E e", "p1 B p2", "p1 C p3"],
            "A B C D E .",
        ),
        row(
            "a start event with two flows forks",
            ["s A p1 C e", "s B p1"],
            "A B C .",
        ),
    ],
)
def test_parallel_gateways(row):
    row.plays()


@pytest.mark.parametrize(
    "row",
    [
        row("none true: the default", WAYS, "C D .", test=0),
        row("one true", WAYS, "A D .", test=1),
        row("two true, joined once", WAYS, "A B D .", test=2),
        row("one flow in, one out", ["s i1 A e"], "A ."),
        row("ends without a join", ["s i1 {test > 0} A e", "i1 {test > 1} B e2"], "A B .", test=2),
        row(
            "split into an exclusive merge",
            ["s i1 {test>0} A x1 C e", "i1 {test>1} B x1"],
            "A B C C .",
            test=2,
        ),
        row(
            "split into a parallel join, all true",
            ["s i1 {test>0} A p1 C e", "i1 {test>1} B p1"],
            "A B C .",
            test=2,
        ),
        row(
            "split into a parallel join, one true",
            ["s i1 {test>0} A p1 C e", "i1 {test>1} B p1"],
            "A !stuck",
            test=1,
        ),
        row("a parallel split into an inclusive join", ["s p1 A i1 C e", "p1 B i1"], "A B C ."),
        row(
            "an exclusive split into an inclusive join",
            ["s x1 {test = 1} A i1 C e", "x1 {default} B i1"],
            "A C .",
            test=1,
        ),
        row("a token that may still come is waited for", CROSS, "B ?u1", ("u1 n=1", "B D .")),
        row("… until it went another way", CROSS, "B ?u1", ("u1 n=2", "B D .")),
        row(
            "a token that cannot come is not waited for",
            ["s p1 u1 e2", "p1 B i1 D e", "p1 C i1"],
            "B C D ?u1",
        ),
        row(
            "a token that can as well come on a filled flow is not waited for",
            EQUAL,
            "?u1 ?u2",
            ("u1 n=1", "D ?u2"),
            ("u2 n=2", "D D ."),
        ),
        row(
            "a boundary's way counts as a way",
            [
                "s p1 u1 e2",
                on("b", "u1", timer()),
                "b A i1",
                "p1 B i1 D e",
            ],
            "B ?u1 @b",
            ("@b", "B A D ."),
        ),
        row(
            "… and is no longer one when its activity is done",
            [
                "s p1 u1 e2",
                on("b", "u1", timer()),
                "b A i1",
                "p1 B i1 D e",
            ],
            "B ?u1 @b",
            ("u1", "B D ."),
        ),
        row(
            "a loop through the join itself",
            ["s i1 u1 x1 {n < 2} A i1", "x1 {default} e"],
            "?u1",
            ("u1 n=1", "A ?u1"),
            ("u1 n=2", "A ."),
        ),
        row(
            "two joins that wait for each other stand still",
            ["s p1 A i1 p2 C i2", "p1 B i2 p3 D i1", "p2 e", "p3 e2"],
            "A B !stuck",
        ),
        row(
            "mixed: join and split",
            ["s p1 A i1 {test>0} C e", "p1 B i1 {test>1} D e2"],
            "A B C D .",
            test=2,
        ),
    ],
)
def test_inclusive_gateways(row):
    row.plays()


@pytest.mark.parametrize("kind", ["x1", "i1"])
def test_a_split_that_knows_no_way_fails_at_the_gateway(kind):
    failed = fault(f"s A {kind} {{test = 1}} B e", f"{kind} {{test = 2}} C e", test=3)
    assert failed.element == kind


@pytest.mark.parametrize("kind", ["x1", "i1"])
def test_a_condition_that_is_neither_true_nor_false_fails_the_step(kind):
    assert fault(f"s {kind} {{test > 1}} B e", f"{kind} {{default}} C e", test="x").element


def test_a_join_deep_in_a_step_sees_every_branch_written_before():
    r = run("s p1 A p2 x1 {count(trace) = 2} C e", "p1 B p2", "x1 {default} D e2")
    assert r.shape == "A B C ."
