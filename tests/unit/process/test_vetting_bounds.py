"""How large a diagram may be, and that looking at the largest takes no longer than it must."""

import time

import pytest

from tests.helpers import bpmn as b
from tests.unit.process.conformance.drawing import call, diagram, process, sub
from tests.unit.process.conformance.elements import (
    catch,
    compensation,
    condition,
    link,
    loop,
    multi,
    node,
    on,
    script,
    start,
    task,
    throw,
    user,
)
from tests.unit.process.vetted import codes, found

SECONDS = 15  # generous: the machine is shared; alone each takes at most five
MANY = [f"k{n}" for n in range(2_500)]
ROW = "s " + " ".join(MANY) + " e"


def nested(depth, name="S", inner="t1"):
    for level in range(depth):
        inner = sub(f"{name}{level}", inner)
    return inner


def calls(count, last):
    """Processes, each of which calls the next, the last one ``last``."""
    names = [f"Q{n}" for n in range(count)]
    drawn = (
        f'<process id="{name}" isExecutable="true"><startEvent id="s{name}"/><callActivity id="c{name}"'
        f' calledElement="{onward}"/><endEvent id="e{name}"/><sequenceFlow id="f{name}" sourceRef='
        f'"s{name}" targetRef="c{name}"/><sequenceFlow id="g{name}" sourceRef="c{name}" targetRef='
        f'"e{name}"/></process>'
        for name, onward in zip(names, [*names[1:], last], strict=True)
    )
    return "".join(drawn)


def test_ten_thousand_elements_in_one_sequence_have_no_findings_and_one_more_has_one():
    ids = [f"u{n}" for n in range(9_998)]
    parts = b.start("s"), *map(b.user, ids), b.end("e"), b.path("s", *ids, "e")
    began = time.process_time()
    assert not found(b.sample("", *parts))
    assert time.process_time() - began < SECONDS
    [finding] = found(b.sample("", *parts, b.user("more")))
    assert finding.code == "model-too-large"
    assert "10,000" in finding.en


@pytest.mark.parametrize(
    ("parts", "also"),
    [
        ([nested(50), "s S49 e"], ""),
        ([nested(25, inner=call("c", "Q")), "s S24 e"],
         process("Q", nested(24, "T"), "s1 T23 e1")),
        ([task("A", multi(5_000)), "s A e"], ""),
        ([task("A", multi(0)), "s A e"], ""),
        ([task("A", loop(maximum=100_000)), "s A e"], ""),
        ([task("A", completionQuantity=5_000), "s A e"], ""),
    ],
)  # fmt: skip
def test_what_is_just_small_enough_is_accepted(parts, also):
    assert not codes(*parts, also=also)


def test_what_nests_too_deep_is_told_once_where_it_gets_too_deep():
    assert codes(nested(60), "s S59 e") == {("nesting-too-deep", "S9")}
    too_deep = {("nesting-too-deep", "cQ9")}
    assert codes(call("c", "Q0"), "s c e", also=calls(60, "last") + LAST) == too_deep


LAST = process("last", "s1 t1 e1")


def test_every_call_of_a_circle_is_told_and_none_beside_it():
    circle = calls(300, "Q0")
    found_at = codes(call("c", "Q7"), "s c e", also=circle)
    assert found_at == {("call-recursion", f"cQ{n}") for n in range(300)}


@pytest.mark.parametrize(
    "parts",
    [
        [*(script(k, f"{k} + {n}", k) for n, k in enumerate(MANY)), ROW],
        [*(script(k, f"nobody{n} + 1", k) for n, k in enumerate(MANY)), ROW],
        [*(script(k, f"nrOfInstances + {k}", k, multi(2)) for k in MANY), ROW],
        [*(catch(k, condition(f"count(for i in 1..600 return i) > {n}"))
           for n, k in enumerate(MANY)), ROW],
        [user("u1"), *(on(k, "u1", compensation()) for k in MANY)],
        [*(catch(k, link("L")) for k in MANY[:1_200]), *(throw(k, link("L")) for k in MANY[1_200:])],
        [sub("S", *(start(k) for k in MANY)), "s S e"],
        ["s g", *(f"g {k} e" for k in MANY), *(node("receiveTask", k) for k in MANY)],
        [*(sub(k, start(f"s{k}", compensation()), triggeredByEvent=True) for k in MANY[:2_000])],
    ],
    ids=["results", "unknown", "instances", "constants", "boundaries", "links", "starts", "ways",
         "compensations"],
)  # fmt: skip
def test_a_large_diagram_is_looked_at_in_time(parts):
    source = diagram(*parts)
    began = time.process_time()
    found(source)
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("last", ["Q0", "nowhere"])
def test_a_long_chain_of_calls_is_followed_in_time(last):
    source = diagram(call("c", "Q0"), "s c e", also=calls(1_500, last))
    began = time.process_time()
    assert found(source)
    assert time.process_time() - began < SECONDS
