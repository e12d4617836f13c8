"""Boundary events of every kind on every host (BPMN 10.5.4, 13.5.3), and their punctuality."""

from typing import Any

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
    condition,
    end,
    error,
    escalation,
    message,
    multi,
    node,
    on,
    script,
    signal,
    throw,
    timer,
    user,
)

# How the host is drawn (``h``), and whether its work is a work item (else it waits for W).
HOSTS: dict[str, tuple[list[str], str, dict[str, Any]]] = {
    "user task": ([user("h")], "h", {}),
    "receive task": ([node("receiveTask", "h", messageRef="W")], "", {}),
    "sub-process": ([sub("h", "s1 u1 e1")], "u1", {}),
    "sub-process in a sub-process": ([sub("h", sub("T", "s8 u1 e8"), "s1 T e1")], "u1", {}),
    "transaction": ([sub("h", "s1 u1 e1", tag="transaction")], "u1", {}),
    "ad-hoc sub-process": ([node("adHocSubProcess", "h", user("u1"))], "u1", {}),
    "call": ([call("h", "Q")], "u1", {"also": process("Q", "s1 u1 e1")}),
    "multi-instance": ([user("h", multi(1))], "h", {}),
    "multi-instance sub-process": ([sub("h", multi(1), "s1 u1 e1")], "u1", {}),
}
KINDS = {
    "message": (message("M"), "M!", ""),
    "signal": (signal("X"), "X~", ""),
    "timer": (timer(), "@b", " @b"),
    "date": (timer(date="2026-04-01T08:00:00+07:00"), "@b", " @b"),
    "condition": (condition("n > 3"), "n=5", ""),
    "any of two": (message("M") + signal("X"), "X~", ""),
}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("keep", [False, True])
def test_every_kind_on_every_host(host, kind, keep):
    parts, work, more = HOSTS[host]
    inner, move, waits = KINDS[kind]
    r = run(*parts, on("b", "h", inner, keep), "s h A e", "b H e2", n=0, **more)
    item = f"?{work}" if work else ""
    assert r.shape == f"{item}{waits}".strip()
    r.play(move)
    if not keep:
        assert r.shape == "H ."
        return
    assert r.shape == f"H {item}".strip()
    assert r.play(work or "W!").shape == "H A ."


@pytest.mark.parametrize("host", HOSTS)
def test_a_boundary_waits_only_while_its_activity_is_at_work(host):
    parts, work, more = HOSTS[host]
    r = run(*parts, on("b", "h", timer()), "s h u9 e", "b H e2", **more)
    assert r.play(work or "W!").shape == "?u9"


INNER_SIGNAL = sub("T", throw("k", signal("X")), "s8 k A e8")
DEEP = sub("S", INNER_SIGNAL, "s1 T B e1")


