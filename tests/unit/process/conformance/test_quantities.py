"""startQuantity and completionQuantity (BPMN 10.3, 13.3.2)."""

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
    task,
    user,
)


@pytest.mark.parametrize(
    "row",
    [
        row("two tokens start one", ["s p1 A C e", "p1 B C", task("C", startQuantity=2)],
            "A B C ."),
        row("two flows of one gateway", ["s p1 C e", "p1 C", task("C", startQuantity=2)], "C ."),
        row("four tokens start two",
            ["s p1 C e", "p1 C", "p1 C", "p1 C", task("C", startQuantity=2)], "C C ."),
        row("the third of three waits in vain",
            ["s p1 C e", "p1 C", "p1 C", task("C", startQuantity=2)], "C !stuck"),
        row("work begins when the last token is there",
            [user("u3", startQuantity=2), "s p1 u1 u3 A e", "p1 u2 u3"],
            "?u1 ?u2", ("u1", "?u2"), ("u2", "?u3"), ("u3", "A .")),
        row("a sub-process too",
            [sub("S", "s1 A e1", startQuantity=2), "s p1 S B e", "p1 S"], "A B ."),
        row("two tokens out", [task("A", completionQuantity=2), "s A B e"], "A B B ."),
        row("two on each flow", [task("A", completionQuantity=2), "s A B e", "A C e"],
            "A B C B C ."),
        row("two out, two in",
            [task("A", completionQuantity=2), task("B", startQuantity=2), "s A B C e"], "A B C ."),
        row("two out of a sub-process",
            [sub("S", "s1 A e1", completionQuantity=2), "s S B e"], "A B B ."),
        row("surplus into a join",
            [task("A", completionQuantity=2), task("B", completionQuantity=2),
             "s p1 A p2 C e", "p1 B p2"], "A B C C ."),
    ],
)  # fmt: skip
def test_quantities(row):
    row.plays()


@pytest.mark.parametrize("name", ["startQuantity", "completionQuantity"])
@pytest.mark.parametrize("value", ["0", "-1", "two"])
def test_a_quantity_below_one_is_refused(name, value):
    assert "A" in {where for _, where in refused(task("A", **{name: value}), "s A e")}
