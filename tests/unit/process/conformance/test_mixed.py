"""Where two rules meet: interruptions, scopes, compensation, gateways and instances together."""

from datetime import timedelta

import pytest

from engine.process.events import Complete, Message, Move, Signal, Start, TimerDue
from engine.process.step import Stale, advance
from tests.unit.process.conformance.deploying import (
    define,
)
from tests.unit.process.conformance.drawing import ad_hoc, call, event_sub, process, sub
from tests.unit.process.conformance.driver import (
    NOW,
    row,
    run,
)
from tests.unit.process.conformance.elements import (
    cancel,
    catch,
    compensation,
    condition,
    end,
    error,
    escalation,
    for_compensation,
    handled,
    loop,
    message,
    multi,
    node,
    on,
    script,
    signal,
    start,
    task,
    terminate,
    throw,
    timer,
    user,
)

X = signal("X")
COMPLEX = node(
    "complexGateway", "k", "<activationCondition>activationCount = 1</activationCondition>"
)
ROUND = [COMPLEX, "s p1 A k", "p1 u1 k", "k {waitingForStart} B e", "k {not(waitingForStart)} C e2"]
INTERRUPTS = event_sub("H", start("s9", X), "s9 Z e9")


@pytest.mark.parametrize(
    "row",
    [
        row("an interrupted scope resets no complex gateway", [*ROUND, INTERRUPTS], "A B ?u1",
            ("X~", "A B Z .")),
        row("a terminated scope resets no complex gateway",
            [*ROUND, "p1 u2 e3", end("e3", terminate())], "A B ?u1 ?u2", ("u2", "A B .")),
        row("an interrupted sub-process resets no complex gateway", [
            sub("S", *ROUND[:1], "s1 p1 A k", "p1 u1 k", "k {waitingForStart} B e1",
                "k {not(waitingForStart)} C e2"),
            on("b", "S", X), "s S D e", "b F e3"], "A B ?u1", ("X~", "A B F .")),
        row("a half-filled join is forgotten with its scope",
            [sub("S", "s1 p1 A p2 B e1", "p1 u1 p2"), on("b", "S", X), "s x1 S C e", "b x1"],
            "A ?u1", ("X~", "A A ?u1"), ("u1", "A A B C .")),
        row("an interrupting handler ends another handler at work",
            ["s u1 e", event_sub("G", start("s8", message("M"), True), "s8 u8 Y e8"), INTERRUPTS],
            "?u1", ("M!", "?u1 ?u8"), ("X~", "Z .")),
        row("an interrupting handler's scope has no boundary lost",
            [sub("S", "s1 u1 e1", event_sub("H", start("s9", X), "s9 u9 e9")),
             on("b", "S", timer()), "s S A e", "b B e2"], "?u1 @b", ("X~", "?u9 @b"),
            ("@b", "B .")),
        row("a condition over a sub-process's own variable",
            [sub("S", script("i", "0", "own"), script("j", "5", "own"), "s1 i u1 j A e1",
                 event_sub("H", start("s9", condition("own != null and own > 3")), "s9 Z e9"),
                 variables="own"), "s S B e"], "?u1", ("u1", "Z B .")),
        row("a signal out of a call interrupts far outside",
            [sub("S", call("c", "Q"), "s1 c A e1"), on("b", "S", X), "s S B e", "b C e2"], "C .",
            also=process("Q", throw("k", X), "s9 k t9 e9")),
        row("an error out of a call in many instances ends all",
            [call("c", "Q", multi(2)), on("b", "c", error("E")), "s c A e", "b B e2"],
            "?u9 ?u9", ("u9", "B ."),
            also=process("Q", "s9 u9 e9", end("e9", error("E")))),
        row("an error in one turn ends the loop",
            [sub("S", loop("true", maximum=3), "s1 A x1 {count(trace) = 2} e1", "x1 {default} e2",
                 end("e1", error("E"))), on("b", "S", error("E")), "s S B e", "b C e3"], "A A C ."),
        row("instances not begun yet are not begun after an error",
            [sub("S", multi(3, sequential=True), "s1 u1 e1", end("e1", error("E"))),
             on("b", "S", error("E")), "s S B e", "b C e3"], "?u1", ("u1", "C .")),
        row("escalations of many instances each count",
            [sub("S", multi(2), "s1 u1 k e1", throw("k", escalation("L"))),
             on("b", "S", escalation("L"), True), "s S e", "b C e3"], "?u1 ?u1", ("u1", "C ?u1"),
            ("u1", "C C .")),
        row("an ad-hoc sub-process's boundary hears what is thrown in it",
            [ad_hoc("S", throw("k", X), "u1 k", "u2"), on("b", "S", X), "s S A e", "b B e2"],
            "?u1 ?u2", ("u1", "B .")),
        row("terminate in an ad-hoc sub-process's sub-process ends that only",
            [ad_hoc("S", sub("T", "s1 p1 u1 e1", "p1 u2 e2", end("e1", terminate())), "u3"),
             "s S A e"], "?u1 ?u2 ?u3", ("u1", "?u3"), ("u3", "A .")),
        row("a race in each of many instances",
            [sub("S", multi(2), "s1 g c A e1", "g d B e2", catch("c", message("M")),
                 catch("d", timer())), "s S C e"], "@d @d", ("M!", "A @d"), ("@d", "A B C .")),
        row("zero instances leave no timer", [user("u1", multi("n")), on("b", "u1", timer()),
            "s u1 A e", "b B e"], "A .", n=0),
        row("counts of instances are seen deep within",
            [sub("S", multi(2), sub("T", "s2 A e2", task("A", said="numberOfInstances")), "T"),
             "s S e"], "2 2 ."),
        row("a parallel join in a handler",
            ["s u1 e", event_sub("H", start("s9", X), "s9 p9 A p8 C e9", "p9 B p8")], "?u1",
            ("X~", "A B C .")),
        row("a link in an event sub-process",
            ["s u1 e", event_sub("H", start("s9", X), throw("k", '<linkEventDefinition name="L"/>'),
             catch("c", '<linkEventDefinition name="L"/>'), "s9 k", "c Z e9")], "?u1",
            ("X~", "Z .")),
        row("a boundary's flow into the join of the same scope",
            [on("b", "u1", X), "s p1 u1 p2 A e", "p1 u2 x1 p2", "b e2"],
            "?u1 ?u2", ("X~", "?u2"), ("u2", "!stuck")),
        row("inner timer, outer interruption, entered again",
            [sub("S", "s1 u1 e1", on("c", "u1", timer()), "c e3"), on("b", "S", X),
             "s x1 S A e", "b x1"], "?u1 @c", ("X~", "?u1 @c"), ("@c", "A .")),
    ],
)  # fmt: skip
def test_interruptions_and_scopes(row):
    row.plays()


