"""Errors and escalations: who catches, and what goes on (BPMN 10.5.1, 13.5.5, 13.5.6)."""

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
    row,
    run,
)
from tests.unit.process.conformance.elements import (
    end,
    error,
    escalation,
    multi,
    on,
    script,
    signal,
    throw,
)

ERROR = end("e1", error("E"))
FAILING = sub("S", ERROR, "s1 A e1")
RAISE = throw("k", escalation("L"))
RAISING = sub("S", RAISE, "s1 k A e1")
DEEP = sub("S", sub("T", end("e2", error("E")), "s2 A e2"), "s1 T B e1")


@pytest.mark.parametrize(
    "row",
    [
        row("by its code", [FAILING, on("b", "S", error("E")), "s S B e", "b C e2"], "A C ."),
        row("by the one for all", [FAILING, on("b", "S", error()), "s S B e", "b C e2"], "A C ."),
        row("its own before the one for all", [FAILING, on("b", "S", error()),
            on("c", "S", error("E")), "s S B e", "b C e2", "c D e2"], "A D ."),
        row("another's is none", [FAILING, on("b", "S", error("F")), "s S B e", "b C e2"],
            "A !error-uncaught ."),
        row("without a code: by the one for all", [sub("S", end("e1", error()), "s1 A e1"),
            on("b", "S", error()), on("c", "S", error("E")), "s S B e", "b C e2", "c D e2"],
            "A C ."),
        row("nobody catches: the instance ends", [ERROR, "s p1 u1 e1", "p1 u2 e2"],
            "?u1 ?u2", ("u1", "!error-uncaught .")),
        row("what else is in the scope ends",
            [sub("S", ERROR, "s1 p1 u1 e1", "p1 u2 A e2"), on("b", "S", error("E")),
             "s p2 S B e", "p2 u3 e3", "b C e4"], "?u1 ?u2 ?u3", ("u1", "C ?u3"), ("u3", "C .")),
        row("from two deep", [DEEP, on("b", "S", error("E")), "s S C e", "b D e3"], "A D ."),
        row("the innermost that can", [
            sub("S", sub("T", end("e2", error("E")), "s2 A e2"), "s1 T B e1",
                on("c", "T", error()), "c C e1"),
            on("b", "S", error("E")), "s S D e", "b F e3"], "A C D ."),
        row("past one that cannot", [
            sub("S", sub("T", end("e2", error("E")), "s2 A e2"), "s1 T B e1",
                on("c", "T", error("F")), "c C e1"),
            on("b", "S", error("E")), "s S D e", "b G e3"], "A G ."),
        row("thrown again behind the boundary, it goes further out", [
            sub("S", sub("T", end("e2", error("E")), "s2 A e2"), "s1 T B e1",
                on("c", "T", error("E")), "c C e4", end("e4", error("E"))),
            on("b", "S", error("E")), "s S D e", "b G e3"], "A C G ."),
        row("out of a call", [call("h", "Q"), on("b", "h", error("E")), "s h B e", "b C e2"],
            "C .", also=process("Q", "s1 t1 e1", ERROR)),
        row("out of a call in a call", [call("h", "Q"), on("b", "h", error("E")), "s h B e",
            "b C e2"], "C .", also=process("Q", call("j", "R"), "s1 j e0")
            + process("R", "s2 t1 e1", ERROR)),
        row("out of one of several instances", [sub("S", multi(3), "s1 u1 e1", ERROR),
            on("b", "S", error("E")), "s S B e", "b C e2"], "?u1 ?u1 ?u1", ("u1", "C .")),
        row("the token that met it is gone, the rest of the process is not",
            [FAILING, on("b", "S", error("E")), "s p1 S p2 B e", "p1 u1 p2", "b p2"],
            "A ?u1", ("u1", "A !stuck")),
        row("a boundary into a merge", [FAILING, on("b", "S", error("E")), "s S x1 B e", "b x1"],
            "A B ."),
    ],
)  # fmt: skip
def test_errors(row):
    row.plays()


