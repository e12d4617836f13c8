"""The largest diagrams and instances: 10,000 elements, 5,000 instances, 100,000 turns."""

import time

import pytest

from engine.process.events import Start
from tests.unit.process.conformance.deploying import (
    define,
    refused,
)
from tests.unit.process.conformance.drawing import (
    call,
    process,
    sub,
)
from tests.unit.process.conformance.driver import (
    Run,
    fault,
)
from tests.unit.process.conformance.elements import (
    loop,
    multi,
    script,
    user,
)

SECONDS = 20  # of this process: the machine is shared


@pytest.fixture(autouse=True)
def in_time():
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS


def once(*parts, also="", **data):
    return Run(define(*parts, also=also), Start({"trace": [], **data}), once=True)


def nested(depth):
    inner = ["s1 A e1"]
    for level in range(depth):
        inner = [sub(f"S{level}", *inner), f"s-{level} S{level} e-{level}"]
    return inner[:-1]  # the outermost is joined to the process's own start and end


def test_ten_thousand_elements_in_a_row():
    row = " ".join(f"t{k}" for k in range(9_997))
    assert once(f"s {row} A e").shape == "A ."


def test_more_elements_are_refused():
    assert refused("s " + " ".join(f"t{k}" for k in range(10_000)) + " e")


def test_a_row_of_a_thousand_work_items():
    r = once("s " + " ".join(f"u{k}" for k in range(1_000)) + " e")
    for k in range(20):
        r.done(f"u{k}")
    assert r.shape == "?u20"


def test_five_thousand_parallel_instances():
    r = once(user("u1", multi("n")), "s u1 A e", n=5_000)
    assert len(r.open) == 5_000
    assert len(r.done("u1").open) == 4_999


def test_more_parallel_instances_are_a_fault():
    assert fault(user("u1", multi("n")), "s u1 A e", n=5_001).code == "too-many"


def test_a_thousand_parallel_calls_run_to_the_end():
    marker = multi("n", out="y", into="results")
    r = once(
        call("c", "Q", marker, into="n=loopCounter", out="y=y"),
        "s c A e",
        also=process("Q", script("k", "n * 2", "y"), "s1 k e1"),
        n=1_000,
    )
    assert (r.shape, sum(r.data["results"])) == ("A .", 1_001_000)


def test_a_long_loop():
    r = once(script("k", "n + 1", "n", loop("n < 90000")), "s k A e", n=0)
    assert (r.shape, r.data["n"]) == ("A .", 90_000)


def test_what_goes_round_for_ever_is_a_fault():
    parts = "s x1 t1 x2 {n > 1} e", "x2 {default} x1"
    assert fault(*parts, once=True, n=0).code == "too-long"


def test_fifty_nested_sub_processes():
    assert once(*nested(50), "s S49 e").shape == "A ."


def test_deeper_ones_are_refused():
    assert refused(*nested(51), "s S50 e")


def test_two_hundred_branches_that_join():
    fork = [f"p1 u{k} p2" for k in range(200)]
    r = once("s p1", *fork, "p2 A e")
    assert len(r.open) == 200
    for k in range(199):
        r.done(f"u{k}")
    assert r.shape == "?u199"
    assert r.done("u199").shape == "A ."