@pytest.mark.parametrize(
    "row",
    [
        row("all of two", [user("u1"), on("b", "u1", message("M") + signal("X"),
            parallelMultiple=True), "s u1 A e", "b H e"], "?u1", ("X~", "?u1"), ("M!", "H .")),
        row("all of two, one letter twice", [on("b", "u1", message("M") + message("N"),
            parallelMultiple=True), "s u1 A e", "b H e"], "?u1", ("M!, N!", "H .")),
        row("a repeated signal, not interrupting", [on("b", "u1", signal("X"), True), "s u1 A e",
            "b H e2"], "?u1", ("X~", "H ?u1"), ("X~", "H H ?u1"), ("X~", "H H H ?u1"),
            ("u1", "H H H A .")),
        row("a repeated letter", [on("b", "u1", message("M"), True), "s u1 A e", "b H e2"],
            "?u1", ("M!, M!", "H H ?u1")),
        row("a condition whenever it comes true", [on("b", "u1", condition("n > 3"), True),
            "s u1 A e", "b H e2"], "?u1", ("n=5", "H ?u1"), ("n=6", "H ?u1"),
            ("n=0, n=9", "H H ?u1"), n=0),
        row("several boundaries", [on("b", "u1", message("M"), True), on("c", "u1", timer()),
            "s u1 A e", "b H e2", "c G e"], "?u1 @c", ("M!", "H ?u1 @c"), ("@c", "H G .")),
        row("two boundaries for one signal", [on("b", "u1", signal("X"), True),
            on("c", "u1", signal("X"), True), "s u1 A e", "b H e2", "c G e2"], "?u1",
            ("X~", "H G ?u1")),
        row("a boundary with two flows", [on("b", "u1", timer()), "s u1 A e", "b H e", "b G e"],
            "?u1 @b", ("@b", "H G .")),
        row("each token's own boundary", [on("b", "u1", timer()), "s p1 u1 A e", "p1 u1", "b H e"],
            "?u1 ?u1 @b @b", ("@b", "H ?u1 @b"), ("u1", "H A .")),
        row("from far within: nothing after the throw",
            [DEEP, on("b", "S", signal("X")), "s S C e", "b H e2"], "H ."),
        row("from far within, not interrupting",
            [DEEP, on("b", "S", signal("X"), True), "s S C e", "b H e2"], "H A B C .",),
        row("from beside: nothing of the other after the throw",
            [sub("S", "s1 u1 A e1"), on("b", "S", signal("X")), throw("k", signal("X")),
             "s p1 S B e", "p1 u2 k C e2", "b H e3"], "?u1 ?u2", ("u2", "H C .")),
        row("a condition at the very write, within",
            [sub("S", script("k", "5", "n"), "s1 k A e1"), on("b", "S", condition("n > 3")),
             "s S B e", "b H e2"], "H .", n=0),
        row("a condition at the very write, three deep",
            [sub("S", sub("T", script("k", "5", "n"), "s8 k A e8"), "s1 T B e1"),
             on("b", "S", condition("n > 3")), "s S C e", "b H e2"], "H .", n=0),
        row("a condition at the very write, beside",
            [script("k", "5", "n"), "s p1 u1 A e", on("b", "u1", condition("n > 3")),
             "p1 k B e2", "b H e3"], "H B .", n=0),
        row("a letter goes to the one that waits longest",
            ["s p1 u1 A e", "p1 u2 B e2", on("b", "u1", message("M")), on("c", "u2", message("M")),
             "b H e3", "c G e4"], "?u1 ?u2", ("M!", "H ?u2"), ("M!", "H G .")),
        row("inner and outer both hear a signal, the outer ends all",
            [sub("S", "s1 u1 e1", on("c", "u1", signal("X"), True), "c u3 e3"),
             on("b", "S", signal("X")), "s S B e", "b H e2"], "?u1", ("X~", "H .")),
        row("what the boundary started lives on",
            [on("b", "u1", signal("X"), True), "s u1 A e", "b u2 H e2"], "?u1",
            ("X~, u1", "A ?u2"), ("u2", "A H .")),
        row("interrupted within an interrupted",
            [sub("S", "s1 u1 e1", on("c", "u1", timer()), "c u3 e3"), on("b", "S", signal("X")),
             "s S B e", "b H e2"], "?u1 @c", ("@c", "?u3"), ("X~", "H .")),
    ],
)  # fmt: skip
def test_boundary_events(row):
    row.plays()


@pytest.mark.parametrize("order", [("b", "c"), ("c", "b")])
def test_an_error_and_an_escalation_each_find_their_own_boundary(order):
    host = sub("S", "s1 x1 {test = 1} e1", "x1 {default} e2",
               end("e1", error("E")), end("e2", escalation("L")))  # fmt: skip
    boundaries = {"b": on("b", "S", error("E")), "c": on("c", "S", escalation("L"))}
    parts = [host, *(boundaries[name] for name in order), "s S A e", "b B e", "c C e"]
    assert run(*parts, test=1).shape == "B ."
    assert run(*parts, test=2).shape == "C ."


@pytest.mark.parametrize(
    "wrong",
    [
        on("b", "u1", error("E"), True),
        on("b", "x1", timer()),
        on("b", "u1", "<terminateEventDefinition/>"),
        on("b", "u1", '<linkEventDefinition name="L"/>'),
        on("b", "u1", "<cancelEventDefinition/>"),
        on("b", "u1", ""),
        on("b", "u1", condition("missing > 1")),
        on("b", "u1", timer("soon")),
    ],
)
def test_what_no_boundary_event_can_be_is_refused(wrong):
    assert "b" in {where for _, where in refused(wrong, "s u1 x1 A e", "b H e2")}