def keep(code="L"):
    return on("b", "S", escalation(code), True)


@pytest.mark.parametrize(
    "row",
    [
        row("both go on", [RAISING, keep(), "s S B e", "b C e2"], "A C B ."),
        row("interrupting", [RAISING, on("b", "S", escalation("L")), "s S B e", "b C e2"], "C ."),
        row("by the one for all", [RAISING, keep(""), "s S B e", "b C e2"], "A C B ."),
        row("its own before the one for all", [RAISING, keep(""),
            on("c", "S", escalation("L"), True), "s S B e", "b C e2", "c D e2"], "A D B ."),
        row("nobody catches: it goes on", [RAISING, "s S B e"], "A B ."),
        row("at the top nobody catches", [RAISE, "s k A e"], "A ."),
        row("another's is none", [RAISING, keep("M"), "s S B e", "b C e2"], "A B ."),
        row("raised by an end event", [sub("S", end("e1", escalation("L")), "s1 A e1"), keep(),
            "s S B e", "b C e2"], "A C B ."),
        row("raised by an end event, interrupting", [
            sub("S", end("e1", escalation("L")), "s1 p1 A e1", "p1 u1 e3"),
            on("b", "S", escalation("L")), "s S B e", "b C e2"], "A C ."),
        row("twice", [sub("S", RAISE, throw("l", escalation("L")), "s1 k u1 l u2 e1"), keep(),
            "s S B e", "b C e2"], "C ?u1", ("u1", "C C ?u2"), ("u2", "C C B .")),
        row("out of a sub-process in it", [sub("S", sub("T", RAISE, "s2 k A e3"), "s1 T e1"),
            keep(), "s S B e", "b C e2"], "A C B ."),
        row("out of a call", [call("S", "Q"), keep(), "s S B e", "b C e2"], "C B .",
            also=process("Q", RAISE, "s1 k t1 e1")),
        row("caught once, not again further out", [
            sub("S", sub("T", RAISE, "s2 k e3"), on("c", "T", escalation("L"), True),
                "s1 T e1", "c D e4"), keep(), "s S B e", "b C e2"], "D B ."),
    ],
)  # fmt: skip
def test_escalations(row):
    r = run(*row.parts, **row.data)
    # A flow beside and the flow onward are unordered to the standard.
    assert sorted(r.shape.split()) == sorted(row.shape.split())
    for moves, shape in row.moves:
        assert sorted(r.play(*moves.split(", ")).shape.split()) == sorted(shape.split())


def test_an_uncaught_error_is_told_with_its_element():
    r = run(ERROR, "s A e1")
    assert (r.last.trouble.code, r.last.trouble.element) == ("error-uncaught", "e1")
    assert r.last.trouble.vi


def test_an_error_leaves_what_was_written():
    r = run(
        sub("S", script("k", "5", "n"), "s1 k e1", ERROR),
        on("b", "S", error("E")),
        "s S e",
        "b x1 {n = 5} C e2",
        "x1 {default} D e2",
        n=1,
    )
    assert r.shape == "C ."


def test_a_signal_and_the_error_behind_it_each_do_their_part():
    host = sub("S", throw("k", signal("X")), ERROR, "s1 k e1")
    parts = host, on("b", "S", error("E")), on("c", "S", signal("X"), True)
    assert sorted(run(*parts, "s S e", "b B e2", "c C e3").shape.split()) == [".", "B", "C"]


@pytest.mark.parametrize(
    ("part", "element"),
    [
        (throw("k", error("E")), "k"),
        (end("k", signal("")), "k"),
    ],
)
def test_what_no_error_event_can_be_is_refused(part, element):
    sketch = "s k e" if "Throw" in part else "s A k"
    source = [part, sketch]
    assert element in {where for _, where in refused(*source)}