@pytest.mark.parametrize(
    "row",
    [
        row("a handler at work is ended with its scope",
            [sub("S", on("c", "A", compensation()), user("u9", isForCompensation=True),
                 handled("c", "u9"), "s1 A k B e1", throw("k", compensation())), on("b", "S", X),
             "s S C e", "b D e2"], "A ?u9", ("X~", "A D .")),
        row("two runs of a sub-process, each undone once",
            [sub("S", "s1 A e1", for_compensation("A", "Z")), throw("k", compensation()),
             "s u0 x1 S u1 x2 {n < 2} x1", "x2 {default} k C e"], "?u0",
            ("u0, u1 n=1, u1 n=2", "A A Z Z C .")),
        row("undoing stops at an error that a boundary catches",
            [sub("S", on("c", "A", compensation()), handled("c", "Z"),
                 sub("Z", "s9 Y e9", end("e9", error("E")), isForCompensation=True),
                 "s1 A k B e1", throw("k", compensation())), on("b", "S", error("E")),
             "s S C e", "b D e2"], "A Y D ."),
        row("cancelled while a handler of it works",
            [sub("S", "s1 A u1 e1", for_compensation("A", "Z"),
                 event_sub("H", start("s9", X, True), "s9 u9 e9"), end("e1", cancel()),
                 tag="transaction"), on("b", "S", cancel()), "s S B e", "b D e2"],
            "A ?u1", ("X~", "A ?u1 ?u9"), ("u1", "A Z D .")),
        row("a cancelled transaction is not undone again",
            [sub("S", "s1 A e1", for_compensation("A", "Z"), end("e1", cancel()),
                 tag="transaction"), on("b", "S", cancel()), throw("k", compensation()),
             "s S B e", "b D k e2"], "A Z D ."),
        row("an undone activity that runs again can be undone again",
            [for_compensation("A", "Z"), throw("k", compensation()),
             "s u0 x1 A k u1 x2 {n < 2} x1", "x2 {default} C e"], "?u0",
            ("u0, u1 n=1", "A Z A Z ?u1"), ("u1 n=2", "A Z A Z C .")),
        row("a handler's own compensation is not the scope's",
            ["s A u1 k C e", for_compensation("A", "Z"), throw("k", compensation()),
             event_sub("H", start("s9", X, True), "s9 B e9", for_compensation("B", "Y"))],
            "A ?u1", ("X~", "A B ?u1"), ("u1", "A B Z C .")),
        row("in a called process only what it did",
            [for_compensation("D", "Y"), call("c", "Q", into="trace=trace", out="trace=trace"),
             "s D c C e"], "D A Z C .",
            also=process("Q", for_compensation("A", "Z"), throw("k", compensation()),
                         "s9 A k e9")),
        row("a terminated sub-process undoes nothing later",
            [sub("S", "s1 p1 A e1", "p1 u1 e2", end("e2", terminate()),
                 for_compensation("A", "Z")), "s S B e"], "A ?u1", ("u1", "A B .")),
    ],
)  # fmt: skip
def test_compensation_and_the_rest(row):
    row.plays()


