"""Any id a designer may have chosen, anywhere, and what a drawing carries without running."""

import pytest

from tests.unit.process.conformance.deploying import (
    read,
    refused,
)
from tests.unit.process.conformance.drawing import (
    diagram,
    sub,
)
from tests.unit.process.conformance.driver import (
    run,
)
from tests.unit.process.conformance.elements import (
    multi,
    node,
    on,
    task,
    timer,
    user,
)

IDS = ["Start", "End", "Root", "_a", "a.b", "a-b", "a--b", "x.BoundaryEventSplit", "Việc_một",
       "trace", "loopCounter", "unit", "None", "__init__", "P1", "self", "1", "#1"]  # fmt: skip


@pytest.mark.parametrize("name", IDS)
def test_an_id_is_only_an_id(name):
    parts = (
        user(name, multi(2)),
        on("b", name, timer()),
        sub("S", "s1 A e1"),
        f"s {name} S e",
        "b e2",
    )
    r = run(*parts)
    assert r.shape == f"?{name} ?{name} @b"
    assert r.all_done(name).shape == "A ."


@pytest.mark.parametrize("name", IDS)
def test_every_kind_of_element_may_have_any_id(name):
    for part in (
        task(name, said='"A"'),
        sub(name, "A"),
        node("exclusiveGateway", name),
        node("parallelGateway", name),
        node("intermediateThrowEvent", name),
    ):
        assert run(part, f"s {name} e").status == "ended"
    assert run(node("startEvent", name), f"{name} A e").shape == "A ."
    assert run(node("endEvent", name), f"s A {name}").shape == "A ."


def test_a_drawing_may_carry_what_does_not_run():
    decoration = (
        '<documentation>why</documentation><laneSet id="ls"><lane id="l1"><flowNodeRef>A'
        '</flowNodeRef></lane></laneSet><textAnnotation id="ta"><text>note</text></textAnnotation>'
        '<association id="as" sourceRef="A" targetRef="ta"/><group id="gr"/>'
        '<dataObject id="do"/><dataObjectReference id="dr" dataObjectRef="do"/>'
    )
    assert run(decoration, "s A e").shape == "A ."


def test_several_processes_stand_in_one_file():
    source = diagram("s A e", also=node("process", "Q", "", isExecutable=False))
    assert "P" in read(source)


def test_an_id_used_twice_is_refused():
    assert ("id-duplicate", "A") in refused(task("A"), sub("S", task("A")), "s S e")
