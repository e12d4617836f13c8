"""Ad-hoc sub-processes (BPMN 10.3.5, 13.3.5)."""

import pytest

from tests.unit.process.conformance.deploying import (
    refused,
)
from tests.unit.process.conformance.drawing import (
    ad_hoc,
    sub,
)
from tests.unit.process.conformance.driver import (
    row,
    run,
)
from tests.unit.process.conformance.elements import (
    multi,
    on,
    signal,
    user,
)

AROUND = "s S C e"
DONE = "n > 0"


@pytest.mark.parametrize(
    "row",
    [
        row("everything once", [ad_hoc("S", "A", "B"), AROUND], "A B C ."),
        row("all at once", [ad_hoc("S", "u1", "u2", ordering="Parallel"), AROUND], "?u1 ?u2",
            ("u2", "?u1"), ("u1", "C .")),
        row("one after another", [ad_hoc("S", "u1", "u2", ordering="Sequential"), AROUND], "?u1",
            ("u1", "?u2"), ("u2", "C .")),
        row("flows within are followed", [ad_hoc("S", "u1 A", "u2"), AROUND], "?u1 ?u2",
            ("u1", "A ?u2"), ("u2", "A C .")),
        row("one chain after another", [ad_hoc("S", "u1 A", "u2", ordering="Sequential"), AROUND],
            "?u1", ("u1", "A ?u2"), ("u2", "A C .")),
        row("enough: the rest is taken back", [ad_hoc("S", "u1", "u2", until=DONE), AROUND],
            "?u1 ?u2", ("u1 n=1", "C ."), n=0),
        row("enough: the rest is awaited",
            [ad_hoc("S", "u1", "u2", until=DONE, cancelRemainingInstances=False), AROUND],
            "?u1 ?u2", ("u1 n=1", "?u2"), ("u2", "C ."), n=0),
        row("enough: the rest never opens",
            [ad_hoc("S", "u1", "u2", until=DONE, ordering="Sequential"), AROUND], "?u1",
            ("u1 n=1", "C ."), n=0),
        row("not enough when all is done: opened anew", [ad_hoc("S", "u1", "u2", until=DONE),
            AROUND], "?u1 ?u2", ("u1, u2", "?u1 ?u2"), ("u2 n=1", "C ."), n=0),
        row("opened anew for a person who is not the first in it",
            [ad_hoc("S", "A u1", until=DONE), AROUND], "A ?u1", ("u1", "A A ?u1"),
            ("u1 n=1", "A A C ."), n=0),
        row("opened anew for a letter in a sub-process",
            [ad_hoc("S", sub("T", "s1 m1 e1"), until=DONE), AROUND], "", ("m1!", ""),
            ("m1! n=1", "C ."), n=0),
        row("not enough, and nobody could change it", [ad_hoc("S", "A", until=DONE), AROUND],
            "A !stuck", n=0),
        row("asked after each activity, not before", [ad_hoc("S", "A", "B", until="true"), AROUND],
            "A C ."),
        row("interrupted", [ad_hoc("S", "u1", "u2"), on("b", "S", signal("X")), AROUND, "b H e2"],
            "?u1 ?u2", ("X~", "H .")),
        row("a sub-process in it", [ad_hoc("S", sub("T", "s1 u1 A e1"), "u2"), AROUND], "?u1 ?u2",
            ("u1, u2", "A C .")),
        row("instances in it", [ad_hoc("S", user("u1", multi(2)), "u2"), AROUND], "?u1 ?u1 ?u2",
            ("u1, u1, u2", "C .")),
        row("in it an ad-hoc one", [ad_hoc("S", ad_hoc("T", "u1", "u3"), "u2"), AROUND],
            "?u1 ?u2 ?u3", ("u1, u2, u3", "C .")),
        row("empty", [ad_hoc("S"), AROUND], "C ."),
    ],
)  # fmt: skip
def test_ad_hoc_sub_processes(row):
    row.plays()


def test_a_condition_over_what_happened_in_it():
    r = run(ad_hoc("S", "u1", "A", "B", until="count(trace) >= 2"), AROUND)
    assert r.shape == "A B C ."


@pytest.mark.parametrize(
    ("parts", "element"),
    [
        ([ad_hoc("S", "u1", until="missing > 1"), AROUND], "S"),
        ([ad_hoc("S", "s1 u1 e1"), AROUND], "s1|e1"),
    ],
)
def test_what_no_ad_hoc_sub_process_is_gets_refused(parts, element):
    assert set(element.split("|")) & {where for _, where in refused(*parts)}
