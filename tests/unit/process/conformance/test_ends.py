"""Terminate, cancelling from outside, tokens nothing can move, moving a token by hand."""

import pytest

from engine.process.events import Move
from tests.unit.process.conformance.drawing import (
    event_sub,
    sub,
)
from tests.unit.process.conformance.driver import (
    row,
    run,
)
from tests.unit.process.conformance.elements import (
    end,
    message,
    multi,
    on,
    signal,
    start,
    terminate,
    timer,
    user,
)

END = end("e", terminate())


@pytest.mark.parametrize(
    "row",
    [
        row("terminate", [END, "s p1 A e", "p1 u1 e2", "p1 u2 e3"], "A ."),
        row("terminate ends sub-processes", [END, sub("S", "s1 u1 e1"), on("b", "S", timer()),
            "s p1 u2 e", "p1 S e2", "b H e3"], "?u1 ?u2 @b", ("u2", ".")),
        row("terminate ends many instances", [END, user("u1", multi(3)), "s p1 u2 e", "p1 u1 e2"],
            "?u1 ?u1 ?u1 ?u2", ("u2", ".")),
        row("terminate in an event sub-process ends that", ["s u1 A e2", event_sub("H",
            start("s9", message("M"), True), "s9 p9 Z e", "p9 u9 e9", END)],
            "?u1", ("M!", "Z ?u1"), ("u1", "Z A .")),
        row("a plain end ends one token", ["s p1 A e", "p1 u1 e"], "A ?u1", ("u1", "A .")),
    ],
)  # fmt: skip
def test_ends(row):
    row.plays()


def test_cancelling_closes_everything():
    r = run(
        sub("S", "s1 u1 e1"),
        user("u2", multi(2)),
        on("b", "S", timer()),
        event_sub("H", start("s9", signal("X"), True), "s9 Z e9"),
        "s p1 S e",
        "p1 u2 e",
        "b e2",
    ).cancel()
    assert r.shape == "x"
    assert len(r.last.closed) == 3


def test_what_stands_still_is_told_with_its_elements_and_can_be_cancelled():
    r = run("s x1 {test = 1} A p1 C e", "x1 {default} B p1", test=1)
    assert (r.status, r.trouble) == ("running", "stuck")
    assert "p1" in r.last.trouble.element + r.last.trouble.message
    assert r.last.trouble.vi
    assert r.cancel().shape == "A x"


def test_trouble_does_not_hide_what_still_goes_on():
    r = run("s p1 x1 {test = 1} A p2 C e", "x1 {default} B p2", "p1 u1 e2", test=1)
    assert r.shape == "A ?u1"
    assert r.done("u1").shape == "A !stuck"


@pytest.mark.parametrize(
    ("target", "shape"), [("u2", "?u2"), ("A", "A ."), ("e", "."), ("x1", "A .")]
)
def test_a_token_is_moved_by_hand(target, shape):
    r = run("s u1 u2 x1 A e", on("b", "u1", timer()), "b e2")
    assert r.go(Move(r.token("u1"), target)).shape == shape


def test_a_token_of_a_sub_process_is_moved_within_it():
    r = run(sub("S", "s1 u1 u2 A e1"), "s S B e")
    assert r.go(Move(r.token("u1"), "u2")).shape == "?u2"
    assert r.done("u2").shape == "A B ."


@pytest.mark.parametrize("target", ["u9", "B", "nowhere"])
def test_a_token_is_not_moved_out_of_its_scope(target):
    r = run(sub("S", "s1 u1 e1"), "s p1 S B e", "p1 u9 e2")
    assert r.refuses(Move(r.token("u1"), target))
