"""Transactions: what cancelling one does (BPMN 10.3.5, 13.3.4)."""

import pytest

from tests.unit.process.conformance.deploying import (
    refused,
)
from tests.unit.process.conformance.drawing import (
    sub,
)
from tests.unit.process.conformance.driver import (
    row,
)
from tests.unit.process.conformance.elements import (
    cancel,
    compensation,
    end,
    error,
    for_compensation,
    handled,
    on,
    throw,
    user,
)

UNDO = [for_compensation("A", "Z"), for_compensation("B", "Y")]


def transaction(*parts, id="S"):
    return sub(id, *parts, tag="transaction")


CANCEL = [end("e1", cancel()), on("b", "S", cancel()), "s S C e", "b D e2"]
AROUND = CANCEL[1:]


@pytest.mark.parametrize(
    "row",
    [
        row("that succeeds", [transaction("s1 A e1", UNDO[0]), *AROUND], "A C ."),
        row("cancelled: undone, newest first, then the boundary's way",
            [transaction("s1 A B e1", *UNDO, CANCEL[0]), *AROUND], "A B Y Z D ."),
        row("one way cancels", [transaction("s1 A x1 {test = 1} e1", "x1 {default} e3", UNDO[0],
            CANCEL[0]), *AROUND], "A C .", test=2),
        row("what is at work in it ends", [transaction("s1 p1 A u1 e1", "p1 u2 B e3", *UNDO,
            CANCEL[0]), *AROUND], "A ?u1 ?u2", ("u1", "A Z D .")),
        row("what is at work outside goes on", [transaction("s1 A e1", UNDO[0], CANCEL[0]),
            on("b", "S", cancel()), "s p1 S C e", "b D e2", "p1 u3 e3"], "A Z D ?u3"),
        row("nothing to undo", [transaction("s1 A e1", CANCEL[0]), *AROUND], "A D ."),
        row("a sub-process in it is undone", [transaction(sub("T", "s2 A e2x", UNDO[0]),
            "s1 T B e1", UNDO[1], CANCEL[0]), *AROUND], "A B Y Z D ."),
        row("the boundary's way waits until all is undone",
            [transaction("s1 A e1", on("c", "A", compensation()),
             user("u9", isForCompensation=True), handled("c", "u9"), CANCEL[0]), *AROUND],
            "A ?u9", ("u9", "A D .")),
        row("an error is no cancelling: nothing is undone",
            [transaction("s1 A e1", UNDO[0], end("e1", error("E"))), on("b", "S", cancel()),
             on("c", "S", error("E")), "s S C e", "b D e2", "c F e3"], "A F ."),
        row("a completed one can be compensated later",
            [transaction("s1 A e1", UNDO[0]), throw("k", compensation()), "s S k C e"],
            "A Z C ."),
        row("in a transaction",
            [transaction(transaction("s2 A e9", UNDO[0], end("e9", cancel()), id="T"),
             on("c", "T", cancel()), "s1 T B e3", "c F e3"), "s S C e"], "A Z F C ."),
        row("what was undone by a throw is not undone again",
            [transaction("s1 A k e1", throw("k", compensation()), UNDO[0], CANCEL[0]), *AROUND],
            "A Z D ."),
    ],
)  # fmt: skip
def test_a_transaction(row):
    row.plays()


@pytest.mark.parametrize(
    ("parts", "element"),
    [
        ([end("e", cancel()), "s A e"], "e"),
        ([sub("S", "s1 A e1", end("e1", cancel())), "s S e"], "e1"),
        ([sub("S", "s1 A e1"), on("b", "S", cancel()), "s S e", "b B e2"], "b"),
        ([transaction("s1 A e1"), on("b", "S", cancel(), True), "s S e", "b B e2"], "b"),
    ],
)
def test_cancel_belongs_to_transactions(parts, element):
    assert element in {where for _, where in refused(*parts)}
