"""The complex gateway (BPMN 10.6.5, 13.4.5): activation, the wait for the rest, reset."""

import pytest

from tests.unit.process.conformance.driver import (
    row,
)
from tests.unit.process.conformance.elements import (
    node,
)


def complex_gateway(id, condition):
    return node("complexGateway", id, f"<activationCondition>{condition}</activationCondition>")


TWO_OF_THREE = [
    complex_gateway("k", "activationCount >= 2"),
    "s p1 A k",
    "p1 B k",
    "p1 u1 k",
]
FIRST = [complex_gateway("k", "activationCount >= 1"), "s p1 u1 k D e", "p1 u2 k"]


@pytest.mark.parametrize(
    "row",
    [
        row("two of three", [*TWO_OF_THREE, "k D e"], "A B D ?u1", ("u1", "A B D .")),
        row(
            "what leaves at activation and what at reset",
            [*TWO_OF_THREE, "k {waitingForStart} D e", "k {not(waitingForStart)} E e2"],
            "A B D ?u1",
            ("u1", "A B D E ."),
        ),
        row("the first of two", FIRST, "?u1 ?u2", ("u2", "D ?u1"), ("u1", "D .")),
        row(
            "a condition on data",
            [complex_gateway("k", "test = 1 or activationCount = 2"), "s p1 A k C e", "p1 B k"],
            "A B C .",
            test=1,
        ),
        row(
            "never enough",
            [complex_gateway("k", "activationCount >= 3"), "s p1 A k C e", "p1 B k"],
            "A B !stuck",
        ),
        row(
            "who cannot come any more is not waited for: the next round begins",
            [
                complex_gateway("k", "activationCount >= 1"),
                "s p1 u1 x1 {n = 1} k D u3 e",
                "x1 {default} e2",
                "p1 u2 k",
            ],
            "?u1 ?u2",
            ("u2", "D ?u1 ?u3"),
            ("u1 n=2", "D ?u3"),
            ("u3", "D ."),
        ),
        row(
            "a second round after the reset",
            [
                complex_gateway("k", "activationCount >= 1"),
                "s p1 u1 x1 k D e",
                "p1 u2 k",
                "p1 u3 x1",
            ],
            "?u1 ?u2 ?u3",
            ("u1", "D ?u2 ?u3"),
            ("u2", "D ?u3"),
            ("u3", "D D ."),
        ),
        row(
            "a split: every true flow",
            [
                complex_gateway("k", "activationCount >= 1"),
                "s k {test > 0} A e",
                "k {test > 1} B e2",
                "k {test > 2} C e3",
            ],
            "A B .",
            test=2,
        ),
        row(
            "a split: the default",
            [complex_gateway("k", "activationCount >= 1"), "s k {test > 1} A e", "k {default} B e"],
            "B .",
            test=1,
        ),
    ],
)
def test_complex_gateways(row):
    row.plays()