@pytest.mark.parametrize(
    "event", [Complete(2), TimerDue(2, "b"), Message("M"), Signal("X"), Move(2, "u1")]
)
def test_nothing_happens_to_an_instance_that_has_ended(event):
    assert run("s u1 e", on("b", "u1", timer()), "b m1 e").done("u1").stale(event)


def test_the_start_of_an_event_sub_process_begins_no_instance():
    parts = "s u1 e", event_sub("H", start("s9", message("M")), "s9 Z e9")
    for by in (Start(element="s9"), Start(message="M")):
        with pytest.raises(Stale):
            advance(define(*parts), None, by, NOW)


def test_due_moments_and_letters_read_the_variables_of_their_own_instance():
    days = [NOW + timedelta(days=k) for k in (1, 2)]
    r = run(
        sub(
            "S",
            multi(over="items", item="own"),
            user("u1", dondoc_due="own"),
            throw(
                "k",
                '<extensionElements><dondoc:input name="x" expression="own"/></extensionElements>'
                + message("M"),
            ),
            on("b", "u1", timer(date="own"), keep=True),
            "s1 u1 k e1",
            "b e2",
        ),
        "s S e",
        items=days,
    )
    assert sorted(o.due for o in r.last.opened) == days
    assert sorted(r.timers.values()) == days
    r.all_done("u1")
    assert [effect.data for effect in r.effects] == [{"x": day} for day in days]


def test_each_instances_own_variables_are_apart():
    r = run(
        sub("S", multi(2), "s1 u1 j u2 A e1", script("j", "answer", "own"), task("A", said="own"),
            variables="own answer"),
        "s S e",
    )  # fmt: skip
    for answer, token in zip("pq", sorted(r.open), strict=True):
        r.go(Complete(token, {"answer": answer}))
    assert r.all_done("u2").shape == "p q ."
